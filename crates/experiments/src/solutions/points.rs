//! The units of work: one instance to draw, or many to count.

use super::graph;
use super::typical::typical;
use crate::RunError;
use piccole_core::StreamKey;
use piccole_core::enumerate::{Radius, Solutions};
use piccole_core::patterns::{InputLaw, Patterns, Scenario, pattern_count};
use serde::{Deserialize, Serialize};

/// Solutions of an instance beyond which it is refused: at N = 39 there may be more than memory holds.
const MOST_SOLUTIONS: u64 = 1 << 26;

/// One unit of work.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Point {
    /// The most typical of many instances.
    Drawn {
        /// Number of weights.
        n: usize,
        /// Constraint density.
        alpha: f64,
        /// Instances.
        samples: usize,
    },
    /// Cluster sizes of many instances.
    Counted {
        /// Number of weights.
        n: usize,
        /// Constraint density.
        alpha: f64,
        /// Instances.
        samples: usize,
    },
}

/// What a point gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Every solution of one instance.
    Drawn {
        /// Number of the instance.
        instance: u64,
        /// In ascending order of the weights.
        solutions: Vec<Drawn>,
    },
    /// Every instance that has a solution.
    Counted(Vec<Sizes>),
}

/// A solution of an instance that is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// First principal component.
    pub x: f64,
    /// Second principal component.
    pub y: f64,
    /// Solutions in its cluster.
    pub cluster_size: usize,
    /// Whether it is in the largest cluster.
    pub in_largest: bool,
    /// A solution that differs in one weight, by its position; none for the first of a cluster.
    pub parent: Option<usize>,
}

/// Cluster sizes of one instance. An isolated solution is no cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sizes {
    /// Number of solutions.
    pub solutions: usize,
    /// Solutions that no single flip leaves a solution.
    pub isolated: usize,
    /// Solutions in the largest cluster, 0 if all are isolated.
    pub largest: usize,
}

/// Computes a point.
pub(super) fn run(point: &Point, key: &StreamKey) -> Result<Outcome, RunError> {
    match *point {
        Point::Drawn { n, alpha, samples } => {
            let (numbers, sizes): (Vec<u64>, Vec<Sizes>) = counted(n, alpha, samples, key)?.into_iter().unzip();
            let chosen = typical(&sizes).ok_or(RunError::NoSolutions { instances: samples, alpha })?;
            let instance = numbers[chosen];
            let solutions = collect(n, alpha, &key.indexed(instance))?;
            Ok(Outcome::Drawn { instance, solutions: drawn(&solutions) })
        }
        Point::Counted { n, alpha, samples } => {
            Ok(Outcome::Counted(counted(n, alpha, samples, key)?.into_iter().map(|(_, sizes)| sizes).collect()))
        }
    }
}

/// Numbers and cluster sizes of the instances that have a solution.
fn counted(n: usize, alpha: f64, samples: usize, key: &StreamKey) -> Result<Vec<(u64, Sizes)>, RunError> {
    let mut counted = Vec::new();
    for instance in 0..samples as u64 {
        let solutions = collect(n, alpha, &key.indexed(instance))?;
        if !solutions.is_empty() {
            let components = solutions.components(Radius::One);
            let largest = if components.largest > 1 { components.largest } else { 0 };
            counted.push((instance, Sizes { solutions: solutions.len(), isolated: components.isolated, largest }));
        }
    }
    Ok(counted)
}

fn collect(n: usize, alpha: f64, key: &StreamKey) -> Result<Solutions, RunError> {
    let p = pattern_count(n, alpha)?;
    let patterns = Patterns::generate(Scenario::Storage, InputLaw::Signs, n, p, key)?;
    Ok(Solutions::collect(&patterns, 0.0, MOST_SOLUTIONS)?)
}

fn drawn(solutions: &Solutions) -> Vec<Drawn> {
    let drawn = |node: graph::Node| Drawn {
        x: node.place[0],
        y: node.place[1],
        cluster_size: node.cluster_size,
        in_largest: node.in_largest,
        parent: node.parent,
    };
    graph::nodes(solutions).into_iter().map(drawn).collect()
}
