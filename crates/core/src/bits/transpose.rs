//! The transpose of a packed matrix.

use super::{BitMatrix, words_for};
#[cfg(feature = "rayon")]
use rayon::prelude::*;

/// Side of a block of words that is transposed together: its reads and its writes are whole cache lines.
const BLOCK: usize = 8;

impl BitMatrix {
    /// The transpose: row `i` holds column `i` of this matrix.
    ///
    /// Needs the memory of the result and no more; the threads of the feature `rayon` share the work.
    #[must_use]
    pub fn transposed(&self) -> Self {
        let (rows, cols) = (self.cols(), self.rows());
        let words_per_row = words_for(cols);
        let mut words = vec![0; rows * words_per_row];
        let band = 64 * BLOCK * words_per_row.max(1);
        #[cfg(feature = "rayon")]
        words.par_chunks_mut(band).enumerate().for_each(|(b, out)| self.transpose_band(b * BLOCK, out));
        #[cfg(not(feature = "rayon"))]
        words.chunks_mut(band).enumerate().for_each(|(b, out)| self.transpose_band(b * BLOCK, out));
        Self::from_words(rows, cols, words).expect("rows beyond the last count as zero bits")
    }

    /// Writes the rows of the transpose that come from the columns of up to [`BLOCK`] words from word `first`.
    fn transpose_band(&self, first: usize, out: &mut [u64]) {
        let (words, out_words) = (self.words_per_row(), words_for(self.rows()));
        for start in (0..out_words).step_by(BLOCK) {
            for column in start..out_words.min(start + BLOCK) {
                for word in first..words.min(first + BLOCK) {
                    let mut square = [0; 64];
                    for (bits, row) in square.iter_mut().zip(64 * column..self.rows()) {
                        *bits = self.words()[row * words + word];
                    }
                    transpose_square(&mut square);
                    let rows = out.chunks_exact_mut(out_words).skip(64 * (word - first));
                    for (row, bits) in rows.zip(square) {
                        row[column] = bits;
                    }
                }
            }
        }
    }
}

/// Transposes 64 × 64 bits by exchanging the off-diagonal squares of ever smaller squares.
fn transpose_square(square: &mut [u64; 64]) {
    let mut side = 32;
    let mut low = u64::MAX >> 32;
    while side > 0 {
        for block in square.chunks_exact_mut(2 * side) {
            let (upper, lower) = block.split_at_mut(side);
            for (a, b) in upper.iter_mut().zip(lower) {
                let exchanged = (*a >> side ^ *b) & low;
                *a ^= exchanged << side;
                *b ^= exchanged;
            }
        }
        side /= 2;
        low ^= low << side;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BitVector, StreamKey};

    #[test]
    fn rows_become_columns_at_every_size_around_a_word_and_a_block() {
        let mut rng = StreamKey::from_seed(1).rng();
        for (rows, cols) in [(0, 5), (1, 1), (3, 64), (65, 63), (64, 65), (130, 513), (513, 512), (1030, 70)] {
            let list: Vec<BitVector> = (0..rows).map(|_| BitVector::random(cols, &mut rng)).collect();
            let matrix = BitMatrix::from_rows(cols, &list).unwrap();
            let transposed = matrix.transposed();
            assert_eq!((transposed.rows(), transposed.cols()), (cols, rows));
            assert!(
                (0..rows).all(|r| (0..cols).all(|c| matrix.sign(r, c) == transposed.sign(c, r))),
                "{rows} x {cols}"
            );
        }
    }
}
