//! The messages of one pattern: from cavity magnetizations to cavity fields.
//!
//! A row is worked through in blocks that stay in first-level cache, in passes that are short and free of branches, so that
//! the compiler vectorises them all and the processor overlaps many entries. Sums are kept apart for every lane and folded
//! in a fixed order at the end, which makes the result the same bits on every instruction set. Rows are padded to whole
//! blocks with input 0, which contributes nothing.
//!
//! Fields are kept in double precision whatever the precision of the messages, and move by exactly what the messages move.

use super::lane::{Lane, blocks, blocks_mut, fold, larger, smaller};
use super::series::{Tables, with_polynomial};
use super::vote::{Stake, ln_majority, stakes};
use crate::pattern::{BLOCK, Pattern};
use piccole_core::arch::Elementwise;
use piccole_core::gauss::NEAREST_ZERO;

/// Messages are cut at this absolute value: `e⁻⁸⁰` is certainty, and larger fields would only cost precision.
pub(super) const LARGEST_MESSAGE: f64 = 40.0;

/// The variance of a cavity field is not let below this share of the largest squared input: with less than a hundredth
/// of a spin undecided the Gaussian approximation has no meaning, and the message is certain anyway.
pub(super) const LEAST_VARIANCE: f64 = 0.01;

/// Arguments of `H` below this one count as this one: `|ln H| < 2e-19` there, and a pattern that is satisfied whatever its
/// undecided weights do would otherwise spread its arguments over an interval that no series covers.
const CERTAIN: f64 = -9.0;

/// Mean and variance of a unit's field under the cavity marginals.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moments {
    /// `ω = Σ_i a_i m_i`.
    mean: f64,
    /// `V = Σ_i a_i² (1 − m_i²)`.
    variance: f64,
    /// The largest term of the variance, or a bound on it.
    largest_term: f64,
    /// `max_i |a_i|`.
    largest_input: f64,
    /// What no variance is let below.
    least_variance: f64,
}

impl Moments {
    /// `(κ − ω)/√V`: the unit votes for the label with probability `H` of it.
    fn argument(&self, margin: f64) -> f64 {
        (margin - self.mean) / self.variance.max(self.least_variance).sqrt()
    }

    /// An interval that holds every argument of `H` in the unit's update.
    fn argument_range(&self, margin: f64) -> (f64, f64) {
        let (distance, spread) = (margin - self.mean, 2.0 * self.largest_input);
        let narrowest = 1.0 / self.variance.max(self.least_variance).sqrt();
        let widest = 1.0 / (self.variance - self.largest_term).max(self.least_variance).sqrt();
        let (low, high) = (distance - spread, distance + spread);
        let range = ((low * narrowest).min(low * widest), (high * narrowest).max(high * widest));
        (range.0.max(CERTAIN), range.1.max(CERTAIN))
    }
}

/// Room for the moments and votes of one pattern.
pub(super) struct Scratch<R> {
    /// Cavity magnetizations (for ±1 inputs times the input), `K` padded rows.
    cavity: Vec<R>,
    moments: Vec<Moments>,
    arguments: Vec<f64>,
    stakes: Vec<Stake>,
}

impl<R: Lane> Scratch<R> {
    /// For rows of a padded length.
    pub(super) fn new(hidden: usize, padded: usize) -> Self {
        Self {
            cavity: vec![R::default(); hidden * padded],
            moments: vec![Moments::default(); hidden],
            arguments: vec![0.0; hidden],
            stakes: Vec::with_capacity(hidden),
        }
    }
}

/// One pattern's share of the state: `K` rows, padded to the same whole number of blocks.
pub(super) struct Rows<'a, R> {
    /// The inputs, which every unit sees.
    pub(super) pattern: Pattern<'a>,
    /// Total fields `h_ki`, to which this pattern's messages contribute.
    pub(super) fields: &'a mut [f64],
    /// This pattern's messages `u_ki`.
    pub(super) messages: &'a mut [R],
    /// Margin `κ`.
    pub(super) margin: f64,
    /// Room to work in.
    pub(super) scratch: &'a mut Scratch<R>,
}

