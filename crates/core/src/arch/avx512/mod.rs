//! AVX-512: 512 bits at a time, with instructions that count bits, look up bytes and sum them.

#![allow(unsafe_code)] // Calling functions compiled for an instruction set; the token proves that the CPU has it.

mod count;
mod lookup;
mod tables;
mod tiles;

use super::Elementwise;
use super::sum_kernel::{SumKernel, SumTables};
use tables::SignTables;

/// Proof that the CPU has what the kernels use (Intel since Ice Lake, AMD since Zen 4): obtained only from [`Kernel::new`].
#[derive(Clone, Copy, Debug)]
pub struct Kernel(());

impl Kernel {
    /// The kernel, if this CPU can run it.
    pub fn new() -> Option<Self> {
        let present = std::is_x86_feature_detected!("popcnt")
            && std::is_x86_feature_detected!("avx2")
            && std::is_x86_feature_detected!("avx512f")
            && std::is_x86_feature_detected!("avx512bw")
            && std::is_x86_feature_detected!("avx512dq")
            && std::is_x86_feature_detected!("avx512vl")
            && std::is_x86_feature_detected!("avx512vbmi")
            && std::is_x86_feature_detected!("avx512vnni")
            && std::is_x86_feature_detected!("avx512vpopcntdq");
        present.then_some(Self(()))
    }

    /// Number of bits in which two packed vectors differ.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn hamming(self, a: &[u64], b: &[u64]) -> u64 {
        assert_eq!(a.len(), b.len(), "packed vectors differ in length");
        // SAFETY: `self` exists, so the instructions are available.
        unsafe { count::hamming(a, b) }
    }

    /// Hamming distance of every row of a packed matrix to one packed vector.
    ///
    /// # Panics
    /// If the sizes do not fit; see [`arch::hamming_rows`](super::hamming_rows).
    pub fn hamming_rows(self, rows: &[u64], w: &[u64], out: &mut [i32]) {
        super::check_rows(rows, w, out);
        // SAFETY: `self` exists, so the instructions are available.
        unsafe { count::hamming_rows(rows, w, out) }
    }

    /// Runs `work` inside a function compiled for AVX-512, so that what is inlined into it is compiled for AVX-512 too.
    pub(super) fn run<W: Elementwise>(self, work: W) -> W::Output {
        // SAFETY: `self` exists, so the instructions are available.
        unsafe { run(work) }
    }
}

#[target_feature(enable = "popcnt,avx2,avx512f,avx512bw,avx512dq,avx512vl")]
fn run<W: Elementwise>(work: W) -> W::Output {
    work.run()
}

impl SumKernel for Kernel {
    fn arranged_words(&self, rows: usize, words: usize) -> usize {
        tiles::arranged_words(rows, words)
    }

    fn arrange(&self, rows: &[u64], words: usize, out: &mut [u64]) {
        tiles::arrange(rows, words, out);
    }

    fn tables(&self, q: &[i32]) -> Box<dyn SumTables> {
        // SAFETY: `self` exists, so the instructions are available.
        let tables = unsafe { tables::sign_tables(q) };
        Box::new(tables)
    }
}

impl SumTables for SignTables {
    fn sums_arranged(&self, arranged: &[u64], out: &mut [i64]) {
        // SAFETY: only a `Kernel` makes tables, so the instructions are available.
        unsafe { lookup::sums_of_tiles(arranged, self, out) }
    }

    fn sums(&self, rows: &[u64], words: usize, out: &mut [i64]) {
        // SAFETY: only a `Kernel` makes tables, so the instructions are available.
        unsafe { lookup::sums_of_rows(rows, words, self, out) }
    }
}
