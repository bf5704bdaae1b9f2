//! The units of work: one instance to draw, or many to count.

use super::graph;
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
    /// The first instance with enough solutions for a picture.
    Drawn {
        /// Number of weights.
        n: usize,
        /// Constraint density.
        alpha: f64,
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

/// Cluster sizes of one instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sizes {
    /// Number of solutions.
    pub solutions: usize,
    /// Solutions that no single flip leaves a solution.
    pub isolated: usize,
    /// Solutions in the largest cluster.
    pub largest: usize,
}

/// Computes a point; `enough` solutions make a picture.
pub(super) fn run(point: &Point, enough: usize, key: &StreamKey) -> Result<Outcome, RunError> {
    match *point {
        Point::Drawn { n, alpha } => {
            /// At the capacity an instance in some tens has a score of solutions.
            const INSTANCES: u64 = 100_000;
            for instance in 0..INSTANCES {
                let solutions = collect(n, alpha, &key.indexed(instance))?;
                if solutions.len() >= enough {
                    return Ok(Outcome::Drawn { instance, solutions: drawn(&solutions) });
                }
            }
            Err(RunError::FewSolutions { instances: INSTANCES, alpha, solutions: enough })
        }
        Point::Counted { n, alpha, samples } => {
            let mut counted = Vec::new();
            for sample in 0..samples as u64 {
                let solutions = collect(n, alpha, &key.indexed(sample))?;
                if !solutions.is_empty() {
                    let components = solutions.components(Radius::One);
                    let (isolated, largest) = (components.isolated, components.largest);
                    counted.push(Sizes { solutions: solutions.len(), isolated, largest });
                }
            }
            Ok(Outcome::Counted(counted))
        }
    }
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