impl<R: Lane> Rows<'_, R> {
    /// Writes the cavity magnetizations `m_ki = tanh(h_ki − u_ki)`, and the moments of the units' fields.
    #[inline(always)]
    fn survey(&mut self) {
        let padded = self.fields.len() / self.scratch.moments.len();
        let Scratch { cavity, moments, arguments, .. } = &mut *self.scratch;
        let states = self.fields.chunks_exact(padded).zip(self.messages.chunks_exact(padded));
        for ((cavity, (fields, messages)), (moments, argument)) in
            cavity.chunks_exact_mut(padded).zip(states).zip(moments.iter_mut().zip(arguments))
        {
            *moments = match self.pattern.sign_words() {
                Some(words) => sign_moments(&self.pattern, words, fields, messages, cavity),
                None => real_moments(&self.pattern, fields, messages, cavity),
            };
            *argument = moments.argument(self.margin);
        }
    }
}

/// Cavity magnetizations of a block.
#[inline(always)]
fn cavity_block<R: Lane>(h: &[f64; BLOCK], u: &[R; BLOCK], m: &mut [R; BLOCK]) -> [R; BLOCK] {
    for i in 0..BLOCK {
        m[i] = R::of(h[i] - u[i].value());
    }
    R::tanh_and_variance(m)
}

/// Adds up a block.
#[inline(always)]
pub(super) fn accumulate<R: Lane>(sums: &mut [f64; 8], block: [R; BLOCK]) {
    for (sum, term) in sums.iter_mut().zip(fold(block, |a, b| a + b)) {
        *sum += term.value();
    }
}

/// Moments for ±1 inputs `s`; the cavity holds `t_i = s_i m_i`.
#[inline(always)]
fn sign_moments<R: Lane>(
    pattern: &Pattern<'_>,
    words: &[u64],
    fields: &[f64],
    messages: &[R],
    cavity: &mut [R],
) -> Moments {
    let (mut mean, mut variance) = ([0.0; 8], [0.0; 8]);
    for (b, (t, (h, u))) in blocks_mut(cavity).iter_mut().zip(blocks(fields).iter().zip(blocks(messages))).enumerate() {
        let s = sign_block::<R>(pattern, words, b);
        let mut v = cavity_block(h, u, t);
        for i in 0..BLOCK {
            t[i] = s[i] * t[i];
            v[i] = v[i] * (s[i] * s[i]);
        }
        accumulate(&mut mean, *t);
        accumulate(&mut variance, v);
    }
    let a = pattern.largest_input();
    Moments {
        mean: a * mean.iter().sum::<f64>(),
        variance: a * a * variance.iter().sum::<f64>(),
        largest_term: a * a,
        largest_input: a,
        least_variance: LEAST_VARIANCE * a * a,
    }
}

/// The inputs of a block as ±1, and 0 beyond the last weight.
#[inline(always)]
fn sign_block<R: Lane>(pattern: &Pattern<'_>, words: &[u64], b: usize) -> [R; BLOCK] {
    let mut signs = R::signs(words[b]);
    signs[pattern.present(b)..].fill(R::default());
    signs
}

/// Moments for real inputs; the cavity holds the magnetizations.
#[inline(always)]
fn real_moments<R: Lane>(pattern: &Pattern<'_>, fields: &[f64], messages: &[R], cavity: &mut [R]) -> Moments {
    let (mut mean, mut variance, mut largest) = ([0.0; 8], [0.0; 8], [R::default(); 8]);
    let mut a = [0.0; BLOCK];
    for (b, (m, (h, u))) in blocks_mut(cavity).iter_mut().zip(blocks(fields).iter().zip(blocks(messages))).enumerate() {
        pattern.load_block(b, &mut a);
        let a = a.map(R::of);
        let mut v = cavity_block(h, u, m);
        let mut terms = *m;
        for i in 0..BLOCK {
            terms[i] = a[i] * m[i];
            v[i] = a[i] * a[i] * v[i];
        }
        accumulate(&mut mean, terms);
        accumulate(&mut variance, v);
        for (largest, term) in largest.iter_mut().zip(fold(v, larger)) {
            *largest = larger(*largest, term);
        }
    }
    let largest_input = pattern.largest_input();
    Moments {
        mean: mean.iter().sum(),
        variance: variance.iter().sum(),
        largest_term: largest.into_iter().fold(0.0, |largest, term| larger(largest, term.value())),
        largest_input,
        least_variance: LEAST_VARIANCE * largest_input * largest_input,
    }
}

/// `ln` of the probability that the pattern is satisfied under the cavity marginals.
pub(super) struct LnSatisfied<'a, R>(pub(super) Rows<'a, R>);

impl<R: Lane> Elementwise for LnSatisfied<'_, R> {
    type Output = f64;

    #[inline(always)]
    fn run(mut self) -> f64 {
        self.0.survey();
        ln_majority(&self.0.scratch.arguments)
    }
}

