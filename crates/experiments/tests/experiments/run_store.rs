//! A run store that loses nothing: threads, kills, torn lines, shards, other plans, second processes.

use crate::common::{ALGORITHMS, ENTROPY, names, plan, points_file, run, run_with};
use piccole_experiments::{Error, RunOptions, Shard, draw, merge};
use std::fs::{self, File};
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

#[test]
fn one_thread_and_two_give_the_same_files() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    run_with(ENTROPY, one.path(), 1, Shard::WHOLE).unwrap();
    let summary = run_with(ENTROPY, two.path(), 2, Shard::WHOLE).unwrap();
    assert!(summary.complete && summary.failed == 0 && summary.skipped == 0, "{summary:?}");
    assert_eq!(summary.done, 1 + 2 * 3 + 3 + 3 + 3);
    for file in ["entropy.csv", "entropy.svg", "entropy.png", "entropy.pdf", "entropy.toml"] {
        let (left, right) = (fs::read(one.path().join(file)).unwrap(), fs::read(two.path().join(file)).unwrap());
        assert!(left == right && !left.is_empty(), "{file} differs");
    }
    assert_eq!(
        names(two.path()),
        ["entropy.csv", "entropy.pdf", "entropy.png", "entropy.store", "entropy.svg", "entropy.toml"],
        "nothing temporary is left"
    );
}

#[test]
fn a_store_cut_at_every_byte_of_its_last_line_resumes_to_the_same_table() {
    let (whole, dir) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    run(ALGORITHMS, whole.path());
    // One shard of two, so that not every cut has the figures drawn.
    let shard = |index| run_with(ALGORITHMS, dir.path(), 1, Shard::new(index, 2).unwrap()).unwrap();
    shard(0);
    let points = dir.path().join("algorithms.store/points-0-of-2.jsonl");
    let uncut = fs::read(&points).unwrap();
    let last_line = uncut[..uncut.len() - 1].iter().rposition(|&byte| byte == b'\n').unwrap() + 1;
    for length in last_line..=uncut.len() {
        fs::write(&points, &uncut[..length]).unwrap();
        assert_eq!(shard(0).done, usize::from(length < uncut.len()), "cut at byte {length}");
        // The line computed again says how long that took; everything else is as it was.
        let mended = fs::read(&points).unwrap();
        assert!(mended.starts_with(&uncut[..last_line]) && mended.ends_with(b"\n"), "cut at byte {length}");
        let mended = String::from_utf8(mended).unwrap();
        assert_eq!(without_seconds(&mended), without_seconds(std::str::from_utf8(&uncut).unwrap()));
    }
    assert!(shard(1).complete);
    let table = |dir: &tempfile::TempDir| fs::read(dir.path().join("algorithms.csv")).unwrap();
    assert_eq!(table(&dir), table(&whole));
}

/// Keys, points and outcomes of lines, without checksum and time.
fn without_seconds(lines: &str) -> Vec<serde_json::Value> {
    let point = |line: &str| {
        let mut point: serde_json::Value = serde_json::from_str(line).unwrap();
        for key in ["check", "seconds"] {
            point.as_object_mut().unwrap().remove(key).unwrap();
        }
        point
    };
    lines.lines().map(point).collect()
}

#[test]
fn a_torn_line_that_ends_in_a_newline_is_cut_off_too() {
    let dir = tempfile::tempdir().unwrap();
    run(ALGORITHMS, dir.path());
    let (table, points) = (dir.path().join("algorithms.csv"), points_file(dir.path(), "algorithms"));
    let (expected, mut bytes) = (fs::read(&table).unwrap(), fs::read(&points).unwrap());
    let end = bytes.len() - 1;
    bytes[end - 20..end].fill(0);
    fs::write(&points, &bytes).unwrap();
    assert_eq!(run(ALGORITHMS, dir.path()).done, 1);
    assert_eq!(fs::read(&table).unwrap(), expected);
}

#[test]
fn a_changed_digit_inside_the_store_is_noticed_and_named() {
    let dir = tempfile::tempdir().unwrap();
    run(ALGORITHMS, dir.path());
    let points = points_file(dir.path(), "algorithms");
    let text = fs::read_to_string(&points).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines[4] = lines[4].replace("\"n\":51", "\"n\":53");
    fs::write(&points, lines.join("\n") + "\n").unwrap();
    let error = run_with(ALGORITHMS, dir.path(), 1, Shard::WHOLE).unwrap_err();
    assert!(matches!(&error, Error::CorruptLine { line: 5, .. }), "{error}");
    let message = error.to_string();
    assert!(message.contains("points-0-of-1.jsonl, line 5: the checksum does not fit"), "{message}");
    assert!(message.contains("delete the line"), "{message}");

    lines.remove(4);
    fs::write(&points, lines.join("\n") + "\n").unwrap();
    assert_eq!(run(ALGORITHMS, dir.path()).done, 1, "what the message advises works");
}

