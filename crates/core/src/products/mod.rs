//! Products of a matrix of ±1 with real vectors, `X m` and `Xᵀ g`, from its packed bits.
//!
//! The vector is written in integers of 21 bits, the integers are summed with the signs of every row
//! ([`SignSums`]), and each sum is rounded once. All sums are exact, so that the result does not depend
//! on the number of threads nor on the instruction set. Matrix and transpose take two bits an entry in all.
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
use crate::arch::SignSums;
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
    fn pieces(self) -> usize {
        match self {
            Self::Bits21 => 1,
            Self::Bits42 => 2,
            Self::Bits63 => 3,
        }
    }
}

/// A matrix of ±1 with its transpose, for products in both directions.
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
    transposed: BitMatrix,
}

impl<'a> SignProducts<'a> {
    /// Transposes the matrix, at the cost of a few products.
    pub fn new(matrix: &'a BitMatrix) -> Self {
        Self { matrix, transposed: matrix.transposed() }
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
        multiply(self.matrix, x, precision, out);
    }

    /// Writes `Xᵀ x`, one entry a column.
    ///
    /// # Panics
    /// If `x` has not one entry a row or `out` not one a column.
    pub fn backward_into(&self, x: &[f64], precision: Precision, out: &mut [f64]) {
        multiply(&self.transposed, x, precision, out);
    }
}

/// Rows of one task, which are those that the kernel takes together.
const ROWS: usize = 256;

/// Entries from which a product is worth the threads: about a tenth of a millisecond's work.
#[cfg(feature = "rayon")]
const PARALLEL: usize = 1 << 22;

fn multiply(matrix: &BitMatrix, x: &[f64], precision: Precision, out: &mut [f64]) {
    assert_eq!(x.len(), matrix.cols(), "a matrix of {} columns and {} entries", matrix.cols(), x.len());
    assert_eq!(out.len(), matrix.rows(), "a matrix of {} rows and {} products", matrix.rows(), out.len());
    let Some(quantised) = Quantised::new(x, precision) else { return out.fill(f64::NAN) };
    let pieces: Vec<SignSums<'_>> = quantised.pieces.iter().map(|q| SignSums::new(q)).collect();
    let words = matrix.words_per_row();
    let task = |(block, out): (usize, &mut [f64])| {
        let start = block * ROWS;
        let rows = &matrix.words()[start * words..(start + out.len()) * words];
        let mut sums = vec![[0; ROWS]; pieces.len()];
        for (piece, sums) in pieces.iter().zip(&mut sums) {
            piece.rows_into(rows, &mut sums[..out.len()]);
        }
        for (r, out) in out.iter_mut().enumerate() {
            *out = quantised.join(sums.iter().map(|sums| sums[r]));
        }
    };
    #[cfg(feature = "rayon")]
    if x.len() * out.len() >= PARALLEL {
        return out.par_chunks_mut(ROWS).enumerate().for_each(task);
    }
    out.chunks_mut(ROWS).enumerate().for_each(task);
}
