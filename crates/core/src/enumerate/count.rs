//! The number of solutions.

use super::blocks::{Constraints, LOW_BITS, high_parts, intersect, size, whole};
use super::real::RealConstraints;
use super::signs::SignConstraints;
use super::tasks::sum_counts;
use super::{EnumerateError, threshold};
use crate::Patterns;
use crate::arch::{Elementwise, vectorized};
use crate::patterns::Inputs;
use std::ops::Range;

/// Blocks that one task goes through, 2^20 weight vectors.
const BLOCKS_PER_TASK: u64 = 1 << 12;

/// Numbers of solutions of an instance and of its leading patterns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Number of weights `N`.
    pub n: usize,
    /// Number of patterns `P`.
    pub p: usize,
    /// Entry `k` is the number of weight vectors that satisfy the first `k` patterns, `k = 0..=P`; entry 0 is `2^N`.
    pub by_prefix: Vec<u64>,
}

impl Count {
    /// Number of solutions `Z`: weight vectors that satisfy all patterns.
    pub fn solutions(&self) -> u64 {
        self.by_prefix[self.p]
    }

    /// Entropy `ln(Z)/N` of the solutions in nats per weight, −∞ where there is none.
    pub fn entropy(&self) -> f64 {
        libm::log(self.solutions() as f64) / self.n as f64
    }
}

/// Counts the solutions of an instance at margin `κ`, and those of its first `k` patterns for every `k`.
///
/// A weight vector is a solution when `ξ^μ·W > κ√N` for all `μ`, decided as in
/// [`Patterns::errors`](crate::Patterns::errors). Time and method are described [above](super); with the feature `rayon`
/// the work is shared among the threads of the current pool, and the result is the same integers.
///
/// ```
/// use piccole_core::{BitMatrix, BitVector, Patterns, enumerate, patterns::Inputs};
/// // One pattern in three dimensions: of the 8 weight vectors, the 4 with a positive product satisfy it.
/// let inputs = BitMatrix::from_rows(3, &[BitVector::from_signs(&[1, -1, 1])?])?;
/// let patterns = Patterns::from_gauged(Inputs::Signs(inputs), BitVector::from_signs(&[1])?, None)?;
/// let count = enumerate::count(&patterns, 0.0)?;
/// assert_eq!(count.by_prefix, [8, 4]);
/// assert!((count.entropy() - 1.3862943611198906 / 3.0).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`EnumerateError::TooLarge`] for more than [`MAX_WEIGHTS`](super::MAX_WEIGHTS) weights, [`EnumerateError::Margin`] for a
/// margin that is NaN. (An infinite margin is a number: everything or nothing is a solution.)
pub fn count(patterns: &Patterns, margin: f64) -> Result<Count, EnumerateError> {
    let threshold = threshold(patterns, margin)?;
    let (n, p) = (patterns.n(), patterns.p());
    let by_prefix = match patterns.gauged() {
        Inputs::Signs(inputs) => count_prefixes(n, &SignConstraints::new(inputs, threshold)),
        Inputs::Real(inputs) => count_prefixes(n, &RealConstraints::new(inputs, threshold)),
    };
    Ok(Count { n, p, by_prefix })
}

/// Solutions of the first `k` patterns for every `k`.
fn count_prefixes(n: usize, constraints: &impl Constraints) -> Vec<u64> {
    let end = high_parts(n).end;
    sum_counts(end.div_ceil(BLOCKS_PER_TASK), constraints.p() + 1, |task| {
        let start = task * BLOCKS_PER_TASK;
        vectorized(CountTask { n, constraints, high: start..end.min(start + BLOCKS_PER_TASK) })
    })
}

/// A range of high parts, each with all low parts.
struct CountTask<'a, C> {
    n: usize,
    constraints: &'a C,
    high: Range<u64>,
}

impl<C: Constraints> Elementwise for CountTask<'_, C> {
    type Output = Vec<u64>;

    #[inline(always)]
    fn run(self) -> Vec<u64> {
        let whole = whole(self.n);
        let mut by_prefix = vec![0; self.constraints.p() + 1];
        by_prefix[0] = (self.high.end - self.high.start) << self.n.min(LOW_BITS);
        for high in self.high {
            let mut block = whole;
            for (mu, count) in by_prefix[1..].iter_mut().enumerate() {
                intersect(&mut block, self.constraints.satisfied(mu, high));
                let left = size(&block);
                if left == 0 {
                    break;
                }
                *count += left;
            }
        }
        by_prefix
    }
}
