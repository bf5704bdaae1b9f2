//! The x86-64 instruction `popcnt`: the scalar loop, one instruction a word instead of a dozen.

#![allow(unsafe_code)] // Calling a function compiled for an instruction set; the token proves that the CPU has it.

/// Proof that the CPU has `popcnt`: obtained only from [`Kernel::new`].
#[derive(Clone, Copy, Debug)]
pub struct Kernel(());

impl Kernel {
    /// The kernel, if this CPU can run it.
    pub fn new() -> Option<Self> {
        std::is_x86_feature_detected!("popcnt").then_some(Self(()))
    }

    /// Number of bits in which two packed vectors differ.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn hamming(self, a: &[u64], b: &[u64]) -> u64 {
        assert_eq!(a.len(), b.len(), "packed vectors differ in length");
        // SAFETY: `self` exists, so `popcnt` is available.
        unsafe { hamming(a, b) }
    }

    /// Hamming distance of every row of a packed matrix to one packed vector.
    ///
    /// # Panics
    /// If the sizes do not fit; see [`arch::hamming_rows`](super::hamming_rows).
    pub fn hamming_rows(self, rows: &[u64], w: &[u64], out: &mut [i32]) {
        super::check_rows(rows, w, out);
        // SAFETY: `self` exists, so `popcnt` is available.
        unsafe { hamming_rows(rows, w, out) }
    }
}

#[target_feature(enable = "popcnt")]
fn hamming_rows(rows: &[u64], w: &[u64], out: &mut [i32]) {
    for (r, distance) in out.iter_mut().enumerate() {
        *distance = hamming(&rows[r * w.len()..(r + 1) * w.len()], w) as i32;
    }
}

#[inline]
#[target_feature(enable = "popcnt")]
fn hamming(a: &[u64], b: &[u64]) -> u64 {
    let mut distance = 0;
    for (x, y) in a.iter().zip(b) {
        distance += u64::from((x ^ y).count_ones());
    }
    distance
}
