//! The order in which packed rows are kept for [`lookup`](super::lookup): vectors that the kernel reads as a stream.
//!
//! A vector holds 32 columns of sixteen rows, the four bytes of a row side by side. A tile is up to 1024 columns, and a block of up
//! to 256 rows holds all sixteen rows of its first tile of columns, then those of the next.

/// Rows of a vector.
pub(super) const ROWS: usize = 16;
/// Words of a row in a tile: 1024 columns, whose tables (12 KB) stay in first-level cache while the rows of a block go by.
pub(super) const TILE: usize = 16;
/// What a word of sixteen rows becomes: a vector of its lower and one of its upper halves.
pub(super) type Pair = [[u64; ROWS / 2]; 2];

/// Words of so many rows in tiles.
pub(super) fn arranged_words(rows: usize, words: usize) -> usize {
    rows.next_multiple_of(ROWS) * words
}

/// Writes the rows of a block, of `words` words each, as tiles.
pub(super) fn arrange(rows: &[u64], words: usize, out: &mut [u64]) {
    let mut pairs = out.as_chunks_mut::<ROWS>().0.iter_mut();
    for first in (0..words).step_by(TILE) {
        for rows in rows.chunks(ROWS * words) {
            for (word, pair) in (first..words.min(first + TILE)).zip(&mut pairs) {
                pair.copy_from_slice(pair_of(rows, words, word).as_flattened());
            }
        }
    }
}

/// One word of up to sixteen rows, zero where there is no row.
#[inline]
pub(super) fn pair_of(rows: &[u64], words: usize, word: usize) -> Pair {
    let mut column = [0; ROWS];
    for (column, row) in column.iter_mut().zip(rows.chunks_exact(words)) {
        *column = row[word];
    }
    let mut pair = [[0; ROWS / 2]; 2];
    for (i, [even, odd]) in column.as_chunks().0.iter().enumerate() {
        pair[0][i] = (even & 0xffff_ffff) | odd << 32;
        pair[1][i] = even >> 32 | (odd & !0xffff_ffff);
    }
    pair
}
