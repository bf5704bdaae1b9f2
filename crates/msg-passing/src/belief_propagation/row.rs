//! The messages of one pattern: from cavity magnetizations to cavity fields.
//!
//! A row is worked through in blocks that stay in first-level cache, in passes that are short and free of branches, so that
//! the compiler vectorises them all and the processor overlaps many entries. Sums are kept apart for every place in a block and folded in a fixed order at the
//! end, which makes the result the same bits on every instruction set. Rows are padded to whole blocks with input 0, which contributes nothing.

use super::log_tail::{LogTail, Tables};
use crate::pattern::{BLOCK, Pattern};
use piccole_core::arch::Elementwise;
use piccole_core::elementwise::tanh_and_variance;
use piccole_core::gauss;

/// Messages are cut at this absolute value: `e⁻⁸⁰` is certainty, and larger fields would only cost precision.
const LARGEST_MESSAGE: f64 = 40.0;

/// The variance of a cavity field is not let below this share of the largest squared input: with less than a hundredth
/// of a spin undecided the Gaussian approximation has no meaning, and the message is certain anyway.
const LEAST_VARIANCE: f64 = 0.01;

/// Arguments of `H` below this one count as this one: `|ln H| < 2e-19` there, and a pattern that is satisfied whatever its
/// undecided weights do would otherwise spread its arguments over an interval that no series covers.
const CERTAIN: f64 = -9.0;

/// One pattern's share of the state. The slices are padded to the same whole number of blocks.
pub(super) struct Row<'a> {
    /// The inputs.
    pub(super) pattern: Pattern<'a>,
    /// Total fields `h_i`, to which this pattern's messages contribute.
    pub(super) fields: &'a mut [f64],
    /// This pattern's messages `u_i`.
    pub(super) messages: &'a mut [f64],
}

/// Mean and variance of the pattern's field under the cavity marginals.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moments {
    /// `ω = Σ_i a_i m_i`.
    mean: f64,
    /// `V = Σ_i a_i² (1 − m_i²)`.
    variance: f64,
    /// The largest term of the variance.
    largest_term: f64,
    /// `max_i |a_i|`.
    largest_input: f64,
    /// What no variance is let below.
    least_variance: f64,
}

impl Row<'_> {
    /// Writes the cavity magnetizations `m_i = tanh(h_i − u_i)` and returns the moments of the field.
    #[inline(always)]
    pub(super) fn moments(&self, magnetizations: &mut [f64]) -> Moments {
        let (mut mean, mut variance, mut largest_term) = ([0.0; BLOCK], [0.0; BLOCK], [0.0; BLOCK]);
        let mut a = [0.0; BLOCK];
        let fields = blocks(self.fields).iter().zip(blocks(self.messages));
        for (b, (m, (h, u))) in blocks_mut(magnetizations).iter_mut().zip(fields).enumerate() {
            self.pattern.load_block(b, &mut a);
            for i in 0..BLOCK {
                m[i] = h[i] - u[i];
            }
            let variances = tanh_and_variance(m);
            for i in 0..BLOCK {
                let term = a[i] * a[i] * variances[i];
                mean[i] += a[i] * m[i];
                variance[i] += term;
                largest_term[i] = larger(largest_term[i], term);
            }
        }
        let largest_input = self.pattern.largest_input();
        Moments {
            mean: fold(mean, |a, b| a + b),
            variance: fold(variance, |a, b| a + b),
            largest_term: fold(largest_term, larger),
            largest_input,
            least_variance: LEAST_VARIANCE * largest_input * largest_input,
        }
    }
}

impl Moments {
    /// `ln H((κ − ω)/√V)`, the logarithm of the probability that the pattern is satisfied.
    pub(super) fn ln_satisfied(&self, margin: f64) -> f64 {
        gauss::ln_tail((margin - self.mean) / self.variance.max(self.least_variance).sqrt())
    }

    /// An interval that holds every argument of `H` in the row's update.
    fn argument_range(&self, margin: f64) -> (f64, f64) {
        let (distance, spread) = (margin - self.mean, 2.0 * self.largest_input);
        let narrowest = 1.0 / self.variance.max(self.least_variance).sqrt();
        let widest = 1.0 / (self.variance - self.largest_term).max(self.least_variance).sqrt();
        let (low, high) = (distance - spread, distance + spread);
        let range = ((low * narrowest).min(low * widest), (high * narrowest).max(high * widest));
        (range.0.max(CERTAIN), range.1.max(CERTAIN))
    }
}

