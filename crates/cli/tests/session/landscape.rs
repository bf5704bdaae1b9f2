//! `landscape path`, `surface` and `curvature`: rows of a plan, weights from files, and what is refused.

use super::{Ran, Session, header};
use serde_json::{Map, Value};
use std::fs;

/// A network of 49 · 4 + 4 + 4 · 10 + 10 parameters.
const PLAN: &str = r#"
seed = 1
[data]
train = 60
test = 40
[network]
hidden = [4]
[training]
batch = 20
epochs = 10
optimizer = { sgd = { learning_rate = 0.05 } }
[path]
band_steps = 0.005
batch = 30
curve_steps = 10
[surface]
grid = 5
[curvature]
eigenvalues = 2
tolerance = 1e-6
density_steps = 12
trace_draws = 20
"#;
const PARAMETERS: usize = 250;

/// A folder with the plan and three files of weights.
fn session() -> Session {
    let session = Session::new();
    fs::write(session.path("plan.toml"), PLAN).unwrap();
    for (name, seed) in [("a.npy", 1), ("b.npy", 2), ("c.npy", 3)] {
        let weights = (0..PARAMETERS).map(|k| (k * seed % 17) as f64 / 17.0 - 0.5);
        fs::write(session.path(name), npy(&weights.collect::<Vec<f64>>())).unwrap();
    }
    session
}

/// An array of one axis as NumPy writes it.
fn npy(numbers: &[f64]) -> Vec<u8> {
    let header = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': ({},), }}", numbers.len());
    let mut bytes = b"\x93NUMPY\x01\x00\x76\x00".to_vec();
    bytes.extend(format!("{header:<117}\n").bytes());
    bytes.extend(numbers.iter().flat_map(|x| x.to_le_bytes()));
    bytes
}

fn number(row: &Map<String, Value>, key: &str) -> f64 {
    row[key].as_f64().unwrap_or_else(|| panic!("{key} of {row:?}"))
}

fn of<'a>(rows: &'a [Map<String, Value>], key: &str, value: &str) -> Vec<&'a Map<String, Value>> {
    rows.iter().filter(|row| row[key] == value).collect()
}

fn rows(ran: &Ran) -> Vec<Map<String, Value>> {
    ran.rows(0)
}

#[test]
fn three_ways_lead_from_one_network_to_the_other() {
    let session = session();
    let found = rows(&session.run("landscape path plan.toml --format json"));
    let ends = |way: &str| {
        let way = of(&found, "way", way);
        let ends = [way[0], way[way.len() - 1]];
        assert_eq!(ends.map(|row| number(row, "position")), [0.0, 1.0]);
        ends.map(|row| (number(row, "loss"), number(row, "test_error")))
    };
    assert_eq!(ends("line"), ends("path"));
    assert_eq!(ends("line"), ends("curve"));
    assert_ne!(ends("line")[0], ends("line")[1], "two networks");

    let given = session.run("landscape path plan.toml --weights a.npy --weights b.npy --threads 1").exits(0);
    assert_eq!(header(&given), ["way", "position", "loss", "test_error"]);
    assert_eq!(session.run("landscape path plan.toml --weights a.npy --weights b.npy --threads 2").exits(0), given);
}

#[test]
fn a_plane_goes_through_what_it_is_laid_through() {
    let session = session();
    let around = rows(&session.run("landscape surface plan.toml --format json"));
    let (grid, points) = (of(&around, "kind", "grid"), of(&around, "kind", "point"));
    assert_eq!((grid.len(), points.len()), (25, 1));
    let centre = grid.iter().find(|row| number(row, "x") == 0.0 && number(row, "y") == 0.0).unwrap();
    assert_eq!(number(centre, "loss"), number(points[0], "loss"));

    let through =
        session.run("landscape surface plan.toml --weights a.npy --weights b.npy --weights c.npy --format json");
    let through = rows(&through);
    let points = of(&through, "kind", "point");
    assert_eq!(points.len(), 3);
    assert!(points.iter().all(|point| number(point, "residual") < 1e-12), "{points:?}");
    assert_eq!([number(points[0], "x"), number(points[0], "y")], [0.0, 0.0]);

    // The initial parameters and ten checks; the last is the origin, and the network of the first command.
    let trajectory = rows(&session.run("landscape surface plan.toml --trajectory --format json"));
    let checks = of(&trajectory, "kind", "point");
    assert_eq!(checks.len(), 11);
    let last = checks[10];
    assert!(number(last, "x").abs() < 1e-12 && number(last, "y").abs() < 1e-12 && number(last, "residual") < 1e-12);
    assert_eq!(number(last, "loss"), number(of(&around, "kind", "point")[0], "loss"));
    assert!(number(checks[0], "loss") > number(last, "loss"), "it learns");
}

