//! The order in which packed rows are kept for [`shuffle`](super::shuffle): tiles that the kernel reads as a stream.
//!
//! A chunk is 256 columns of sixteen rows, with its bytes transposed: vector `c` of its sixteen holds byte `c` of the sixteen
//! rows in its lower half and byte `16 + c` in its upper half. A tile is up to four chunks side by side, and a block of up to
//! 256 rows holds all sixteen rows of its first tile of columns, then those of the next. Row by row, the same words would be
//! read in short pieces from as many pages as there are rows, and transposed in every product.

use super::shuffle::TILE;
use std::arch::x86_64::*;

/// Rows of a block: its tiles of one kind take 32 KB.
pub(super) const BLOCK: usize = crate::arch::SignRows::BLOCK;
/// Rows of a chunk.
pub(super) const ROWS: usize = 16;
/// Words of a row in a chunk.
pub(super) const WORDS: usize = 4;
/// Words of a chunk.
pub(super) const CHUNK: usize = ROWS * WORDS;

/// Words of so many rows in tiles.
pub(super) fn words_of_tiles(rows: usize, words: usize) -> usize {
    rows.div_ceil(ROWS) * words.div_ceil(WORDS) * CHUNK
}

/// Writes the rows of a block, of `words` words each, as tiles.
#[target_feature(enable = "avx2")]
pub(super) fn arrange(rows: &[u64], words: usize, out: &mut [u64]) {
    let mut out = out.as_chunks_mut::<CHUNK>().0.iter_mut();
    for first in (0..words).step_by(TILE * WORDS) {
        for rows in rows.chunks(ROWS * words) {
            for (word, out) in (first..words.min(first + TILE * WORDS)).step_by(WORDS).zip(&mut out) {
                write_chunk(rows, words, word, out);
            }
        }
    }
}

/// Writes the chunk from word `first` of up to sixteen rows.
#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn write_chunk(rows: &[u64], words: usize, first: usize, out: &mut [u64; CHUNK]) {
    let chunk = transposed(&load_chunk(rows, words, first));
    for (out, vector) in out.as_chunks_mut::<WORDS>().0.iter_mut().zip(&chunk) {
        // SAFETY: the array is valid for writes of 32 bytes, and `storeu` needs no alignment.
        unsafe { _mm256_storeu_si256(out.as_mut_ptr().cast(), *vector) }
    }
}

/// The chunk from word `first` of sixteen rows, zero where there is no row or no word. Row `r < 8` comes at place `2r` and
/// row `8 + r` at place `2r + 1`, so that the even and the odd bytes of a transposed vector are eight rows in sequence.
#[inline]
#[target_feature(enable = "avx2")]
fn load_chunk(rows: &[u64], words: usize, first: usize) -> [__m256i; ROWS] {
    let mut vectors = [_mm256_setzero_si256(); ROWS];
    let whole = rows.len() >= ROWS * words && first + WORDS <= words;
    for (place, vector) in vectors.iter_mut().enumerate() {
        let start = row_at(place) * words + first;
        let mut row = [0; WORDS];
        if whole {
            row.copy_from_slice(&rows[start..start + WORDS]);
        } else if start < rows.len() {
            let present = WORDS.min(words - first);
            row[..present].copy_from_slice(&rows[start..start + present]);
        }
        // SAFETY: the array is valid for reads of 32 bytes, and `loadu` needs no alignment.
        *vector = unsafe { _mm256_loadu_si256(row.as_ptr().cast()) };
    }
    vectors
}

/// The row that comes at a place of a chunk.
const fn row_at(place: usize) -> usize {
    place / 2 + place % 2 * (ROWS / 2)
}

/// Transposes the sixteen times sixteen bytes in either half of the vectors: interleaving the bytes of the vectors `r` and
/// `8 + r` rotates the eight bits of a byte's place by one, and four times that exchanges its row and its column.
#[inline]
#[target_feature(enable = "avx2")]
fn transposed(rows: &[__m256i; ROWS]) -> [__m256i; ROWS] {
    let mut bytes = *rows;
    for _ in 0..4 {
        let (first, last) = bytes.split_at(ROWS / 2);
        let mut mixed = [_mm256_setzero_si256(); ROWS];
        for (mixed, (a, b)) in mixed.as_chunks_mut::<2>().0.iter_mut().zip(first.iter().zip(last)) {
            *mixed = [_mm256_unpacklo_epi8(*a, *b), _mm256_unpackhi_epi8(*a, *b)];
        }
        bytes = mixed;
    }
    bytes
}