/// The update of one row's messages, `u ← d u + (1 − d) u'` with damping `d` and the exact two-valued marginal
///
/// `u'_i = ½ [ln H((κ − ω_i − a_i)/√V_i) − ln H((κ − ω_i + a_i)/√V_i)]`, `ω_i = ω − a_i m_i`, `V_i = V − a_i² (1 − m_i²)`,
///
/// which moves the fields along. Its output is `max_i |u'_i − u_i|`.
pub(super) struct Update<'a> {
    /// The pattern's share of the state.
    pub(super) row: Row<'a>,
    /// Room for the cavity magnetizations, padded like the row.
    pub(super) magnetizations: &'a mut [f64],
    /// Margin `κ`.
    pub(super) margin: f64,
    /// Damping `d`.
    pub(super) damping: f64,
    /// Where the series of `ln H` come from.
    pub(super) tables: &'a Tables,
}

impl Elementwise for Update<'_> {
    type Output = f64;

    #[inline(always)]
    fn run(mut self) -> f64 {
        let moments = self.row.moments(self.magnetizations);
        let (low, high) = moments.argument_range(self.margin);
        match self.tables.fit(low, high) {
            Some(LogTail::Degree6(series)) => self.move_messages(moments, |x| series.evaluate(x)),
            Some(LogTail::Degree9(series)) => self.move_messages(moments, |x| series.evaluate(x)),
            Some(LogTail::Degree13(series)) => self.move_messages(moments, |x| series.evaluate(x)),
            Some(LogTail::Degree20(series)) => self.move_messages(moments, |x| series.evaluate(x)),
            Some(LogTail::Degree40(series)) => self.move_messages(moments, |x| series.evaluate(x)),
            None => self.move_messages(moments, |x| *x = x.map(gauss::ln_tail)),
        }
    }
}

impl Update<'_> {
    /// Moves messages and fields, given what replaces arguments by `ln H` up to a constant; returns the largest difference
    /// to the messages aimed at.
    #[inline(always)]
    fn move_messages(&mut self, moments: Moments, evaluate: impl Fn(&mut [f64; BLOCK])) -> f64 {
        let mut change = [0.0; BLOCK];
        let (mut a, mut plus, mut minus) = ([0.0; BLOCK], [0.0; BLOCK], [0.0; BLOCK]);
        let (margin, weight) = (self.margin, 1.0 - self.damping);
        let fields = blocks_mut(self.row.fields).iter_mut().zip(blocks_mut(self.row.messages));
        for (b, (m, (h, u))) in blocks(self.magnetizations).iter().zip(fields).enumerate() {
            self.row.pattern.load_block(b, &mut a);
            for i in 0..BLOCK {
                let variance = moments.variance - a[i] * a[i] * (1.0 - m[i] * m[i]);
                let inverse = 1.0 / larger(variance, moments.least_variance).sqrt();
                let distance = margin - (moments.mean - a[i] * m[i]);
                plus[i] = larger((distance - a[i]) * inverse, CERTAIN);
                minus[i] = larger((distance + a[i]) * inverse, CERTAIN);
            }
            evaluate(&mut plus);
            evaluate(&mut minus);
            for i in 0..BLOCK {
                let target = 0.5 * (plus[i] - minus[i]);
                let step = smaller(larger(target, -LARGEST_MESSAGE), LARGEST_MESSAGE) - u[i];
                u[i] += weight * step;
                h[i] += weight * step;
                change[i] = larger(change[i], step.abs());
            }
        }
        fold(change, larger)
    }
}

/// Whole blocks of a padded slice.
#[inline(always)]
fn blocks(slice: &[f64]) -> &[[f64; BLOCK]] {
    slice.as_chunks().0
}

/// Whole blocks of a padded slice, to be changed.
#[inline(always)]
fn blocks_mut(slice: &mut [f64]) -> &mut [[f64; BLOCK]] {
    slice.as_chunks_mut().0
}

/// Combines the entries of a block in a fixed order, halving it until one is left.
#[inline(always)]
fn fold(mut block: [f64; BLOCK], combine: impl Fn(f64, f64) -> f64) -> f64 {
    let mut half = BLOCK / 2;
    while half > 0 {
        let (low, high) = block.split_at_mut(half);
        for (low, high) in low.iter_mut().zip(high) {
            *low = combine(*low, *high);
        }
        half /= 2;
    }
    block[0]
}

/// `max(a, b)` as the one instruction it is; `f64::max` adds a test for NaN, and there is none here.
#[inline(always)]
fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// `min(a, b)`, likewise.
#[inline(always)]
fn smaller(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}
