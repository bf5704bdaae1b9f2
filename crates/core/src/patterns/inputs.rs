//! Gauged inputs, ±1 or real.

use crate::{BitMatrix, BitVector};

/// The gauged inputs of a training set, one pattern a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Inputs {
    /// Entries ±1, packed.
    Signs(BitMatrix),
    /// Real entries.
    Real(RealMatrix),
}

impl Inputs {
    /// Entries of a pattern, `N`.
    pub fn n(&self) -> usize {
        match self {
            Self::Signs(matrix) => matrix.cols(),
            Self::Real(matrix) => matrix.cols(),
        }
    }

    /// Number of patterns, `P`.
    pub fn p(&self) -> usize {
        match self {
            Self::Signs(matrix) => matrix.rows(),
            Self::Real(matrix) => matrix.rows(),
        }
    }

    /// Entry `i` of pattern `mu`.
    ///
    /// # Panics
    /// If an index is out of range.
    pub fn entry(&self, mu: usize, i: usize) -> f64 {
        match self {
            Self::Signs(matrix) => f64::from(matrix.sign(mu, i)),
            Self::Real(matrix) => matrix.row(mu)[i],
        }
    }

    /// Products `Σ_i ξ^μ_i W_i` of every pattern with the weights: integers for ±1 inputs, and for real inputs sums in
    /// the order of the entries.
    ///
    /// # Panics
    /// If `weights` has not `N` entries.
    pub fn products(&self, weights: &BitVector) -> Vec<f64> {
        match self {
            Self::Signs(matrix) => matrix.products(weights).into_iter().map(f64::from).collect(),
            Self::Real(matrix) => matrix.products(weights),
        }
    }
}

/// A matrix of real numbers, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct RealMatrix {
    cols: usize,
    entries: Vec<f64>,
}

impl RealMatrix {
    /// Takes entries row by row.
    ///
    /// # Panics
    /// If the number of entries is not a multiple of `cols`.
    pub fn from_entries(cols: usize, entries: Vec<f64>) -> Self {
        assert!(entries.len().is_multiple_of(cols.max(1)), "{} entries in rows of {cols}", entries.len());
        Self { cols, entries }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.entries.len().checked_div(self.cols).unwrap_or(0)
    }

    /// Number of columns.
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// One row.
    ///
    /// # Panics
    /// If `row` is out of range.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.entries[row * self.cols..(row + 1) * self.cols]
    }

    /// Scalar product of every row with ±1 weights, summed in the order of the entries.
    ///
    /// # Panics
    /// If `weights` has not one entry a column.
    pub fn products(&self, weights: &BitVector) -> Vec<f64> {
        assert_eq!(weights.len(), self.cols, "weights and columns differ in number");
        let signs: Vec<f64> = weights.signs().map(f64::from).collect();
        let product = |row: &[f64]| row.iter().zip(&signs).map(|(x, w)| x * w).sum();
        (0..self.rows()).map(|row| product(self.row(row))).collect()
    }
}
