//! Counting bits with `vpopcntq`, four rows at a time, from the four quarters of the matrix: a matrix in memory is read as four
//! long streams, and the words of the weights are loaded once for all of them.

use crate::arch::fetch::fetch;
use crate::arch::quarters::{ROWS, quarters};
use std::arch::x86_64::*;

/// Words of a vector.
const WORDS: usize = 8;

/// How far ahead in its row, or in the next, the arithmetic asks for data, in bytes. It is faster than any cache but the first can
/// deliver, and gains a tenth on a matrix that lies further away.
const FETCH_AHEAD: usize = 1024;

/// Number of bits in which two packed vectors differ.
#[target_feature(enable = "avx512f,avx512vpopcntdq")]
pub(super) fn hamming(a: &[u64], b: &[u64]) -> u64 {
    let [count] = count_rows([a], b);
    _mm512_reduce_add_epi64(count) as u64
}

/// Hamming distance of every row to `w`.
#[target_feature(enable = "avx512f,avx512vl,avx512vpopcntdq")]
pub(super) fn hamming_rows(rows: &[u64], w: &[u64], out: &mut [i32]) {
    let words = w.len();
    if words == 0 {
        return out.fill(0);
    }
    let quarter = out.len() / ROWS;
    let (grouped, rest) = out.split_at_mut(ROWS * quarter);
    let (streams, last) = rows.split_at(ROWS * quarter * words);
    let [a, b, c, d] = quarters(streams).map(|stream| stream.chunks_exact(words));
    for (r, (((a, b), c), d)) in a.zip(b).zip(c).zip(d).enumerate() {
        for (q, distance) in transpose_sum(count_rows([a, b, c, d], w)).into_iter().enumerate() {
            grouped[q * quarter + r] = distance;
        }
    }
    for (distance, row) in rest.iter_mut().zip(last.chunks_exact(words)) {
        *distance = hamming(row, w) as i32;
    }
}

/// Counts of the bits in which each row differs from `w`, spread over the words of a vector.
#[inline]
#[target_feature(enable = "avx512f,avx512vpopcntdq")]
fn count_rows<const R: usize>(rows: [&[u64]; R], w: &[u64]) -> [__m512i; R] {
    let (whole, tail) = w.as_chunks::<WORDS>();
    let mut counts = [_mm512_setzero_si512(); R];
    for (i, w) in whole.iter().enumerate() {
        let w = load(w);
        for (count, row) in counts.iter_mut().zip(rows) {
            fetch(row[i * WORDS..].as_ptr().wrapping_byte_add(FETCH_AHEAD));
            let x = _mm512_xor_si512(load(&row.as_chunks().0[i]), w);
            *count = _mm512_add_epi64(*count, _mm512_popcnt_epi64(x));
        }
    }
    if !tail.is_empty() {
        let w = load_tail(tail);
        for (count, row) in counts.iter_mut().zip(rows) {
            let x = _mm512_xor_si512(load_tail(row.as_chunks::<WORDS>().1), w);
            *count = _mm512_add_epi64(*count, _mm512_popcnt_epi64(x));
        }
    }
    counts
}

#[inline]
#[target_feature(enable = "avx512f")]
fn load(words: &[u64; WORDS]) -> __m512i {
    // SAFETY: the reference is valid for reads of 64 bytes, and `loadu` needs no alignment.
    unsafe { _mm512_loadu_si512(words.as_ptr().cast()) }
}

/// Less than eight words, zero beyond their end.
#[inline]
#[target_feature(enable = "avx512f")]
fn load_tail(words: &[u64]) -> __m512i {
    assert!(words.len() < WORDS, "a tail of {} words", words.len());
    let present = (1_u8 << words.len()) - 1;
    // SAFETY: a masked load touches only the words whose bit is set, which are the first `words.len()`.
    unsafe { _mm512_maskz_loadu_epi64(present, words.as_ptr().cast()) }
}

/// Sum of the eight words of each of four vectors, which are below 2³¹.
#[inline]
#[target_feature(enable = "avx512f,avx512vl")]
fn transpose_sum(counts: [__m512i; ROWS]) -> [i32; ROWS] {
    let [a, b, c, d] = counts;
    let ab = _mm512_or_si512(a, _mm512_slli_epi64::<32>(b));
    let cd = _mm512_or_si512(c, _mm512_slli_epi64::<32>(d));
    let pairs = _mm512_add_epi32(_mm512_unpacklo_epi64(ab, cd), _mm512_unpackhi_epi64(ab, cd));
    let halves = _mm256_add_epi32(_mm512_castsi512_si256(pairs), _mm512_extracti64x4_epi64::<1>(pairs));
    let sums = _mm_add_epi32(_mm256_castsi256_si128(halves), _mm256_extracti128_si256::<1>(halves));
    [
        _mm_extract_epi32::<0>(sums),
        _mm_extract_epi32::<1>(sums),
        _mm_extract_epi32::<2>(sums),
        _mm_extract_epi32::<3>(sums),
    ]
}
