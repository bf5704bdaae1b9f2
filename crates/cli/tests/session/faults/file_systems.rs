//! File systems that are full or read-only, and folders in the way. The small file systems are mounted in a name space of
//! their own, which Linux lets anyone have; where it does not, these tests say so and do nothing.

use super::super::Session;
use super::{session, table};
use std::fs;
use std::process::Command;

/// Runs a script in a name space in which `disk` is an empty file system of a size, and `piccole` is the program. Its files
/// other than those on the disk are the session's. False where there are no name spaces.
fn with_disk(session: &Session, size: &str, script: &str) -> bool {
    let apart = ["--user", "--map-root-user", "--mount"];
    if !Command::new("unshare").args(apart).arg("true").status().is_ok_and(|status| status.success()) {
        eprintln!("skipped: this system gives no name space to mount a file system in");
        return false;
    }
    fs::create_dir_all(session.path("disk")).unwrap();
    let program = env!("CARGO_BIN_EXE_piccole");
    let script = format!(
        "set -e\npiccole() {{ \"{program}\" \"$@\"; }}\nmount -t tmpfs -o size={size} small disk\n{script}\ncp disk/results/algorithms.csv table.csv"
    );
    let mut command = Command::new("unshare");
    let output = command.args(apart).args(["sh", "-c", &script]).current_dir(session.0.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    true
}

fn text(session: &Session, name: &str) -> String {
    fs::read_to_string(session.path(name)).unwrap()
}

#[test]
fn a_full_disk_is_named_and_what_fitted_is_kept() {
    let (session, expected) = session();
    // The first is full before all points are computed, the second when the figures are written.
    for (size, place) in [("20k", "points-0-of-1.jsonl"), ("100k", "disk/results/")] {
        let script = "
            piccole run plan.toml --out disk/results 2>full.log && exit 3 || echo $? >code
            mount -o remount,size=20m disk
            wc -l <disk/results/algorithms.store/points-0-of-1.jsonl >kept
            piccole run plan.toml --out disk/results 2>again.log";
        if !with_disk(&session, size, script) {
            return;
        }
        assert_eq!(text(&session, "code").trim(), "1", "{}", text(&session, "full.log"));
        let log = text(&session, "full.log");
        assert!(log.contains("No space left on device") && log.contains(place), "{size}: {log}");
        let kept: usize = text(&session, "kept").trim().parse().unwrap();
        assert!(kept > 5, "{size}: {kept} points kept");
        let again = text(&session, "again.log");
        assert!(again.contains(&format!("{kept} there already")), "{size}, {kept} kept: {again}");
        assert_eq!(fs::read(session.path("table.csv")).unwrap(), expected, "{size}");
    }
}

#[test]
fn a_read_only_store_is_refused_and_can_be_looked_at() {
    let (session, expected) = session();
    let script = "
        piccole run plan.toml --out disk/results --shard 0/2 2>shard.log || true
        mount -o remount,ro disk
        piccole run plan.toml --out disk/results 2>run.log && exit 3 || echo $? >code
        piccole status disk/results >status.csv || test $? = 1
        piccole export disk/results --out points.csv
        mount -o remount,rw disk
        piccole run plan.toml --out disk/results";
    if with_disk(&session, "20m", script) {
        assert_eq!(text(&session, "code").trim(), "2");
        let log = text(&session, "run.log");
        assert!(log.contains("Read-only file system") && log.contains("algorithms.store"), "{log}");
        let done = text(&session, "status.csv").lines().nth(1).unwrap().split(',').nth(2).unwrap().to_owned();
        assert_eq!(text(&session, "points.csv").lines().count(), 1 + done.parse::<usize>().unwrap());
        assert_eq!(fs::read(session.path("table.csv")).unwrap(), expected);
    }
}

#[test]
fn a_figure_that_cannot_be_written_is_named_and_nothing_is_computed_again() {
    let (session, expected) = session();
    fs::create_dir_all(session.path("results/algorithms.png/in the way")).unwrap();
    let ran = session.run("run plan.toml --out results");
    ran.refused_with(&["cannot write", "algorithms.png"]);
    fs::remove_dir_all(session.path("results/algorithms.png")).unwrap();
    let ran = session.run("run plan.toml --out results");
    ran.exits(0);
    assert!(ran.stderr().contains(" 0 points computed"), "{}", ran.stderr());
    assert_eq!(table(&session, "results"), expected);

    // Redrawing meets the same.
    fs::remove_file(session.path("results/algorithms.svg")).unwrap();
    fs::create_dir_all(session.path("results/algorithms.svg/in the way")).unwrap();
    session.run("figures results").refused_with(&["cannot write", "algorithms.svg"]);
    assert_eq!(table(&session, "results"), expected);
}
