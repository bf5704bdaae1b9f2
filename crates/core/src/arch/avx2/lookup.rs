//! Table lookup, four rows at a time: the words of the weights are loaded once for all of them, and their independent sums
//! keep the arithmetic units busy. The four rows come from the four quarters of the matrix, so that a matrix in memory is
//! read as four long streams, which is a quarter faster than as one.
//!
//! Counts: a byte gains at most 8 a vector and is emptied into 64-bit words after 31 vectors; a whole row has less than
//! 2³¹ bits, so that the sums of two rows can share a word at the end.

use super::{count_bytes, difference, sum_bytes, sum_words, tail_difference};
use crate::arch::fetch::fetch;
use crate::arch::quarters::{ROWS, quarters};
use std::arch::x86_64::*;

/// Vectors whose counts fit a byte: 31 · 8 = 248 ≤ 255.
const VECTORS_PER_BYTE_SUM: usize = 31;

/// How far ahead in its row the arithmetic asks for data, in bytes. Gains a seventh on a matrix in memory, where the
/// processor's own prefetching stops at every page, and costs a tenth on one in cache.
const FETCH_AHEAD: usize = 512;

/// Words of a row from which it asks ahead: a square matrix of such rows, 32 MB, is beyond most caches.
const FETCHING_ROW: usize = 256;

/// Number of bits in which two packed vectors differ.
#[target_feature(enable = "avx2")]
pub(super) fn hamming(a: &[u64], b: &[u64]) -> u64 {
    let [count] = count_rows::<1, false>([a], b);
    sum_words(count)
}

/// Hamming distance of every row to `w`.
#[target_feature(enable = "avx2")]
pub(super) fn hamming_rows(rows: &[u64], w: &[u64], out: &mut [i32]) {
    match w.len() {
        0 => out.fill(0),
        1..FETCHING_ROW => hamming_rows_by_quarters::<false>(rows, w, out),
        _ => hamming_rows_by_quarters::<true>(rows, w, out),
    }
}

#[target_feature(enable = "avx2")]
fn hamming_rows_by_quarters<const FETCH: bool>(rows: &[u64], w: &[u64], out: &mut [i32]) {
    let words = w.len();
    let quarter = out.len() / ROWS;
    let (grouped, rest) = out.split_at_mut(ROWS * quarter);
    let (streams, last) = rows.split_at(ROWS * quarter * words);
    let [a, b, c, d] = quarters(streams).map(|stream| stream.chunks_exact(words));
    for (r, (((a, b), c), d)) in a.zip(b).zip(c).zip(d).enumerate() {
        for (q, distance) in transpose_sum(count_rows::<ROWS, FETCH>([a, b, c, d], w)).into_iter().enumerate() {
            grouped[q * quarter + r] = distance;
        }
    }
    for (distance, row) in rest.iter_mut().zip(last.chunks_exact(words)) {
        *distance = hamming(row, w) as i32;
    }
}

/// Counts of the bits in which each row differs from `w`, spread over the four words of a vector. `FETCH` asks ahead.
#[inline]
#[target_feature(enable = "avx2")]
fn count_rows<const R: usize, const FETCH: bool>(rows: [&[u64]; R], w: &[u64]) -> [__m256i; R] {
    let (w, w_tail) = w.as_chunks::<4>();
    let mut totals = [_mm256_setzero_si256(); R];
    for (chunk, w) in w.chunks(VECTORS_PER_BYTE_SUM).enumerate() {
        let start = chunk * VECTORS_PER_BYTE_SUM;
        let mut bytes = [_mm256_setzero_si256(); R];
        for (i, w) in w.iter().enumerate() {
            if FETCH && i % 2 == 0 {
                fetch_ahead(rows, start + i);
            }
            for r in 0..R {
                let x = difference(&rows[r].as_chunks::<4>().0[start + i], w);
                bytes[r] = _mm256_add_epi8(bytes[r], count_bytes(x));
            }
        }
        for r in 0..R {
            totals[r] = _mm256_add_epi64(totals[r], sum_bytes(bytes[r]));
        }
    }
    if !w_tail.is_empty() {
        for r in 0..R {
            let x = tail_difference(rows[r].as_chunks::<4>().1, w_tail);
            totals[r] = _mm256_add_epi64(totals[r], sum_bytes(count_bytes(x)));
        }
    }
    totals
}

/// Asks for the cache lines that lie [`FETCH_AHEAD`] bytes after a vector of each row, in this row or in the next.
#[inline]
#[target_feature(enable = "avx2")]
fn fetch_ahead<const R: usize>(rows: [&[u64]; R], vector: usize) {
    for row in rows {
        fetch(row.as_ptr().wrapping_add(4 * vector).wrapping_byte_add(FETCH_AHEAD));
    }
}

/// Sum of the four words of each of four vectors.
#[inline]
#[target_feature(enable = "avx2")]
fn transpose_sum(totals: [__m256i; 4]) -> [i32; 4] {
    let [a, b, c, d] = totals;
    let ab = _mm256_or_si256(a, _mm256_slli_epi64::<32>(b));
    let cd = _mm256_or_si256(c, _mm256_slli_epi64::<32>(d));
    let halves = _mm256_add_epi32(_mm256_unpacklo_epi64(ab, cd), _mm256_unpackhi_epi64(ab, cd));
    let sums = _mm_add_epi32(_mm256_castsi256_si128(halves), _mm256_extracti128_si256::<1>(halves));
    [
        _mm_extract_epi32::<0>(sums),
        _mm_extract_epi32::<1>(sums),
        _mm_extract_epi32::<2>(sums),
        _mm_extract_epi32::<3>(sums),
    ]
}
