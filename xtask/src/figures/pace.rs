//! How long the figures that are left will take.

use super::plans::Plan;
use serde_json::Value;
use std::path::Path;
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

/// The time of a set of figures.
#[derive(Debug, PartialEq)]
pub(super) struct Pace {
    /// What each figure is expected to take, in the order of the plans, on a machine like that of the expectation.
    expected: Vec<f64>,
    /// What was expected of the figures that are done, and what they took.
    done: (f64, f64),
}

impl Pace {
    /// Expectations for plans: known ones for the quick set, a timed sample of the program's for others; less what the stores
    /// in `out` have already.
    pub(super) fn of(sh: &Shell, plans: &[Plan], quick: bool, piccole: &Path, out: &Path) -> anyhow::Result<Self> {
        let stored =
            rows(&cmd!(sh, "{piccole} status {out} --format json").quiet().ignore_status().ignore_stderr().read()?);
        let expected = plans.iter().map(|plan| {
            let known = QUICK.iter().find(|(name, _)| quick && *name == plan.name).map(|(_, seconds)| *seconds);
            let whole = known.map_or_else(|| sampled(sh, plan, piccole), Ok)?;
            Ok(whole * share_left(&stored, &plan.name))
        });
        Ok(Self { expected: expected.collect::<anyhow::Result<_>>()?, done: (0.0, 0.0) })
    }

    /// A figure is done and took so long.
    pub(super) fn took(&mut self, number: usize, seconds: f64) {
        self.done.0 += self.expected[number];
        self.done.1 += seconds;
    }

    /// Seconds for the figures from a number on. Before they tell, the machine is taken for that of the expectation, with
    /// two processors.
    pub(super) fn left(&self, from: usize) -> f64 {
        let (expected, took) = self.done;
        let ratio = if expected > 1.0 { took / expected } else { 0.5 };
        ratio * self.expected[from..].iter().sum::<f64>()
    }
}

/// Seconds of one thread for a plan, from a few of its points.
fn sampled(sh: &Shell, plan: &Plan, piccole: &Path) -> anyhow::Result<f64> {
    let path = &plan.path;
    println!("timing a sample of {}", plan.name);
    let text = cmd!(sh, "{piccole} plan check {path} --time 2 --format json").quiet().ignore_status().read()?;
    Ok(rows(&text).first().and_then(|row| row["thread_seconds"].as_f64()).unwrap_or(0.0))
}

/// The share of a plan's points that its store lacks.
fn share_left(stored: &[Value], name: &str) -> f64 {
    let Some(row) = stored.iter().find(|row| row["figure"] == name) else { return 1.0 };
    match (row["done"].as_f64(), row["points"].as_f64()) {
        (Some(done), Some(points)) if points > 0.0 => 1.0 - done / points,
        _ => 1.0,
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
        let mut pace = Pace { expected: vec![10.0, 0.0, 30.0, 20.0], done: (0.0, 0.0) };
        assert_eq!(pace.left(0), 30.0);
        pace.took(0, 20.0);
        assert_eq!(pace.left(1), 100.0);
        pace.took(1, 0.5);
        pace.took(2, 39.5);
        assert_eq!((pace.left(3), pace.left(4)), (30.0, 0.0));
    }

    #[test]
    fn what_is_stored_is_not_expected_again() {
        let stored = rows(r#"[{"figure":"entropy","points":10,"done":4}]"#);
        assert_eq!((share_left(&stored, "entropy"), share_left(&stored, "algorithms")), (0.6, 1.0));
        assert_eq!(rows("no store"), Vec::<Value>::new());
    }

    #[test]
    fn durations_are_shown_as_by_a_clock() {
        assert_eq!([4.6, 83.0, 7500.0].map(clock), ["0:05 min", "1:23 min", "2:05 h"]);
    }
}
