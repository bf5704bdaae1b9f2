//! Replicas around a centre, and what a weight feels of it.

use crate::belief_propagation::FIXED;
use piccole_core::gauss;

/// Coupling and number of replicas at one step of a protocol.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Focus {
    /// Coupling `γ ≥ 0` of every replica to the common centre; `∞` makes all one.
    pub coupling: f64,
    /// Number of replicas `y ≥ 1`, not necessarily whole.
    pub replicas: f64,
}

impl Focus {
    /// `γ = atanh(ρ^x)`, `y = 1 + ρ^(1−2x)/(1−ρ)` of pseudo-reinforcement.
    pub(super) fn pseudo_reinforcement(strength: f64, exponent: f64) -> Self {
        let strength = strength.min(1.0);
        Self {
            coupling: libm::atanh(libm::pow(strength, exponent)),
            replicas: 1.0 + libm::pow(strength, 1.0 - 2.0 * exponent) / (1.0 - strength),
        }
    }

    /// The field `g` that the centre exerts where the patterns exert `field`.
    pub(super) fn pull(self, field: f64) -> f64 {
        // atanh(tanh γ tanh h), without the loss of digits near 1.
        let through = |h: f64| {
            if self.coupling.is_finite() {
                0.5 * (gauss::ln_2cosh(self.coupling + h) - gauss::ln_2cosh(self.coupling - h))
            } else {
                h
            }
        };
        through(((self.replicas - 1.0).min(FIXED) * through(field)).clamp(-FIXED, FIXED))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The effective field of one weight, by summing over the centre and the other replicas of it.
    fn pull_by_sums(coupling: f64, others: i32, field: f64) -> f64 {
        let through = |centre: f64| {
            let replica = |weight: f64| libm::exp(coupling * weight * centre + field * weight);
            (replica(1.0) + replica(-1.0)).powi(others)
        };
        let weight =
            |w: f64| [1.0, -1.0].iter().map(|centre| libm::exp(coupling * w * centre) * through(*centre)).sum::<f64>();
        0.5 * libm::log(weight(1.0) / weight(-1.0))
    }

    #[test]
    fn the_pull_is_that_of_a_sum_over_centre_and_other_replicas() {
        for (coupling, replicas) in [(0.3, 2), (1.2, 3), (0.7, 7)] {
            for field in [-2.0, -0.1, 0.0, 0.4, 3.0] {
                let pull = Focus { coupling, replicas: f64::from(replicas) }.pull(field);
                let expected = pull_by_sums(coupling, replicas - 1, field);
                assert!((pull - expected).abs() < 1e-14, "γ {coupling} y {replicas} h {field}: {pull} {expected}");
            }
        }
    }

    #[test]
    fn the_pull_vanishes_without_coupling_or_other_replicas_and_adds_up_their_fields_without_slack() {
        assert_eq!(Focus { coupling: 0.0, replicas: 5.0 }.pull(1.3), 0.0);
        assert_eq!(Focus { coupling: 2.0, replicas: 1.0 }.pull(1.3), 0.0);
        assert_eq!(Focus { coupling: f64::INFINITY, replicas: 3.0 }.pull(0.4), 0.8);
        let end = Focus::pseudo_reinforcement(1.0, 0.5);
        assert_eq!(end, Focus { coupling: f64::INFINITY, replicas: f64::INFINITY });
        assert_eq!((end.pull(1.0), end.pull(-1.0)), (FIXED, -FIXED));
    }
}
