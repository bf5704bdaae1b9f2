//! Real inputs: the masks of a pattern are its low parts in descending order of their sums.

use super::blocks::{Block, Constraints, LOW_BITS, block_of};
use crate::patterns::RealMatrix;

/// Entries whose signed sums are tabulated together.
type Table = [f64; 1 << LOW_BITS];

/// The constraint of every pattern, with the threshold they share.
pub(super) struct RealConstraints {
    patterns: Vec<Pattern>,
    threshold: f64,
}

struct Pattern {
    /// Sums `Σ ξ_i W_i` over the low group for all its weights, in descending order.
    low: Table,
    /// Entry `r`: the `r` low parts with the largest sums.
    largest: Vec<Block>,
    /// Sums over each further group of entries, indexed by its weights.
    high: Vec<Table>,
}

impl RealConstraints {
    pub(super) fn new(inputs: &RealMatrix, threshold: f64) -> Self {
        Self { patterns: (0..inputs.rows()).map(|mu| Pattern::new(inputs.row(mu))).collect(), threshold }
    }
}

impl Constraints for RealConstraints {
    fn p(&self) -> usize {
        self.patterns.len()
    }

    /// Rounding keeps order (`b ≤ b'` gives `a + b ≤ a + b'` in floating point too), so that the low parts with
    /// `a + b > κ√N` are the first ones in descending order of `b`.
    #[inline(always)]
    fn satisfied(&self, mu: usize, high: u64) -> &Block {
        let pattern = &self.patterns[mu];
        let (mut a, mut weights) = (0.0, high as usize);
        for table in &pattern.high {
            a += table[weights % (1 << LOW_BITS)];
            weights >>= LOW_BITS;
        }
        &pattern.largest[pattern.low.partition_point(|b| a + b > self.threshold)]
    }
}

impl Pattern {
    fn new(entries: &[f64]) -> Self {
        let mut groups = entries.chunks(LOW_BITS).map(signed_sums);
        let sums = groups.next().expect("a pattern has at least one entry");
        let mut order: Vec<usize> = (0..sums.len()).collect();
        order.sort_by(|&l, &m| sums[m].total_cmp(&sums[l]));
        let mut rank = [0; 1 << LOW_BITS];
        for (r, &low) in order.iter().enumerate() {
            rank[low] = r;
        }
        Self {
            low: std::array::from_fn(|r| sums[order[r]]),
            largest: (0..=sums.len()).map(|r| block_of(|low| rank[low] < r)).collect(),
            high: groups.collect(),
        }
    }
}

/// Sum of the entries with every choice of signs; a group of fewer entries ignores the other bits.
fn signed_sums(entries: &[f64]) -> Table {
    let signed = |weights: usize, i: usize| if weights >> i & 1 == 1 { entries[i] } else { -entries[i] };
    std::array::from_fn(|weights| (0..entries.len()).map(|i| signed(weights, i)).sum())
}
