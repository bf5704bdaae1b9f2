//! Products of the matrix `F = ξ/√N` with vectors.
//!
//! Those of ±1 inputs are core's, from packed bits and exact integer sums. A real matrix is read once, row by row, while the
//! vector of `N` entries stays in second-level cache; sums are kept apart for every place in a group of entries
//! and folded in a fixed order at the end. Either way the bits are the same on every instruction set and any number of threads.

use crate::pattern::{BLOCK, Pattern};
use piccole_core::arch::{Elementwise, vectorized};
use piccole_core::patterns::Inputs;
use piccole_core::products::{Precision, SignProducts};

/// Sums that are kept apart in a scalar product: enough to hide the latency of an addition, few enough for registers.
const LANES: usize = 16;

/// The matrix `F = ξ/√N`, ready for products in both directions.
pub(super) enum Products<'a> {
    /// ±1 inputs with their transpose.
    Signs { products: SignProducts<'a>, precision: Precision },
    /// Real inputs.
    Real(&'a Inputs),
}

impl<'a> Products<'a> {
    /// Prepares a training set; `precision` is that of the products of ±1 inputs, those of real inputs are in `f64`.
    pub(super) fn new(inputs: &'a Inputs, precision: Precision) -> Self {
        match inputs {
            Inputs::Signs(matrix) => Self::Signs { products: SignProducts::new(matrix), precision },
            Inputs::Real(_) => Self::Real(inputs),
        }
    }

    /// Writes `F x`, one entry a pattern. `x` is padded with zeros to whole blocks.
    pub(super) fn forward(&self, x: &[f64], out: &mut [f64]) {
        match self {
            Self::Signs { products, precision } => {
                let n = products.matrix().cols();
                products.forward_into(&x[..n], *precision, out);
                scale(out, n);
            }
            Self::Real(inputs) => vectorized(Forward { inputs, x, out }),
        }
    }

    /// Writes `Fᵀ g`, one entry a weight. `out` is padded to whole blocks; the padding becomes 0.
    pub(super) fn backward(&self, g: &[f64], out: &mut [f64]) {
        out.fill(0.0);
        match self {
            Self::Signs { products, precision } => {
                let n = products.matrix().cols();
                products.backward_into(g, *precision, &mut out[..n]);
                scale(&mut out[..n], n);
            }
            Self::Real(inputs) => vectorized(Backward { inputs, g, out }),
        }
    }
}

/// Multiplies by `1/√N`.
fn scale(products: &mut [f64], n: usize) {
    let norm = 1.0 / (n as f64).sqrt();
    products.iter_mut().for_each(|product| *product *= norm);
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
