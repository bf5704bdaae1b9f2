//! An experiment of one's own: points that keep a thread busy for a given time.

use piccole_core::StreamKey;
use piccole_experiments::figures::Picture;
use piccole_experiments::{Experiment, RunError, Verdict};
use rand::Rng;
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};

/// The plan.
#[derive(Serialize, Deserialize)]
pub(crate) struct Busy {
    seed: u64,
    points: usize,
    microseconds: u64,
}

/// A point, with as much in it as those of a sweep have.
#[derive(Serialize)]
pub(crate) struct Point {
    n: usize,
    alpha: f64,
    sample: usize,
}

/// What a solver leaves.
#[derive(Serialize, Deserialize)]
pub(crate) struct Outcome {
    solved: bool,
    errors: usize,
    sweeps: u64,
    overlap: f64,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Row {
    solved: usize,
    mean_overlap: f64,
}

impl Busy {
    pub(crate) fn new(points: usize, microseconds: u64) -> Self {
        Self { seed: 1, points, microseconds }
    }
}

impl Experiment for Busy {
    const NAME: &'static str = "scale";
    const TITLE: &'static str = "Points of a given length";
    const CAPTION: &'static str = "Nothing to look for.";
    type Point = Point;
    type Outcome = Outcome;
    type Row = Row;

    fn seed(&self) -> u64 {
        self.seed
    }

    fn points(&self) -> Vec<Point> {
        let point = |sample| Point { n: 1001, alpha: 0.1 + (sample % 9) as f64 / 10.0, sample };
        (0..self.points).map(point).collect()
    }

    fn run(&self, point: &Point, key: &StreamKey) -> Result<Outcome, RunError> {
        let end = Instant::now() + Duration::from_micros(self.microseconds);
        while Instant::now() < end {
            std::hint::spin_loop();
        }
        let sweeps = key.rng().next_u64() % 1000;
        let overlap = sweeps as f64 / 1001.0;
        Ok(Outcome { solved: sweeps < 900, errors: point.sample % 3, sweeps, overlap })
    }

    fn table(&self, outcomes: &[(Point, Outcome)]) -> Result<Vec<Row>, RunError> {
        let solved = outcomes.iter().filter(|(_, outcome)| outcome.solved).count();
        let sum: f64 = outcomes.iter().map(|(_, outcome)| outcome.overlap).sum();
        Ok(vec![Row { solved, mean_overlap: sum / outcomes.len() as f64 }])
    }

    fn picture(_rows: &[Row]) -> Picture {
        Picture { panels: vec![piccole_experiments::figures::Chart::default()], alt: String::new() }
    }

    fn verdicts(_rows: &[Row]) -> Vec<Verdict> {
        Vec::new()
    }
}
