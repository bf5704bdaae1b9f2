//! Replicated against plain annealing, at the one place that the plan names.

use super::Curve;
use crate::parameters::OddSize;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const PLAIN: &str = "annealing";
const REPLICATED: &str = "replicated-annealing";

/// Section `[comparison]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Comparison {
    pub(super) n: OddSize,
    pub(super) alpha: f64,
}

impl Comparison {
    /// Checks that both curves have the place, and the same number of proposals to get there.
    pub(super) fn check(&self, curves: &[Curve]) -> Result<(), String> {
        let (n, alpha) = (self.n.get(), self.alpha);
        let proposals = |name: &str| {
            let here = |curve: &&Curve| curve.algorithm == name && curve.n.get() == n;
            let curve = curves.iter().find(here).filter(|curve| curve.alpha.values().contains(&alpha));
            let curve =
                curve.ok_or(format!("[comparison] needs a curve of {name} with n = {n} and alpha = {alpha}"))?;
            // Sweeps of plain annealing are those of one replica.
            Ok::<i64, String>(curve.whole("max-sweeps").unwrap_or(0) * curve.whole("replicas").unwrap_or(1))
        };
        let (plain, replicated) = (proposals(PLAIN)?, proposals(REPLICATED)?);
        if plain != replicated {
            return Err(format!(
                "[comparison] needs as many sweeps of {PLAIN} as of all replicas of {REPLICATED}: {plain} and {replicated}"
            ));
        }
        Ok(())
    }
}