#[test]
fn shares_of_the_density_add_up_and_its_mean_is_the_trace() {
    let session = session();
    let found = rows(&session.run("landscape curvature plan.toml --weights a.npy --format json"));
    for (layer, parameters) in [(Value::Null, PARAMETERS), (0.into(), 200), (1.into(), 50)] {
        let block: Vec<_> = found.iter().filter(|row| row["layer"] == layer).cloned().collect();
        let density = of(&block, "quantity", "density");
        let moment = |k: i32| density.iter().map(|row| number(row, "value") * number(row, "at").powi(k)).sum::<f64>();
        assert!((moment(0) - 1.0).abs() < 1e-9);
        // Both are means over random vectors, of 20 and of 2: five standard errors of the second.
        let trace = of(&block, "quantity", "trace")[0];
        let difference = moment(1) * parameters as f64 - number(trace, "value");
        assert!(difference.abs() < 5.0 * number(trace, "error") * (1.0 + 10.0_f64.sqrt()), "{difference} {trace:?}");
        let eigenvalues = of(&block, "quantity", "eigenvalue");
        assert_eq!(eigenvalues.iter().map(|row| number(row, "at")).collect::<Vec<_>>(), [0.0, 1.0, -1.0, -2.0]);
        let values: Vec<f64> = eigenvalues.iter().map(|row| number(row, "value")).collect();
        assert!(values[0] >= values[1] && values[1] > values[3] && values[3] >= values[2], "{values:?}");
    }
    let strengths = of(&found, "quantity", "loss-growth");
    assert_eq!(strengths.iter().map(|row| number(row, "at")).collect::<Vec<_>>(), [0.05, 0.1, 0.2]);
}

#[test]
fn eigenvalues_that_have_not_converged_say_so() {
    let session = session();
    fs::write(session.path("plan.toml"), PLAN.replace("tolerance = 1e-6", "tolerance = 1e-6\nmax_products = 4"))
        .unwrap();
    let found = session.run("landscape curvature plan.toml --weights a.npy --format json").rows(1);
    assert!(!of(&found, "status", "not-converged").is_empty());
}

#[test]
fn rows_lie_beside_the_plan_that_made_them() {
    let session = session();
    assert_eq!(session.run("landscape surface plan.toml --weights a.npy --out surface.csv").exits(0), "");
    let settings = fs::read_to_string(session.path("surface.csv.toml")).unwrap();
    for words in ["landscape surface", "[run.surface]", "grid = 5", "weights = [\"a.npy\"]"] {
        assert!(settings.contains(words), "no {words:?} in {settings}");
    }
}

#[test]
fn weights_of_another_network_and_damaged_ones_are_refused() {
    let session = session();
    let write = |name: &str, numbers: &[f64]| fs::write(session.path(name), npy(numbers)).unwrap();
    write("short.npy", &[0.5; 10]);
    let mut damaged = vec![0.5; PARAMETERS];
    damaged[7] = f64::NAN;
    write("nan.npy", &damaged);
    fs::write(session.path("text.npy"), "0.5 0.5").unwrap();
    let bytes = npy(&[0.5; PARAMETERS]);
    fs::write(session.path("cut.npy"), &bytes[..bytes.len() - 3]).unwrap();
    let shape = String::from_utf8_lossy(&bytes[..128]).replace("(250,), ", "(25,10),");
    let square = [&[0x93_u8][..], shape.trim_start_matches('\u{fffd}').as_bytes(), &bytes[128..]].concat();
    fs::write(session.path("square.npy"), square).unwrap();

    let refused = |name: &str, words: &[&str]| {
        session.run(&format!("landscape curvature plan.toml --weights {name}")).refused_with(words);
    };
    refused("short.npy", &["short.npy", "10 weights", "has 250"]);
    refused("nan.npy", &["nan.npy", "weight 7 is NaN", "finite"]);
    refused("text.npy", &["text.npy", "NUMPY"]);
    refused("cut.npy", &["cut.npy", "truncated"]);
    refused("square.npy", &["square.npy", "[25, 10]", "(P,)"]);
    refused("missing.npy", &["missing.npy"]);
    session.run("landscape path plan.toml --weights a.npy").refused_with(&["given 1 times", "none or two"]);
    session
        .run("landscape surface plan.toml --weights a.npy --weights b.npy")
        .refused_with(&["given 2 times", "none, one or three"]);
    session
        .run("landscape surface plan.toml --weights a.npy --weights a.npy --weights b.npy")
        .refused_with(&["span no plane"]);
    session.run("landscape surface plan.toml --weights a.npy --trajectory").refused_with(&["--trajectory"]);
}

#[test]
fn plans_that_are_none_are_refused_where_they_are_wrong() {
    let session = session();
    let refused = |from: &str, to: &str, words: &[&str]| {
        assert!(PLAN.contains(from));
        fs::write(session.path("plan.toml"), PLAN.replace(from, to)).unwrap();
        session.run("landscape surface plan.toml").refused_with(words);
    };
    refused("grid = 5", "gird = 5", &["line 17", "unknown field `gird`", "`grid`"]);
    refused("grid = 5", "grid = 2", &["line 17", "2, expected from 3 to 201"]);
    refused("band_steps = 0.005", "band_steps = nan", &["line 13", "NaN, expected a positive number"]);
    refused("seed = 1", "", &["missing field `seed`"]);
    refused("[curvature]", "[curvatures]", &["unknown field `curvatures`", "`curvature`"]);
    fs::write(session.path("plan.toml"), PLAN).unwrap();
    session.run("landscape path plan.toml --data nowhere").refused_with(&["nowhere", "train-images"]);
    session.run("landscape path no.toml").refused_with(&["no.toml"]);
    session.run("landscape path plan.toml --out rows.txt").refused_with(&["rows.txt", ".csv"]);
}

#[test]
fn a_training_that_diverges_is_no_landscape() {
    let session = session();
    fs::write(session.path("plan.toml"), PLAN.replace("learning_rate = 0.05", "learning_rate = 1e4")).unwrap();
    let ran = session.run("landscape surface plan.toml");
    assert_eq!(ran.exits(1), "");
    assert!(ran.stderr().contains("diverged"), "{}", ran.stderr());
}
