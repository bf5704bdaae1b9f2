//! The energy of weights on a training set of ±1 inputs, and what flipping one of them changes.
//!
//! The *level* of a pattern in a unit is the number of flips it has to spare: `l = D_max − D`, where `D` is the Hamming
//! distance of the gauged input from the weights of the unit and `D_max` the largest one that still satisfies it,
//! `N − 2 D_max > κ√N`. The unit votes right when `l ≥ 0`, and to flip a weight moves the level of every pattern by one.
//!
//! | type | what |
//! | --- | --- |
//! | [`PlainLandscape`] | the definition: levels as integers, pattern by pattern |
//! | [`BitLandscape`] | 256 patterns at a time: levels in bit planes, the patterns that a flip can matter to in masks |
//!
//! Both are a [`Landscape`] and give the same integers.

mod bit_landscape;
mod columns;
mod counter;
mod lanes;
mod levels;
mod plain;
#[cfg(test)]
mod tests;

pub use bit_landscape::BitLandscape;
pub use columns::Columns;
pub use plain::PlainLandscape;

use crate::{BitMatrix, Committee};
use std::fmt;
use std::str::FromStr;

/// What is counted: `Σ_μ D_μ^r`, where `D_μ` is the fewest flips of weights that would satisfy the pattern, and `0⁰ = 0`.
///
/// `D` is `max(0, −l)` for a perceptron, and for a committee the sum of this over the `(K + 1)/2` units of highest level. All
/// energies are zero exactly for a solution; the larger the exponent `r`, the less a pattern weighs that is nearly right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Energy {
    /// `r = 0`: the patterns that are not satisfied.
    Errors,
    /// `r = 1`: the flips.
    Flips,
    /// `r = 2`: the squares of the flips.
    SquaredFlips,
    /// `r = 3`: their cubes.
    CubedFlips,
}

impl Energy {
    /// All, by exponent.
    pub const ALL: [Self; 4] = [Self::Errors, Self::Flips, Self::SquaredFlips, Self::CubedFlips];

    /// The name, in kebab case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Errors => "errors",
            Self::Flips => "flips",
            Self::SquaredFlips => "squared-flips",
            Self::CubedFlips => "cubed-flips",
        }
    }

    /// The exponent `r`.
    pub fn exponent(self) -> u32 {
        match self {
            Self::Errors => 0,
            Self::Flips => 1,
            Self::SquaredFlips => 2,
            Self::CubedFlips => 3,
        }
    }

    /// `D^r`, what a pattern costs that `flips` would satisfy; saturates at `i64::MAX`.
    #[inline(always)]
    pub fn of_flips(self, flips: i64) -> i64 {
        if flips == 0 { 0 } else { flips.saturating_pow(self.exponent()) }
    }
}

impl fmt::Display for Energy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that is not one of an [`Energy`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown energy '{0}', expected errors, flips, squared-flips or cubed-flips")]
pub struct UnknownEnergy(
    /// The name given.
    pub String,
);

impl FromStr for Energy {
    type Err = UnknownEnergy;

    fn from_str(name: &str) -> Result<Self, UnknownEnergy> {
        Self::ALL.into_iter().find(|energy| energy.as_str() == name).ok_or_else(|| UnknownEnergy(name.to_owned()))
    }
}

/// Weights, their energy, and what it becomes by flipping one.
///
/// Weight `i` of unit `k` is site `k N + i`. Methods panic for a site out of range. Energies are exact below 2⁶³.
pub trait Landscape {
    /// Number of weights, `K N`.
    fn sites(&self) -> usize;

    /// Whether the weight is +1.
    fn is_positive(&self, site: usize) -> bool;

    /// The energy of the weights as they are.
    fn energy(&self) -> i64;

    /// What flipping the weight would add to the energy.
    fn change(&self, site: usize) -> i64;

    /// Flips the weight.
    fn flip(&mut self, site: usize) {
        self.accept(site, self.change(site));
    }

    /// Flips the weight for a caller that has just asked for its [`change`](Self::change), and knows it.
    fn accept(&mut self, site: usize, change: i64);

    /// The weights.
    fn machine(&self) -> Committee;
}

/// The largest Hamming distance that satisfies a pattern of `n` entries at margin `κ`, −1 if none does.
///
/// # Panics
/// If the margin is NaN.
fn max_distance(n: usize, margin: f64) -> i64 {
    assert!(!margin.is_nan(), "the margin is not a number");
    let threshold = margin * (n as f64).sqrt();
    let satisfies = |distance: &i64| (n as i64 - 2 * distance) as f64 > threshold;
    (0..=n as i64).take_while(satisfies).count() as i64 - 1
}

/// The fewest flips that satisfy a pattern, given the levels of its units, which are put into another order.
#[inline(always)]
fn flips_needed(levels: &mut [i64]) -> i64 {
    if let [level] = levels {
        return (-*level).max(0);
    }
    levels.sort_unstable_by(|a, b| b.cmp(a));
    levels[..levels.len() / 2 + 1].iter().map(|level| (-level).max(0)).sum()
}

/// Levels `D_max − D` of every pattern in every unit, unit by unit.
///
/// # Panics
/// If a unit has not one weight a column.
fn initial_levels(inputs: &BitMatrix, machine: &Committee, margin: f64) -> Vec<Vec<i64>> {
    let (n, satisfied) = (inputs.cols() as i64, max_distance(inputs.cols(), margin));
    let level = |product: i32| satisfied - (n - i64::from(product)) / 2;
    machine.units().iter().map(|unit| inputs.products(unit).into_iter().map(level).collect()).collect()
}
