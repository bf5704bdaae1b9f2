//! The inputs weight by weight.

use super::lanes::{LANES, Lanes};
use crate::BitMatrix;

/// Columns that are transposed together.
const BAND: usize = 512;

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
        let words = p.div_ceil(64);
        let mut band = vec![0; BAND.min(n) * words];
        for (columns, first) in bits.chunks_mut(BAND * blocks).zip((0..).step_by(BAND)) {
            let band = &mut band[..columns.len() / blocks * words];
            inputs.transposed_rows_into(first, band);
            for (column, words) in columns.chunks_exact_mut(blocks).zip(band.chunks_exact(words)) {
                for (lanes, words) in column.iter_mut().zip(words.chunks(LANES / 64)) {
                    lanes.0[..words.len()].copy_from_slice(words);
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
