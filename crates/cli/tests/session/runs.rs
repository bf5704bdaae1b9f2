//! `run`, `merge`, `figures`.

use super::{Session, header, names};
use std::fs;
use std::time::{Duration, Instant};

const PLAN: &str = r#"
figure = "algorithms"
seed = 5

[[curve]]
algorithm = "reinforced-bp"
n = 101
alpha = "0.4:0.2:0.8"
samples = 8

[[curve]]
algorithm = "sbpi"
n = 101
alpha = "0.4:0.2:0.8"
samples = 8
"#;

fn session() -> Session {
    let session = Session::new();
    fs::write(session.path("plan.toml"), PLAN).unwrap();
    session
}

#[test]
fn threads_shards_and_a_kill_leave_the_table_as_it_is() {
    let session = session();
    session.run("run plan.toml --out whole --threads 2").exits(0);
    let expected = fs::read(session.path("whole/algorithms.csv")).unwrap();
    assert_eq!(
        names(&session.path("whole")),
        [
            "algorithms.csv",
            "algorithms.pdf",
            "algorithms.png",
            "algorithms.store",
            "algorithms.svg",
            "algorithms.toml",
            "index.html"
        ]
    );

    session.run("run plan.toml --out single --threads 1").exits(0);
    assert_eq!(fs::read(session.path("single/algorithms.csv")).unwrap(), expected, "one thread");

    for shard in 0..3 {
        session.run(&format!("run plan.toml --out shards --shard {shard}/3")).exits(0);
    }
    fs::remove_file(session.path("shards/algorithms.csv")).unwrap();
    session.run("merge shards").exits(0);
    assert_eq!(fs::read(session.path("shards/algorithms.csv")).unwrap(), expected, "three shards");

    kill_halfway(&session);
    assert!(!session.path("killed/algorithms.csv").exists(), "no partial table under the final name");
    session.run("run plan.toml --out killed").exits(0);
    assert_eq!(fs::read(session.path("killed/algorithms.csv")).unwrap(), expected, "killed and resumed");
}

/// Starts the run on one thread and kills it (SIGKILL) when the store holds some points and not all.
fn kill_halfway(session: &Session) {
    let mut child = session.command("run plan.toml --out killed --threads 1").spawn().unwrap();
    let store = session.path("killed/algorithms.store");
    let lines = || {
        let Ok(entries) = fs::read_dir(&store) else { return 0 };
        let files = entries.flatten().map(|entry| entry.path());
        let points = files.filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
        points.map(|path| fs::read(path).unwrap_or_default().iter().filter(|&&byte| byte == b'\n').count()).sum()
    };
    let deadline = Instant::now() + Duration::from_secs(60);
    while lines() < 3 && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(lines() >= 3, "the run was killed before it began");
}

#[test]
fn figures_are_drawn_again_from_the_table() {
    let session = session();
    session.run("run plan.toml --out results").exits(0);
    let drawn = fs::read(session.path("results/algorithms.svg")).unwrap();
    fs::remove_file(session.path("results/algorithms.svg")).unwrap();
    fs::remove_file(session.path("results/index.html")).unwrap();
    session.run("figures results").exits(0);
    assert_eq!(fs::read(session.path("results/algorithms.svg")).unwrap(), drawn);
    assert!(session.path("results/index.html").exists());
}

#[test]
fn plans_are_refused_with_line_and_column() {
    let session = session();
    for (bad, words) in [
        (PLAN.replace("samples = 8", "sample = 8"), vec!["line 9, column 1", "sample", "samples"]),
        (PLAN.replace("n = 101", "n = \"many\""), vec!["line 7", "many"]),
        (PLAN.replace("\"sbpi\"", "\"nonsense\""), vec!["line 12", "nonsense", "sbpi"]),
        (PLAN.replace("0.4:0.2:0.8", "0.8:0.2:0.4"), vec!["line 8", "0.8"]),
        (PLAN.replace("\"algorithms\"", "\"no-such\""), vec!["no-such", "algorithms"]),
    ] {
        fs::write(session.path("bad.toml"), bad).unwrap();
        let ran = session.run("run bad.toml --out results");
        ran.refused_with(&["bad.toml"]);
        ran.refused_with(&words);
    }
    session.run("run no-such-plan.toml").refused_with(&["no-such-plan.toml"]);
    assert_eq!(session.files(), ["bad.toml", "plan.toml"], "nothing was begun");
}

#[test]
fn a_folder_that_cannot_be_written_and_a_store_of_another_plan_are_refused() {
    let session = session();
    fs::write(session.path("occupied"), "a file").unwrap();
    session.run("run plan.toml --out occupied").refused_with(&["occupied"]);
    session.run("run plan.toml --out results --shard 3/3").refused_with(&["3/3"]);
    session.run("run plan.toml --out results --shard 0/2").exits(0);
    fs::write(session.path("plan.toml"), PLAN.replace("seed = 5", "seed = 6")).unwrap();
    session.run("run plan.toml --out results").refused_with(&["algorithms.store"]);
    session.run("merge results").exits(1);
    session.run("figures no-such-folder").refused_with(&["no-such-folder"]);
}

