//! Stochastic belief-propagation-inspired learning.

use super::synapses::Synapses;
use super::{Presented, Rule};
use crate::error::{AlgorithmError, check};
use rand::RngExt;
use rand_pcg::Pcg64Dxsm;

/// SBPI, the stochastic on-line rule that belief propagation inspired.
///
/// Every weight is the sign of a hidden odd integer `h_i`. The patterns come one at a time, in a new order in each sweep;
/// with `Δ` the product `Σ_i ξ_i W_i` minus `κ√N`,
///
/// 1. `Δ > θ_m`: nothing changes;
/// 2. `0 < Δ ≤ θ_m` (barely right): with probability `p_s`, `h_i ← h_i + 2 ξ_i` for the weights that agree with the
///    pattern already, which consolidates them and flips none;
/// 3. `Δ ≤ 0` (wrong, a tie included): `h_i ← h_i + 2 ξ_i` for every weight.
///
/// A pattern costs one packed overlap, and the time to a solution grows little faster than linearly in the size. Inputs
/// must be ±1.
///
/// Random labels at N = 1001: 20 of 20 instances at α = 0.65 and at 0.68, in some 150 and 300 sweeps.
///
/// Source: Baldassi, Braunstein, Brunel & Zecchina, Proc. Natl. Acad. Sci. 104, 11079 (2007).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sbpi {
    /// Margin `κ` that a stability must exceed.
    pub margin: f64,
    /// Secondary threshold `θ_m` on the product above `κ√N` (an integer's worth, not scaled by `√N`); at least 0.
    pub threshold: f64,
    /// Probability `p_s` of the consolidating update, in `[0, 1]`.
    pub probability: f64,
    /// Sweeps allowed.
    pub max_sweeps: usize,
}

impl Default for Sbpi {
    /// No margin; `θ_m = 2`, so that only the smallest positive product counts as barely right; `p_s = 0.3`; 3000 sweeps.
    ///
    /// With these a fraction `O(1/√N)` of the presentations consolidates, which is as often as the rule bears: with
    /// `p_s = 0.6` most instances at α = 0.6 and N = 4001 stay unsolved, with `θ_m = 4` all that were tried.
    fn default() -> Self {
        Self { margin: 0.0, threshold: 2.0, probability: 0.3, max_sweeps: 3000 }
    }
}

impl Rule for Sbpi {
    fn name(&self) -> &'static str {
        "sbpi"
    }

    fn margin(&self) -> f64 {
        self.margin
    }

    fn max_sweeps(&self) -> usize {
        self.max_sweeps
    }

    fn check(&self) -> Result<(), AlgorithmError> {
        check("threshold", self.threshold, self.threshold >= 0.0, "a number not below 0")?;
        check("probability", self.probability, (0.0..=1.0).contains(&self.probability), "a number in [0, 1]")
    }

    fn present(&self, presented: Presented<'_>, synapses: &mut Synapses, rng: &mut Pcg64Dxsm) {
        match presented {
            Presented::Wrong { pattern } => synapses.learn(pattern),
            Presented::Right { pattern, excess } => {
                if excess <= self.threshold && rng.random_bool(self.probability) {
                    synapses.consolidate(pattern);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Algorithm;
    use crate::Stop;
    use piccole_core::patterns::{InputLaw, Inputs, Scenario};
    use piccole_core::{BitVector, Patterns, StreamKey};

    fn instance(n: usize, p: usize, seed: u64) -> Patterns {
        let key = StreamKey::from_seed(seed).named("patterns");
        Patterns::generate(Scenario::Storage, InputLaw::Signs, n, p, &key).unwrap()
    }

    #[test]
    fn solves_random_labels_below_its_threshold() {
        for seed in 0..5 {
            let patterns = instance(1001, 501, seed);
            let outcome = Sbpi::default().solve(&patterns, StreamKey::from_seed(seed).rng()).unwrap();
            assert_eq!((outcome.stop, outcome.errors), (Stop::Solved, 0));
            assert_eq!(outcome.weights.errors(&patterns, 0.0), 0);
        }
    }

    #[test]
    fn solves_with_a_margin_and_keeps_it() {
        let patterns = instance(501, 100, 3);
        let sbpi = Sbpi { margin: 0.4, ..Sbpi::default() };
        let outcome = sbpi.solve(&patterns, StreamKey::from_seed(1).rng()).unwrap();
        assert!(outcome.solved());
        assert!(outcome.weights.stabilities(&patterns).iter().all(|&stability| stability > 0.4));
    }

    #[test]
    fn a_tie_is_an_error_for_even_sizes() {
        for seed in 0..5 {
            let patterns = instance(200, 60, seed);
            let outcome = Sbpi::default().solve(&patterns, StreamKey::from_seed(seed).rng()).unwrap();
            assert!(outcome.solved());
            assert!(outcome.weights.stabilities(&patterns).iter().all(|&stability| stability > 0.0));
        }
    }

    #[test]
    fn contradictory_patterns_end_at_the_sweep_limit_with_the_best_weights_seen() {
        let pattern = BitVector::from_fn(9, |i| i % 2 == 0);
        let negated = BitVector::from_fn(9, |i| i % 2 == 1);
        let inputs = piccole_core::BitMatrix::from_rows(9, &[pattern, negated]).unwrap();
        let labels = BitVector::from_fn(2, |_| true);
        let patterns = Patterns::from_gauged(Inputs::Signs(inputs), labels, None).unwrap();
        let sbpi = Sbpi { max_sweeps: 50, ..Sbpi::default() };
        let outcome = sbpi.solve(&patterns, StreamKey::from_seed(1).rng()).unwrap();
        assert_eq!((outcome.stop, outcome.errors, outcome.sweeps), (Stop::SweepLimit, 1, 50));
        assert_eq!(outcome.history.len(), 50);
    }

    #[test]
    fn the_same_stream_gives_the_same_weights() {
        let patterns = instance(301, 150, 1);
        let run = || Sbpi::default().solve(&patterns, StreamKey::from_seed(9).rng()).unwrap();
        assert_eq!(run(), run());
    }

    #[test]
    fn parameters_outside_their_domain_and_real_inputs_are_refused() {
        let rng = StreamKey::from_seed(1).rng();
        let patterns = instance(11, 3, 1);
        for (sbpi, name) in [
            (Sbpi { threshold: -1.0, ..Sbpi::default() }, "threshold"),
            (Sbpi { probability: 1.5, ..Sbpi::default() }, "probability"),
            (Sbpi { margin: f64::NAN, ..Sbpi::default() }, "margin"),
            (Sbpi { max_sweeps: 0, ..Sbpi::default() }, "max_sweeps"),
        ] {
            let error = sbpi.solve(&patterns, rng.clone()).unwrap_err();
            assert!(error.to_string().starts_with(name), "{error}");
        }
        let key = StreamKey::from_seed(1);
        let real = Patterns::generate(Scenario::Storage, InputLaw::Gaussian, 11, 3, &key).unwrap();
        let error = Sbpi::default().solve(&real, rng.clone()).unwrap_err();
        assert_eq!(error, AlgorithmError::RealInputs { algorithm: "sbpi" });
    }
}
