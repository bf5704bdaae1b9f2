//! The two precisions in which messages are kept and moved.

use crate::pattern::BLOCK;
use piccole_core::elementwise::{tanh_and_variance, tanh_and_variance_f32};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::ops::{Add, Div, Mul, Sub};

/// A number of which a vector register holds several: `f64` for marginals and entropies, `f32` for solvers, whose messages
/// then take half the memory and half the time.
pub trait Lane:
    Copy
    + Default
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Serialize
    + DeserializeOwned
{
    /// Truncation error of a series at which rounding takes over, relative to the variation of what it stands for.
    const TRUNCATION: f64;

    /// The nearest number of this precision.
    fn of(x: f64) -> Self;

    /// The number itself.
    fn value(self) -> f64;

    /// `|x|`.
    fn abs(self) -> Self;

    /// `√x`.
    fn sqrt(self) -> Self;

    /// Replaces every `x` by `tanh x` and gives `1 − tanh² x`.
    fn tanh_and_variance(x: &mut [Self; BLOCK]) -> [Self; BLOCK];

    /// `+1` for every set bit, `−1` for every clear one.
    fn signs(word: u64) -> [Self; BLOCK];
}

impl Lane for f64 {
    const TRUNCATION: f64 = 1e-14;

    #[inline(always)]
    fn of(x: f64) -> Self {
        x
    }

    #[inline(always)]
    fn value(self) -> f64 {
        self
    }

    #[inline(always)]
    fn abs(self) -> Self {
        f64::abs(self)
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        f64::sqrt(self)
    }

    #[inline(always)]
    fn tanh_and_variance(x: &mut [f64; BLOCK]) -> [f64; BLOCK] {
        tanh_and_variance(x)
    }

    #[inline(always)]
    fn signs(word: u64) -> [f64; BLOCK] {
        std::array::from_fn(|bit| f64::from_bits(1.0_f64.to_bits() | (!word >> bit << 63)))
    }
}

impl Lane for f32 {
    const TRUNCATION: f64 = 1e-8;

    #[inline(always)]
    fn of(x: f64) -> Self {
        x as f32
    }

    #[inline(always)]
    fn value(self) -> f64 {
        f64::from(self)
    }

    #[inline(always)]
    fn abs(self) -> Self {
        f32::abs(self)
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        f32::sqrt(self)
    }

    #[inline(always)]
    fn tanh_and_variance(x: &mut [f32; BLOCK]) -> [f32; BLOCK] {
        tanh_and_variance_f32(x)
    }

    #[inline(always)]
    fn signs(word: u64) -> [f32; BLOCK] {
        // Halves of the word, so that the shifts stay within the width of a lane.
        let halves = [!word as u32, (!word >> 32) as u32];
        std::array::from_fn(|bit| f32::from_bits(1.0_f32.to_bits() | (halves[bit / 32] >> (bit % 32) << 31)))
    }
}

/// Whole blocks of a padded slice.
#[inline(always)]
pub(super) fn blocks<T>(slice: &[T]) -> &[[T; BLOCK]] {
    slice.as_chunks().0
}

/// Whole blocks of a padded slice, to be changed.
#[inline(always)]
pub(super) fn blocks_mut<T>(slice: &mut [T]) -> &mut [[T; BLOCK]] {
    slice.as_chunks_mut().0
}

/// `max(a, b)` as the one instruction it is; `f64::max` adds a test for NaN, and there is none here.
#[inline(always)]
pub(super) fn larger<R: PartialOrd>(a: R, b: R) -> R {
    if a > b { a } else { b }
}

/// `min(a, b)`, likewise.
#[inline(always)]
pub(super) fn smaller<R: PartialOrd>(a: R, b: R) -> R {
    if a < b { a } else { b }
}

/// Combines the entries of a block in a fixed order, halving it until eight are left.
#[inline(always)]
pub(super) fn fold<R: Copy>(mut block: [R; BLOCK], combine: impl Fn(R, R) -> R) -> [R; 8] {
    let mut half = BLOCK / 2;
    while half >= 8 {
        let (low, high) = block.split_at_mut(half);
        for (low, high) in low.iter_mut().zip(high) {
            *low = combine(*low, *high);
        }
        half /= 2;
    }
    std::array::from_fn(|k| block[k])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_those_of_the_bits() {
        let word = 0x9bd3_0f31_8c46_e2a7_u64;
        for bit in 0..BLOCK {
            let sign = if word >> bit & 1 == 1 { 1.0 } else { -1.0 };
            assert_eq!((f64::signs(word)[bit], f64::from(f32::signs(word)[bit])), (sign, sign));
        }
    }

    #[test]
    fn a_fold_takes_every_entry_once() {
        let folded = fold(std::array::from_fn(|k| k as u64), |a, b| a + b);
        assert_eq!(folded, std::array::from_fn(|k| (0..8).map(|j| (8 * j + k) as u64).sum()));
    }
}
