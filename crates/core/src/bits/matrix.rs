//! A matrix of ±1, row by row.

use super::{BitVector, BitsError, last_word_mask, words_for};
use crate::arch;
#[cfg(feature = "rayon")]
use rayon::prelude::*;

/// Words from which products are worth the threads: more than fifty microseconds' work.
#[cfg(feature = "rayon")]
const PARALLEL: usize = 1 << 18;

/// Rows of a thread's task.
#[cfg(feature = "rayon")]
const ROWS: usize = 256;

/// A matrix of ±1 entries; each row starts at a word of its own and has zero padding bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BitMatrix {
    rows: usize,
    cols: usize,
    words: Vec<u64>,
}

impl BitMatrix {
    /// Builds entry `(row, col)` as +1 where `positive(row, col)`, else −1.
    pub fn from_fn(rows: usize, cols: usize, mut positive: impl FnMut(usize, usize) -> bool) -> Self {
        let words_per_row = words_for(cols);
        let mut words = vec![0; rows * words_per_row];
        for (r, row) in words.chunks_exact_mut(words_per_row.max(1)).enumerate() {
            for c in 0..cols {
                row[c / 64] |= u64::from(positive(r, c)) << (c % 64);
            }
        }
        Self { rows, cols, words }
    }

    /// Stacks rows of equal length; `cols` is their length (it cannot be inferred when there is no row).
    ///
    /// # Errors
    /// [`BitsError::RowLength`] names the first row of another length.
    pub fn from_rows(cols: usize, rows: &[BitVector]) -> Result<Self, BitsError> {
        let mut words = Vec::with_capacity(rows.len() * words_for(cols));
        for (row, bits) in rows.iter().enumerate() {
            if bits.len() != cols {
                return Err(BitsError::RowLength { row, got: bits.len(), expected: cols });
            }
            words.extend_from_slice(bits.words());
        }
        Ok(Self { rows: rows.len(), cols, words })
    }

