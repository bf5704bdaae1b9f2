//! Inputs ±1: the masks of a pattern are Hamming balls.

use super::blocks::{Block, Constraints, LOW_BITS, block_of};
use crate::BitMatrix;

/// Hamming balls around the low part of every pattern.
///
/// The product of a pattern with the weights is `N − 2D` with `D` their Hamming distance, so that the pattern is satisfied
/// when `D` is at most some `D_max`, which is the same for all patterns: the low parts that satisfy it are those at distance
/// at most `D_max` less the distance of the high parts.
pub(super) struct SignConstraints {
    /// High part of every pattern.
    high: Vec<u64>,
    /// Largest distance that satisfies a pattern, −1 if none does.
    max_distance: i64,
    /// Balls around the low part of every pattern, of radius −1 (empty) to [`LOW_BITS`] (everything).
    balls: Vec<[Block; LOW_BITS + 2]>,
}

impl SignConstraints {
    pub(super) fn new(inputs: &BitMatrix, threshold: f64) -> Self {
        let n = inputs.cols() as i64;
        let satisfies = |distance: &i64| (n - 2 * distance) as f64 > threshold;
        let patterns: Vec<u64> = (0..inputs.rows()).map(|mu| inputs.row_words(mu)[0]).collect();
        Self {
            high: patterns.iter().map(|pattern| pattern >> LOW_BITS).collect(),
            max_distance: (0..=n).filter(satisfies).count() as i64 - 1,
            balls: patterns.iter().map(|&pattern| balls_around(pattern)).collect(),
        }
    }
}

impl Constraints for SignConstraints {
    fn p(&self) -> usize {
        self.high.len()
    }

    #[inline(always)]
    fn satisfied(&self, mu: usize, high: u64) -> &Block {
        let radius = self.max_distance - i64::from((self.high[mu] ^ high).count_ones());
        &self.balls[mu][(radius.clamp(-1, LOW_BITS as i64) + 1) as usize]
    }
}

/// Balls around the low part of a pattern; entry `r` has radius `r − 1`.
fn balls_around(pattern: u64) -> [Block; LOW_BITS + 2] {
    let center = pattern as usize & ((1 << LOW_BITS) - 1);
    std::array::from_fn(|r| block_of(|low| ((low ^ center).count_ones() as usize) < r))
}
