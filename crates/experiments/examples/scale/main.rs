//! What large runs cost: `cargo run --release --package piccole-experiments --example scale`.
//!
//! Prints one line a measurement: what a point costs beside its work, how well short points fill two processors, and how
//! long a store of a million points takes to look through and to export, each in a process of its own whose largest memory
//! is read off at its end. Needs a gigabyte in the folder for temporary files and a few minutes.

mod busy;

use anyhow::Context;
use busy::Busy;
use piccole_experiments::{ExportFormat, Plan, RunOptions};
use std::num::NonZero;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => all(),
        ["run", dir, points, micros, threads] => run(dir.as_ref(), points.parse()?, micros.parse()?, threads.parse()?),
        ["scan", dir, points] => scan(dir.as_ref(), points.parse()?),
        ["export", dir, points, file] => export(dir.as_ref(), points.parse()?, file.as_ref()),
        other => anyhow::bail!("{other:?}, expected nothing"),
    }
}

/// Every measurement.
fn all() -> anyhow::Result<()> {
    let folder = std::env::temp_dir().join(format!("piccole-scale-{}", std::process::id()));
    let outcome = measure(&folder);
    std::fs::remove_dir_all(&folder)?;
    outcome
}

fn measure(folder: &Path) -> anyhow::Result<()> {
    let at = |name: &str| folder.join(name).display().to_string();
    for threads in ["1", "2"] {
        let (seconds, _) = apart(&["run", &at(&format!("empty-{threads}")), "100000", "0", threads])?;
        println!("{threads} threads, 100000 points of nothing: {:.1} us a point", seconds * 10.0);
    }
    let (seconds, _) = apart(&["run", &at("milliseconds"), "100000", "1000", "2"])?;
    println!("2 threads, 100000 points of 1 ms: {seconds:.1} s, {:.1} % of two processors", 100.0 * 50.0 / seconds);
    let million = at("million");
    let (seconds, peak) = apart(&["run", &million, "1000000", "0", "2"])?;
    let file = folder.join("million/scale.store/points-0-of-1.jsonl");
    let size = std::fs::metadata(&file)?.len();
    println!("1000000 points: run in {seconds:.1} s, store of {} MB, at most {peak:.0} MB of memory", size / 1_000_000);
    cut(&file)?;
    let (seconds, peak) = apart(&["scan", &million, "1000000"])?;
    println!("1000000 points: looked through for a resume in {seconds:.2} s, at most {peak:.0} MB of memory");
    for file in ExportFormat::ALL.iter().map(|(_, extension)| format!("points.{extension}")) {
        let (seconds, peak) = apart(&["export", &million, "1000000", &at(&file)])?;
        let size = std::fs::metadata(folder.join(&file))?.len() / 1_000_000;
        println!("1000000 points: {file} of {size} MB in {seconds:.1} s, at most {peak:.0} MB of memory");
    }
    Ok(())
}

/// A measurement in a process of its own: seconds, and the largest memory in megabytes.
fn apart(arguments: &[&str]) -> anyhow::Result<(f64, f64)> {
    let output = Command::new(std::env::current_exe()?).args(arguments).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut numbers = text.split_whitespace().map(str::parse);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(seconds)), Some(Ok(peak))) => Ok((seconds, peak)),
        _ => anyhow::bail!("{arguments:?} said {text:?}, {}", String::from_utf8_lossy(&output.stderr)),
    }
}

/// Prints what [`apart`] reads.
fn report(start: Instant) -> anyhow::Result<()> {
    let seconds = start.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status").context("memory is read off Linux's /proc")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
    let kilobytes: f64 = peak.trim().trim_end_matches("kB").trim().parse()?;
    println!("{seconds} {}", kilobytes / 1000.0);
    Ok(())
}

/// A whole run.
fn run(dir: &Path, points: usize, microseconds: u64, threads: usize) -> anyhow::Result<()> {
    let plan = Plan::of(Busy::new(points, microseconds));
    let start = Instant::now();
    let summary = plan.run(&RunOptions { threads: NonZero::new(threads), ..RunOptions::new(dir) })?;
    assert!(summary.complete && summary.done == points, "{summary:?}");
    report(start)
}

/// Cuts the last point off a store, so that there is something left to compute.
fn cut(file: &Path) -> anyhow::Result<()> {
    let content = std::fs::read(file)?;
    let last = content[..content.len() - 1].iter().rposition(|&byte| byte == b'\n').context("one line")? + 1;
    Ok(std::fs::OpenOptions::new().write(true).open(file)?.set_len(last as u64)?)
}

/// What a resume does before it computes.
fn scan(dir: &Path, points: usize) -> anyhow::Result<()> {
    let stop = AtomicBool::new(false);
    let start = Instant::now();
    let summary = Plan::of(Busy::new(points, 0)).run(&RunOptions {
        stop: &stop,
        progress: &|_| stop.store(true, Ordering::Relaxed),
        ..RunOptions::new(dir)
    })?;
    assert_eq!((summary.skipped, summary.done), (points - 1, 0), "{summary:?}");
    report(start)
}

/// The points as a table for other programs.
fn export(dir: &Path, points: usize, file: &Path) -> anyhow::Result<()> {
    let format = ExportFormat::of_name(file).context("a known format")?;
    let start = Instant::now();
    let rows = Plan::of(Busy::new(points, 0)).export(dir, format, file)?;
    assert_eq!(rows, points - 1, "all but the one that was cut off");
    report(start)
}
