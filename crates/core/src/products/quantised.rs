//! A real vector as a few vectors of integers.

use super::Precision;
use crate::arch::{Elementwise, SignSums, vectorized};

/// Bits of an integer, its sign aside.
const BITS: i32 = 21;

/// Adding and subtracting this number rounds a double below 2⁵¹ to the nearest integer, halves to even.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// `x_i ≈ unit Σ_j 2^{21 j} q_{ji}` with integers `|q_{ji}| < 2²¹`, `j` counted from the last.
pub(super) struct Quantised {
    /// `q_j`, the coarsest first.
    pub(super) pieces: Vec<Vec<i32>>,
    /// A power of two.
    unit: f64,
}

impl Quantised {
    /// Quantises a vector; nothing if an entry is not finite.
    pub(super) fn new(x: &[f64], precision: Precision) -> Option<Self> {
        let largest = f64::from_bits(vectorized(LargestBits(x)));
        if !largest.is_finite() {
            return None;
        }
        let exponent = exponent(largest);
        // Twice by a power of two, which may be too large or small for one number.
        let scale = [libm::ldexp(1.0, -exponent / 2), libm::ldexp(1.0, -exponent - -exponent / 2)];
        let mut rests: Vec<f64> = x.iter().map(|x| x * scale[0] * scale[1]).collect();
        let mut pieces = vec![vec![0; x.len()]; precision.pieces()];
        for piece in &mut pieces {
            vectorized(Round { rests: &mut rests, piece });
        }
        let unit = libm::ldexp(1.0, exponent - BITS * (pieces.len() as i32 - 1));
        Some(Self { pieces, unit })
    }

    /// Writes the products of rows from their sums with the pieces, each rounded once.
    pub(super) fn join_into<const B: usize>(&self, sums: &[[i64; B]; Precision::MOST_PIECES], out: &mut [f64]) {
        if let [_] = self.pieces[..] {
            for (out, sum) in out.iter_mut().zip(&sums[0]) {
                *out = *sum as f64 * self.unit;
            }
            return;
        }
        for (r, out) in out.iter_mut().enumerate() {
            let sums = sums[..self.pieces.len()].iter().map(|sums| i128::from(sums[r]));
            *out = sums.fold(0, |total, sum| (total << BITS) + sum) as f64 * self.unit;
        }
    }
}

/// The bits of the largest absolute value, which are in the order of the values; those of an infinity or not-a-number are
/// above all others.
struct LargestBits<'a>(&'a [f64]);

impl Elementwise for LargestBits<'_> {
    type Output = u64;

    #[inline(always)]
    fn run(self) -> u64 {
        // As signed integers, which the vector instructions can compare.
        self.0.iter().fold(0, |largest: i64, x| largest.max(x.abs().to_bits() as i64)) as u64
    }
}

/// The `e` for which `largest/2^e`, rounded, takes 21 bits: between `2²⁰ − ¼` and `2²¹ − ½`. Not below the exponents that
/// leave room for all pieces among the normal numbers.
fn exponent(largest: f64) -> i32 {
    if largest == 0.0 {
        return 0;
    }
    let exponent = (libm::ilogb(largest) + 1 - BITS).max(-900);
    let rounds_up = libm::ldexp(largest, -exponent) >= f64::from(SignSums::LARGEST) + 0.5;
    exponent + i32::from(rounds_up)
}

/// Takes the nearest integers off the rests and scales what is left of them, at most ½ in absolute value, by 2²¹.
struct Round<'a> {
    rests: &'a mut [f64],
    piece: &'a mut [i32],
}

impl Elementwise for Round<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (rest, q) in self.rests.iter_mut().zip(self.piece) {
            let shifted = *rest + ROUND;
            // The low bits of the sum hold the integer in two's complement.
            *q = shifted.to_bits() as i32;
            *rest = (*rest - (shifted - ROUND)) * (1_u64 << BITS) as f64;
        }
    }
}
