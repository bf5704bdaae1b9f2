//! Structured inputs: the hidden-manifold model, its Gaussian equivalence, and what two students agree upon.

mod figure;
mod points;
mod table;
mod verdicts;

use crate::RunError;
use crate::experiment::{Experiment, Verdict};
use crate::figures::Picture;
use crate::network::TrainingParameters;
use crate::parameters::Count;
use crate::plan::Named;
use piccole_core::StreamKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use points::{Outcome, Pair, Point};
pub use table::{Part, Row};

/// Inputs `x = sign(F c/√D)` of `N` components that depend on `D` latent coordinates, with a label that is a function
/// of the latter. Measured are the fields of random students and teachers against Gaussian equivalence, and how often
/// two students that were trained on the same examples from different initial weights disagree: on fresh data, and on
/// unit Gaussian inputs without structure. In the control, the students learn from unstructured inputs a teacher that
/// acts on these.
///
/// A plan:
///
/// ```toml
/// figure = "structured-data"
/// seed = 1
///
/// [equivalence]
/// latents = [10, 30, 100, 300]   # D; N is twice as large
/// examples = 200000
/// students = 4
/// teachers = 2
///
/// [students]
/// dimension = 200                # N
/// latent = 10                    # D
/// hidden = 8                     # units, tanh
/// examples = 4000
/// test = 10000                   # inputs on which disagreement is counted
/// samples = 5
/// training = { batch = 32, epochs = 50, optimizer = { sgd = { learning_rate = 0.05 } } }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StructuredData {
    figure: Named<Self>,
    seed: u64,
    equivalence: EquivalenceSection,
    students: StudentsSection,
}

/// Fields on the manifold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct EquivalenceSection {
    latents: Vec<Count>,
    examples: Count,
    students: Count,
    teachers: Count,
}

/// Pairs of trained students.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct StudentsSection {
    dimension: Count,
    latent: Count,
    hidden: Count,
    examples: Count,
    test: Count,
    samples: Count,
    training: TrainingParameters,
}

impl Experiment for StructuredData {
    const NAME: &'static str = "structured-data";
    const TITLE: &'static str = "Structured data: the hidden manifold";
    const CAPTION: &'static str = "Inputs of N components that are signs of linear functions of D latent coordinates. Left: variances and \
        covariances of the fields of random students and of teachers, measured over many examples, against Gaussian \
        equivalence, which knows of the nonlinearity two moments only; the points lie on the diagonal at the largest \
        D. Middle: the largest deviation of a covariance and the largest excess kurtosis of a field fall as D and N \
        = 2D grow, until the finite number of examples limits them (dotted: the scatter of one kurtosis). Right: two \
        students that learn the same examples from different initial weights: on new data from the manifold they \
        disagree rarely, on inputs without structure several times as often, for the examples say nothing about \
        directions off the manifold. In the control, with unstructured inputs and a teacher that acts on them, both \
        are the same kind of input and there is no difference. Not seen at this scale: students that disagree about \
        unstructured inputs as if they guessed (one half), which images are reported to do; here it is below one \
        fifth.";
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
        table::rows(self, outcomes)
    }

    fn picture(rows: &[Row]) -> Picture {
        figure::picture(rows)
    }

    fn verdicts(rows: &[Row]) -> Vec<Verdict> {
        verdicts::verdicts(rows)
    }
}
