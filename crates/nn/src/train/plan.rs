//! What a training does.

use super::TrainingError;
use crate::optimize::{EntropySgd, Langevin, ReplicatedSgd, Sampling, Schedule, Sgd};

/// The optimiser of a training.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Optimizer {
    /// Stochastic gradient descent.
    Sgd(Sgd),
    /// Langevin dynamics.
    Langevin(Langevin),
    /// Entropy-SGD.
    EntropySgd(EntropySgd),
    /// Replicated stochastic gradient descent.
    ReplicatedSgd(ReplicatedSgd),
}

impl Optimizer {
    /// Number of networks that learn together.
    pub fn replicas(&self) -> usize {
        match self {
            Self::ReplicatedSgd(replicated) => replicated.replicas,
            _ => 1,
        }
    }

    /// Gradients of a mini-batch that a step takes, for each replica.
    pub fn gradients_per_step(&self) -> u64 {
        match self {
            Self::EntropySgd(entropic) => entropic.walk_steps.max(1),
            _ => 1,
        }
    }

    fn sgd(&self) -> Option<&Sgd> {
        match self {
            Self::Sgd(sgd) => Some(sgd),
            Self::ReplicatedSgd(replicated) => Some(&replicated.sgd),
            _ => None,
        }
    }

    /// Whether there is a velocity.
    pub(super) fn has_momentum(&self) -> bool {
        self.sgd().is_some_and(|sgd| sgd.momentum != 0.0)
    }

    fn learning_rate(&self) -> &Schedule {
        match self {
            Self::Sgd(sgd) => &sgd.learning_rate,
            Self::Langevin(langevin) => &langevin.learning_rate,
            Self::EntropySgd(entropic) => &entropic.learning_rate,
            Self::ReplicatedSgd(replicated) => &replicated.sgd.learning_rate,
        }
    }
}

/// What a training does at every step. When it ends is up to [`StopConditions`](super::StopConditions).
///
/// Dropout is part of the network; its masks are new for every gradient.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct TrainingPlan {
    /// The optimiser.
    pub optimizer: Optimizer,
    /// Examples of a mini-batch; all examples, if there are fewer.
    pub batch_size: usize,
    /// How mini-batches are drawn.
    pub sampling: Sampling,
}

impl TrainingPlan {
    /// Refuses numbers that no run could use.
    pub(super) fn check(&self) -> Result<(), TrainingError> {
        let at_least = |name, value: f64, least: f64, expected| {
            if value >= least && value.is_finite() {
                Ok(())
            } else {
                Err(TrainingError::OutOfRange { name, value, expected })
            }
        };
        let non_negative = |name, value| at_least(name, value, 0.0, "a finite number ≥ 0");
        at_least("batch_size", self.batch_size as f64, 1.0, "at least 1")?;
        at_least("replicas", self.optimizer.replicas() as f64, 1.0, "at least 1")?;
        non_negative("learning_rate", self.optimizer.learning_rate().at(0))?;
        if let Some(sgd) = self.optimizer.sgd() {
            non_negative("momentum", sgd.momentum)?;
            if sgd.momentum >= 1.0 {
                return Err(TrainingError::OutOfRange { name: "momentum", value: sgd.momentum, expected: "below 1" });
            }
            non_negative("weight_decay", sgd.weight_decay)?;
        }
        match &self.optimizer {
            Optimizer::Sgd(_) => Ok(()),
            Optimizer::Langevin(langevin) => {
                non_negative("temperature", langevin.temperature)?;
                non_negative("weight_decay", langevin.weight_decay)
            }
            Optimizer::EntropySgd(entropic) => {
                non_negative("scope", entropic.scope.at(0))?;
                non_negative("walk_rate", entropic.walk_rate)?;
                non_negative("temperature", entropic.temperature)?;
                let value = entropic.averaging;
                if value > 0.0 && value <= 1.0 {
                    return Ok(());
                }
                Err(TrainingError::OutOfRange { name: "averaging", value, expected: "0 < averaging ≤ 1" })
            }
            Optimizer::ReplicatedSgd(replicated) => non_negative("coupling", replicated.coupling.at(0)),
        }
    }
}
