//! The choice of a kernel.

use super::scalar;
use super::sum_kernel::SumKernel;
#[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
use super::{avx2, avx512, popcnt};
use std::sync::OnceLock;

/// A set of kernels that this CPU can run.
///
/// ```
/// use piccole_core::arch::Tier;
/// for tier in Tier::available() {
///     assert_eq!(tier.hamming(&[0b1100], &[0b1010]), 2, "{}", tier.name());
/// }
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Tier {
    /// The definition, on any machine.
    Scalar,
    /// One `popcnt` instruction a word.
    #[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
    Popcnt(popcnt::Kernel),
    /// Four words at a time.
    #[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
    Avx2(avx2::Kernel),
    /// Eight words at a time, with an instruction that counts their bits.
    #[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
    Avx512(avx512::Kernel),
}

impl Tier {
    /// Every tier of this CPU, the fastest last.
    pub fn available() -> Vec<Self> {
        #[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
        return [
            Some(Self::Scalar),
            popcnt::Kernel::new().map(Self::Popcnt),
            avx2::Kernel::new().map(Self::Avx2),
            avx512::Kernel::new().map(Self::Avx512),
        ]
        .into_iter()
        .flatten()
        .collect();
        #[cfg(not(all(target_arch = "x86_64", not(feature = "force-scalar"))))]
        return vec![Self::Scalar];
    }

    /// The fastest tier of this CPU, found at the first call and kept.
    pub fn best() -> Self {
        static BEST: OnceLock<Tier> = OnceLock::new();
        *BEST.get_or_init(|| Self::available().pop().expect("the scalar tier is always available"))
    }

    /// Name of the tier, `scalar`, `popcnt`, `avx2` or `avx512`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            #[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
            Self::Popcnt(_) => "popcnt",
            #[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
            Self::Avx2(_) => "avx2",
            #[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
            Self::Avx512(_) => "avx512",
        }
    }

    /// [`arch::hamming`](super::hamming) in this tier.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn hamming(self, a: &[u64], b: &[u64]) -> u64 {
        match self {
            Self::Scalar => scalar::hamming(a, b),
            #[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
            Self::Popcnt(kernel) => kernel.hamming(a, b),
            #[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
            Self::Avx2(kernel) => kernel.hamming(a, b),
            #[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
            Self::Avx512(kernel) => kernel.hamming(a, b),
        }
    }

    /// [`arch::hamming_rows`](super::hamming_rows) in this tier.
    ///
    /// # Panics
    /// If the sizes do not fit.
    pub fn hamming_rows(self, rows: &[u64], w: &[u64], out: &mut [i32]) {
        match self {
            Self::Scalar => scalar::hamming_rows(rows, w, out),
            #[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
            Self::Popcnt(kernel) => kernel.hamming_rows(rows, w, out),
            #[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
            Self::Avx2(kernel) => kernel.hamming_rows(rows, w, out),
            #[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
            Self::Avx512(kernel) => kernel.hamming_rows(rows, w, out),
        }
    }

    /// How the tier sums integers with the signs of rows, if by looking up tables.
    pub(super) fn sum_kernel(&self) -> Option<&dyn SumKernel> {
        match self {
            Self::Scalar => None,
            #[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
            Self::Popcnt(_) => None,
            #[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
            Self::Avx2(kernel) => Some(kernel),
            #[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
            Self::Avx512(kernel) => Some(kernel),
        }
    }
}
