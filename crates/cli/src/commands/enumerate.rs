//! `piccole enumerate`.

use crate::failure::{Failure, Outcome};
use crate::instance::Source;
use crate::output::{Output, Settings};
use clap::{Args, ValueEnum};
use piccole_core::Patterns;
use piccole_core::enumerate::{Radius, Solutions, count};
use serde::Serialize;

/// Count every solution of an instance exactly, and look at how they lie
///
/// Clusters link solutions at Hamming distance 1 (or up to 2 with --radius 2). Beyond --max-solutions the solutions are
/// counted and not kept: the geometry stays empty, status is too-many-solutions and the exit code 1.
#[derive(Args, Serialize)]
#[command(after_help = "Examples:
  piccole enumerate --n 25 --alpha 0.4 --seed 1
  piccole enumerate --patterns patterns.npz --distances --format csv")]
pub(crate) struct Enumerate {
    #[command(flatten)]
    #[serde(flatten)]
    source: Source,
    /// Margin that a stability must exceed
    #[arg(long, default_value_t = 0.0, allow_hyphen_values = true)]
    kappa: f64,
    /// Hamming distance up to which solutions belong together
    #[arg(long, value_enum, default_value_t = Link::One)]
    radius: Link,
    /// Print the histogram of pair distances instead
    #[arg(long)]
    distances: bool,
    /// Largest number of solutions to keep, 8 bytes each
    #[arg(long, value_name = "M", default_value_t = 1 << 27)]
    max_solutions: u64,
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

#[derive(Clone, Copy, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Link {
    #[value(name = "1")]
    One,
    #[value(name = "2")]
    Two,
}

#[derive(Serialize)]
struct Row {
    n: usize,
    p: usize,
    kappa: f64,
    solutions: u64,
    entropy: f64,
    isolated_fraction: Option<f64>,
    clusters: Option<usize>,
    largest_cluster: Option<usize>,
    status: &'static str,
}

#[derive(Serialize)]
struct DistanceRow {
    hamming: usize,
    distance: f64,
    pairs: u64,
}

impl Enumerate {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        let patterns = self.source.instance(0, 1)?;
        if self.distances { self.histogram(&patterns) } else { self.summary(&patterns) }
    }

    fn summary(&self, patterns: &Patterns) -> Result<Outcome, Failure> {
        let counted = count(patterns, self.kappa)?;
        let kept = counted.solutions() <= self.max_solutions;
        let radius = match self.radius {
            Link::One => Radius::One,
            Link::Two => Radius::Two,
        };
        let components = if kept {
            Some(Solutions::collect(patterns, self.kappa, self.max_solutions)?.components(radius))
        } else {
            None
        };
        let isolated_fraction = |isolated: usize| isolated as f64 / counted.solutions() as f64;
        let row = Row {
            n: counted.n,
            p: counted.p,
            kappa: self.kappa,
            solutions: counted.solutions(),
            entropy: counted.entropy(),
            isolated_fraction: components.map(|components| isolated_fraction(components.isolated)),
            clusters: components.map(|components| components.count),
            largest_cluster: components.map(|components| components.largest),
            status: if kept { "ok" } else { "too-many-solutions" },
        };
        self.output.write(&[row], &Settings::new("enumerate", self))?;
        Ok(Outcome::done_if(kept))
    }

    fn histogram(&self, patterns: &Patterns) -> Result<Outcome, Failure> {
        let solutions = Solutions::collect(patterns, self.kappa, self.max_solutions)?;
        let n = patterns.n();
        let row = |(hamming, pairs): (usize, u64)| DistanceRow { hamming, distance: hamming as f64 / n as f64, pairs };
        let rows: Vec<DistanceRow> = solutions.pair_distances().into_iter().enumerate().map(row).collect();
        self.output.write(&rows, &Settings::new("enumerate --distances", self))?;
        Ok(Outcome::Done)
    }
}
