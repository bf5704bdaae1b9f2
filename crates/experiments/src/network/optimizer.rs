//! Optimisers as plans write them.

use crate::parameters::{Count, NonNegative, Positive, Share};
use piccole_nn::optimize::{EntropySgd, Langevin, ReplicatedSgd, Schedule, Sgd};
use piccole_nn::train::Optimizer;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An optimiser with its parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OptimizerParameters {
    /// [`Sgd`].
    Sgd(SgdParameters),
    /// [`Langevin`].
    Langevin(LangevinParameters),
    /// [`EntropySgd`].
    EntropySgd(EntropySgdParameters),
    /// [`ReplicatedSgd`].
    ReplicatedSgd(ReplicatedSgdParameters),
}

/// A learning rate: a number, or one that falls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "a learning rate: a number not below 0, or { initial, factor, after_epochs = [...] }")]
pub enum Rate {
    /// The same at every step.
    Constant(NonNegative),
    /// Multiplied by a factor after some epochs.
    Falling {
        /// At the start.
        initial: NonNegative,
        /// What it is multiplied by each time.
        factor: Positive,
        /// The epochs after which it is.
        after_epochs: Vec<Positive>,
    },
}

impl Rate {
    fn schedule(&self, steps_per_epoch: f64) -> Schedule {
        match self {
            Self::Constant(rate) => Schedule::Constant(rate.get()),
            Self::Falling { initial, factor, after_epochs } => Schedule::Steps {
                initial: initial.get(),
                factor: factor.get(),
                at: after_epochs.iter().map(|epochs| (epochs.get() * steps_per_epoch).ceil() as u64).collect(),
            },
        }
    }
}

/// Parameters of [`Sgd`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SgdParameters {
    learning_rate: Rate,
    #[serde(default = "zero_share")]
    momentum: Share,
    #[serde(default = "zero")]
    weight_decay: NonNegative,
}

/// Parameters of [`Langevin`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LangevinParameters {
    learning_rate: Rate,
    temperature: NonNegative,
    #[serde(default = "zero")]
    weight_decay: NonNegative,
}

/// Parameters of [`EntropySgd`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntropySgdParameters {
    learning_rate: Rate,
    /// At the first step.
    scope: Positive,
    /// What the scope is multiplied by at every step.
    #[serde(default = "one")]
    scope_growth: Positive,
    walk_steps: Count,
    walk_rate: Positive,
    temperature: NonNegative,
    #[serde(default = "one")]
    averaging: Positive,
}

/// Parameters of [`ReplicatedSgd`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplicatedSgdParameters {
    learning_rate: Rate,
    #[serde(default = "zero_share")]
    momentum: Share,
    #[serde(default = "zero")]
    weight_decay: NonNegative,
    replicas: Count,
    /// At the first step.
    coupling: NonNegative,
    /// What the coupling is multiplied by at every step.
    #[serde(default = "one")]
    coupling_growth: Positive,
}

fn zero_share() -> Share {
    Share::try_from(0.0).expect("0 is a share")
}

fn zero() -> NonNegative {
    NonNegative::try_from(0.0).expect("0 is not negative")
}

fn one() -> Positive {
    Positive::try_from(1.0).expect("1 is positive")
}

/// A number that is multiplied at every step.
fn growing(initial: f64, growth: Positive) -> Schedule {
    match growth.get() {
        1.0 => Schedule::Constant(initial),
        growth => Schedule::Geometric { initial, growth },
    }
}

impl OptimizerParameters {
    /// Gradients of a mini-batch that a step takes.
    pub(super) fn gradients_per_step(&self) -> usize {
        match self {
            Self::EntropySgd(entropic) => entropic.walk_steps.get(),
            _ => 1,
        }
    }

    /// The optimiser, of which so many steps make an epoch.
    pub(super) fn build(&self, steps_per_epoch: f64) -> Optimizer {
        let sgd = |rate: &Rate, momentum: Share, decay: NonNegative| Sgd {
            learning_rate: rate.schedule(steps_per_epoch),
            momentum: momentum.get(),
            weight_decay: decay.get(),
        };
        match self {
            Self::Sgd(p) => Optimizer::Sgd(sgd(&p.learning_rate, p.momentum, p.weight_decay)),
            Self::Langevin(p) => Optimizer::Langevin(Langevin {
                learning_rate: p.learning_rate.schedule(steps_per_epoch),
                temperature: p.temperature.get(),
                weight_decay: p.weight_decay.get(),
            }),
            Self::EntropySgd(p) => Optimizer::EntropySgd(EntropySgd {
                learning_rate: p.learning_rate.schedule(steps_per_epoch),
                scope: growing(p.scope.get(), p.scope_growth),
                walk_steps: p.walk_steps.get() as u64,
                walk_rate: p.walk_rate.get(),
                temperature: p.temperature.get(),
                averaging: p.averaging.get(),
            }),
            Self::ReplicatedSgd(p) => Optimizer::ReplicatedSgd(ReplicatedSgd {
                sgd: sgd(&p.learning_rate, p.momentum, p.weight_decay),
                replicas: p.replicas.get(),
                coupling: growing(p.coupling.get(), p.coupling_growth),
            }),
        }
    }
}
