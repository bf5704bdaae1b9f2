//! Writes the seeds of the fuzz targets: every format in every form that the program writes, and some that others do.
//!
//! `cargo run --package piccole-tests --example parser_seeds` after a format has changed.

#![forbid(unsafe_code)]

use nalgebra::DMatrix;
use piccole_core::formats::{PatternsFormat, write_npz, write_patterns, write_real_vector, write_weights};
use piccole_core::patterns::{InputLaw, Patterns, Scenario};
use piccole_core::{BitVector, StreamKey};
use piccole_nn::optimize::{Sampling, Schedule, Sgd};
use piccole_nn::train::{Optimizer, Training, TrainingPlan};
use piccole_nn::{Activation, Examples, Initialization, Layer, Mlp, Scalar};
use piccole_tests::parsers::checkpoint::{Kept, Row, Work};
use piccole_tests::parsers::seeds::{Input, folder};
use piccole_tests::parsers::store;
use std::error::Error;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

type Seeds = Result<Vec<Input>, Box<dyn Error>>;
type Maker = fn() -> Seeds;

fn main() -> Result<(), Box<dyn Error>> {
    let all: [(&str, Maker); 7] = [
        ("patterns", patterns),
        ("arrays", arrays),
        ("idx", idx),
        ("csv", csv),
        ("plan", plan),
        ("store", store_lines),
        ("checkpoint", checkpoint),
    ];
    for (name, seeds) in all {
        let folder = folder().join("seeds").join(name);
        std::fs::create_dir_all(&folder)?;
        for (file, bytes) in seeds()? {
            std::fs::write(folder.join(file), bytes)?;
        }
    }
    Ok(())
}

fn input(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Input {
    (name.into(), bytes.into())
}

fn patterns() -> Seeds {
    let generate = |law| Patterns::generate(Scenario::TeacherStudent, law, 9, 4, &StreamKey::from_seed(1));
    let (signs, real) = (generate(InputLaw::Signs)?, generate(InputLaw::Gaussian)?);
    let mut seeds = Vec::new();
    for format in PatternsFormat::ALL {
        seeds.push(input(format.as_str(), write_patterns(&signs, format)?));
    }
    seeds.push(input("fbp-scientific", "1.000e+00 -1 +1\r\n-1.0 1e0 -1.0\r\n"));
    seeds.push(input("npz-real", write_patterns(&real, PatternsFormat::Npz)?));
    seeds.push(input("npz-settings", write_npz(&signs, "seed = 1\n")));
    seeds.push(input("npz-deflated", deflated(&write_patterns(&signs, PatternsFormat::Npz)?)?));
    Ok(seeds)
}

/// The same members, compressed.
fn deflated(archive: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut stored = zip::ZipArchive::new(Cursor::new(archive))?;
    let mut written = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..stored.len() {
        let mut member = stored.by_index(index)?;
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::DEFAULT);
        written.start_file(member.name()?, options.compression_method(zip::CompressionMethod::Deflated))?;
        std::io::copy(&mut member, &mut written)?;
    }
    Ok(written.finish()?.into_inner())
}

fn arrays() -> Seeds {
    let unit = |word: u32| BitVector::from_fn(9, |i| word >> i & 1 == 1);
    let by_numpy = |version: &[u8], descr: &str, fortran: &str, shape: &str, data: &[u8]| {
        let header = format!("{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}\n");
        let length = header.len() as u32;
        let length = length.to_le_bytes()[..if version[0] == 1 { 2 } else { 4 }].to_vec();
        [&b"\x93NUMPY"[..], version, &length, header.as_bytes(), data].concat()
    };
    let big = |numbers: &[f32]| numbers.iter().flat_map(|x| x.to_be_bytes()).collect::<Vec<_>>();
    Ok(vec![
        input("weights", write_weights(&[unit(0b1_0110_0101), unit(0b0_1100_0110)])),
        input("weights-int16-fortran", by_numpy(&[2, 0], "<i2", "True", "(2, 2)", &[1, 0, 255, 255, 255, 255, 1, 0])),
        input("real", write_real_vector(&[0.5, -2.0, f64::NAN, f64::INFINITY])),
        input("real-float32-big-endian", by_numpy(&[1, 0], ">f4", "False", "(3,)", &big(&[1.0, -0.0, 1e-40]))),
    ])
}

