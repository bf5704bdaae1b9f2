//! Parameters of algorithms, with the algorithms' own defaults.

use super::{Count, NonNegative, Positive, Probability, Rate, Share};
use piccole_msg_passing::{BeliefPropagation, ReinforcedBp, Sbpi};
use serde::{Deserialize, Serialize};

/// Takes an algorithm's own default into a plan.
fn default<V, T: TryFrom<V, Error = String>>(value: V) -> T {
    T::try_from(value).expect("an algorithm's default lies in the parameter's domain")
}

/// Parameters of belief propagation; what a plan leaves out is [`BeliefPropagation::default`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BpParameters {
    damping: Share,
    tolerance: Positive,
    max_sweeps: Count,
}

impl BpParameters {
    /// The algorithm with these parameters and no margin.
    pub fn algorithm(&self) -> BeliefPropagation {
        BeliefPropagation {
            margin: 0.0,
            damping: self.damping.get(),
            tolerance: self.tolerance.get(),
            max_sweeps: self.max_sweeps.get(),
        }
    }
}

impl Default for BpParameters {
    fn default() -> Self {
        let BeliefPropagation { damping, tolerance, max_sweeps, .. } = BeliefPropagation::default();
        Self { damping: default(damping), tolerance: default(tolerance), max_sweeps: default(max_sweeps) }
    }
}

/// Parameters of reinforced belief propagation; what a plan leaves out is [`ReinforcedBp::default`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReinforcedBpParameters {
    rate: Rate,
    damping: Share,
    max_sweeps: Count,
}

impl ReinforcedBpParameters {
    /// The algorithm with these parameters and no margin.
    pub fn algorithm(&self) -> ReinforcedBp {
        ReinforcedBp {
            margin: 0.0,
            rate: self.rate.get(),
            damping: self.damping.get(),
            max_sweeps: self.max_sweeps.get(),
        }
    }
}

impl Default for ReinforcedBpParameters {
    fn default() -> Self {
        let ReinforcedBp { rate, damping, max_sweeps, .. } = ReinforcedBp::default();
        Self { rate: default(rate), damping: default(damping), max_sweeps: default(max_sweeps) }
    }
}

/// Parameters of SBPI; what a plan leaves out is [`Sbpi::default`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SbpiParameters {
    threshold: NonNegative,
    probability: Probability,
    max_sweeps: Count,
}

impl SbpiParameters {
    /// The algorithm with these parameters and no margin.
    pub fn algorithm(&self) -> Sbpi {
        Sbpi {
            margin: 0.0,
            threshold: self.threshold.get(),
            probability: self.probability.get(),
            max_sweeps: self.max_sweeps.get(),
        }
    }
}

impl Default for SbpiParameters {
    fn default() -> Self {
        let Sbpi { threshold, probability, max_sweeps, .. } = Sbpi::default();
        Self { threshold: default(threshold), probability: default(probability), max_sweeps: default(max_sweeps) }
    }
}
