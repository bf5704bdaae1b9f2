//! Products of the matrix `F = ξ/√N` with vectors, row by row.
//!
//! Either product goes once through the packed matrix in the order in which it lies in memory, while the vector of `N`
//! entries stays in second-level cache. Sums are kept apart for every place in a group of entries and folded in a fixed
//! order at the end: the same bits on every instruction set.

use crate::pattern::{BLOCK, Pattern};
use piccole_core::arch::{Elementwise, vectorized};
use piccole_core::patterns::Inputs;

/// Sums that are kept apart in a scalar product: enough to hide the latency of an addition, few enough for registers.
const LANES: usize = 16;

/// Writes `F x`, one entry a pattern. `x` is padded with zeros to whole blocks.
pub(super) fn forward(inputs: &Inputs, x: &[f64], out: &mut [f64]) {
    vectorized(Forward { inputs, x, out });
}

/// Writes `Fᵀ g`, one entry a weight. `out` is padded to whole blocks; the padding becomes 0.
pub(super) fn backward(inputs: &Inputs, g: &[f64], out: &mut [f64]) {
    out.fill(0.0);
    vectorized(Backward { inputs, g, out });
}

struct Forward<'a> {
    inputs: &'a Inputs,
    x: &'a [f64],
    out: &'a mut [f64],
}

impl Elementwise for Forward<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let mut a = [0.0; BLOCK];
        for (mu, out) in self.out.iter_mut().enumerate() {
            let row = Pattern::new(self.inputs, mu);
            let mut sums = [0.0; LANES];
            for (b, x) in self.x.as_chunks::<BLOCK>().0.iter().enumerate() {
                row.load_block(b, &mut a);
                for (a, x) in a.as_chunks::<LANES>().0.iter().zip(x.as_chunks::<LANES>().0) {
                    for i in 0..LANES {
                        sums[i] += a[i] * x[i];
                    }
                }
            }
            let mut half = LANES / 2;
            while half > 0 {
                for i in 0..half {
                    sums[i] += sums[i + half];
                }
                half /= 2;
            }
            *out = sums[0];
        }
    }
}

struct Backward<'a> {
    inputs: &'a Inputs,
    g: &'a [f64],
    out: &'a mut [f64],
}

impl Elementwise for Backward<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let mut a = [0.0; BLOCK];
        for (mu, &g) in self.g.iter().enumerate() {
            let row = Pattern::new(self.inputs, mu);
            for (b, out) in self.out.as_chunks_mut::<BLOCK>().0.iter_mut().enumerate() {
                row.load_block(b, &mut a);
                for i in 0..BLOCK {
                    out[i] += a[i] * g;
                }
            }
        }
    }
}
