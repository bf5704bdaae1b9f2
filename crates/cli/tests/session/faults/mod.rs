//! What must lose nothing: afterwards there is the same table, byte for byte, or a clear refusal.
//!
//! | fault | outcome | test |
//! | --- | --- | --- |
//! | SIGKILL at twenty random moments | the same table | `kills` |
//! | a full disk, among points and among figures | named, then the same table | `file_systems` |
//! | a read-only store | refused, readable, then the same table | `file_systems` |
//! | a folder in the place of a figure | named, then the same table | `file_systems` |
//! | a second run in the same folder | refused with the first's process | `processes` |
//! | a plan edited between start and resume | refused | `processes` |
//! | a wall clock that jumps by years | the same files | `clock` |
//! | a last line cut at every byte, a damaged line | the same table; named | `run_store` of the experiments' own tests |
//! | an MPI rank killed | its point is computed again | `cargo xtask test-cluster` |

mod clock;
mod file_systems;
mod kills;
mod processes;

use super::Session;
use super::checkpoints::wait_for;
use std::fs;
use std::path::Path;
use std::process::Child;

/// Some seconds of work on one thread, in points of some milliseconds.
const PLAN: &str = r#"
figure = "algorithms"
seed = 11

[[curve]]
algorithm = "reinforced-bp"
n = 301
alpha = "0.5:0.1:0.7"
samples = 25

[[curve]]
algorithm = "sbpi"
n = 301
alpha = "0.5:0.1:0.7"
samples = 25
"#;

/// A folder with the plan, and the table that it gives when nothing happens.
fn session() -> (Session, Vec<u8>) {
    let session = Session::new();
    fs::write(session.path("plan.toml"), PLAN).unwrap();
    session.run("run plan.toml --out whole").exits(0);
    let table = table(&session, "whole");
    (session, table)
}

fn table(session: &Session, out: &str) -> Vec<u8> {
    fs::read(session.path(out).join("algorithms.csv")).unwrap()
}

/// How many whole lines there are in the store below `out`.
fn lines(out: &Path) -> usize {
    let points = fs::read(out.join("algorithms.store/points-0-of-1.jsonl")).unwrap_or_default();
    points.iter().filter(|&&byte| byte == b'\n').count()
}

/// Starts the run on one thread and waits for its first points.
fn start(session: &Session, out: &str) -> Child {
    let child = session.command(&format!("run plan.toml --out {out} --threads 1 --quiet")).spawn().unwrap();
    wait_for("points in the store", || lines(&session.path(out)) >= 3);
    child
}

/// Kills a run that was started, and asserts that it was not done.
fn kill(session: &Session, out: &str, mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!session.path(out).join("algorithms.csv").exists(), "killed too late");
}
