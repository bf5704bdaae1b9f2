//! All messages of one instance.

use super::lane::Lane;
use super::row::{Rows, Scratch, Update};
use super::series::Tables;
use crate::error::{AlgorithmError, check_memory};
use crate::pattern::{BLOCK, Pattern};
use crate::problem::Problem;
use piccole_core::elementwise::tanh_and_variance;
use piccole_core::{BitVector, Committee, Patterns, arch};
use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};

/// External field of a fixed weight. A pattern's message is at most 40, so that 25000 patterns against it are outweighed; the
/// rounding of a field this large changes no magnetization, which is ±1 anyway.
pub(crate) const FIXED: f64 = 1e6;

/// What the messages of an instance follow from, and room to work in.
pub struct Instance<'a, R> {
    pub(super) patterns: &'a Patterns,
    pub(super) hidden: usize,
    pub(super) margin: f64,
    padded: usize,
    scratch: Scratch<R>,
    tables: Tables,
}

impl<'a, R: Lane> Instance<'a, R> {
    /// # Errors
    /// [`AlgorithmError::Memory`] if the messages need more than 16 GiB.
    pub(crate) fn new(problem: Problem<'a>, margin: f64) -> Result<Self, AlgorithmError> {
        let (patterns, hidden) = (problem.patterns(), problem.hidden());
        let padded = patterns.n().next_multiple_of(BLOCK);
        let bytes = size_of::<R>() as u128 * patterns.p() as u128 * hidden as u128 * padded as u128;
        check_memory(hidden * patterns.n(), patterns.p(), bytes)?;
        let (scratch, tables) = (Scratch::new(hidden, padded), Tables::new(R::TRUNCATION));
        Ok(Self { patterns, hidden, margin, padded, scratch, tables })
    }

    /// Number of weights `K N`.
    pub(crate) fn weights(&self) -> usize {
        self.hidden * self.patterns.n()
    }

    /// Number of patterns `P`.
    pub(crate) fn p(&self) -> usize {
        self.patterns.p()
    }

    /// Length of a pattern's messages.
    fn stride(&self) -> usize {
        self.hidden * self.padded
    }
}

/// The state of belief propagation: one message an edge, one field a weight.
///
/// The message `u_{μki}` is the field that pattern `μ` exerts on weight `i` of unit `k`; the total field is
/// `h_ki = Σ_μ u_{μki} + g_ki` with an external field `g_ki`, and the magnetization `m_ki = tanh h_ki`. Memory: `8 P K N` bytes
/// in double precision, `4 P K N` in single.
#[derive(Serialize, Deserialize)]
pub(crate) struct Messages<R> {
    n: usize,
    hidden: usize,
    /// `u_{μki}`, pattern by pattern and row by row, rows padded to whole blocks.
    messages: Vec<R>,
    /// `h_ki`, row by row, likewise.
    fields: Vec<f64>,
    /// `g_ki`.
    external: Vec<f64>,
}

impl<R: Lane> Messages<R> {
    /// All messages zero.
    pub(crate) fn zero(instance: &Instance<'_, R>) -> Self {
        let stride = instance.stride();
        Self {
            n: instance.patterns.n(),
            hidden: instance.hidden,
            messages: vec![R::default(); instance.p() * stride],
            fields: vec![0.0; stride],
            external: vec![0.0; stride],
        }
    }

    /// Random messages, `tanh u` uniform on `±spread`, and no external field.
    pub(crate) fn random(instance: &Instance<'_, R>, spread: f64, rng: &mut impl Rng) -> Self {
        let mut messages = Self::zero(instance);
        messages.draw(spread, rng);
        messages
    }

    /// Takes random messages anew, `tanh u` uniform on `±spread`, and no external field.
    pub(crate) fn draw(&mut self, spread: f64, rng: &mut impl Rng) {
        self.fields.fill(0.0);
        self.external.fill(0.0);
        if spread == 0.0 {
            self.messages.fill(R::default());
            return;
        }
        let padded = self.padded();
        for messages in self.messages.chunks_exact_mut(self.fields.len()) {
            for (messages, fields) in messages.chunks_exact_mut(padded).zip(self.fields.chunks_exact_mut(padded)) {
                for (u, h) in messages.iter_mut().zip(fields).take(self.n) {
                    *u = R::of(libm::atanh(spread * (2.0 * rng.random::<f64>() - 1.0)));
                    *h += u.value();
                }
            }
        }
    }

