//! Asking for data before they are needed.

#![allow(unsafe_code)] // Newer compilers call the instruction safe, the oldest supported one does not.

use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};

/// Asks for the cache line of an address.
#[inline]
pub(super) fn fetch(address: *const u64) {
    // SAFETY: a prefetch is a hint that never faults, whatever the address, on any x86-64.
    #[allow(unused_unsafe)]
    unsafe {
        _mm_prefetch::<_MM_HINT_T0>(address.cast());
    };
}
