//! The inputs weight by weight.

use super::lanes::{LANES, Lanes};
use crate::BitMatrix;

/// A transposed copy of ±1 inputs: the bits of all patterns at one weight lie together, padded to whole lanes of 256.
///
/// Takes `N P/8` bytes.
#[derive(Clone, Debug)]
pub struct Columns {
    n: usize,
    p: usize,
    /// Lanes of a column.
    blocks: usize,
    bits: Vec<Lanes>,
}

impl Columns {
    /// Transposes inputs, one pattern a row.
    ///
    /// # Panics
    /// If there is no pattern or no weight.
    pub fn new(inputs: &BitMatrix) -> Self {
        let (n, p) = (inputs.cols(), inputs.rows());
        assert!(n > 0 && p > 0, "{n} weights and {p} patterns: need at least one of each");
        let blocks = p.div_ceil(LANES);
        let mut bits = vec![Lanes::NONE; n * blocks];
        for mu in 0..p {
            for (word, first) in inputs.row_words(mu).iter().copied().zip((0..).step_by(64)) {
                let mut rest = word;
                while rest != 0 {
                    let i = first + rest.trailing_zeros() as usize;
                    bits[i * blocks + mu / LANES].set(mu % LANES);
                    rest &= rest - 1;
                }
            }
        }
        Self { n, p, blocks, bits }
    }

    /// Number of weights of a unit, `N`.
    pub fn n(&self) -> usize {
        self.n
    }

    /// Number of patterns `P`.
    pub fn p(&self) -> usize {
        self.p
    }

    /// Lanes that hold all patterns.
    #[inline(always)]
    pub(super) fn blocks(&self) -> usize {
        self.blocks
    }

    /// The patterns that exist among the lanes of a block.
    pub(super) fn present(&self, block: usize) -> Lanes {
        Lanes::first(self.p - block * LANES)
    }

    /// The inputs at weight `i`; a set bit is +1, and so is none beyond the last pattern.
    #[inline(always)]
    pub(super) fn column(&self, i: usize) -> &[Lanes] {
        &self.bits[i * self.blocks..(i + 1) * self.blocks]
    }
}
