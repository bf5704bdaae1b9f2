//! Parameters of algorithms, with the algorithms' own defaults.

use super::{Count, Positive, Share};
use piccole_msg_passing::BeliefPropagation;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Takes an algorithm's own default into a plan.
fn default<V, T: TryFrom<V, Error = String>>(value: V) -> T {
    T::try_from(value).expect("an algorithm's default lies in the parameter's domain")
}

/// Parameters of belief propagation; what a plan leaves out is [`BeliefPropagation::default`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
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
