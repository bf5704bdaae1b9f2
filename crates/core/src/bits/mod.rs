//! Vectors and matrices of ±1, packed 64 to a word.
//!
//! A set bit is +1, a clear bit is −1, and the bits beyond the length are zero: every constructor establishes this and
//! every kernel relies on it.

mod matrix;
#[cfg(test)]
mod tests;
mod transpose;
mod vector;

pub use matrix::BitMatrix;
pub use vector::BitVector;

/// Why packed words were refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BitsError {
    /// An entry is neither +1 nor −1.
    #[error("entry {index} is {value}, expected +1 or -1")]
    NotASign {
        /// Position of the entry.
        index: usize,
        /// What stood there.
        value: i64,
    },
    /// The number of words does not fit the number of entries.
    #[error("{len} entries need {expected} words of 64 bits, got {got}")]
    WordCount {
        /// Number of ±1 entries asked for.
        len: usize,
        /// Words they need.
        expected: usize,
        /// Words given.
        got: usize,
    },
    /// A bit beyond the last entry is set.
    #[error("padding bits of word {word} are not zero")]
    Padding {
        /// Index of the offending word.
        word: usize,
    },
    /// A row has another length than the matrix.
    #[error("row {row} has {got} entries, expected {expected}")]
    RowLength {
        /// Index of the row.
        row: usize,
        /// Entries in the row.
        got: usize,
        /// Columns of the matrix.
        expected: usize,
    },
}

/// Words needed for `len` bits.
fn words_for(len: usize) -> usize {
    len.div_ceil(64)
}

/// The bits of the last word that belong to a vector of `len` entries.
fn last_word_mask(len: usize) -> u64 {
    match len % 64 {
        0 => u64::MAX,
        used => (1 << used) - 1,
    }
}

/// Checks that `words` has the size for `len` entries and zero padding.
fn check_words(len: usize, words: &[u64]) -> Result<(), BitsError> {
    if words.len() != words_for(len) {
        return Err(BitsError::WordCount { len, expected: words_for(len), got: words.len() });
    }
    match words.last() {
        Some(last) if last & !last_word_mask(len) != 0 => Err(BitsError::Padding { word: words.len() - 1 }),
        _ => Ok(()),
    }
}
