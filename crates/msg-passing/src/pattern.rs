//! One pattern's inputs, expanded for arithmetic.

use piccole_core::patterns::Inputs;

/// Entries of a block: the inputs of a block are one packed word.
pub(crate) const BLOCK: usize = 64;

/// The inputs `a_i = ξ_i/√N` of one pattern, a block at a time; beyond the last weight they are 0.
#[derive(Clone, Copy)]
pub(crate) struct Pattern<'a> {
    entries: Entries<'a>,
    n: usize,
    /// `1/√N`.
    norm: f64,
}

#[derive(Clone, Copy)]
enum Entries<'a> {
    /// ±1, packed; a clear bit is −1.
    Signs(&'a [u64]),
    /// Real numbers.
    Real(&'a [f64]),
}

impl<'a> Pattern<'a> {
    /// Pattern `mu` of a training set.
    pub(crate) fn new(inputs: &'a Inputs, mu: usize) -> Self {
        let entries = match inputs {
            Inputs::Signs(matrix) => Entries::Signs(matrix.row_words(mu)),
            Inputs::Real(matrix) => Entries::Real(matrix.row(mu)),
        };
        Self { entries, n: inputs.n(), norm: 1.0 / (inputs.n() as f64).sqrt() }
    }

    /// `max_i |a_i|`.
    pub(crate) fn largest_input(&self) -> f64 {
        match self.entries {
            Entries::Signs(_) => self.norm,
            Entries::Real(row) => self.norm * row.iter().fold(0.0, |largest: f64, x| largest.max(x.abs())),
        }
    }

    /// The inputs as packed signs (a clear bit is −1), if they are ±1.
    #[inline(always)]
    pub(crate) fn sign_words(&self) -> Option<&'a [u64]> {
        match self.entries {
            Entries::Signs(words) => Some(words),
            Entries::Real(_) => None,
        }
    }

    /// How many inputs block `b` holds, which is `BLOCK` but for the last one.
    #[inline(always)]
    pub(crate) fn present(&self, b: usize) -> usize {
        (self.n - b * BLOCK).min(BLOCK)
    }

    /// Writes the inputs of block `b`, which are those from `b · BLOCK`.
    #[inline(always)]
    pub(crate) fn load_block(&self, b: usize, a: &mut [f64; BLOCK]) {
        let present = self.present(b);
        match self.entries {
            Entries::Signs(words) => {
                let clear = !words[b];
                for (bit, a) in a.iter_mut().enumerate() {
                    *a = f64::from_bits(self.norm.to_bits() | (clear >> bit << 63));
                }
            }
            Entries::Real(row) => {
                for (a, x) in a.iter_mut().zip(&row[b * BLOCK..b * BLOCK + present]) {
                    *a = x * self.norm;
                }
            }
        }
        a[present..].fill(0.0);
    }
}
