//! The diagram of a multilayer perceptron, drawn from one.

mod figure;
mod table;

use crate::RunError;
use crate::experiment::{Experiment, Verdict};
use crate::figures::Picture;
use crate::network::NetworkParameters;
use crate::parameters::Count;
use crate::plan::Named;
use piccole_core::StreamKey;
use piccole_nn::{Initialization, Mlp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use table::{Part, Row};

/// A network with random weights, unit by unit and connection by connection.
///
/// A plan:
///
/// ```toml
/// figure = "fig1-mlp"
/// seed = 1
/// inputs = 4
/// outputs = 2
///
/// [network]
/// hidden = [5, 5, 5]
/// skip = true
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Diagram {
    figure: Named<Self>,
    seed: u64,
    inputs: Count,
    outputs: Count,
    network: NetworkParameters,
}

/// The one point there is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Point;

/// Weights and biases, in the network's order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    parameters: Vec<f64>,
}

impl Diagram {
    fn mlp(&self) -> Result<Mlp, RunError> {
        self.network.build(self.inputs.get(), self.outputs.get())
    }
}

impl Experiment for Diagram {
    const NAME: &'static str = "fig1-mlp";
    const TITLE: &'static str = "A multilayer perceptron";
    const CAPTION: &'static str = "A network as the program holds it, with its random initial weights. From left to right, every column is a \
        layer: inputs x, hidden units, outputs. A line is a weight, blue if positive and orange if negative, the \
        thicker the larger. A layer takes the values x of the one before to \u{3c3}(Wx + b), with a bias b for each \
        unit that is not drawn; where two hidden layers are as wide, an arc stands for a residual connection, with \
        which it adds to what was there, x \u{2190} x + s \u{3c3}(Wx + b), instead of x \u{2190} \u{3c3}(Wx + b). \
        The last layer is linear.";
    type Point = Point;
    type Outcome = Outcome;
    type Row = Row;

    fn seed(&self) -> u64 {
        self.seed
    }

    fn points(&self) -> Vec<Point> {
        vec![Point]
    }

    fn run(&self, _: &Point, key: &StreamKey) -> Result<Outcome, RunError> {
        Ok(Outcome { parameters: self.mlp()?.initialize(Initialization::He, *key) })
    }

    fn table(&self, outcomes: &[(Point, Outcome)]) -> Result<Vec<Row>, RunError> {
        let mlp = self.mlp()?;
        Ok(outcomes.iter().flat_map(|(_, outcome)| table::rows(&mlp, &outcome.parameters)).collect())
    }

    fn picture(rows: &[Row]) -> Picture {
        figure::picture(rows)
    }

    fn verdicts(rows: &[Row]) -> Vec<Verdict> {
        table::verdicts(rows)
    }
}