    /// Takes packed words as they are, row after row.
    ///
    /// # Errors
    /// [`BitsError::WordCount`] or [`BitsError::Padding`] if they do not describe `rows` rows of `cols` entries.
    pub fn from_words(rows: usize, cols: usize, words: Vec<u64>) -> Result<Self, BitsError> {
        let words_per_row = words_for(cols);
        let expected = rows.saturating_mul(words_per_row);
        if words.len() != expected {
            return Err(BitsError::WordCount { len: rows.saturating_mul(cols), expected, got: words.len() });
        }
        let padding = !last_word_mask(cols);
        let padded = |row: &[u64]| row.last().is_some_and(|last| last & padding != 0);
        match words.chunks(words_per_row.max(1)).position(padded) {
            Some(row) => Err(BitsError::Padding { word: (row + 1) * words_per_row - 1 }),
            None => Ok(Self { rows, cols, words }),
        }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// Words from one row to the next.
    pub fn words_per_row(&self) -> usize {
        words_for(self.cols)
    }

    /// All packed words, row after row.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// The packed words of one row.
    ///
    /// # Panics
    /// If `row` is out of range.
    pub fn row_words(&self, row: usize) -> &[u64] {
        assert!(row < self.rows, "row {row} of a matrix of {}", self.rows);
        &self.words[row * self.words_per_row()..(row + 1) * self.words_per_row()]
    }

    /// One row as a vector of its own.
    ///
    /// # Panics
    /// If `row` is out of range.
    pub fn row(&self, row: usize) -> BitVector {
        BitVector::from_words(self.cols, self.row_words(row).to_vec()).expect("rows keep their padding zero")
    }

    /// Entry `(row, col)`, +1 or −1.
    ///
    /// # Panics
    /// If an index is out of range.
    pub fn sign(&self, row: usize, col: usize) -> i8 {
        assert!(col < self.cols, "column {col} of a matrix of {}", self.cols);
        if self.row_words(row)[col / 64] >> (col % 64) & 1 == 1 { 1 } else { -1 }
    }

    /// Scalar product of every row with `w`: `out[μ] = Σ_i ξ^μ_i W_i`, the stability in units of `1/√N`.
    ///
    /// # Panics
    /// If `w` has not one entry a column or `out` not one entry a row, or if there are more than 2³¹ − 64 columns.
    pub fn products_into(&self, w: &BitVector, out: &mut [i32]) {
        assert_eq!(w.len(), self.cols, "weights and columns differ in number");
        assert_eq!(out.len(), self.rows, "products and rows differ in number");
        let products = |rows: &[u64], out: &mut [i32]| {
            arch::hamming_rows(rows, w.words(), out);
            out.iter_mut().for_each(|product| *product = self.cols as i32 - *product - *product);
        };
        #[cfg(feature = "rayon")]
        if self.words.len() >= PARALLEL {
            let rows = self.words.par_chunks(ROWS * self.words_per_row());
            return rows.zip(out.par_chunks_mut(ROWS)).for_each(|(rows, out)| products(rows, out));
        }
        products(&self.words, out);
    }

    /// [`products_into`](Self::products_into) with a vector of its own.
    ///
    /// # Panics
    /// If `w` has not one entry a column.
    pub fn products(&self, w: &BitVector) -> Vec<i32> {
        let mut out = vec![0; self.rows];
        self.products_into(w, &mut out);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_if_they_fit_and_the_padding_is_zero() {
        let matrix = BitMatrix::from_fn(3, 70, |row, col| (row + col) % 3 == 0);
        assert_eq!(BitMatrix::from_words(3, 70, matrix.words().to_vec()), Ok(matrix));
        let error = BitMatrix::from_words(3, 70, vec![0; 5]).unwrap_err();
        assert_eq!(error, BitsError::WordCount { len: 210, expected: 6, got: 5 });
        let error = BitMatrix::from_words(3, 70, vec![0, 0, 0, 1 << 6, 0, 0]).unwrap_err();
        assert_eq!(error, BitsError::Padding { word: 3 });
    }

    #[test]
    fn a_row_of_another_length_is_refused_with_its_number() {
        let rows = [3, 4].map(|len| BitVector::from_fn(len, |_| true));
        assert_eq!(BitMatrix::from_rows(3, &rows), Err(BitsError::RowLength { row: 1, got: 4, expected: 3 }));
    }

    #[test]
    fn products_of_many_rows_are_those_of_each() {
        // Enough words for the threads.
        let mut rng = crate::StreamKey::from_seed(1).rng();
        let rows: Vec<BitVector> = (0..2100).map(|_| BitVector::random(8100, &mut rng)).collect();
        let (matrix, w) = (BitMatrix::from_rows(8100, &rows).unwrap(), BitVector::random(8100, &mut rng));
        let each: Vec<i32> = rows.iter().map(|row| 8100 - 2 * arch::hamming(row.words(), w.words()) as i32).collect();
        assert_eq!(matrix.products(&w), each);
    }

    #[test]
    fn products_of_no_rows_or_no_columns_are_defined() {
        assert!(BitMatrix::from_fn(0, 70, |_, _| true).products(&BitVector::from_fn(70, |_| true)).is_empty());
        assert_eq!(BitMatrix::from_fn(3, 0, |_, _| true).products(&BitVector::from_fn(0, |_| true)), [0; 3]);
    }

    #[test]
    #[should_panic(expected = "weights and columns differ in number")]
    fn weights_of_another_length_have_no_products() {
        // The same number of words.
        BitMatrix::from_fn(2, 5, |_, _| true).products(&BitVector::from_fn(6, |_| true));
    }

    #[test]
    #[should_panic(expected = "column 5 of a matrix of 5")]
    fn an_entry_in_the_padding_does_not_exist() {
        BitMatrix::from_fn(2, 5, |_, _| true).sign(0, 5);
    }

    #[test]
    #[should_panic(expected = "row 2 of a matrix of 2")]
    fn a_row_beyond_the_last_does_not_exist() {
        BitMatrix::from_fn(2, 5, |_, _| true).row(2);
    }
}
