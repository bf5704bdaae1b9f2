//! Hidden integer states behind binary weights.

use piccole_core::{BitVector, arch};
use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};

/// Hidden states and the weights they show.
#[derive(Serialize, Deserialize)]
pub(super) struct Synapses {
    /// Odd integers `h_i`.
    hidden: Vec<i32>,
    /// `W_i = sign h_i`, packed, padding zero.
    weights: Vec<u64>,
}

impl Synapses {
    pub(super) fn random(n: usize, rng: &mut impl Rng) -> Self {
        let weights = BitVector::random(n, rng);
        Self { hidden: weights.signs().map(i32::from).collect(), weights: weights.words().to_vec() }
    }

    /// Number of weights.
    pub(super) fn len(&self) -> usize {
        self.hidden.len()
    }

    pub(super) fn weights(&self) -> BitVector {
        BitVector::from_words(self.hidden.len(), self.weights.clone()).expect("learning keeps the padding zero")
    }

    /// `Σ_i ξ_i W_i`.
    pub(super) fn product(&self, pattern: &[u64]) -> f64 {
        self.hidden.len() as f64 - 2.0 * arch::hamming(pattern, &self.weights) as f64
    }

    /// `h_i ← h_i + 2 ξ_i` for every weight.
    pub(super) fn learn(&mut self, pattern: &[u64]) {
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
    pub(super) fn consolidate(&mut self, pattern: &[u64]) {
        for ((hidden, &weights), &word) in self.hidden.chunks_mut(64).zip(&self.weights).zip(pattern) {
            let agree = !(weights ^ word);
            for (bit, h) in hidden.iter_mut().enumerate() {
                *h += (2 * (agree >> bit & 1) as i32) * (2 * (word >> bit & 1) as i32 - 1);
            }
        }
    }

    /// `h_i ← h_i + 2 sign h_i` for every weight on its own with a probability in [0, 1), which flips none.
    ///
    /// The gaps between the weights that are drawn follow the geometric law, so that a call takes as many random numbers
    /// as weights it changes, and one.
    pub(super) fn reinforce(&mut self, probability: f64, rng: &mut impl Rng) {
        if probability <= 0.0 {
            return;
        }
        let ln_miss = libm::log1p(-probability);
        let mut next = 0.0;
        loop {
            // 1 − u is in (0, 1]: the logarithm is finite.
            next += (libm::log(1.0 - rng.random::<f64>()) / ln_miss).floor();
            if next >= self.hidden.len() as f64 {
                return;
            }
            let hidden = &mut self.hidden[next as usize];
            *hidden += 2 * hidden.signum();
            next += 1.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use piccole_core::StreamKey;

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
    fn each_weight_is_reinforced_with_its_probability_and_none_flips() {
        let mut rng = StreamKey::from_seed(6).rng();
        let (n, rounds, probability) = (1000, 400, 0.02);
        let mut synapses = Synapses::random(n, &mut rng);
        let (start, before) = (synapses.hidden.clone(), synapses.weights());
        for _ in 0..rounds {
            synapses.reinforce(probability, &mut rng);
        }
        assert_eq!(synapses.weights(), before);
        let steps: Vec<i32> =
            synapses.hidden.iter().zip(&start).map(|(h, before)| (h - before) * before.signum() / 2).collect();
        assert!(steps.iter().all(|&step| step >= 0) && synapses.hidden.iter().all(|h| h % 2 != 0));
        // 400 000 trials at 0.02, standard deviation 89: five of them miss once in 10⁶. First and last weights alike.
        let total: i32 = steps.iter().sum();
        assert!((f64::from(total) - 8000.0).abs() < 5.0 * 89.0, "{total}");
        let (first, last): (i32, i32) = (steps[..500].iter().sum(), steps[500..].iter().sum());
        assert!((f64::from(first) - f64::from(last)).abs() < 5.0 * 89.0, "{first} {last}");
        let untouched = synapses.hidden.clone();
        synapses.reinforce(0.0, &mut rng);
        assert_eq!(synapses.hidden, untouched);
    }
}
