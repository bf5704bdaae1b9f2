//! AVX2: 256 bits at a time.

#![allow(unsafe_code)] // Calling functions compiled for an instruction set; the token proves that the CPU has it.

mod lookup;
mod shuffle;
mod tiles;

use super::Elementwise;
use super::sum_kernel::{SumKernel, SumTables};
use shuffle::SignTables;
use std::arch::x86_64::*;

/// Proof that the CPU has AVX2 (and `popcnt`, as every such CPU does): obtained only from [`Kernel::new`].
#[derive(Clone, Copy, Debug)]
pub struct Kernel(());

impl Kernel {
    /// The kernel, if this CPU can run it.
    pub fn new() -> Option<Self> {
        (std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("popcnt")).then_some(Self(()))
    }

    /// Number of bits in which two packed vectors differ.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn hamming(self, a: &[u64], b: &[u64]) -> u64 {
        assert_eq!(a.len(), b.len(), "packed vectors differ in length");
        // SAFETY: `self` exists, so AVX2 is available.
        unsafe { lookup::hamming(a, b) }
    }

    /// Hamming distance of every row of a packed matrix to one packed vector.
    ///
    /// # Panics
    /// If the sizes do not fit; see [`arch::hamming_rows`](super::hamming_rows).
    pub fn hamming_rows(self, rows: &[u64], w: &[u64], out: &mut [i32]) {
        super::check_rows(rows, w, out);
        // SAFETY: `self` exists, so AVX2 is available.
        unsafe { lookup::hamming_rows(rows, w, out) }
    }

    /// Runs `work` inside a function compiled for AVX2, so that what is inlined into it is compiled for AVX2 too.
    pub(super) fn run<W: Elementwise>(self, work: W) -> W::Output {
        // SAFETY: `self` exists, so AVX2 and `popcnt` are available.
        unsafe { run(work) }
    }
}

impl SumKernel for Kernel {
    fn arranged_words(&self, rows: usize, words: usize) -> usize {
        tiles::words_of_tiles(rows, words)
    }

    fn arrange(&self, rows: &[u64], words: usize, out: &mut [u64]) {
        // SAFETY: `self` exists, so AVX2 is available.
        unsafe { tiles::arrange(rows, words, out) }
    }

    fn tables(&self, q: &[i32]) -> Box<dyn SumTables> {
        // SAFETY: `self` exists, so AVX2 is available.
        let tables = unsafe { shuffle::sign_tables(q) };
        Box::new(tables)
    }
}

impl SumTables for SignTables {
    fn sums_arranged(&self, arranged: &[u64], out: &mut [i64]) {
        // SAFETY: only a `Kernel` makes tables, so AVX2 is available.
        unsafe { shuffle::sums_of_tiles(arranged, self, out) }
    }

    fn sums(&self, rows: &[u64], words: usize, out: &mut [i64]) {
        // SAFETY: only a `Kernel` makes tables, so AVX2 is available.
        unsafe { shuffle::sums_of_rows(rows, words, self, out) }
    }
}

#[target_feature(enable = "avx2,popcnt")]
fn run<W: Elementwise>(work: W) -> W::Output {
    work.run()
}

/// Where two times four words differ.
#[inline]
#[target_feature(enable = "avx2")]
fn difference(a: &[u64; 4], b: &[u64; 4]) -> __m256i {
    // SAFETY: both references are valid for reads of 32 bytes, and `loadu` needs no alignment.
    unsafe { _mm256_xor_si256(_mm256_loadu_si256(a.as_ptr().cast()), _mm256_loadu_si256(b.as_ptr().cast())) }
}

/// Where two times less than four words differ; zero beyond their end.
#[inline]
#[target_feature(enable = "avx2")]
fn tail_difference(a: &[u64], b: &[u64]) -> __m256i {
    assert_eq!(a.len(), b.len(), "the tails of rows and weights differ in length");
    _mm256_xor_si256(load_tail(a), load_tail(b))
}

/// Less than four words, zero beyond their end.
#[inline]
#[target_feature(enable = "avx2")]
fn load_tail(words: &[u64]) -> __m256i {
    assert!(words.len() < 4, "a tail of {} words", words.len());
    let present = _mm256_cmpgt_epi64(_mm256_set1_epi64x(words.len() as i64), _mm256_setr_epi64x(0, 1, 2, 3));
    // SAFETY: a masked load touches only the words whose mask is set, which are the first `words.len()`.
    unsafe { _mm256_maskload_epi64(words.as_ptr().cast(), present) }
}

/// Number of set bits of every byte, by looking up both halves in a table of sixteen.
#[inline]
#[target_feature(enable = "avx2")]
fn count_bytes(x: __m256i) -> __m256i {
    let table = _mm256_setr_epi8(
        0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
    );
    let low_half = _mm256_set1_epi8(0x0f);
    let low = _mm256_and_si256(x, low_half);
    let high = _mm256_and_si256(_mm256_srli_epi16::<4>(x), low_half);
    _mm256_add_epi8(_mm256_shuffle_epi8(table, low), _mm256_shuffle_epi8(table, high))
}

/// Sums of the bytes of each word.
#[inline]
#[target_feature(enable = "avx2")]
fn sum_bytes(x: __m256i) -> __m256i {
    _mm256_sad_epu8(x, _mm256_setzero_si256())
}

/// Sum of the four words.
#[inline]
#[target_feature(enable = "avx2")]
fn sum_words(x: __m256i) -> u64 {
    let pair = _mm_add_epi64(_mm256_castsi256_si128(x), _mm256_extracti128_si256::<1>(x));
    (_mm_extract_epi64::<0>(pair) as u64).wrapping_add(_mm_extract_epi64::<1>(pair) as u64)
}