/// The update of one pattern's messages, `u ← d u + (1 − d) u'` with damping `d` and the exact two-valued marginal
///
/// `u'_ki = ½ [ℓ_k((κ − ω_ki − a_i)/√V_ki) − ℓ_k((κ − ω_ki + a_i)/√V_ki)]`, `ω_ki = ω_k − a_i m_ki`,
/// `V_ki = V_k − a_i² (1 − m_ki²)`, `ℓ_k(x) = ln [H(x) + c_k H(−x)]`,
///
/// where `c_k` is the unit's [`Stake`]. It moves the fields along. Its output is `max |u' − u|`.
pub(super) struct Update<'a, R> {
    /// The pattern's share of the state.
    pub(super) rows: Rows<'a, R>,
    /// Damping `d`.
    pub(super) damping: f64,
    /// Where the series come from.
    pub(super) tables: &'a Tables,
}

impl<R: Lane> Elementwise for Update<'_, R> {
    type Output = f64;

    #[inline(always)]
    fn run(mut self) -> f64 {
        self.rows.survey();
        let Rows { pattern, fields, messages, margin, scratch } = &mut self.rows;
        let Scratch { cavity, moments, arguments, stakes: stake } = &mut **scratch;
        stakes(arguments, stake);
        let padded = fields.len() / moments.len();
        let states = fields.chunks_exact_mut(padded).zip(messages.chunks_exact_mut(padded));
        let mut change = 0.0;
        for ((cavity, (fields, messages)), (moments, stake)) in
            cavity.chunks_exact_mut(padded).zip(states).zip(moments.iter().zip(stake.iter()))
        {
            let mover = Mover { pattern, fields, messages, weight: R::of(1.0 - self.damping) };
            let unit = Unit { moments, stake, margin: *margin };
            let moved = match pattern.sign_words() {
                Some(words) => unit.move_for_signs(mover, words, cavity, self.tables),
                None => unit.move_for_reals(mover, cavity, self.tables),
            };
            change = larger(change, moved);
        }
        change
    }
}

/// What the messages of one unit follow from.
struct Unit<'a> {
    moments: &'a Moments,
    stake: &'a Stake,
    margin: f64,
}