#[test]
fn an_interrupted_run_resumes_where_it_stopped() {
    let (whole, parts) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    run(ALGORITHMS, whole.path());
    let (stop, seen) = (AtomicBool::new(false), AtomicUsize::new(0));
    let interrupted = plan(ALGORITHMS).run(&RunOptions {
        threads: NonZero::new(1),
        stop: &stop,
        progress: &|progress| {
            seen.fetch_max(progress.done, Ordering::Relaxed);
            stop.store(progress.done >= 4, Ordering::Relaxed);
        },
        ..RunOptions::new(parts.path())
    });
    let interrupted = interrupted.unwrap();
    assert!(!interrupted.complete && interrupted.done == 4 && seen.into_inner() == 4, "{interrupted:?}");
    assert!(!parts.path().join("algorithms.csv").exists(), "no table from a part of the points");
    let resumed = run(ALGORITHMS, parts.path());
    assert_eq!((resumed.skipped, resumed.done, resumed.complete), (4, 13 - 4, true));
    for file in ["algorithms.csv", "algorithms.svg", "algorithms.png", "algorithms.pdf"] {
        assert!(fs::read(whole.path().join(file)).unwrap() == fs::read(parts.path().join(file)).unwrap(), "{file}");
    }
}

#[test]
fn shards_merge_to_the_table_of_a_single_run() {
    let (whole, shards) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    run(ALGORITHMS, whole.path());
    let shard = |index| run_with(ALGORITHMS, shards.path(), 1, Shard::new(index, 3).unwrap()).unwrap();
    assert!(!shard(0).complete && !shard(2).complete);
    let error = merge(shards.path()).unwrap_err();
    assert!(matches!(&error, Error::Incomplete { missing: 4, failed: 0, total: 13, first: 1, .. }), "{error}");
    assert!(shard(1).complete, "the last shard finds all points and writes the table");
    let table = |dir: &tempfile::TempDir| fs::read(dir.path().join("algorithms.csv")).unwrap();
    let expected = table(&whole);
    assert_eq!(table(&shards), expected);
    fs::remove_file(shards.path().join("algorithms.csv")).unwrap();
    merge(shards.path()).unwrap();
    assert_eq!(table(&shards), expected);
}

#[test]
fn another_plan_in_the_same_folder_is_refused_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    run(ALGORITHMS, dir.path());
    let before = fs::read(dir.path().join("algorithms.toml")).unwrap();
    let other = ALGORITHMS.replace("seed = 7", "seed = 8");
    let error = run_with(&other, dir.path(), 1, Shard::WHOLE).unwrap_err();
    assert!(matches!(error, Error::OtherPlan { .. }), "{error}");
    assert!(error.to_string().contains("choose another output folder, or delete the store"), "{error}");
    assert_eq!(fs::read(dir.path().join("algorithms.toml")).unwrap(), before);
}

#[test]
fn a_store_of_another_version_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    run(ALGORITHMS, dir.path());
    let manifest = dir.path().join("algorithms.store/manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    let version = format!("\"version\":\"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(text.contains(&version));
    fs::write(&manifest, text.replace(&version, "\"version\":\"0.0.1\"")).unwrap();
    let error = run_with(ALGORITHMS, dir.path(), 1, Shard::WHOLE).unwrap_err();
    assert!(error.to_string().contains("was written by piccole 0.0.1"), "{error}");
    let read: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&read["seed"], &read["figure"]), (&7.into(), &"algorithms".into()));
    assert!(read["cpu_features"].is_array() && read["revision"].is_null(), "{text}");
    fs::write(&manifest, "{").unwrap();
    let error = run_with(ALGORITHMS, dir.path(), 1, Shard::WHOLE).unwrap_err();
    assert!(matches!(error, Error::Manifest { .. }), "{error}");
}

