//! Products of a matrix of ±1 with real vectors, `X m` and `Xᵀ g`, from its packed bits.
//!
//! The vector is written in integers of 21 bits, the integers are summed with the signs of every row
//! by table lookups, and each sum is rounded once. All sums are exact, so that the result does not depend
//! on the number of threads nor on the instruction set. See [`SignProducts`] for the memory.
//!
//! # Accuracy
//!
//! With `b` bits ([`Precision`]: 21, 42 or 63) an entry `x_i` is replaced by the nearest multiple of a power of two `δ`, where
//! `δ ≤ 2^{1−b} x_max (1 + 2⁻²¹)` and `x_max` is the largest absolute value of the vector: `x_max/δ` rounds to an integer below
//! `2^b`, and `δ` is the smallest such power. Every entry is therefore off by at most `δ/2`, and a product of `n` terms by
//!
//! ```math
//! \Bigl| \widetilde{(Xx)_\mu} - (Xx)_\mu \Bigr| \le \frac{n\delta}2 \approx n\, 2^{-b} x_{\max} ,
//! \qquad \text{typically } \sqrt{n/12}\;\delta ,
//! ```
//!
//! besides half a unit in the last place of the result. The typical error belongs to entries whose roundings are
//! independent; relative to the typical product `√n x_rms` it is `2^{-b} x_max/(√3 x_rms)` at most: for 21 bits and Gaussian
//! entries, where `x_max ≈ 4 x_rms`, between 0.5 and 1.1 millionths. Entries that are integers (or
//! multiples of one power of two) of no more than `b` bits are not rounded at all, and the product of ±1 is exact.
//!
//! A vector whose largest entry is below `2⁻⁸⁷⁹` is quantised as if it had that one. If an entry is not finite, all products
//! are NaN.

mod quantised;
#[cfg(test)]
mod tests;

use crate::BitMatrix;
use crate::arch::{SignRows, SignSums, Tier};
use quantised::Quantised;
#[cfg(feature = "rayon")]
use rayon::prelude::*;

/// Bits to which the entries of a vector are known in a product, relative to the largest of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// 21 bits, nearly those of an `f32`: one pass through the matrix.
    Bits21,
    /// 42 bits: two passes.
    Bits42,
    /// 63 bits, more than an `f64` near the largest entry has: three passes.
    Bits63,
}

impl Precision {
    const MOST_PIECES: usize = 3;

    fn pieces(self) -> usize {
        match self {
            Self::Bits21 => 1,
            Self::Bits42 => 2,
            Self::Bits63 => 3,
        }
    }
}

/// A matrix of ±1, arranged for products in both directions.
///
/// Beside the matrix itself there is its transpose, a bit an entry, and up to 2³² entries (512 MB) a copy in the order
/// in which the vector instructions read it, another bit. Larger matrices are read in place, more slowly: their bytes are
/// transposed in every product.
///
/// ```
/// use piccole_core::BitMatrix;
/// use piccole_core::products::{Precision, SignProducts};
/// let matrix = BitMatrix::from_fn(2, 3, |row, col| row == 0 || col == 1); // + + + and − + −
/// let products = SignProducts::new(&matrix);
/// let (mut forward, mut backward) = ([0.0; 2], [0.0; 3]);
/// products.forward_into(&[0.5, 1.0, -0.25], Precision::Bits21, &mut forward);
/// products.backward_into(&[1.0, 2.0], Precision::Bits21, &mut backward);
/// assert_eq!((forward, backward), ([1.25, 0.75], [-1.0, 3.0, -1.0]));
/// ```
#[derive(Debug)]
pub struct SignProducts<'a> {
    matrix: &'a BitMatrix,
    rows: SignRows<'a>,
    columns: SignRows<'a>,
}

/// Entries up to which the rows are copied.
const COPIED: usize = 1 << 32;

impl<'a> SignProducts<'a> {
    /// Arranges the matrix and its transpose, at the cost of a few products.
    pub fn new(matrix: &'a BitMatrix) -> Self {
        Self::in_tier(Tier::best(), matrix, matrix.rows().saturating_mul(matrix.cols()) <= COPIED)
    }

    fn in_tier(tier: Tier, matrix: &'a BitMatrix, copied: bool) -> Self {
        let arrange = if copied { SignRows::copied } else { SignRows::in_place };
        let rows = arrange(tier, matrix.words(), matrix.rows(), matrix.words_per_row());
        let transpose = |first: usize, out: &mut [u64]| matrix.transposed_rows_into(first, out);
        let columns = SignRows::arranged(tier, matrix.cols(), matrix.rows().div_ceil(64), transpose);
        Self { matrix, rows, columns }
    }

    /// The matrix.
    pub fn matrix(&self) -> &'a BitMatrix {
        self.matrix
    }

    /// Writes `X x`, one entry a row.
    ///
    /// # Panics
    /// If `x` has not one entry a column or `out` not one a row.
    pub fn forward_into(&self, x: &[f64], precision: Precision, out: &mut [f64]) {
        assert_eq!(x.len(), self.matrix.cols(), "entries and columns differ in number");
        multiply(&self.rows, x, precision, out);
    }

    /// Writes `Xᵀ x`, one entry a column.
    ///
    /// # Panics
    /// If `x` has not one entry a row or `out` not one a column.
    pub fn backward_into(&self, x: &[f64], precision: Precision, out: &mut [f64]) {
        assert_eq!(x.len(), self.matrix.rows(), "entries and rows differ in number");
        multiply(&self.columns, x, precision, out);
    }
}

/// Entries from which a product is worth the threads: some fifty microseconds' work.
#[cfg(feature = "rayon")]
const PARALLEL: usize = 1 << 22;

fn multiply(rows: &SignRows<'_>, x: &[f64], precision: Precision, out: &mut [f64]) {
    assert_eq!(out.len(), rows.rows(), "products and rows differ in number");
    let Some(quantised) = Quantised::new(x, precision) else { return out.fill(f64::NAN) };
    let pieces: Vec<SignSums<'_>> = quantised.pieces.iter().map(|q| rows.prepare(q)).collect();
    let task = |(block, out): (usize, &mut [f64])| {
        let mut sums = [[0; SignRows::BLOCK]; Precision::MOST_PIECES];
        for (piece, sums) in pieces.iter().zip(&mut sums) {
            piece.block_into(block, &mut sums[..out.len()]);
        }
        quantised.join_into(&sums, out);
    };
    #[cfg(feature = "rayon")]
    if x.len() * out.len() >= PARALLEL {
        return out.par_chunks_mut(SignRows::BLOCK).enumerate().for_each(task);
    }
    out.chunks_mut(SignRows::BLOCK).enumerate().for_each(task);
}
