//! All messages of one instance.

use super::log_tail::Tables;
use super::row::{Row, Update};
use crate::error::AlgorithmError;
use crate::pattern::{BLOCK, Pattern};
use piccole_core::elementwise::tanh_and_variance;
use piccole_core::{BitVector, Patterns, arch, gauss};
use serde::{Deserialize, Serialize};

/// Messages beyond this size are refused rather than left to the system's memory.
const MEMORY_LIMIT: u128 = 16 << 30;

/// External field of a fixed weight. A pattern's message is at most 40, so that 25000 patterns against it are outweighed; the
/// rounding of a field this large changes no magnetization, which is ±1 anyway.
const FIXED: f64 = 1e6;

/// What the messages of an instance follow from, and room to work in.
pub struct Instance<'a> {
    patterns: &'a Patterns,
    margin: f64,
    /// Cavity magnetizations of the row in hand.
    cavity: Vec<f64>,
    tables: Tables,
}

impl<'a> Instance<'a> {
    /// # Errors
    /// [`AlgorithmError::Memory`] if the messages need more than 16 GiB.
    pub(crate) fn new(patterns: &'a Patterns, margin: f64) -> Result<Self, AlgorithmError> {
        let (n, p) = (patterns.n(), patterns.p());
        let padded = n.next_multiple_of(BLOCK);
        let bytes = 8 * p as u128 * padded as u128;
        if bytes > MEMORY_LIMIT {
            return Err(AlgorithmError::Memory { n, p, bytes, limit: MEMORY_LIMIT });
        }
        Ok(Self { patterns, margin, cavity: vec![0.0; padded], tables: Tables::new() })
    }

    /// Number of weights `N`.
    pub(crate) fn n(&self) -> usize {
        self.patterns.n()
    }

    /// Number of patterns `P`.
    pub(crate) fn p(&self) -> usize {
        self.patterns.p()
    }
}

/// The state of belief propagation: one message an edge, one field a weight.
///
/// The message `u_{μi}` is the field that pattern `μ` exerts on weight `i`; the total field is `h_i = Σ_μ u_{μi} + g_i` with
/// an external field `g_i`, and the magnetization `m_i = tanh h_i`. Memory: `8 P N` bytes.
#[derive(Serialize, Deserialize)]
pub(crate) struct Messages {
    n: usize,
    /// `u_{μi}`, row by row, rows padded to whole blocks.
    messages: Vec<f64>,
    /// `h_i`.
    fields: Vec<f64>,
    /// `g_i`.
    external: Vec<f64>,
}

impl Messages {
    /// All messages zero.
    pub(crate) fn zero(instance: &Instance<'_>) -> Self {
        let padded = instance.cavity.len();
        Self {
            n: instance.n(),
            messages: vec![0.0; instance.p() * padded],
            fields: vec![0.0; padded],
            external: vec![0.0; padded],
        }
    }

    /// Sets all messages and external fields back to zero.
    pub(crate) fn reset(&mut self) {
        self.messages.fill(0.0);
        self.fields.fill(0.0);
        self.external.fill(0.0);
    }

    /// Updates the messages of the patterns one after the other in the given order, each seeing the fields that those
    /// before it left. Returns the largest change of a message before damping.
    pub(crate) fn sweep(
        &mut self,
        instance: &mut Instance<'_>,
        order: impl IntoIterator<Item = usize>,
        damping: f64,
    ) -> f64 {
        let mut change = 0.0_f64;
        let padded = self.fields.len();
        for mu in order {
            let messages = &mut self.messages[mu * padded..(mu + 1) * padded];
            let pattern = Pattern::new(instance.patterns.gauged(), mu);
            change = change.max(arch::vectorized(Update {
                row: Row { pattern, fields: &mut self.fields, messages },
                magnetizations: &mut instance.cavity,
                margin: instance.margin,
                damping,
                tables: &instance.tables,
            }));
        }
        change
    }

    /// Adds an external field so that it becomes `g_i = strength · h_i`, the reinforcement of the present field.
    pub(crate) fn reinforce(&mut self, strength: f64) {
        for (h, g) in self.fields.iter_mut().zip(&mut self.external) {
            let reinforced = strength * *h;
            *h += reinforced - *g;
            *g = reinforced;
        }
    }

    /// Fixes a weight at the sign of its field, by an external field that no messages of patterns outweigh.
    pub(crate) fn fix(&mut self, i: usize) {
        let fixed = if self.fields[i] >= 0.0 { FIXED } else { -FIXED };
        self.fields[i] += fixed - self.external[i];
        self.external[i] = fixed;
    }

    /// Magnetizations `m_i = tanh h_i`.
    pub(crate) fn magnetizations(&self) -> Vec<f64> {
        self.fields().iter().map(|&h| libm::tanh(h)).collect()
    }

    /// Mean squared magnetization `Σ_i m_i²/N`.
    pub(crate) fn overlap(&self) -> f64 {
        let variances: f64 = self
            .fields
            .as_chunks::<BLOCK>()
            .0
            .iter()
            .flat_map(|fields| tanh_and_variance(&mut fields.clone()))
            .take(self.n)
            .sum();
        1.0 - variances / self.n as f64
    }

    /// The most probable weights, `sign h_i` (a zero field gives +1).
    pub(crate) fn weights(&self) -> BitVector {
        BitVector::from_fn(self.n, |i| self.fields[i] >= 0.0)
    }

    /// Bethe entropy in nats per weight, external fields being zero:
    ///
    /// ```math
    /// N S = \sum_\mu \ln H\!\left(\frac{\kappa - \omega_\mu}{\sqrt{V_\mu}}\right)
    ///     + \sum_{\mu i} \ln 2\cosh(h_i - u_{\mu i}) - (P - 1) \sum_i \ln 2\cosh h_i .
    /// ```
    ///
    /// Exact up to the Gaussian approximation of the patterns' fields where the messages are a fixed point.
    pub(crate) fn bethe_entropy(&mut self, instance: &mut Instance<'_>) -> f64 {
        let (n, p, padded) = (self.n, instance.p(), self.fields.len());
        let mut entropy = 0.0;
        for mu in 0..p {
            let messages = &mut self.messages[mu * padded..(mu + 1) * padded];
            let edges: f64 = self.fields[..n].iter().zip(&*messages).map(|(h, u)| gauss::ln_2cosh(h - u)).sum();
            let pattern = Pattern::new(instance.patterns.gauged(), mu);
            let row = Row { pattern, fields: &mut self.fields, messages };
            entropy += edges + row.moments(&mut instance.cavity).ln_satisfied(instance.margin);
        }
        let weights: f64 = self.fields().iter().map(|&h| gauss::ln_2cosh(h)).sum();
        (entropy - (p as f64 - 1.0) * weights) / n as f64
    }

    /// The fields `h_i`, without their padding.
    pub(crate) fn fields(&self) -> &[f64] {
        &self.fields[..self.n]
    }
}

#[cfg(test)]
impl Messages {
    /// `u_{μi}`.
    pub(super) fn message(&self, mu: usize, i: usize) -> f64 {
        self.messages[mu * self.fields.len() + i]
    }

    /// `h_i`.
    pub(super) fn field(&self, i: usize) -> f64 {
        self.fields[i]
    }

    /// `g_i`.
    pub(super) fn external_field(&self, i: usize) -> f64 {
        self.external[i]
    }
}
