//! How often two machines disagree on a new input.

use super::Committee;
use crate::{StandardNormal, StreamKey};

/// Inputs drawn for machines of several units: a standard error of 0.0011 at the most.
const SAMPLES: usize = 200_000;

impl Committee {
    /// Probability that the two machines label a new Gaussian (or, for large `N`, ±1) input differently.
    ///
    /// Two perceptrons of overlap `R` disagree with probability `arccos(R)/π`. For more units it is the average over
    /// 200 000 draws of the units' fields, Gaussians with the covariance `W_k·W'_l/N`, from a stream of their own that is
    /// always the same; the standard error is `√(ε(1−ε)/200000) ≤ 0.0011`.
    ///
    /// # Panics
    /// If the units of the two machines differ in their number of weights.
    pub fn disagreement(&self, other: &Self) -> f64 {
        assert_eq!(self.n(), other.n(), "committees differ in the weights of a unit");
        if let (Some(own), Some(others)) = (self.as_perceptron(), other.as_perceptron()) {
            return libm::acos(own.overlap(others)) / std::f64::consts::PI;
        }
        let units: Vec<_> = self.units().iter().chain(other.units()).collect();
        let root = cholesky(units.len(), |k, l| units[k].overlap(units[l]));
        let mut gaussians = StandardNormal::new(StreamKey::from_seed(0).named("generalization").rng());
        let (mut independent, mut disagreements) = (vec![0.0; units.len()], 0_usize);
        for _ in 0..SAMPLES {
            independent.iter_mut().zip(&mut gaussians).for_each(|(x, gaussian)| *x = gaussian);
            let field = |row: &Vec<f64>| row.iter().zip(&independent).map(|(a, x)| a * x).sum::<f64>();
            let (own, others) = root.split_at(self.hidden());
            let positive = |rows: &[Vec<f64>]| 2 * rows.iter().filter(|row| field(row) > 0.0).count() > rows.len();
            disagreements += usize::from(positive(own) != positive(others));
        }
        disagreements as f64 / SAMPLES as f64
    }
}

/// Lower triangular root of a positive semidefinite matrix, row by row; a pivot lost to rounding counts as 0.
fn cholesky(size: usize, entry: impl Fn(usize, usize) -> f64) -> Vec<Vec<f64>> {
    /// Overlaps are multiples of 1/N, so that true pivots are far above it.
    const LOST: f64 = 1e-12;
    let mut root: Vec<Vec<f64>> = Vec::with_capacity(size);
    for k in 0..size {
        let mut row = Vec::with_capacity(k + 1);
        for (l, above) in root.iter().enumerate() {
            let known: f64 = row.iter().zip(above).map(|(a, b): (&f64, &f64)| a * b).sum();
            let pivot: f64 = above[l];
            row.push(if pivot > 0.0 { (entry(k, l) - known) / pivot } else { 0.0 });
        }
        let left = entry(k, k) - row.iter().map(|a| a * a).sum::<f64>();
        row.push(if left > LOST { left.sqrt() } else { 0.0 });
        root.push(row);
    }
    root
}

#[cfg(test)]
mod tests {
    use crate::{BitVector, Committee, StreamKey};

    #[test]
    fn perceptrons_disagree_by_their_angle() {
        let weights = BitVector::from_fn(4, |i| i % 2 == 0);
        let machine = Committee::from(weights);
        assert_eq!(machine.disagreement(&machine), 0.0);
        let other = Committee::from(BitVector::from_fn(4, |i| i < 2));
        assert_eq!(machine.disagreement(&other), 0.5);
    }

    #[test]
    fn a_committee_agrees_with_itself_in_any_order_of_its_units() {
        let machine = Committee::random(3, 31, &mut StreamKey::from_seed(1).rng()).unwrap();
        let reversed = Committee::new(machine.units().iter().rev().cloned().collect()).unwrap();
        assert_eq!(machine.disagreement(&reversed), 0.0);
    }

    #[test]
    fn equal_units_err_like_one_and_independent_ones_at_chance() {
        let mut rng = StreamKey::from_seed(2).rng();
        let unit = BitVector::random(101, &mut rng);
        let student = BitVector::random(101, &mut rng);
        let teacher = Committee::new(vec![unit.clone(), unit.clone(), unit]).unwrap();
        let exact = Committee::from(teacher.units()[0].clone()).disagreement(&Committee::from(student.clone()));
        // Five standard errors of 0.0011: a false alarm once in two million streams.
        assert!((teacher.disagreement(&Committee::from(student)) - exact).abs() < 5.0 * 0.0011);
    }
}
