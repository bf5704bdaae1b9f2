//! The transpose of a packed matrix.

use super::{BitMatrix, words_for};

/// Words that are transposed together: their reads and writes are whole cache lines.
const BLOCK: usize = 8;

impl BitMatrix {
    /// Writes rows of the transpose, which hold the columns of this matrix, from row `first` on, a multiple of 64. (The reads
    /// are whole cache lines if it is one of 512, and the rows are at least as many.)
    pub(crate) fn transposed_rows_into(&self, first: usize, out: &mut [u64]) {
        let (words, out_words) = (self.words_per_row(), words_for(self.rows()));
        let band = first / 64..words.min(first / 64 + (out.len() / out_words.max(1)).div_ceil(64));
        for start in (0..out_words).step_by(BLOCK) {
            for column in start..out_words.min(start + BLOCK) {
                for word in band.clone() {
                    let mut square = [0; 64];
                    for (bits, row) in square.iter_mut().zip(64 * column..self.rows()) {
                        *bits = self.words()[row * words + word];
                    }
                    transpose_square(&mut square);
                    let rows = out.chunks_exact_mut(out_words).skip(64 * word - first);
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
        for (rows, cols) in [(0_usize, 5), (1, 1), (3, 64), (65, 63), (64, 65), (130, 513), (513, 512), (1030, 70)] {
            let list: Vec<BitVector> = (0..rows).map(|_| BitVector::random(cols, &mut rng)).collect();
            let matrix = BitMatrix::from_rows(cols, &list).unwrap();
            let mut words = vec![0; cols * words_for(rows)];
            matrix.transposed_rows_into(0, &mut words);
            let transposed = BitMatrix::from_words(cols, rows, words).unwrap();
            let same = |r, c| matrix.sign(r, c) == transposed.sign(c, r);
            assert!((0..rows).all(|r| (0..cols).all(|c| same(r, c))), "{rows} x {cols}");
            if cols > 64 {
                let rest = &transposed.words()[64 * words_for(rows)..];
                let mut part = vec![0; rest.len()];
                matrix.transposed_rows_into(64, &mut part);
                assert_eq!(part, rest, "{rows} x {cols}");
            }
        }
    }
}
