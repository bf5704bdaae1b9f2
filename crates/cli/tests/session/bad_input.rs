//! Bad input: refused with exit code 2, by value, place and what would do; nothing is left behind.

use super::Session;
use std::io::Write;

#[test]
fn densities_and_grids() {
    let session = Session::new();
    session.run("theory storage --alpha -1").refused_with(&["-1", "positive"]);
    session.run("theory storage --alpha 0").refused_with(&["0", "positive"]);
    session.run("theory storage --alpha nan").refused_with(&["NaN", "finite"]);
    session.run("theory storage --alpha x").refused_with(&["`x`", "start:step:end"]);
    session.run("theory storage --alpha 0.5,0.3").refused_with(&["0.3 after 0.5"]);
    session.run("theory storage --alpha 0.5:0.1:0.3").refused_with(&["0.5 to 0.3"]);
    session.run("theory storage --alpha 0.1:0:0.3").refused_with(&["step 0"]);
    session.run("theory storage --alpha ,").refused_with(&["not a number"]);
    session.run("theory storage --alpha 0.5 --kappa nan").refused_with(&["NaN"]);
    session.run("theory capacity --kappa 0 --weights symmetric").refused_with(&["0"]);
    session.run("solve --algorithm sbpi --n 11 --alpha -0.5").refused_with(&["-0.5", "positive"]);
    session.run("solve --algorithm sbpi --n 11 --alpha nan").refused_with(&["NaN", "positive"]);
    session.run("bethe --n 11 --alpha 0.5 --samples 0").refused_with(&["--samples 0"]);
}

#[test]
fn questions_without_an_answer_from_theory() {
    let session = Session::new();
    let refused = |line: &str, words: &[&str]| session.run(&format!("theory {line}")).refused_with(words);
    for command in ["franz-parisi", "random-reference", "pairs", "dense-region"] {
        for (distance, value) in [("0", "0"), ("0.1,0.6", "0.6"), ("-0.1", "-0.1")] {
            refused(&format!("{command} --alpha 0.5 --distance {distance}"), &[value, "1/2"]);
        }
        refused(&format!("{command} --alpha -2 --distance 0.1"), &["-2", "positive"]);
    }
    refused("dense-region --alpha 0.5 --distance 0.1 --replicas 0", &["y = 0", "above 0"]);
    refused("dense-region --alpha 0.5 --distance 0.1 --replicas -1.5", &["y = -1.5"]);
    refused("dense-region --alpha 0.5 --distance 0.1 --replicas many", &["`many`", "inf"]);
    refused("dense-region --alpha 0.5 --distance 0.1 --centre solution", &["infinitely many replicas"]);
    refused("dense-region --scenario teacher-student --alpha 0.5 --distance 0.1 --kappa 0.5", &["0.5"]);
    refused("franz-parisi --alpha 0.5 --distance 0.1 --kappa 1 --reference-margin 0.5", &["0.5"]);
    let teacher = "franz-parisi --scenario teacher-student --alpha 0.5 --distance 0.1";
    refused(&format!("{teacher} --reference-margin 0.5"), &["--reference-margin 0.5", "without margin"]);
    refused(&format!("{teacher} --kappa 0.1"), &["--kappa 0.1", "storage"]);
    refused("storage --alpha 0.5 --tolerance 1e-15", &["0.000000000000001", "1e-12"]);
    refused("dense-region --alpha 0.5 --distance 0.1 --tolerance nan", &["NaN", "2e-12"]);
    refused("teacher-student --alpha 0.5 --branch lucky", &["lucky", "informed"]);
    refused("state-evolution --alpha 0.5 --steps -1", &["-1"]);
    let finite = "state-evolution --alpha 0.5 --steps 3 --prior finite";
    refused(finite, &["--values"]);
    refused(&format!("{finite} --values=-1,0,1 --probabilities 0.5,0.3,0.3"), &["sum to 1"]);
    refused(&format!("{finite} --values=-1,0,1 --probabilities 0.5,0.5"), &["3 values with 2"]);
    refused("state-evolution --alpha 0.5 --steps 3 --channel probit --noise -1", &["-1", "positive"]);
    refused("random-features --psi1 1 --psi2 -3 --lambda 0", &["-3"]);
    refused("random-features --psi1 1 --psi2 3 --lambda best", &["`best`", "optimal"]);
    refused("covariates --psi1 1 --psi2 3 --lambda 0", &["0", "ridge"]);
}

#[test]
fn an_empty_grid() {
    let session = Session::new();
    let output = session.command("theory storage --alpha").arg("").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("empty grid"));
}

#[test]
fn sizes() {
    let session = Session::new();
    session.run("enumerate --n 0 --alpha 0.5").refused_with(&["0 weights"]);
    session.run("enumerate --n 200 --alpha 0.5 --seed 1").refused_with(&["200", "40"]);
    session.run("enumerate --n 11 --alpha 0.001").refused_with(&["0.001"]);
    session.run("solve --algorithm reinforced-bp --n 20001 --alpha 11").refused_with(&["20001", "bytes", "limit"]);
    session.run("solve --algorithm sbpi --n 1000001 --alpha 1").refused_with(&[
        "1000001 patterns",
        "125008125008 bytes",
        "limit of 17179869184",
    ]);
    session.run("solve --algorithm sbpi --n 11 --alpha 0.5 --hidden 3").refused_with(&["1 hidden unit, not 3"]);
    for command in ["solve --algorithm replicated-sgd", "generate storage --out p.npz"] {
        for hidden in ["0", "4"] {
            let ran = session.run(&format!("{command} --n 11 --alpha 0.5 --hidden {hidden}"));
            ran.refused_with(&[&format!("--hidden {hidden}"), "odd"]);
        }
    }
}

