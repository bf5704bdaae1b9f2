//! `solve --checkpoint`: interrupted, killed, resumed.

use super::{Ran, Session};
use serde_json::{Map, Value};
use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Beyond capacity: it runs to the sweep limit.
const HARD: &str = "solve --algorithm sbpi --n 301 --alpha 0.95 --seed 3 --format json";

/// Rows apart from the time they took.
fn without_times(mut rows: Vec<Map<String, Value>>) -> Vec<Map<String, Value>> {
    rows.iter_mut().for_each(|row| assert!(row.remove("cpu_seconds").is_some()));
    rows
}

pub(super) fn wait_for(what: &str, mut condition: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !condition() {
        assert!(Instant::now() < deadline, "waited a minute for {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

pub(super) fn start(session: &Session, line: &str) -> Child {
    session.command(line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

pub(super) fn send(child: &Child, signal: &str) {
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
}

pub(super) fn end(child: Child, line: &str) -> Ran {
    Ran { line: line.to_owned(), output: child.wait_with_output().unwrap() }
}

/// Whether the process waits for SIGINT.
pub(super) fn catches_interrupts(child: &Child) -> bool {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
    caught.is_some_and(|mask| u64::from_str_radix(mask.trim(), 16).unwrap_or(0) & 2 != 0)
}

#[test]
fn interrupted_and_killed_runs_end_in_the_row_of_one_that_was_not() {
    let session = Session::new();
    let line = format!("{HARD} --max-sweeps 1500");
    let whole = without_times(session.run(&line).rows(1));
    let kept = format!("{line} --checkpoint run.ck --weights-out w.npy");
    for signal in ["-INT", "-TERM", "-KILL"] {
        let often = format!("{kept} --checkpoint-interval 0");
        let child = start(&session, &often);
        wait_for("a checkpoint", || session.path("run.ck").exists());
        send(&child, signal);
        let ran = end(child, &often);
        if signal == "-KILL" {
            assert_eq!(ran.output.status.code(), None);
        } else {
            assert_eq!(ran.exits(1), "", "no rows yet");
            assert!(ran.stderr().contains("interrupted after sweep"), "{}", ran.stderr());
        }
        assert!(session.path("run.ck").exists() && !session.path("w.npy").exists());
        let resumed = session.run(&kept);
        assert_eq!(without_times(resumed.rows(1)), whole, "{signal}");
        assert!(resumed.stderr().contains("going on after sweep"), "{}", resumed.stderr());
        assert!(!session.path("run.ck").exists() && session.path("w.npy").exists());
        fs::remove_file(session.path("w.npy")).unwrap();
    }
}

#[test]
fn finished_samples_are_not_lost() {
    let session = Session::new();
    let line = format!("{HARD} --max-sweeps 1000 --samples 4");
    let whole = without_times(session.run(&line).rows(1));
    let kept = format!("{line} --checkpoint run.ck");
    let mut child = start(&session, &kept);
    // No interval has passed: this is written after the first sample.
    wait_for("a sample", || session.path("run.ck").exists());
    child.kill().unwrap();
    child.wait().unwrap();
    let held = fs::read(session.path("run.ck")).unwrap();
    assert!(String::from_utf8_lossy(&held).contains("\"rows\":[{\"algorithm\":\"sbpi\""));
    assert_eq!(without_times(session.run(&kept).rows(1)), whole);
}

#[test]
fn without_a_checkpoint_an_interruption_leaves_the_row_as_it_is() {
    let session = Session::new();
    let line = format!("{HARD} --max-sweeps 1000000 --weights-out w.npy");
    let child = start(&session, &line);
    wait_for("the handler", || catches_interrupts(&child));
    // The first sweep is over soon after; a signal that comes before it waits for its end.
    std::thread::sleep(Duration::from_millis(50));
    send(&child, "-INT");
    let rows = end(child, &line).rows(1);
    assert!(rows[0]["stop"] == "interrupted" && rows[0]["sweeps"].as_u64().unwrap() > 0);
    assert!(session.path("w.npy").exists());
}

#[test]
fn checkpoints_of_other_work_and_damaged_ones_are_refused_by_name() {
    let session = Session::new();
    session.run("generate storage --n 301 --alpha 0.95 --seed 1 --out p.txt").exits(0);
    let line = |options: &str| format!("solve --algorithm sbpi --patterns p.txt --checkpoint run.ck {options}");
    let often = line("--checkpoint-interval 0");
    let child = start(&session, &often);
    wait_for("a checkpoint", || session.path("run.ck").exists());
    send(&child, "-INT");
    end(child, &often).exits(1);
    let refused = |line: &str, words: &[&str]| {
        let ran = session.run(line);
        ran.refused_with(&["run.ck", "start afresh"]);
        ran.refused_with(words);
    };
    refused(&line("--seed 2"), &["seed is 1 there and 2 here"]);
    refused(&line("--probability 0.5"), &["probability is 0.3 there and 0.5 here"]);
    refused(&line("--kappa 0.1"), &["kappa is 0.0 there and 0.1 here"]);
    refused(&line("").replace("sbpi", "bpi"), &["algorithm", "\"sbpi\"", "\"bpi\""]);
    session.run("generate storage --n 301 --alpha 0.95 --seed 2 --out p.txt").exits(0);
    refused(&line(""), &["patterns_blake3"]);
    let whole = fs::read(session.path("run.ck")).unwrap();
    for damaged in [&whole[..whole.len() - 1], &whole[..20], b"", b"something else\n"] {
        fs::write(session.path("run.ck"), damaged).unwrap();
        refused(&line(""), &["damaged"]);
    }
    session.run(&line("").replace("run.ck", "no-such-folder/run.ck")).refused_with(&["no-such-folder"]);
}

#[test]
fn a_full_disk_keeps_the_old_checkpoint_and_the_run() {
    let session = Session::new();
    let line = format!("{HARD} --max-sweeps 1000000 --checkpoint run.ck --checkpoint-interval 0");
    let child = start(&session, &line);
    wait_for("a checkpoint", || session.path("run.ck").exists());
    send(&child, "-INT");
    end(child, &line).exits(1);
    let before = fs::read(session.path("run.ck")).unwrap();
    // A file may have no byte: the system refuses to write as it does on a full disk.
    let limited = format!("trap '' XFSZ; ulimit -f 0; exec {} {line}", env!("CARGO_BIN_EXE_piccole"));
    let limited = limited.replace("--checkpoint-interval 0", "--checkpoint-interval 1");
    let mut shell = Command::new("sh");
    shell.args(["-c", &limited]).current_dir(session.path("")).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = shell.spawn().unwrap();
    wait_for("the handler", || catches_interrupts(&child));
    std::thread::sleep(Duration::from_millis(1500));
    send(&child, "-INT");
    let ran = end(child, &limited);
    ran.exits(1);
    let complaints = ran.stderr().matches("no checkpoint: cannot write run.ck").count();
    assert!(ran.stderr().contains("going on without") && complaints >= 2, "{}", ran.stderr());
    assert_eq!(fs::read(session.path("run.ck")).unwrap(), before);
    assert_eq!(session.files(), ["run.ck"]);
}
