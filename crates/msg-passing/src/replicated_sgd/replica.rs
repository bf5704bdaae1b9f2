//! One machine of the many, and their centre.

use super::attraction::Attraction;
use piccole_core::{BitVector, Committee, arch};
use rand::Rng;
use serde::{Deserialize, Serialize};

/// Hidden numbers and the weights they show.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Replica {
    pub(super) units: Vec<Unit>,
}

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Unit {
    /// `h_i`.
    pub(super) hidden: Vec<f64>,
    /// `W_i = sign h_i`, −1 for 0, packed, padding zero; between descent and attraction still as before the descent.
    weights: Vec<u64>,
}

impl Unit {
    fn random(n: usize, rng: &mut impl Rng) -> Self {
        let weights = BitVector::random(n, rng);
        Self { hidden: weights.signs().map(f64::from).collect(), weights: weights.words().to_vec() }
    }

    pub(super) fn weights(&self) -> BitVector {
        BitVector::from_words(self.hidden.len(), self.weights.clone()).expect("learning keeps the padding zero")
    }

    /// `W_i`.
    fn sign(&self, i: usize) -> i32 {
        if self.weights[i / 64] >> (i % 64) & 1 == 1 { 1 } else { -1 }
    }

    /// `Σ_i ξ_i W_i`.
    fn product(&self, pattern: &[u64]) -> i64 {
        self.hidden.len() as i64 - 2 * arch::hamming(pattern, &self.weights) as i64
    }

    /// `h_i ← h_i + η ξ_i`.
    fn learn(&mut self, pattern: &[u64], step: f64) {
        for (hidden, &word) in self.hidden.chunks_mut(64).zip(pattern) {
            for (bit, h) in hidden.iter_mut().enumerate() {
                *h += f64::from_bits(step.to_bits() | (!word >> bit & 1) << 63);
            }
        }
    }
}

impl Replica {
    /// Random weights, hidden numbers ±1.
    pub(super) fn random(hidden: usize, n: usize, rng: &mut impl Rng) -> Self {
        Self { units: (0..hidden).map(|_| Unit::random(n, rng)).collect() }
    }

    pub(super) fn weights(&self) -> Committee {
        Committee::new(self.units.iter().map(Unit::weights).collect()).expect("the problem has an odd number of units")
    }

    /// The step of the descent for one pattern; the weights are left as they are until the end of the batch.
    pub(super) fn descend(&mut self, pattern: &[u64], right: f64, step: f64, erring: &mut Vec<(i64, usize)>) {
        erring.clear();
        let products = self.units.iter().enumerate().map(|(k, unit)| (unit.product(pattern), k));
        erring.extend(products.filter(|&(product, _)| product as f64 <= right));
        // A majority of K units is (K + 1)/2 of them: so many more than half err.
        let to_turn = erring.len().saturating_sub(self.units.len() / 2);
        if to_turn > 0 {
            // Those that err by least; of equals the first.
            erring.sort_unstable_by_key(|&(product, k)| (-product, k));
            for &(_, k) in &erring[..to_turn] {
                self.units[k].learn(pattern, step);
            }
        }
    }
}

/// Sums of the machines' weights, unit by unit.
#[derive(Serialize, Deserialize)]
pub(super) struct Centre {
    pub(super) sums: Vec<Vec<i32>>,
}

impl Centre {
    pub(super) fn of(machines: &[Replica]) -> Self {
        let sum = |k: usize, i: usize| machines.iter().map(|machine| machine.units[k].sign(i)).sum();
        let sums = |(k, unit): (usize, &Unit)| (0..unit.hidden.len()).map(|i| sum(k, i)).collect();
        Self { sums: machines[0].units.iter().enumerate().map(sums).collect() }
    }

    /// Draws a machine after its descent to the centre, reads its weights off anew, and takes the centre along.
    pub(super) fn attract(&mut self, machine: &mut Replica, attraction: &Attraction) {
        for (unit, sums) in machine.units.iter_mut().zip(&mut self.sums) {
            let blocks = unit.hidden.chunks_mut(64).zip(sums.chunks_mut(64)).zip(&mut unit.weights);
            for ((hidden, sums), word) in blocks {
                let before = *word;
                let mut shown = 0;
                for (bit, (h, sum)) in hidden.iter_mut().zip(sums).enumerate() {
                    *h += attraction.of(*sum, *h > 0.0);
                    let positive = *h > 0.0;
                    *sum += 2 * (i32::from(positive) - (before >> bit & 1) as i32);
                    shown |= u64::from(positive) << bit;
                }
                *word = shown;
            }
        }
    }

    /// The majority of the machines, weight by weight; −1 for a tie.
    pub(super) fn vote(&self) -> Committee {
        let unit = |sums: &Vec<i32>| BitVector::from_fn(sums.len(), |i| sums[i] > 0);
        Committee::new(self.sums.iter().map(unit).collect()).expect("the problem has an odd number of units")
    }

    /// `Σ_ki c_ki²/(K N)`.
    pub(super) fn overlap(&self, replicas: usize) -> f64 {
        let squares: i64 = self.sums.iter().flatten().map(|&sum| i64::from(sum) * i64::from(sum)).sum();
        let weights = self.sums.len() * self.sums[0].len();
        squares as f64 / (weights as f64 * (replicas * replicas) as f64)
    }
}
