//! Sums over blocks of examples, which threads share.

use super::backward::Backward;
use super::forward::{BLOCK, Trace, add};
use super::tangent::Tangent;
use crate::Scalar;
use crate::matrix::{join, threads_worth};
use std::ops::Range;

/// Memory of the passes of one block.
#[derive(Clone, Debug, Default)]
pub(super) struct Passes<T> {
    pub(super) trace: Trace<T>,
    pub(super) backward: Backward<T>,
    pub(super) tangent: Tangent<T>,
}

/// What a thread needs for a block: memory of the passes, and where the outcome waits for its turn to be added.
#[derive(Clone, Debug, Default)]
struct Lane<T> {
    passes: Passes<T>,
    part: Vec<T>,
    loss: f64,
}

/// As many lanes as threads had a block at once.
#[derive(Clone, Debug, Default)]
pub(super) struct Lanes<T>(Vec<Lane<T>>);

/// The part of a sum that is due to a block, written to a slice whatever was there, and its loss. Called with memory, the block's
/// examples and their share in all.
pub(super) trait Part<T>: Fn(&mut Passes<T>, Range<usize>, f64, &mut [T]) -> f64 + Sync {}

impl<T, F: Fn(&mut Passes<T>, Range<usize>, f64, &mut [T]) -> f64 + Sync> Part<T> for F {}

/// The examples of a block.
pub(super) fn block(number: usize, examples: usize) -> Range<usize> {
    number * BLOCK..examples.min((number + 1) * BLOCK)
}

impl<T: Scalar> Lanes<T> {
    /// Memory for passes one after the other.
    pub(super) fn first(&mut self) -> &mut Passes<T> {
        &mut self.at_least(1)[0].passes
    }

    fn at_least(&mut self, lanes: usize) -> &mut [Lane<T>] {
        if self.0.len() < lanes {
            self.0.resize_with(lanes, Lane::default);
        }
        &mut self.0[..lanes]
    }

    /// Writes the sum of the parts of all blocks and returns the sum of their losses.
    ///
    /// Blocks are computed side by side, as many at a time as there are threads, and added in order: the bits do not depend on that
    /// number. The first part, the only one of a small batch, is computed where the sum is wanted.
    pub(super) fn sum(&mut self, examples: usize, sum: &mut [T], part: impl Part<T>) -> f64 {
        let count = examples.div_ceil(BLOCK);
        let lanes = self.at_least(threads_worth(sum.len() * examples).clamp(1, count.max(1)));
        lanes.iter_mut().skip(usize::from(count == 1)).for_each(|lane| lane.part.resize(sum.len(), T::ZERO));
        let (width, mut loss) = (lanes.len(), 0.0);
        for first in (0..count).step_by(width) {
            let lanes = &mut lanes[..width.min(count - first)];
            let in_place = if first == 0 { Some(&mut *sum) } else { None };
            fill(lanes, in_place, first, examples, &part);
            for (number, lane) in (first..).zip(lanes) {
                loss += lane.loss;
                if number > 0 {
                    add(sum, &lane.part);
                }
            }
        }
        loss
    }
}

/// Computes a block in each lane, that of the first lane in place if there is one.
fn fill<T: Scalar>(
    lanes: &mut [Lane<T>],
    in_place: Option<&mut [T]>,
    first: usize,
    examples: usize,
    part: &impl Part<T>,
) {
    if let [Lane { passes, part: own, loss }] = lanes {
        let block = block(first, examples);
        let share = block.len() as f64 / examples as f64;
        *loss = part(passes, block, share, in_place.unwrap_or(own));
        return;
    }
    let half = lanes.len() / 2;
    let (left, right) = lanes.split_at_mut(half);
    join(|| fill(left, in_place, first, examples, part), || fill(right, None, first + half, examples, part));
}