fn idx() -> Seeds {
    let images = [&[0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4][..], &[7; 11], &[255], &[0; 12]].concat();
    let labels = [&[0, 0, 8, 1, 0, 0, 0, 5][..], &[0, 9, 3, 3, 255]].concat();
    let compressed = [gzip(&images)?, gzip(&labels)?];
    let [images_gz, labels_gz] = compressed;
    Ok(vec![
        input("images", images),
        input("images-gzip", images_gz),
        input("labels", labels),
        input("labels-gzip", labels_gz),
    ])
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn csv() -> Seeds {
    Ok(vec![
        input("classes", "height,y,width\n1.5,0,2\n0.5,2,-1\n"),
        input("real", "y,a,b\r\n-1e-3, 1 ,2.5\r\n\r\n4,-0.0,0\r\n"),
        input("quoted", "\"a,\"\"b\"\"\",y\n\"1\",3\n"),
    ])
}

/// Beside the plans that come with the program.
fn plan() -> Seeds {
    let (data, network) =
        ("[data]\ntrain = 50\npooling = 4\n", "[network]\nhidden = [4, 4]\nskip = true\ndropout = 0.1\n");
    let training = |optimizer: &str| format!("[training]\nbatch = 10\nepochs = 4\noptimizer = {{ {optimizer} }}\n");
    let common = |optimizer| format!("seed = 1\n{data}{network}{}", training(optimizer));
    let sgd = "sgd = { learning_rate = 0.1, momentum = 0.9, weight_decay = 1e-4 }";
    Ok(vec![
        input("grid-list", "0.3, 0.5,0.7"),
        input("grid-range", "0.1:0.1:0.8"),
        input("training.toml", common(sgd)),
        input("landscape.toml", format!("{}[path]\n[surface]\n[curvature]\n", common(sgd))),
        input("dynamics.toml", format!("{}[dynamics]\nwaiting_times = [10]\nlongest_lag = 100\n", common(sgd))),
    ])
}

fn store_lines() -> Seeds {
    let folder = tempfile::tempdir()?;
    store::run(folder.path(), false);
    let store = store::store(folder.path());
    let lines = std::fs::read_to_string(store.join("points-0-of-1.jsonl"))?;
    let mut seeds = vec![input("manifest", std::fs::read(store.join("manifest.json"))?)];
    // In the order of their keys, whichever thread came first.
    let mut lines: Vec<String> = lines.lines().map(unchecked).collect::<Result<_, _>>()?;
    lines.sort();
    let failed = lines[0].split("\"point\"").next().unwrap_or_default().to_owned() + "\"error\":\"none\"}";
    seeds.push(input("failed-then-done", format!("{failed}\n{}\n", lines[0])));
    seeds.push(input("whole", lines.join("\n") + "\n"));
    seeds.push(input("torn", lines.join("\n")));
    Ok(seeds)
}

/// A line without its checksum, which the parser under test computes, and with a time that does not vary.
fn unchecked(line: &str) -> serde_json::Result<String> {
    let mut line: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line)?;
    line.shift_remove("check");
    line.insert("seconds".to_owned(), 0.5.into());
    serde_json::to_string(&line)
}

fn checkpoint() -> Seeds {
    let work = Work::default();
    let mut seeds = vec![input("training-f64", trained::<f64>()?), input("training-f32", trained::<f32>()?)];
    for solver in &work.solvers {
        let mut run = solver.begin((&work.patterns).into(), StreamKey::from_seed(1).rng())?;
        run.sweep();
        seeds.push(input(format!("solver-{}", solver.name()), &run.checkpoint()[blake3::OUT_LEN..]));
    }
    let rows = vec![Row { errors: 3, energy: Some(0.5) }, Row { errors: 0, energy: None }];
    work.file().write(&Kept { rows }, b"state")?;
    let file = std::fs::read(work.file().path())?;
    let first_line = file.iter().position(|&byte| byte == b'\n').ok_or("no line")?;
    seeds.push(input("file", &file[first_line + 1..]));
    Ok(seeds)
}

/// The checkpoint of a small training after a few steps.
fn trained<T: Scalar + serde::Serialize + serde::de::DeserializeOwned>() -> Result<Vec<u8>, Box<dyn Error>> {
    let mlp = Mlp::new(vec![
        Layer::dense(2, 3, Activation::Tanh),
        Layer::residual(3, Activation::Relu, 0.5).with_dropout(0.2),
        Layer::dense(3, 2, Activation::Identity),
    ])?;
    let inputs = DMatrix::from_fn(2, 4, |i, j| T::from_f64((i + j) as f64 / 4.0));
    let labels = [0, 1, 1, 0];
    let sgd = Sgd { learning_rate: Schedule::Constant(0.1), momentum: 0.9, weight_decay: 1e-4 };
    let plan = TrainingPlan { optimizer: Optimizer::Sgd(sgd), batch_size: 2, sampling: Sampling::Epochs };
    let (examples, key) = (Examples::labelled(&inputs, &labels)?, StreamKey::from_seed(1));
    let initial: Vec<T> = mlp.initialize(Initialization::He, key.named("initial"));
    let mut training = Training::new(&mlp, plan, examples, None, &initial, key.named("training"))?;
    training.run(&piccole_nn::train::StopConditions {
        steps: 4,
        check_every: 2,
        loss_below: None,
        loss_limit: f64::INFINITY,
    });
    Ok(training.checkpoint().to_bytes()?)
}
