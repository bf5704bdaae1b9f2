//! `dynamics`: rows of a plan, and what is refused.

use super::{Session, header};
use std::fs;

const PLAN: &str = r#"
seed = 1
target = "parity"
[data]
train = 60
[network]
hidden = [4]
[training]
batch = 20
epochs = 50
optimizer = { sgd = { learning_rate = 0.02 } }
[dynamics]
waiting_times = [10, 100, 1000]
longest_lag = 50
"#;

fn session(plan: &str) -> Session {
    let session = Session::new();
    fs::write(session.path("plan.toml"), plan).unwrap();
    session
}

#[test]
fn every_pair_of_times_within_the_training_is_a_row() {
    let session = session(PLAN);
    let rows = session.run("dynamics plan.toml --format json").rows(0);
    // 150 steps; lags 1, 2, 5, 10, 22, 46.
    let number = |row: &serde_json::Map<String, serde_json::Value>, key: &str| row[key].as_f64().unwrap();
    let pairs: Vec<(f64, f64)> = rows.iter().map(|row| (number(row, "waiting_time"), number(row, "lag"))).collect();
    let lags = [1.0, 2.0, 5.0, 10.0, 22.0, 46.0];
    assert_eq!(pairs, [10.0, 100.0].map(|time| lags.map(|lag| (time, lag))).concat());
    for row in &rows {
        assert!(number(row, "displacement") > 0.0 && number(row, "overlap") < 1.0);
    }
    // It learns, and moves less when it has.
    assert!(number(&rows[0], "loss") > number(&rows[6], "loss"));
    assert!(number(&rows[3], "displacement") > number(&rows[9], "displacement"));
    let csv = session.run("dynamics plan.toml").exits(0);
    assert_eq!(header(&csv), ["waiting_time", "lag", "displacement", "overlap", "loss"]);
}

#[test]
fn results_do_not_depend_on_where_they_go_and_their_settings_lie_beside_them() {
    let session = session(PLAN);
    let csv = session.run("dynamics plan.toml").exits(0);
    assert_eq!(session.run("dynamics plan.toml --out rows.csv --threads 1").exits(0), "");
    assert_eq!(fs::read_to_string(session.path("rows.csv")).unwrap(), csv);
    let settings = fs::read_to_string(session.path("rows.csv.toml")).unwrap();
    for line in ["command = \"dynamics\"", "seed = 1", "lags_per_decade = 3", "pooling = 4"] {
        assert!(settings.contains(line), "no {line} in\n{settings}");
    }
}

#[test]
fn langevin_dynamics_diffuses_where_the_landscape_is_flat() {
    // A rate so small that the gradient does nothing: 2Tη t = 2e-4 t is all there is.
    let plan = PLAN
        .replace("sgd = { learning_rate = 0.02 }", "langevin = { learning_rate = 1e-8, temperature = 1e4 }")
        .replace("batch = 20", "batch = 60")
        .replace("hidden = [4]", "hidden = [100]")
        .replace("epochs = 50", "epochs = 30")
        .replace("[10, 100, 1000]", "[5]");
    let rows = session(&plan).run("dynamics plan.toml --format json").rows(0);
    for row in &rows {
        let ratio = row["displacement"].as_f64().unwrap() / (2e-4 * row["lag"].as_f64().unwrap());
        // 5101 weights: a standard deviation of 2 %; five of them are exceeded with probability 6e-7.
        assert!((ratio - 1.0).abs() < 0.1, "{row:?}");
    }
    assert_eq!(rows.len(), 5);
}

#[test]
fn what_cannot_be_done_is_said_before_it_is_tried() {
    let refused = |from: &str, to: &str, words: &[&str]| {
        assert!(PLAN.contains(from), "{from}");
        let session = session(&PLAN.replacen(from, to, 1));
        session.run("dynamics plan.toml --out rows.csv").refused_with(words);
        assert_eq!(session.files(), ["plan.toml"]);
    };
    refused("\"parity\"", "\"party\"", &["line 3", "`party`", "`class` or `parity`"]);
    refused("waiting_times", "waiting", &["line 13", "`waiting`", "`waiting_times`"]);
    refused("[10, 100, 1000]", "[0]", &["line 13", "0, expected a whole number from 1"]);
    refused("[10, 100, 1000]", "[150, 300]", &["150 steps", "the first waiting time is 150"]);
    refused("[10, 100, 1000]", "[]", &["no two times"]);
    refused("0.02", "-0.02", &["line 11", "a learning rate"]);
    refused("train = 60", "train = 60\ndirectory = \"nowhere\"", &["nowhere", "train-images-idx3-ubyte"]);
    session(PLAN).run("dynamics plan.toml --data elsewhere").refused_with(&["elsewhere", "train-images-idx3-ubyte"]);
    session(PLAN).run("dynamics other.toml").refused_with(&["other.toml"]);
    session(PLAN).run("dynamics plan.toml --out rows.txt").refused_with(&["rows.txt", ".csv"]);
}

#[test]
fn a_training_that_runs_away_is_work_that_failed() {
    let session = session(&PLAN.replace("0.02", "1e9"));
    let ran = session.run("dynamics plan.toml");
    assert_eq!(ran.exits(1), "");
    assert!(ran.stderr().contains("diverged") && ran.stderr().contains("lower the learning rate"), "{}", ran.stderr());
}
