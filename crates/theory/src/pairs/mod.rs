//! Pairs of solutions: how many there are at a given distance.
//!
//! The entropy of pairs weighs every solution by the number of its neighbours. At small distances it is above the sum of
//! the entropy of single solutions and the local entropy around a typical one, because the few solutions with neighbours
//! dominate; where it falls below the entropy of single solutions, only an exponentially small fraction of them has a
//! neighbour at that distance.
//!
//! Reference: Huang and Kabashima, Phys. Rev. E 90, 052813 (2014).

mod curve;
mod orthant;

pub use curve::{PairPoint, curve};

use crate::franz_parisi::binary_entropy;
use std::f64::consts::{FRAC_1_PI, LN_2};

/// Returns `ln(1/4 + arcsin(p)/(2π))`, the logarithm of the probability that two configurations at the distance `d` both
/// satisfy a pattern of Gaussian inputs at margin 0.
///
/// The mean number of ordered pairs of solutions at Hamming distance `D` is `2^N C(N, D)` times its `P`-th power at every
/// size.
pub fn ln_pattern_probability(distance: f64) -> f64 {
    // 1/4 + arcsin(p)/(2π) = 1/2 − arccos(p)/(2π), and arccos(1 − 2d) = 2 arcsin √d.
    libm::log(0.5 - FRAC_1_PI * libm::asin(distance.sqrt()))
}

/// Returns `ln 2 + h₂(d) + α ln(1/4 + arcsin(p)/(2π))`: the logarithm, per weight, of the mean number of ordered pairs of
/// solutions at the distance `d`. It bounds the entropy of pairs from above.
pub fn annealed(alpha: f64, distance: f64) -> f64 {
    LN_2 + binary_entropy(distance) + alpha * ln_pattern_probability(distance)
}

#[cfg(test)]
mod tests;
