//! Every solution of small instances: which are isolated, and which hang together.

mod figure;
mod graph;
mod points;
mod table;
mod typical;

use crate::RunError;
use crate::experiment::{Experiment, Verdict};
use crate::figures::Picture;
use crate::parameters::{Count, Densities, EnumerableSize};
use crate::plan::Named;
use piccole_core::StreamKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use points::{Drawn, Outcome, Point, Sizes};
pub use table::{Kind, Row};

/// The graph of all solutions of enumerated instances of the binary perceptron with random labels, `κ = 0`.
///
/// A plan:
///
/// ```toml
/// figure = "fig5-solutions"
/// seed = 1
/// n = 21
///
/// [drawn]                  # one instance a density, every solution a point of the picture
/// alpha = [0.5, 0.6, 0.7]
/// samples = 200            # the most typical of so many
///
/// [counted]                # fractions over many instances
/// alpha = "0.3:0.1:0.8"
/// samples = 200
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AllSolutions {
    figure: Named<Self>,
    seed: u64,
    n: EnumerableSize,
    drawn: DrawnInstances,
    counted: CountedInstances,
}

/// Section `[drawn]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DrawnInstances {
    alpha: Densities,
    samples: Count,
}

/// Section `[counted]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CountedInstances {
    alpha: Densities,
    samples: Count,
}

impl Experiment for AllSolutions {
    const NAME: &'static str = "fig5-solutions";
    const TITLE: &'static str = "Every solution: isolated ones and the dense cluster";
    const CAPTION: &'static str = "\
        All solutions of small instances, by enumeration. First panels: one instance each, at the density in the axis \
        label, of many instances the one nearest to the median in the number of solutions, the share of isolated ones \
        and the share of the largest cluster; every point is a solution, placed by the two leading principal components \
        of the weights, and lines join solutions that differ in a single weight (the branches of one walk through each \
        cluster). Orange: solutions no single flip of which is a solution; blue: the largest cluster; grey: all others. \
        At low density the largest cluster holds most solutions (last panel); the nearer to the capacity, the more \
        solutions stand alone, but among them clusters survive, which is where algorithms end up. Last panel: the \
        fractions of isolated solutions and of the largest cluster, averaged over instances that have a solution (bars: \
        standard errors). These sizes are small: with more weights isolated solutions take over at every density, while \
        the cluster becomes a vanishing fraction that is still exponentially many.";
    type Point = Point;
    type Outcome = Outcome;
    type Row = Row;

    fn seed(&self) -> u64 {
        self.seed
    }

    fn points(&self) -> Vec<Point> {
        let n = self.n.get();
        let samples = self.drawn.samples.get();
        let drawn = self.drawn.alpha.values().iter().map(|&alpha| Point::Drawn { n, alpha, samples });
        let samples = self.counted.samples.get();
        let counted = self.counted.alpha.values().iter().map(|&alpha| Point::Counted { n, alpha, samples });
        drawn.chain(counted).collect()
    }

    fn run(&self, point: &Point, key: &StreamKey) -> Result<Outcome, RunError> {
        points::run(point, key)
    }

    fn table(&self, outcomes: &[(Point, Outcome)]) -> Result<Vec<Row>, RunError> {
        Ok(table::rows(outcomes))
    }

    fn picture(rows: &[Row]) -> Picture {
        figure::picture(rows)
    }

    fn verdicts(rows: &[Row]) -> Vec<Verdict> {
        figure::verdicts(rows)
    }
}