    /// Updates the messages of the patterns one after the other in the given order, each seeing the fields that those
    /// before it left. Returns the largest change of a message before damping.
    pub(crate) fn sweep(
        &mut self,
        instance: &mut Instance<'_, R>,
        order: impl IntoIterator<Item = usize>,
        damping: f64,
    ) -> f64 {
        let mut change = 0.0_f64;
        for mu in order {
            let (rows, tables) = self.rows(instance, mu);
            change = change.max(arch::vectorized(Update { rows, damping, tables }));
        }
        change
    }

    /// One pattern's share of the state, and where series come from.
    pub(super) fn rows<'s>(&'s mut self, instance: &'s mut Instance<'_, R>, mu: usize) -> (Rows<'s, R>, &'s Tables) {
        let stride = self.fields.len();
        let rows = Rows {
            pattern: Pattern::new(instance.patterns.gauged(), mu),
            fields: &mut self.fields,
            messages: &mut self.messages[mu * stride..(mu + 1) * stride],
            margin: instance.margin,
            scratch: &mut instance.scratch,
        };
        (rows, &instance.tables)
    }

    /// Replaces every external field by a function of the field `h_ki − g_ki` that the patterns exert, mixed with a share of
    /// the present external field.
    pub(crate) fn set_external(&mut self, kept: f64, external: impl Fn(f64) -> f64) {
        let (n, padded) = (self.n, self.padded());
        let rows = self.fields.chunks_exact_mut(padded).zip(self.external.chunks_exact_mut(padded));
        for (h, g) in rows.flat_map(|(fields, external)| fields.iter_mut().zip(external).take(n)) {
            let new = kept * *g + (1.0 - kept) * external(*h - *g);
            *h += new - *g;
            *g = new;
        }
    }

    /// Adds an external field so that it becomes `g_ki = strength · h_ki`, the reinforcement of the present field.
    pub(crate) fn reinforce(&mut self, strength: f64) {
        for (h, g) in self.fields.iter_mut().zip(&mut self.external) {
            let reinforced = strength * *h;
            *h += reinforced - *g;
            *g = reinforced;
        }
    }

    /// Fixes a weight at the sign of its field, by an external field that no messages of patterns outweigh.
    pub(crate) fn fix(&mut self, weight: usize) {
        let place = self.place(weight);
        let fixed = if self.fields[place] >= 0.0 { FIXED } else { -FIXED };
        self.fields[place] += fixed - self.external[place];
        self.external[place] = fixed;
    }

    /// Magnetizations `m_ki = tanh h_ki`, unit by unit.
    pub(crate) fn magnetizations(&self) -> Vec<f64> {
        self.fields().iter().map(|&h| libm::tanh(h)).collect()
    }

    /// Mean squared magnetization `Σ_ki m_ki²/(K N)`.
    pub(crate) fn overlap(&self) -> f64 {
        let blocks = self.fields.as_chunks::<BLOCK>().0;
        // Beyond the last weight of a row the variance is 1.
        let padding = self.hidden * (self.padded() - self.n);
        let variances: f64 = blocks.iter().flat_map(|fields| tanh_and_variance(&mut fields.clone())).sum();
        1.0 - (variances - padding as f64) / (self.hidden * self.n) as f64
    }

    /// The most probable weights, `sign h_ki` (a zero field gives +1).
    pub(crate) fn weights(&self) -> Committee {
        let unit = |fields: &[f64]| BitVector::from_fn(self.n, |i| fields[i] >= 0.0);
        let units = self.fields.chunks_exact(self.padded()).map(unit).collect();
        Committee::new(units).expect("the problem has an odd number of units of the same size")
    }

    /// The field `h_ki` of weight `k N + i`.
    pub(crate) fn field(&self, weight: usize) -> f64 {
        self.fields[self.place(weight)]
    }

    /// The fields `h_ki`, without their padding.
    pub(super) fn fields(&self) -> Vec<f64> {
        (0..self.hidden * self.n).map(|weight| self.field(weight)).collect()
    }

    /// The external fields `g_ki`, without their padding.
    pub(super) fn external(&self) -> Vec<f64> {
        (0..self.hidden * self.n).map(|weight| self.external[self.place(weight)]).collect()
    }

    /// Where weight `k N + i` lies in a padded row.
    fn place(&self, weight: usize) -> usize {
        weight / self.n * self.padded() + weight % self.n
    }

    /// Length of a row.
    fn padded(&self) -> usize {
        self.fields.len() / self.hidden
    }
}

#[cfg(test)]
impl<R: Lane> Messages<R> {
    /// `u_{μki}` for weight `k N + i`.
    pub(super) fn message(&self, mu: usize, weight: usize) -> f64 {
        self.messages[mu * self.fields.len() + self.place(weight)].value()
    }
}
