//! Stochastic belief-propagation-inspired learning.

use crate::error::{AlgorithmError, check, check_margin, check_sweeps};
use crate::outcome::{Outcome, Referee, Stop};
use piccole_core::patterns::Inputs;
use piccole_core::{BitVector, Patterns, arch};
use rand::seq::SliceRandom;
use rand::{Rng, RngExt};

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

impl Sbpi {
    /// Looks for weights that satisfy every pattern, from random hidden states ±1.
    ///
    /// # Errors
    /// [`AlgorithmError`] for a parameter outside its domain, or for real inputs. Not to find a solution is no error: see
    /// [`Outcome::errors`].
    pub fn solve(&self, patterns: &Patterns, rng: &mut impl Rng) -> Result<Outcome, AlgorithmError> {
        check_margin(self.margin)?;
        check_sweeps(self.max_sweeps)?;
        check("threshold", self.threshold, self.threshold >= 0.0, "a number not below 0")?;
        check("probability", self.probability, (0.0..=1.0).contains(&self.probability), "a number in [0, 1]")?;
        let Inputs::Signs(inputs) = patterns.gauged() else {
            return Err(AlgorithmError::RealInputs { algorithm: "sbpi" });
        };
        let right = self.margin * (patterns.n() as f64).sqrt();
        let clearly_right = right + self.threshold;
        let mut synapses = Synapses::random(patterns.n(), rng);
        let mut referee = Referee::new(patterns, self.margin);
        let mut order: Vec<usize> = (0..patterns.p()).collect();
        for _ in 0..self.max_sweeps {
            order.shuffle(rng);
            for &mu in &order {
                let pattern = inputs.row_words(mu);
                let product = synapses.product(pattern);
                if product <= right {
                    synapses.learn(pattern);
                } else if product <= clearly_right && rng.random_bool(self.probability) {
                    synapses.consolidate(pattern);
                }
            }
            if referee.judge(&synapses.weights(), 1.0) {
                return Ok(referee.close(Stop::Solved));
            }
        }
        Ok(referee.close(Stop::SweepLimit))
    }
}

/// Hidden states and the weights they show.
struct Synapses {
    /// Odd integers `h_i`.
    hidden: Vec<i32>,
    /// `W_i = sign h_i`, packed, padding zero.
    weights: Vec<u64>,
}

impl Synapses {
    fn random(n: usize, rng: &mut impl Rng) -> Self {
        let weights = BitVector::random(n, rng);
        Self { hidden: weights.signs().map(i32::from).collect(), weights: weights.words().to_vec() }
    }

    fn weights(&self) -> BitVector {
        BitVector::from_words(self.hidden.len(), self.weights.clone()).expect("learning keeps the padding zero")
    }

    /// `Σ_i ξ_i W_i`.
    fn product(&self, pattern: &[u64]) -> f64 {
        self.hidden.len() as f64 - 2.0 * arch::hamming(pattern, &self.weights) as f64
    }

    /// `h_i ← h_i + 2 ξ_i` for every weight.
    fn learn(&mut self, pattern: &[u64]) {
        for ((hidden, weights), &word) in self.hidden.chunks_mut(64).zip(&mut self.weights).zip(pattern) {
            let mut shown = 0;
            for (bit, h) in hidden.iter_mut().enumerate() {
                *h += 4 * (word >> bit & 1) as i32 - 2;
                shown |= u64::from(*h > 0) << bit;
            }
            *weights = shown;
        }
    }

