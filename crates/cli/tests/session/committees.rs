//! Committees, and the files in which their patterns come.

use super::Session;
use std::io::Write;

#[test]
fn a_committee_learns_from_every_format_and_its_weights_are_verified() {
    let session = Session::new();
    let files =
        [("p.txt", "fbp"), ("p.txt.gz", "fbp-gzip"), ("p.tsv", "rfbp"), ("p.bin", "rfbp-binary"), ("p.npz", "npz")];
    let mut rows = Vec::new();
    for (file, format) in files {
        let generate = "generate storage --n 21 --hidden 5 --alpha 0.0952 --seed 4";
        session.run(&format!("{generate} --out {file} --patterns-format {format}")).exits(0);
        let solve = "solve --algorithm replicated-sgd --hidden 5 --weights-out w.npy --format json";
        let mut row = session.run(&format!("{solve} --patterns {file}")).rows(0).remove(0);
        assert_eq!(
            (row["hidden"].as_u64(), row["p"].as_u64(), row["alpha"].as_f64()),
            (Some(5), Some(10), Some(10.0 / 105.0))
        );
        row.remove("cpu_seconds");
        let weights = piccole_core::formats::read_weights(&std::fs::read(session.path("w.npy")).unwrap()).unwrap();
        assert_eq!((weights.len(), weights[0].len()), (5, 21));
        let verified = &session.run(&format!("verify --patterns {file} --weights w.npy --format json")).rows(0)[0];
        assert_eq!((verified["hidden"].as_u64(), verified["errors"].as_u64()), (Some(5), Some(0)));
        assert!(verified["smallest_stability"].as_f64().unwrap() > 0.0);
        rows.push(row);
    }
    assert!(rows.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn patterns_written_as_real_numbers_in_gzip_are_read() {
    let session = Session::new();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    for mu in 0..10 {
        let entries = (0..21).map(|i| if (31 * mu * mu + 17 * i * i + 7 * mu * i) % 13 < 6 { "1.0" } else { "-1.0" });
        writeln!(encoder, "{}", entries.collect::<Vec<_>>().join(" ")).unwrap();
    }
    std::fs::write(session.path("patterns.txt.gz"), encoder.finish().unwrap()).unwrap();
    let line = "solve --algorithm replicated-sgd --hidden 5 --patterns patterns.txt.gz --format json";
    let row = &session.run(line).rows(0)[0];
    assert_eq!((row["n"].as_u64(), row["p"].as_u64(), row["solved"].as_bool()), (Some(21), Some(10), Some(true)));
}

#[test]
fn a_committee_of_students_has_the_error_of_its_teacher() {
    let session = Session::new();
    session.run("generate teacher-student --n 51 --hidden 3 --alpha 0.4 --seed 2 --out t.npz").exits(0);
    let solve = "solve --algorithm replicated-sgd --hidden 3 --seed 2 --weights-out w.npy --format json";
    let row = &session.run(&format!("{solve} --patterns t.npz")).rows(0)[0];
    let error = row["generalization_error"].as_f64().unwrap();
    assert!(row["p"] == 61 && error > 0.05 && error < 0.6, "{row:?}");
    let drawn = &session.run(&format!("{solve} --scenario teacher-student --n 51 --alpha 0.4")).rows(0)[0];
    assert_eq!(drawn["generalization_error"], row["generalization_error"]);
    let verified = &session.run("verify --patterns t.npz --weights w.npy --format json").rows(0)[0];
    assert_eq!(verified["generalization_error"], row["generalization_error"]);
}

#[test]
fn a_teacher_of_another_length_and_an_even_vote_are_refused() {
    let session = Session::new();
    let array = |shape: &str, bytes: usize| {
        let header = format!("{{'descr': '|i1', 'fortran_order': False, 'shape': {shape}, }}");
        let padded = format!("{header:117}\n");
        [b"\x93NUMPY\x01\x00\x76\x00", padded.as_bytes(), &vec![1; bytes]].concat()
    };
    let archive = |teacher: Vec<u8>| {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in [("inputs", array("(2, 5)", 10)), ("labels", array("(2,)", 2)), ("teacher", teacher)] {
            archive.start_file(format!("{name}.npy"), zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(&bytes).unwrap();
        }
        std::fs::write(session.path("t.npz"), archive.finish().unwrap().into_inner()).unwrap();
        session.run("solve --algorithm sbpi --patterns t.npz")
    };
    archive(array("(5,)", 5)).exits(0);
    archive(array("(7,)", 7)).refused_with(&["t.npz", "teacher", "[7]", "(5,)"]);
    archive(array("(3, 7)", 21)).refused_with(&["t.npz", "teacher", "[3, 7]", "(K, 5)"]);
    archive(array("(2, 5)", 10)).refused_with(&["t.npz", "2 hidden units", "odd"]);
    std::fs::write(session.path("w.npy"), array("(2, 5)", 10)).unwrap();
    session.run("verify --patterns t.npz --weights w.npy").refused_with(&["t.npz"]);
    archive(array("(5,)", 5)).exits(0);
    session.run("verify --patterns t.npz --weights w.npy").refused_with(&["w.npy", "2 hidden units", "odd"]);
}