impl Unit<'_> {
    /// For inputs `s_i a` with `s = ±1` the messages are `s_i f(s_i m_i)` with one smooth function `f` on `[−1, 1]`.
    #[inline(always)]
    fn move_for_signs<R: Lane>(&self, mover: Mover<'_, R>, words: &[u64], cavity: &mut [R], tables: &Tables) -> f64 {
        // In units of the input: undecided weights, and distance of the margin from the mean.
        let a = self.moments.largest_input;
        let (undecided, distance) = (self.moments.variance / (a * a), (self.margin - self.moments.mean) / a);
        let messages = |t: &[f64], values: &mut [f64]| {
            let mut arguments = [0.0; 2 * BLOCK];
            let (plus, minus) = arguments[..2 * t.len()].split_at_mut(t.len());
            for ((plus, minus), t) in plus.iter_mut().zip(&mut *minus).zip(t) {
                let narrowness = 1.0 / (undecided - 1.0 + t * t).max(LEAST_VARIANCE).sqrt();
                *plus = ((distance + t - 1.0) * narrowness).max(CERTAIN);
                *minus = ((distance + t + 1.0) * narrowness).max(CERTAIN);
            }
            self.stake.ln_satisfied(&mut arguments[..2 * t.len()]);
            let (plus, minus) = arguments.split_at(t.len());
            for ((value, plus), minus) in values.iter_mut().zip(plus).zip(minus) {
                *value = 0.5 * (plus - minus);
            }
        };
        if self.moments.argument_range(self.margin).1 <= CERTAIN {
            return mover.run(words, cavity, |t| *t = [R::default(); BLOCK]);
        }
        // The square root has its branch point at an imaginary `t` of this size; the zeros of `H` are a little nearer.
        let singularity = 0.9 * (undecided - 1.0).max(0.0).sqrt();
        match tables.fit::<R>(0.0, 1.0, singularity, messages) {
            Some(series) => with_polynomial!(series, p => mover.run(words, cavity, |t| p.evaluate_scaled(t))),
            None => mover.run(words, cavity, |t| {
                let mut values = [0.0; BLOCK];
                messages(&t.map(R::value), &mut values);
                *t = values.map(R::of);
            }),
        }
    }

    /// For real inputs the arguments of all `ℓ` fall into one short interval.
    #[inline(always)]
    fn move_for_reals<R: Lane>(&self, mover: Mover<'_, R>, cavity: &mut [R], tables: &Tables) -> f64 {
        let (low, high) = self.moments.argument_range(self.margin);
        let (centre, half_width) = (0.5 * (low + high), (0.5 * (high - low)).max(1e-3));
        let mut at_centre = [centre];
        self.stake.ln_satisfied(&mut at_centre);
        let log = |x: &[f64], values: &mut [f64]| {
            values.copy_from_slice(x);
            self.stake.ln_satisfied(values);
            values.iter_mut().for_each(|value| *value -= at_centre[0]);
        };
        match tables.fit::<R>(centre, half_width, NEAREST_ZERO, log) {
            Some(series) => with_polynomial!(series, p => self.run(mover, cavity, |x| p.evaluate(x))),
            None => self.run(mover, cavity, |x| {
                let mut values = [0.0; BLOCK];
                log(&x.map(R::value), &mut values);
                *x = values.map(R::of);
            }),
        }
    }

    /// Moves the messages for real inputs, given what replaces arguments by `ℓ` up to a constant.
    #[inline(always)]
    fn run<R: Lane>(&self, mover: Mover<'_, R>, cavity: &[R], log: impl Fn(&mut [R; BLOCK])) -> f64 {
        let Moments { mean, variance, least_variance, .. } = *self.moments;
        let (distance, variance) = (R::of(self.margin - mean), R::of(variance));
        let (least, certain) = (R::of(least_variance), R::of(CERTAIN));
        let (one, half) = (R::of(1.0), R::of(0.5));
        let mut change = [R::default(); BLOCK];
        let (mut a, mut plus, mut minus) = ([0.0; BLOCK], [R::default(); BLOCK], [R::default(); BLOCK]);
        let states = blocks_mut(mover.fields).iter_mut().zip(blocks_mut(mover.messages));
        for (b, (m, (h, u))) in blocks(cavity).iter().zip(states).enumerate() {
            mover.pattern.load_block(b, &mut a);
            let a = a.map(R::of);
            for i in 0..BLOCK {
                let own = a[i] * a[i] * (one - m[i] * m[i]);
                let inverse = one / larger(variance - own, least).sqrt();
                let others = distance + a[i] * m[i];
                plus[i] = larger((others - a[i]) * inverse, certain);
                minus[i] = larger((others + a[i]) * inverse, certain);
            }
            log(&mut plus);
            log(&mut minus);
            for i in 0..BLOCK {
                plus[i] = half * (plus[i] - minus[i]);
            }
            move_block(&plus, mover.weight, h, u, &mut change);
        }
        fold(change, larger).into_iter().fold(0.0, |change, step| larger(change, step.value()))
    }
}

/// The rows that an update moves.
struct Mover<'a, R> {
    pattern: &'a Pattern<'a>,
    fields: &'a mut [f64],
    messages: &'a mut [R],
    /// One less the damping.
    weight: R,
}

impl<R: Lane> Mover<'_, R> {
    /// Moves the messages for ±1 inputs, given what replaces `t` by `f(t)`.
    #[inline(always)]
    fn run(self, words: &[u64], cavity: &mut [R], message: impl Fn(&mut [R; BLOCK])) -> f64 {
        let mut change = [R::default(); BLOCK];
        let states = blocks_mut(self.fields).iter_mut().zip(blocks_mut(self.messages));
        for (b, (t, (h, u))) in blocks_mut(cavity).iter_mut().zip(states).enumerate() {
            message(t);
            let s = sign_block::<R>(self.pattern, words, b);
            for i in 0..BLOCK {
                t[i] = s[i] * t[i];
            }
            move_block(t, self.weight, h, u, &mut change);
        }
        fold(change, larger).into_iter().fold(0.0, |change, step| larger(change, step.value()))
    }
}

/// Moves messages towards their targets, and the fields by as much as the messages move.
#[inline(always)]
fn move_block<R: Lane>(
    target: &[R; BLOCK],
    weight: R,
    h: &mut [f64; BLOCK],
    u: &mut [R; BLOCK],
    change: &mut [R; BLOCK],
) {
    let (least, most) = (R::of(-LARGEST_MESSAGE), R::of(LARGEST_MESSAGE));
    for i in 0..BLOCK {
        let step = smaller(larger(target[i], least), most) - u[i];
        let moved = u[i] + weight * step;
        h[i] += moved.value() - u[i].value();
        u[i] = moved;
        change[i] = larger(change[i], step.abs());
    }
}