    /// `h_i ← h_i + 2 ξ_i` for the weights with `W_i = ξ_i`, none of which flips.
    fn consolidate(&mut self, pattern: &[u64]) {
        for ((hidden, &weights), &word) in self.hidden.chunks_mut(64).zip(&self.weights).zip(pattern) {
            let agree = !(weights ^ word);
            for (bit, h) in hidden.iter_mut().enumerate() {
                *h += (2 * (agree >> bit & 1) as i32) * (2 * (word >> bit & 1) as i32 - 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use piccole_core::StreamKey;
    use piccole_core::patterns::{InputLaw, Scenario};

    fn instance(n: usize, p: usize, seed: u64) -> Patterns {
        let key = StreamKey::from_seed(seed).named("patterns");
        Patterns::generate(Scenario::Storage, InputLaw::Signs, n, p, &key).unwrap()
    }

    /// The rules read off the documentation, on plain integers.
    fn naive_update(hidden: &[i32], pattern: &BitVector, consolidate: bool) -> Vec<i32> {
        let step = |(&h, x): (&i32, i8)| {
            let x = i32::from(x);
            if consolidate && h * x < 1 { h } else { h + 2 * x }
        };
        hidden.iter().zip(pattern.signs()).map(step).collect()
    }

    #[test]
    fn packed_updates_follow_the_rules_at_every_length() {
        let mut rng = StreamKey::from_seed(5).rng();
        for n in [1, 2, 63, 64, 65, 130] {
            let mut synapses = Synapses::random(n, &mut rng);
            for step in 0..40 {
                let pattern = BitVector::random(n, &mut rng);
                let (expected, before) = (naive_update(&synapses.hidden, &pattern, step % 3 == 0), synapses.weights());
                if step % 3 == 0 {
                    synapses.consolidate(pattern.words());
                    assert_eq!(synapses.weights(), before, "consolidation flips no weight");
                } else {
                    synapses.learn(pattern.words());
                }
                assert_eq!(synapses.hidden, expected);
                assert!(synapses.hidden.iter().all(|h| h % 2 != 0), "hidden states stay odd");
                assert_eq!(synapses.weights(), BitVector::from_fn(n, |i| synapses.hidden[i] > 0));
                assert_eq!(synapses.product(pattern.words()), synapses.weights().dot(&pattern) as f64);
            }
        }
    }

    #[test]
    fn solves_random_labels_below_its_threshold() {
        for seed in 0..5 {
            let patterns = instance(1001, 501, seed);
            let outcome = Sbpi::default().solve(&patterns, &mut StreamKey::from_seed(seed).rng()).unwrap();
            assert_eq!((outcome.stop, outcome.errors), (Stop::Solved, 0));
            assert_eq!(patterns.errors(&outcome.weights, 0.0), 0);
        }
    }

    #[test]
    fn solves_with_a_margin_and_keeps_it() {
        let patterns = instance(501, 100, 3);
        let sbpi = Sbpi { margin: 0.4, ..Sbpi::default() };
        let outcome = sbpi.solve(&patterns, &mut StreamKey::from_seed(1).rng()).unwrap();
        assert!(outcome.solved());
        assert!(patterns.stabilities(&outcome.weights).iter().all(|&stability| stability > 0.4));
    }

    #[test]
    fn a_tie_is_an_error_for_even_sizes() {
        for seed in 0..5 {
            let patterns = instance(200, 60, seed);
            let outcome = Sbpi::default().solve(&patterns, &mut StreamKey::from_seed(seed).rng()).unwrap();
            assert!(outcome.solved());
            assert!(patterns.stabilities(&outcome.weights).iter().all(|&stability| stability > 0.0));
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
        let outcome = sbpi.solve(&patterns, &mut StreamKey::from_seed(1).rng()).unwrap();
        assert_eq!((outcome.stop, outcome.errors, outcome.sweeps), (Stop::SweepLimit, 1, 50));
        assert_eq!(outcome.history.len(), 50);
    }

    #[test]
    fn the_same_stream_gives_the_same_weights() {
        let patterns = instance(301, 150, 1);
        let run = || Sbpi::default().solve(&patterns, &mut StreamKey::from_seed(9).rng()).unwrap();
        assert_eq!(run(), run());
    }

    #[test]
    fn parameters_outside_their_domain_and_real_inputs_are_refused() {
        let mut rng = StreamKey::from_seed(1).rng();
        let patterns = instance(11, 3, 1);
        for (sbpi, name) in [
            (Sbpi { threshold: -1.0, ..Sbpi::default() }, "threshold"),
            (Sbpi { probability: 1.5, ..Sbpi::default() }, "probability"),
            (Sbpi { margin: f64::NAN, ..Sbpi::default() }, "margin"),
            (Sbpi { max_sweeps: 0, ..Sbpi::default() }, "max_sweeps"),
        ] {
            let error = sbpi.solve(&patterns, &mut rng).unwrap_err();
            assert!(error.to_string().starts_with(name), "{error}");
        }
        let key = StreamKey::from_seed(1);
        let real = Patterns::generate(Scenario::Storage, InputLaw::Gaussian, 11, 3, &key).unwrap();
        let error = Sbpi::default().solve(&real, &mut rng).unwrap_err();
        assert_eq!(error, AlgorithmError::RealInputs { algorithm: "sbpi" });
    }
}