#[test]
fn a_second_process_on_the_same_shard_is_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    run(ALGORITHMS, dir.path());
    // A lock belongs to an open file, so that this process can play the other one.
    let lock = File::open(dir.path().join("algorithms.store/points-0-of-1.lock")).unwrap();
    lock.lock().unwrap();
    let error = run_with(ALGORITHMS, dir.path(), 1, Shard::WHOLE).unwrap_err();
    assert!(error.to_string().contains(&format!("in use by process {}", std::process::id())), "{error}");
    drop(lock);
    run(ALGORITHMS, dir.path());
}

#[test]
fn an_output_folder_that_cannot_be_made_stops_the_run_before_it_starts() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "in the way").unwrap();
    let computed = AtomicUsize::new(0);
    let error = plan(ALGORITHMS).run(&RunOptions {
        progress: &|_| {
            computed.fetch_add(1, Ordering::Relaxed);
        },
        ..RunOptions::new(&file.join("out"))
    });
    let message = error.unwrap_err().to_string();
    assert!(message.starts_with("cannot create the folder ") && message.contains("file"), "{message}");
    assert_eq!((computed.into_inner(), names(dir.path())), (0, vec!["file".to_owned()]));
}

#[test]
fn failed_points_are_recorded_left_alone_and_tried_again_on_request() {
    // At this density 51 weights get no pattern at all: an error of the point, not of the plan.
    let text = ALGORITHMS.replacen("\"0.3,0.9\"", "\"0.001,0.9\"", 1);
    let dir = tempfile::tempdir().unwrap();
    let lines = || fs::read_to_string(points_file(dir.path(), "algorithms")).unwrap().lines().count();
    let run = |retry_failed| plan(&text).run(&RunOptions { retry_failed, ..RunOptions::new(dir.path()) }).unwrap();
    for (retry_failed, computed) in [(false, 13), (false, 0), (true, 3)] {
        let before = if computed == 13 { 0 } else { lines() };
        let summary = run(retry_failed);
        assert_eq!((summary.failed, summary.complete), (3, false), "{summary:?}");
        assert!(summary.first_error.unwrap().contains("0.001"));
        assert_eq!(lines() - before, computed, "retry: {retry_failed}");
    }
    let error = merge(dir.path()).unwrap_err().to_string();
    assert!(error.contains("lacks 3 of 13 points (3 failed)") && error.contains("0.001"), "{error}");
    assert!(!dir.path().join("algorithms.csv").exists());
}

#[test]
fn figures_come_back_from_the_table_alone_byte_by_byte() {
    let dir = tempfile::tempdir().unwrap();
    run(ENTROPY, dir.path());
    run(ALGORITHMS, dir.path());
    let files = ["entropy.svg", "entropy.png", "entropy.pdf", "algorithms.svg", "algorithms.png", "algorithms.pdf"];
    let drawn: Vec<Vec<u8>> = files.iter().map(|file| fs::read(dir.path().join(file)).unwrap()).collect();
    for file in files {
        fs::remove_file(dir.path().join(file)).unwrap();
    }
    for name in ["entropy", "algorithms"] {
        fs::remove_dir_all(dir.path().join(format!("{name}.store"))).unwrap();
    }
    assert_eq!(draw(dir.path()).unwrap().len(), files.len());
    for (file, before) in files.iter().zip(drawn) {
        assert!(fs::read(dir.path().join(file)).unwrap() == before, "{file}");
    }
}

#[test]
fn the_written_plan_runs_again_as_the_same_plan() {
    let dir = tempfile::tempdir().unwrap();
    run(ALGORITHMS, dir.path());
    let written = fs::read_to_string(dir.path().join("algorithms.toml")).unwrap();
    assert!(
        written.contains("damping = 0\n") && written.contains("probability = "),
        "defaults are filled in:\n{written}"
    );
    let summary = run(&written, dir.path());
    assert_eq!((summary.skipped, summary.done), (13, 0), "the store takes it for the same plan");
}

#[test]
fn folders_without_stores_or_tables_and_damaged_tables_are_named() {
    let dir = tempfile::tempdir().unwrap();
    assert!(merge(dir.path()).unwrap_err().to_string().contains("holds no run store"));
    assert!(draw(dir.path()).unwrap_err().to_string().contains("holds no table"));
    fs::write(dir.path().join("entropy.csv"), "method,n,alpha\nreplica,,x\n").unwrap();
    let message = draw(dir.path()).unwrap_err().to_string();
    assert!(message.contains("entropy.csv") && message.contains("line: 2"), "{message}");
}