#[test]
fn algorithms_and_their_parameters() {
    let session = Session::new();
    session.run("solve --algorithm no-such --n 11 --alpha 0.1").refused_with(&["no-such", "reinforced-bp", "sbpi"]);
    session.run("solve --algorithm sbpi --n 11 --alpha 0.1 --rate 0.1").refused_with(&[
        "--rate is no parameter of sbpi",
        "--threshold",
        "--probability",
    ]);
    session.run("solve --algorithm sbpj --n 11 --alpha 0.1").refused_with(&["sbpj", "similar", "'sbpi'"]);
    session.run("solve --algorithm sbpi --n 11 --alpha 0.1 --tresholds 1").refused_with(&["similar", "--threshold"]);
    let sgd = "solve --algorithm replicated-sgd --n 11 --alpha 0.1";
    session.run(&format!("{sgd} --formula simpel")).refused_with(&["--formula `simpel`", "did you mean `simple`"]);
    session.run(&format!("{sgd} --equal-start perhaps")).refused_with(&["--equal-start", "true or false"]);
    session.run(&format!("{sgd} --batch -3")).refused_with(&["--batch `-3`", "whole number"]);
    session.run(&format!("{sgd} --gamma nan")).refused_with(&["gamma_start = NaN"]);
    session.run(&format!("{sgd} --kappa NaN")).refused_with(&["--kappa NaN", "finite"]);
    session.run("solve --algorithm reinforced-bp --n 11 --alpha 0.1 --rate nan").refused_with(&["rate = NaN"]);
    session.run("solve --algorithm reinforced-bp --n 11 --alpha 0.1 --rate 2").refused_with(&["rate = 2", "(0, 1)"]);
    for (algorithm, option) in
        [("bpi", "--probability"), ("cp-r", "--threshold"), ("clipped-perceptron", "--reinforcement")]
    {
        let line = format!("solve --algorithm {algorithm} --n 11 --alpha 0.1 {option} 0.1");
        session.run(&line).refused_with(&[option, "no parameter"]);
    }
    session
        .run("solve --algorithm cp-r --n 11 --alpha 0.1 --reinforcement 2")
        .refused_with(&["reinforcement = 2", "[0, 1]"]);
    session
        .run("solve --algorithm bp-decimation --n 11 --alpha 0.1 --fraction 0")
        .refused_with(&["fraction = 0", "(0, 1]"]);
    session
        .run("solve --algorithm bp-decimation --n 11 --alpha 0.1 --rate 0.1")
        .refused_with(&["--rate", "no parameter"]);
    session.run("solve --algorithm sbpi --alpha 0.1").refused_with(&["--n"]);
    session.run("solve --algorithm sbpi --n 11 --alpha 0.1 --patterns p.txt").refused_with(&["--patterns"]);
}

#[test]
fn patterns_files_are_refused_with_their_name_and_the_place() {
    let session = Session::new();
    let gzip = {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all("1 -1 1\n-1 -1 1\n".repeat(50).as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let promised: Vec<u8> = [5_i64, 11, 1].iter().flat_map(|number| number.to_le_bytes()).collect();
    let files: [(&str, &[u8], &[&str]); 6] = [
        ("ragged.txt", b"1 -1 1\n1 -1\n", &["line 2", "2", "3"]),
        ("zero.txt", b"1 -1 1\n1 0 1\n", &["line 2, entry 2", "\"0\"", "1 or -1"]),
        ("word.txt", b"1 -1 1\n1 x 1\n", &["line 2, entry 2", "\"x\""]),
        ("empty.txt", b"", &["empty"]),
        ("cut.gz", &gzip[..gzip.len() - 9], &["gzip"]),
        ("promises.bin", &promised, &["496 bytes", "has 24"]),
    ];
    for (name, bytes, words) in files {
        std::fs::write(session.path(name), bytes).unwrap();
        let ran = session.run(&format!("enumerate --patterns {name}"));
        ran.refused_with(&[name]);
        ran.refused_with(words);
    }
    session.run("verify --patterns none.txt --weights none.npy").refused_with(&["none.txt"]);
}

#[test]
fn weights_of_the_wrong_shape() {
    let session = Session::new();
    session.run("generate storage --n 21 --alpha 0.2 --out a.txt").exits(0);
    session.run("generate storage --n 31 --alpha 0.2 --out b.txt").exits(0);
    session.run("solve --algorithm sbpi --patterns a.txt --weights-out w.npy").exits(0);
    session.run("verify --patterns b.txt --weights w.npy").refused_with(&["w.npy", "(1, 21)", "(K, 31)"]);
    session.run("verify --patterns a.txt --weights a.txt").refused_with(&["a.txt"]);
}

#[test]
fn files_that_cannot_be_written_leave_nothing() {
    let session = Session::new();
    session.run("generate storage --n 21 --alpha 0.2 --out no-such-folder/p.txt").refused_with(&["no-such-folder"]);
    session.run("generate storage --n 21 --alpha 0.2 --out p.xyz").refused_with(&["p.xyz", ".npz"]);
    session.run("theory storage --alpha 0.2 --out t.xyz").refused_with(&["t.xyz", ".csv"]);
    session.run("theory storage --alpha 0.2 --out no-such-folder/t.csv").refused_with(&["no-such-folder"]);
    let solve = "solve --algorithm sbpi --n 21 --alpha 0.2";
    session.run(&format!("{solve} --weights-out no-such-folder/w.npy")).refused_with(&["no-such-folder is no folder"]);
    session.run(&format!("{solve} --history-out h.xyz")).refused_with(&["h.xyz: expected", ".csv"]);
    assert_eq!(session.files(), Vec::<String>::new());
}
