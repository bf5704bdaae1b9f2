//! Popcount kernels in tiers, chosen once at run time, and plain loops under the CPU's vector instructions.
//!
//! | tier | needs | how |
//! | --- | --- | --- |
//! | [`scalar`] | nothing | the definition, one word at a time |
//! | `popcnt` | x86-64 with `popcnt` | the same loop with one instruction a word |
//! | `avx2` | x86-64 with AVX2 | table lookup on 256 bits, four rows at a time |
//! | `avx512` | x86-64 with AVX-512 F, BW, DQ, VL, VBMI, VNNI and VPOPCNTDQ | one instruction for 512 bits, four rows at a time |
//!
//! Sums of integers with the signs of packed rows, which [`products`](crate::products) are made of, have the scalar, the
//! AVX2 and the AVX-512 tier.
//!
//! A baseline x86-64 build may use none of these instructions, hence the detection. Each kernel is reached through a token
//! (`popcnt::Kernel`, `avx2::Kernel`, `avx512::Kernel`) that only its CPU check hands out; [`Tier`] carries one of them, and [`hamming`] and
//! [`hamming_rows`] use [`Tier::best`]. All tiers give the same integers. With the feature `force-scalar`, and on other
//! processors, the scalar tier is the only one.

#[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
pub mod avx2;
#[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
pub mod avx512;
#[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
mod fetch;
mod instruction_sets;
#[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
pub mod popcnt;
#[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
mod quarters;
pub mod scalar;
mod sign_rows;
mod sum_kernel;
#[cfg(test)]
mod tests;
mod tier;
mod vectorized;

pub use instruction_sets::instruction_sets;
pub(crate) use sign_rows::{SignRows, SignSums};
pub use tier::Tier;
pub use vectorized::{Elementwise, vectorized};

/// Number of bits in which two packed vectors differ.
///
/// The overlap of two vectors of `n` signs is `1 − 2 · hamming/n`, if their padding bits agree.
///
/// # Panics
/// If the slices differ in length.
pub fn hamming(a: &[u64], b: &[u64]) -> u64 {
    Tier::best().hamming(a, b)
}

/// Hamming distance of every row of a packed matrix to one packed vector.
///
/// `rows` holds `out.len()` rows of `w.len()` words each, one after the other.
///
/// # Panics
/// If `rows.len() != w.len() * out.len()`, or if a row has 2³¹ bits or more, whose distance an `i32` may not hold.
pub fn hamming_rows(rows: &[u64], w: &[u64], out: &mut [i32]) {
    Tier::best().hamming_rows(rows, w, out);
}

/// The contract of every `hamming_rows`.
fn check_rows(rows: &[u64], w: &[u64], out: &[i32]) {
    let (words, count) = (w.len(), out.len());
    assert!(words < 1 << 25, "rows of {words} words: a distance of 2^31 or more does not fit an i32");
    assert_eq!(rows.len(), words * count, "{} words are not {count} rows of {words}", rows.len());
}
