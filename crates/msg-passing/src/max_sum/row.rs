//! The messages of one pattern: from cavity fields to max-marginals.
//!
//! Given cavity fields `h_j`, the best the other weights can do under the constraint `Σ_j ξ_j W_j ≥ θ` is to follow their
//! fields, except that the smallest fields against the pattern are not followed until the constraint holds. With
//! `z_j = ξ_j h_j` and the `|z_j|` of the weights against the pattern (`z_j ≤ 0`) in ascending order, `n_1 ≤ n_2 ≤ …`, let `k`
//! be the number of them that have to be turned. Whether weight `i` agrees with the pattern or not makes a difference of one
//! turn among the others, so that half the difference of its two max-marginals is
//!
//! | weight `i` | message `ξ_i u_i` |
//! | --- | --- |
//! | agrees, or is among the `k` that are turned | `n_{k+1}` |
//! | another one | `n_k`, 0 for `k = 0` |
//!
//! and 0 for all weights where the pattern holds with one more turn to spare, `k < 0`. A pattern has two messages only: a bit
//! an edge tells which.

use crate::pattern::BLOCK;
use serde::{Deserialize, Serialize};

/// Beyond any field: what a pattern says to a weight that it cannot do without.
const CERTAIN: f64 = 1e30;

/// The two messages of a pattern.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Levels {
    /// To the weights that agree with it or are to be turned, `n_{k+1}`.
    pub(super) high: f64,
    /// To the others, `n_k`.
    pub(super) low: f64,
}

impl Levels {
    /// The message of the edge of a bit.
    #[inline(always)]
    pub(super) fn of(self, high: u64, bit: usize) -> f64 {
        if high >> bit & 1 == 1 { self.high } else { self.low }
    }

    /// Multiplies both.
    pub(super) fn scale(&mut self, factor: f64) {
        self.high *= factor;
        self.low *= factor;
    }
}

/// The least product of `N` signs above `κ√N`.
pub(super) fn threshold(n: usize, margin: f64) -> i64 {
    let above = libm::floor(margin * (n as f64).sqrt()) as i64 + 1;
    above + (above - n as i64).rem_euclid(2)
}

/// Writes which messages of a pattern are [`Levels::high`], and returns the levels.
///
/// `cavity` holds the `z_j`, and `room` is for intermediate values.
pub(super) fn update(cavity: &[f64], threshold: i64, high: &mut [u64], room: &mut Vec<f64>) -> Levels {
    room.clear();
    room.extend(cavity.iter().filter(|z| **z <= 0.0).map(|z| -z));
    let against = room.len() as i64;
    let turns = (threshold - cavity.len() as i64) / 2 + against;
    if turns < 0 {
        return Levels::default();
    }
    let k = turns as usize;
    let low = if k == 0 { 0.0 } else { order_statistic(room, k - 1) };
    // The first k are in front now, in any order.
    let behind = room.get(k..).unwrap_or_default();
    let next = behind.iter().copied().fold(f64::INFINITY, f64::min);
    let levels = Levels { high: next.min(CERTAIN), low: low.min(CERTAIN) };
    for (word, z) in high.iter_mut().zip(cavity.chunks(BLOCK)) {
        *word = z.iter().enumerate().fold(0, |bits, (bit, z)| {
            // Where fields are equal it does not matter who is turned: the two levels are the same.
            bits | u64::from(*z > 0.0 || (k > 0 && -z <= low)) << bit
        });
    }
    levels
}

/// The entry of a rank, moved to its place; nothing smaller stays behind it.
fn order_statistic(values: &mut [f64], rank: usize) -> f64 {
    if rank >= values.len() {
        return f64::INFINITY;
    }
    *values.select_nth_unstable_by(rank, f64::total_cmp).1
}
