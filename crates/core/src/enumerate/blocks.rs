//! Weight vectors in blocks that share their high weights.

use std::ops::Range;

/// Weights that vary within a block.
pub(super) const LOW_BITS: usize = 8;

/// Words of a block.
const WORDS: usize = (1 << LOW_BITS) / 64;

/// A set of low parts: bit `l` stands for the vector whose low weights are the bits of `l`.
pub(super) type Block = [u64; WORDS];

/// No low part.
pub(super) const EMPTY: Block = [0; WORDS];

/// For every pattern and every choice of the high weights, the low parts that satisfy the pattern.
pub(super) trait Constraints: Sync {
    /// Number of patterns.
    fn p(&self) -> usize;

    /// The low parts that satisfy pattern `mu` together with the high weights `high`.
    fn satisfied(&self, mu: usize, high: u64) -> &Block;
}

/// All low parts of vectors of `n` weights: with fewer weights than a block has bits, only the first `2^n` exist.
pub(super) fn whole(n: usize) -> Block {
    block_of(|low| low < 1 << n.min(LOW_BITS))
}

/// The values of the high weights.
pub(super) fn high_parts(n: usize) -> Range<u64> {
    0..1 << n.saturating_sub(LOW_BITS)
}

/// The low parts that have a property.
pub(super) fn block_of(has: impl Fn(usize) -> bool) -> Block {
    let mut block = EMPTY;
    for low in (0..1 << LOW_BITS).filter(|&low| has(low)) {
        block[low / 64] |= 1 << (low % 64);
    }
    block
}

/// Takes out the low parts that violate a further pattern.
#[inline(always)]
pub(super) fn intersect(block: &mut Block, satisfied: &Block) {
    for (word, mask) in block.iter_mut().zip(satisfied) {
        *word &= mask;
    }
}

/// Number of low parts in a set.
#[inline(always)]
pub(super) fn size(block: &Block) -> u64 {
    block.iter().map(|word| u64::from(word.count_ones())).sum()
}
