//! How long the figures that are left will take.

use super::plans::Plan;
use anyhow::Context;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use xshell::{Shell, cmd};

/// Seconds of one thread that the quick plans took where their tables were made. On other machines all are longer or
/// shorter alike, which the first figures tell.
const QUICK: &[(&str, f64)] = &[
    ("algorithms", 185.2),
    ("dynamics", 26.5),
    ("entropic-sgd", 16.1),
    ("entropy", 41.2),
    ("fig1-mlp", 0.0),
    ("fig2-path", 22.9),
    ("fig3-surfaces", 6.7),
    ("fig4-overfitting", 9.8),
    ("fig5-solutions", 1.8),
    ("fig6-generalization", 47.5),
    ("flatness", 25.7),
    ("local-entropy", 13.3),
    ("structured-data", 12.7),
    ("teacher-student", 5.7),
];

/// Seconds that a sample may take. The points of some full plans alone take hours.
const LONGEST_SAMPLE: Duration = Duration::from_secs(30);

/// The time of a set of figures.
#[derive(Debug, PartialEq)]
pub(super) struct Pace {
    /// What each figure is expected to take, in the order of the plans, on a machine like that of the expectation; nothing of those
    /// whose sample took too long.
    expected: Vec<Option<f64>>,
    /// What was expected of the figures that are done, and what they took.
    done: (f64, f64),
}

impl Pace {
    /// Expectations for plans: known ones for the quick set; for others what their stores in `out` tell, or a timed sample of the
    /// program's where there is no store yet.
    pub(super) fn of(sh: &Shell, plans: &[Plan], quick: bool, piccole: &Path, out: &Path) -> anyhow::Result<Self> {
        let stored =
            rows(&cmd!(sh, "{piccole} status {out} --format json").quiet().ignore_status().ignore_stderr().read()?);
        let expected = plans.iter().map(|plan| {
            let known = QUICK.iter().find(|(name, _)| quick && *name == plan.name);
            let progress = Progress::of(&stored, &plan.name);
            Ok(match (known, progress) {
                (Some((_, seconds)), progress) => Some(seconds * progress.map_or(1.0, |progress| progress.share_left)),
                (None, Some(progress)) => Some(progress.seconds_left),
                (None, None) => sampled(plan, piccole)?,
            })
        });
        Ok(Self { expected: expected.collect::<anyhow::Result<_>>()?, done: (0.0, 0.0) })
    }

    /// A figure is done and took so long.
    pub(super) fn took(&mut self, number: usize, seconds: f64) {
        if let Some(expected) = self.expected[number] {
            self.done.0 += expected;
            self.done.1 += seconds;
        }
    }

    /// What is left from a figure on, in words. Before the first ones tell, the machine is taken for that of the expectation, with two
    /// processors.
    pub(super) fn left(&self, from: usize) -> String {
        let (expected, took) = self.done;
        let ratio = if expected > 1.0 { took / expected } else { 0.5 };
        let left = &self.expected[from..];
        let known = clock(ratio * left.iter().flatten().sum::<f64>());
        match left.iter().filter(|expected| expected.is_none()).count() {
            0 => format!("about {known} left"),
            unknown => format!("about {known} left, beside {unknown} of unknown length"),
        }
    }
}

/// Seconds of one thread for a plan, from a few of its points; nothing if these take too long.
fn sampled(plan: &Plan, piccole: &Path) -> anyhow::Result<Option<f64>> {
    println!("timing a sample of {}", plan.name);
    let mut command = Command::new(piccole);
    command.args(["plan", "check"]).arg(&plan.path).args(["--time", "2", "--format", "json"]);
    let mut check = command.stdout(Stdio::piped()).spawn().context("the program does not start")?;
    let start = Instant::now();
    while check.try_wait()?.is_none() {
        if start.elapsed() > LONGEST_SAMPLE {
            check.kill()?;
            check.wait()?;
            println!("  takes longer than {} s; left out of the estimate", LONGEST_SAMPLE.as_secs());
            return Ok(None);
        }
        sleep(Duration::from_millis(20));
    }
    let text = String::from_utf8(check.wait_with_output()?.stdout)?;
    Ok(rows(&text).first().and_then(|row| row["thread_seconds"].as_f64()))
}

/// How far the store of a figure is.
#[derive(Debug, PartialEq)]
struct Progress {
    /// Share of the points that are not there.
    share_left: f64,
    /// Seconds of one thread for them, by those that are.
    seconds_left: f64,
}

impl Progress {
    /// Nothing if no point is there.
    fn of(stored: &[Value], name: &str) -> Option<Self> {
        let row = stored.iter().find(|row| row["figure"] == name)?;
        let (done, points) = (row["done"].as_f64()?, row["points"].as_f64()?);
        (done > 0.0).then_some(Self { share_left: 1.0 - done / points, seconds_left: row["seconds_left"].as_f64()? })
    }
}

/// Rows of the program's; none where it had nothing to say.
fn rows(text: &str) -> Vec<Value> {
    serde_json::from_str(text).unwrap_or_default()
}

/// A duration as a clock shows it.
pub(super) fn clock(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    match whole / 3600 {
        0 => format!("{}:{:02} min", whole / 60, whole % 60),
        hours => format!("{hours}:{:02} h", whole % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_follows_the_pace_so_far() {
        let expected = [10.0, 0.0, 30.0, 20.0].map(Some).to_vec();
        let mut pace = Pace { expected, done: (0.0, 0.0) };
        assert_eq!(pace.left(0), "about 0:30 min left");
        pace.took(0, 20.0);
        assert_eq!(pace.left(1), "about 1:40 min left");
        pace.took(1, 0.5);
        pace.took(2, 39.5);
        assert_eq!([pace.left(3), pace.left(4)], ["about 0:30 min left", "about 0:00 min left"]);
    }

    #[test]
    fn a_figure_of_unknown_length_is_told_and_teaches_nothing() {
        let mut pace = Pace { expected: vec![Some(10.0), None, Some(10.0)], done: (0.0, 0.0) };
        assert_eq!(pace.left(0), "about 0:10 min left, beside 1 of unknown length");
        pace.took(0, 10.0);
        pace.took(1, 5000.0);
        assert_eq!(pace.left(2), "about 0:10 min left");
    }

    #[test]
    fn what_is_stored_is_not_expected_again() {
        let stored = rows(
            r#"[{"figure":"entropy","points":10,"done":4,"seconds_left":7.5},
                {"figure":"dynamics","points":10,"done":0,"seconds_left":null}]"#,
        );
        let progress = |name| Progress::of(&stored, name);
        assert_eq!(progress("entropy"), Some(Progress { share_left: 0.6, seconds_left: 7.5 }));
        assert_eq!([progress("dynamics"), progress("algorithms")], [None, None]);
        assert_eq!(rows("no store"), Vec::<Value>::new());
    }

    #[test]
    fn durations_are_shown_as_by_a_clock() {
        assert_eq!([4.6, 83.0, 7500.0].map(clock), ["0:05 min", "1:23 min", "2:05 h"]);
    }
}