#[test]
fn a_torn_last_line_is_computed_again() {
    let session = session();
    session.run("run plan.toml --out results").exits(0);
    let table = fs::read(session.path("results/algorithms.csv")).unwrap();
    let points = session.path("results/algorithms.store/points-0-of-1.jsonl");
    let bytes = fs::read(&points).unwrap();
    fs::write(&points, &bytes[..bytes.len() - 7]).unwrap();
    let ran = session.run("run plan.toml --out results");
    ran.exits(0);
    assert!(ran.stderr().contains("1 points computed"), "{}", ran.stderr());
    assert_eq!(fs::read(session.path("results/algorithms.csv")).unwrap(), table);
}

#[test]
fn the_status_of_a_run_counts_its_points() {
    let session = session();
    session.run("status .").refused_with(&["run store"]);
    session.run("run plan.toml --out results --shard 0/2").exits(0);
    let rows = session.run("status results --format json").rows(1);
    let number = |key: &str| rows[0][key].as_f64().unwrap();
    assert_eq!(rows[0]["figure"], "algorithms");
    // Every second one of the theory's point and 2 curves of 3 densities and 8 samples.
    assert_eq!(["points", "done", "failed", "missing"].map(number), [49.0, 25.0, 0.0, 24.0]);
    assert!(
        number("seconds") > 0.0 && (number("seconds_left") / number("seconds") - 24.0 / 25.0).abs() < 1e-9,
        "{rows:?}"
    );
    session.run("run plan.toml --out results").exits(0);
    let rows = session.run("status results --format json").rows(0);
    assert_eq!((rows[0]["done"].as_u64(), rows[0]["seconds_left"].as_f64()), (Some(49), Some(0.0)));
}

#[test]
fn a_plan_is_explained_before_it_runs() {
    let session = session();
    let rows = session.run("plan check plan.toml --time 0.05 --threads 2 --format json").rows(0);
    let number = |key: &str| rows[0][key].as_f64().unwrap();
    assert_eq!((number("points"), number("threads")), (49.0, 2.0));
    assert!(number("sampled") >= 1.0 && number("thread_seconds") == 2.0 * number("seconds"), "{rows:?}");
    // The sample took at least the time it was given, or all points.
    let sampled = number("thread_seconds") / 49.0 * number("sampled");
    assert!(sampled >= 0.05 || number("sampled") == 49.0, "{rows:?}");
    assert!(number("memory_mb") > 1.0, "{rows:?}");

    let shown = session.run("plan show plan.toml").exits(0);
    fs::write(session.path("shown.toml"), &shown).unwrap();
    assert_eq!(session.run("plan show shown.toml").exits(0), shown);
    assert!(shown.contains("rate = "), "defaults are filled in: {shown}");
    session.run("plan check plan.toml --time long").refused_with(&["long", "seconds"]);
    session.run("plan check no-such-plan.toml").refused_with(&["no-such-plan.toml"]);
    assert_eq!(session.files(), ["plan.toml", "shown.toml"], "nothing is kept");
}

#[test]
fn points_are_exported_in_the_format_of_the_file() {
    let session = session();
    session.run("export . --out points.csv").refused_with(&["run store"]);
    session.run("run plan.toml --out results --shard 1/2").exits(0);
    session.run("export results --out points.csv").exits(0);
    let csv = fs::read_to_string(session.path("points.csv")).unwrap();
    assert_eq!(csv.lines().count(), 1 + 24, "{csv}");
    assert_eq!(header(&csv)[..2], ["number", "point.instance.algorithm"]);
    session.run("export results --figure algorithms --out points.npz").exits(0);
    assert!(fs::read(session.path("points.npz")).unwrap().starts_with(b"PK"));
    session.run("export results --out points.xlsx").refused_with(&["points.xlsx", ".csv, .npz"]);
    session.run("export results --out no-such-folder/points.csv").refused_with(&["no-such-folder"]);
    session
        .run("export results --figure entropy --out points.csv")
        .refused_with(&["results", "run store of this figure"]);
}

#[test]
fn points_that_failed_are_tried_again_on_request() {
    let session = session();
    // So few patterns that there are none: the instances of this density cannot be drawn.
    fs::write(session.path("plan.toml"), PLAN.replacen("0.4:0.2:0.8", "0.001,0.4", 1)).unwrap();
    for line in ["run plan.toml", "run plan.toml", "run plan.toml --retry-failed"] {
        let ran = session.run(line);
        ran.exits(1);
        for word in ["8 points failed", "0.001", "--retry-failed tries them again"] {
            assert!(ran.stderr().contains(word), "{line}: {}", ran.stderr());
        }
    }
    let lines = fs::read_to_string(session.path("results/algorithms.store/points-0-of-1.jsonl")).unwrap();
    assert_eq!(lines.matches("\"error\":").count(), 16, "tried at the first run and at the last");
}

#[test]
fn schemas_of_plans_are_printed() {
    let session = Session::new();
    let schema = |line: &str| serde_json::from_str::<serde_json::Value>(&session.run(line).exits(0)).unwrap();
    assert_eq!(schema("plan schema")["properties"]["figure"]["enum"].as_array().unwrap().len(), 14);
    assert_eq!(schema("plan schema figure"), schema("plan schema"));
    assert!(schema("plan schema train")["properties"]["network"].is_object());
    session.run("plan schema nonsense").refused_with(&["nonsense", "figure, train, dynamics, landscape"]);
}
