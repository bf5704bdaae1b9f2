//! The table: two-time rows of every system and sample, then those of the gradient noise.

use super::Dynamics;
use super::points::{Outcome, Point};
use crate::statistics::rounded;
use serde::{Deserialize, Serialize};

/// What moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum System {
    /// A network that can fit its examples, by SGD.
    OverParametrized,
    /// A network that cannot, by SGD.
    UnderParametrized,
    /// The first one by Langevin dynamics.
    Langevin,
    /// Modes in bowls, at equilibrium.
    Control,
    /// Gradients of a classifier on mini-batches.
    Noise,
}

/// One row; what does not apply is absent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What moves.
    pub system: System,
    /// Number of the initialisation.
    pub sample: usize,
    /// Parameters of the network, or modes.
    pub parameters: Option<usize>,
    /// Steps `t_w` before the clock starts.
    pub waiting_time: Option<u64>,
    /// Steps `t` from there.
    pub lag: Option<u64>,
    /// Mean-square displacement.
    pub displacement: Option<f64>,
    /// What it is by theory: of the control exactly, of Langevin dynamics `2Tηt`, that of flat directions.
    pub theory: Option<f64>,
    /// Overlap of the weights at the two times.
    pub overlap: Option<f64>,
    /// Mean loss over all training examples at `t_w`.
    pub loss: Option<f64>,
    /// Examples `B` of a mini-batch.
    pub batch: Option<usize>,
    /// Mean of `B |g_B − g|²`.
    pub scaled_variance: Option<f64>,
    /// Standard error of that.
    pub scaled_variance_sem: Option<f64>,
    /// Trace of the covariance of the gradients of single examples.
    pub trace: Option<f64>,
    /// Number of directions that the noise is in.
    pub participation_ratio: Option<f64>,
    /// Noise along the top eigenvector of the Hessian, 1 for isotropic noise.
    pub alignment: Option<f64>,
}

impl Row {
    /// A row of a system with nothing else in it.
    fn new(system: System, sample: usize) -> Self {
        Self {
            system,
            sample,
            parameters: None,
            waiting_time: None,
            lag: None,
            displacement: None,
            theory: None,
            overlap: None,
            loss: None,
            batch: None,
            scaled_variance: None,
            scaled_variance_sem: None,
            trace: None,
            participation_ratio: None,
            alignment: None,
        }
    }
}

/// The whole table.
pub(super) fn rows(plan: &Dynamics, outcomes: &[(Point, Outcome)]) -> Vec<Row> {
    outcomes.iter().flat_map(|(point, outcome)| of_point(plan, point, outcome)).collect()
}

fn of_point(plan: &Dynamics, point: &Point, outcome: &Outcome) -> Vec<Row> {
    let system = match *point {
        Point::Sgd { hidden, .. } if hidden == plan.over.get() => System::OverParametrized,
        Point::Sgd { .. } => System::UnderParametrized,
        Point::Langevin { .. } => System::Langevin,
        Point::Control { .. } => System::Control,
        Point::Noise { .. } => System::Noise,
    };
    let row = || Row::new(system, point.sample());
    match outcome {
        Outcome::Trajectory(pairs) => {
            let diffusion = 2.0 * plan.langevin.temperature.get() * plan.learning_rate.get();
            let free = |lag: u64| (system == System::Langevin).then(|| rounded(diffusion * lag as f64));
            let pair = |pair: &crate::network::TwoTimeRow| Row {
                waiting_time: Some(pair.waiting_time),
                lag: Some(pair.lag),
                displacement: Some(rounded(pair.displacement)),
                theory: free(pair.lag),
                overlap: Some(rounded(pair.overlap)),
                loss: Some(rounded(pair.loss)),
                ..row()
            };
            pairs.iter().map(pair).collect()
        }
        Outcome::Control(pairs) => {
            let pair = |pair: &super::Displacement| Row {
                parameters: Some(plan.control.modes.get()),
                waiting_time: Some(pair.waiting_time),
                lag: Some(pair.lag),
                displacement: Some(rounded(pair.measured)),
                theory: Some(rounded(pair.exact)),
                ..row()
            };
            pairs.iter().map(pair).collect()
        }
        Outcome::Noise(noise) => {
            let batch = |&(batch, mean, error): &(usize, f64, f64)| Row {
                parameters: Some(noise.parameters),
                batch: Some(batch),
                scaled_variance: Some(rounded(mean)),
                scaled_variance_sem: Some(rounded(error)),
                trace: Some(rounded(noise.trace)),
                participation_ratio: Some(rounded(noise.participation_ratio)),
                alignment: Some(rounded(noise.alignment)),
                ..row()
            };
            noise.batches.iter().map(batch).collect()
        }
    }
}
