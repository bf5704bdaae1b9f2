//! The entropy of the storage problem from three sides: replica theory, belief propagation, exact enumeration.

mod enumeration;
mod figure;
mod points;
mod table;

use crate::RunError;
use crate::experiment::{Experiment, Verdict};
use crate::figures::Picture;
use crate::parameters::{BpParameters, Count, Densities, EnumerableSize, OddSize};
use crate::plan::Named;
use piccole_core::StreamKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use points::{BetheMeasurement, Instance, Outcome, Point, ReplicaSolution};
pub use table::{Method, Row};

/// Entropy of the solutions of the binary perceptron against the density of random patterns, `κ = 0`.
///
/// A plan:
///
/// ```toml
/// figure = "entropy"
/// seed = 1
///
/// [replica]                 # the curve
/// alpha = "0.01:0.01:0.9"
///
/// [bethe]                   # belief propagation on instances
/// n = 1001
/// alpha = "0.1:0.1:0.8"
/// samples = 10
///
/// [enumeration]             # every solution of small instances
/// alpha = "0.1:0.1:0.7"
/// block = 100               # instances to a point, the unit of resuming
/// sizes = [{ n = 15, samples = 1000 }, { n = 17, samples = 1000 }, { n = 19, samples = 1000 }]
/// ```
///
/// A section `[bethe.parameters]` with `damping`, `tolerance` and `max_sweeps` replaces the defaults of
/// [`BeliefPropagation`](piccole_msg_passing::BeliefPropagation).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entropy {
    figure: Named<Self>,
    seed: u64,
    replica: ReplicaCurve,
    bethe: Bethe,
    enumeration: Enumeration,
}

/// Section `[replica]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ReplicaCurve {
    alpha: Densities,
}

/// Section `[bethe]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Bethe {
    n: OddSize,
    alpha: Densities,
    samples: Count,
    #[serde(default)]
    parameters: BpParameters,
}

/// Section `[enumeration]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Enumeration {
    alpha: Densities,
    block: Count,
    sizes: Sizes,
}

/// Sizes in ascending order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Vec<Size>")]
struct Sizes(Vec<Size>);

impl TryFrom<Vec<Size>> for Sizes {
    type Error = String;

    fn try_from(sizes: Vec<Size>) -> Result<Self, String> {
        match sizes.windows(2).find(|pair| pair[0].n >= pair[1].n) {
            Some(pair) => {
                let (previous, next) = (pair[0].n.get(), pair[1].n.get());
                Err(format!("size {next} after {previous}, expected ascending sizes without repetition"))
            }
            None => Ok(Self(sizes)),
        }
    }
}

/// A size and how many instances of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Size {
    n: EnumerableSize,
    samples: Count,
}

impl Experiment for Entropy {
    const NAME: &'static str = "entropy";
    const TITLE: &'static str = "Entropy of the binary perceptron, three ways";
    const CAPTION: &'static str = "How many weight vectors classify P = \u{3b1}N random patterns? The curve is the \
        replica-symmetric entropy, exact up to the capacity \u{3b1}_c where it reaches zero; the points are the Bethe entropy \
        that belief propagation finds on single instances, and the count of all solutions of small instances, \
        extrapolated in 1/N. Look for three independent answers on one line; the right panel shows what is left when \
        the curve is subtracted. Bars are one standard error, for the extrapolation with the difference of linear and \
        quadratic fit in quadrature.";
    type Point = Point;
    type Outcome = Outcome;
    type Row = Row;

    fn seed(&self) -> u64 {
        self.seed
    }

    fn points(&self) -> Vec<Point> {
        points::points(self)
    }

    fn run(&self, point: &Point, key: &StreamKey) -> Result<Outcome, RunError> {
        points::run(self, point, key)
    }

    fn table(&self, outcomes: &[(Point, Outcome)]) -> Result<Vec<Row>, RunError> {
        Ok(table::rows(self, outcomes))
    }

    fn picture(rows: &[Row]) -> Picture {
        figure::picture(rows)
    }

    fn verdicts(rows: &[Row]) -> Vec<Verdict> {
        figure::verdicts(rows)
    }
}
