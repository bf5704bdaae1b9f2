//! All messages of one instance, and the update of one pattern's.

use super::super::lane::{blocks, blocks_mut, larger};
use super::super::row::{LARGEST_MESSAGE, LEAST_VARIANCE, accumulate};
use crate::error::{AlgorithmError, check_memory};
use crate::pattern::{BLOCK, Pattern};
use piccole_core::Patterns;
use piccole_core::arch::{self, Elementwise};
use piccole_core::elementwise::exp_nonpositive;
use piccole_core::gauss;
use piccole_core::model::{FiniteSet, Prior};
use rand::{Rng, RngExt};

/// The state: for every edge and value `w_k` a message `u_{μi}(w_k)`, for every weight the logarithms
/// `L_i(w_k) = ln p_k + Σ_μ u_{μi}(w_k) + g_i(w_k)` of its marginal, up to a constant, with an external field `g`.
///
/// Rows hold one value each and are padded to whole blocks. Memory: `8 q P N` bytes.
pub(super) struct Messages<'a> {
    patterns: &'a Patterns,
    margin: f64,
    /// `w_k`, ascending.
    values: Vec<f64>,
    /// `ln p_k`
    ln_probabilities: Vec<f64>,
    padded: usize,
    messages: Vec<f64>,
    logs: Vec<f64>,
    external: Vec<f64>,
    cavity: Cavity,
}

/// The marginals of all weights without one pattern.
struct Cavity {
    /// Probabilities of the values, row by row.
    probabilities: Vec<f64>,
    means: Vec<f64>,
    variances: Vec<f64>,
    /// `ln z_i`, where the probabilities are `e^{L}/z`: largest `L`, and the sum of `e^{L − largest}`.
    largest: Vec<f64>,
    sums: Vec<f64>,
    inputs: Vec<f64>,
    /// New messages, row by row.
    targets: Vec<f64>,
}

impl<'a> Messages<'a> {
    /// All messages zero.
    ///
    /// # Errors
    /// [`AlgorithmError::Memory`] if the messages need more than 16 GiB.
    pub(super) fn zero(patterns: &'a Patterns, prior: &FiniteSet, margin: f64) -> Result<Self, AlgorithmError> {
        let (n, p) = (patterns.n(), patterns.p());
        let components = prior.components();
        let padded = n.next_multiple_of(BLOCK);
        let states = components.len() * padded;
        check_memory(n, p, size_of::<f64>() as u128 * p as u128 * states as u128)?;
        let row = || vec![0.0; padded];
        let mut messages = Self {
            patterns,
            margin,
            values: components.iter().map(|part| part.mean).collect(),
            ln_probabilities: components.iter().map(|part| libm::log(part.probability)).collect(),
            padded,
            messages: vec![0.0; p * states],
            logs: vec![0.0; states],
            external: vec![0.0; states],
            cavity: Cavity {
                probabilities: vec![0.0; states],
                means: row(),
                variances: row(),
                largest: row(),
                sums: row(),
                inputs: row(),
                targets: vec![0.0; states],
            },
        };
        messages.reset();
        Ok(messages)
    }

    /// Sets all messages and external fields to zero.
    fn reset(&mut self) {
        self.messages.fill(0.0);
        self.external.fill(0.0);
        for (logs, ln_probability) in self.logs.chunks_exact_mut(self.padded).zip(&self.ln_probabilities) {
            logs.fill(*ln_probability);
        }
    }

    /// Takes random messages, fields `u_{μi}(w) ∝ w` of size at most `atanh spread` at the largest value, and no external field.
    pub(super) fn draw(&mut self, spread: f64, rng: &mut impl Rng) {
        self.reset();
        let unit = 1.0 / self.largest_value();
        for messages in self.messages.chunks_exact_mut(self.logs.len()) {
            for i in 0..self.patterns.n() {
                let field = unit * libm::atanh(spread * (2.0 * rng.random::<f64>() - 1.0));
                for (k, w) in self.values.iter().enumerate() {
                    messages[k * self.padded + i] = field * w;
                    self.logs[k * self.padded + i] += field * w;
                }
            }
        }
    }

    /// Updates the messages of the patterns one after the other. Returns the largest change of a message before damping.
    pub(super) fn sweep(&mut self, order: impl IntoIterator<Item = usize>, damping: f64) -> f64 {
        let mut change = 0.0;
        for mu in order {
            let (omega, variance) = self.survey(mu);
            self.aim(omega, variance);
            let states = self.logs.len();
            change = larger(
                change,
                arch::vectorized(Move {
                    targets: &self.cavity.targets,
                    logs: &mut self.logs,
                    messages: &mut self.messages[mu * states..(mu + 1) * states],
                    weight: 1.0 - damping,
                }),
            );
        }
        change
    }

    /// Writes the cavity marginals without pattern `mu`; gives mean and variance of the pattern's field under them.
    fn survey(&mut self, mu: usize) -> (f64, f64) {
        let states = self.logs.len();
        arch::vectorized(Survey {
            pattern: Pattern::new(self.patterns.gauged(), mu),
            values: &self.values,
            logs: &self.logs,
            messages: &self.messages[mu * states..(mu + 1) * states],
            cavity: &mut self.cavity,
        })
    }

    /// Writes the new messages `ln H((κ − ω_i − a_i w)/√V_i)` of one pattern, with mean zero over the values.
    fn aim(&mut self, omega: f64, variance: f64) {
        let least = self.least_variance();
        let Cavity { means, variances, inputs, targets, probabilities, .. } = &mut self.cavity;
        let distance = self.margin - omega;
        // The probabilities have served: their room takes the arguments.
        let arguments = probabilities;
        for (row, w) in arguments.chunks_exact_mut(self.padded).zip(&self.values) {
            for (((x, a), m), v) in row.iter_mut().zip(&*inputs).zip(&*means).zip(&*variances) {
                *x = (distance + a * (m - w)) / larger(variance - a * a * v, least).sqrt();
            }
        }
        gauss::ln_tails_into(arguments, targets);
        for i in 0..self.padded {
            let column = || (i..targets.len()).step_by(self.padded);
            let mean = column().map(|place| targets[place]).sum::<f64>() / self.values.len() as f64;
            for place in column() {
                targets[place] = (targets[place] - mean).clamp(-LARGEST_MESSAGE, LARGEST_MESSAGE);
            }
        }
    }

    /// Adds an external field so that it becomes `g = strength · L`, the reinforcement of the present marginals.
    pub(super) fn reinforce(&mut self, strength: f64) {
        for (log, g) in self.logs.iter_mut().zip(&mut self.external) {
            let reinforced = strength * *log;
            *log += reinforced - *g;
            *g = reinforced;
        }
    }

    /// Marginal probabilities of the values, weight by weight.
    pub(super) fn marginals(&self) -> Vec<Vec<f64>> {
        let marginal = |i: usize| {
            let (largest, shares) = self.shares(i);
            let sum: f64 = shares.iter().map(|log| libm::exp(log - largest)).sum();
            shares.iter().map(|log| libm::exp(log - largest) / sum).collect()
        };
        (0..self.patterns.n()).map(marginal).collect()
    }

    /// Mean variance of a weight.
    pub(super) fn mean_variance(&self) -> f64 {
        let variance = |marginal: &Vec<f64>| {
            let average =
                |f: &dyn Fn(f64) -> f64| -> f64 { marginal.iter().zip(&self.values).map(|(p, w)| p * f(*w)).sum() };
            let mean = average(&|w| w);
            average(&|w| (w - mean) * (w - mean))
        };
        self.marginals().iter().map(variance).sum::<f64>() / self.patterns.n() as f64
    }

    /// The most probable value of every weight; of equally probable ones the largest.
    pub(super) fn weights(&self) -> Vec<f64> {
        let best = |i: usize| {
            let (_, logs) = self.shares(i);
            let best = logs.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
            best.map_or(f64::NAN, |(k, _)| self.values[k])
        };
        (0..self.patterns.n()).map(best).collect()
    }

    /// Values in the order of marginal probabilities.
    pub(super) fn values(&self) -> &[f64] {
        &self.values
    }

    /// Bethe free entropy `ln Z`, external fields being zero:
    ///
    /// `Σ_μ [ln Z_μ + Σ_i (ln z_{i→μ} − ln z_i)] + Σ_i ln z_i`, `z = Σ_k e^{L(w_k)}`, cavity and total.
    pub(super) fn free_entropy(&mut self) -> f64 {
        let n = self.patterns.n();
        let ln_total = |i: usize| {
            let (largest, logs) = self.shares(i);
            largest + libm::log(logs.iter().map(|log| libm::exp(log - largest)).sum())
        };
        let total: Vec<f64> = (0..n).map(ln_total).collect();
        let mut sum: f64 = total.iter().sum();
        for mu in 0..self.patterns.p() {
            let (omega, variance) = self.survey(mu);
            sum += gauss::ln_tail((self.margin - omega) / larger(variance, self.least_variance()).sqrt());
            let Cavity { largest, sums, .. } = &self.cavity;
            for ((total, largest), shares) in total.iter().zip(largest).zip(sums) {
                sum += largest + libm::log(*shares) - total;
            }
        }
        sum
    }

    /// Largest absolute value of a weight.
    fn largest_value(&self) -> f64 {
        self.values.iter().fold(f64::MIN_POSITIVE, |largest, w| larger(largest, w.abs()))
    }

    /// What the variance of the surveyed pattern's cavity fields is not let below.
    fn least_variance(&self) -> f64 {
        let largest_input = self.cavity.inputs.iter().fold(0.0, |largest: f64, a| larger(largest, a.abs()));
        let size = largest_input * self.largest_value();
        LEAST_VARIANCE * size * size
    }

    /// The largest `L_i(w_k)`, and all of them.
    fn shares(&self, i: usize) -> (f64, Vec<f64>) {
        let logs: Vec<f64> = self.logs.iter().skip(i).step_by(self.padded).copied().collect();
        (logs.iter().copied().fold(f64::NEG_INFINITY, larger), logs)
    }
}

/// Cavity marginals of all weights; the output is `Σ a m` and `Σ a² v`.
struct Survey<'a> {
    pattern: Pattern<'a>,
    values: &'a [f64],
    logs: &'a [f64],
    messages: &'a [f64],
    cavity: &'a mut Cavity,
}

impl Elementwise for Survey<'_> {
    type Output = (f64, f64);

    #[inline(always)]
    fn run(self) -> (f64, f64) {
        let Cavity { probabilities, means, variances, largest, sums, inputs, .. } = self.cavity;
        let rows = means.len() / BLOCK;
        let (logs, messages) = (blocks(self.logs), blocks(self.messages));
        let probabilities = blocks_mut(probabilities);
        let (mut omega, mut variance) = ([0.0; 8], [0.0; 8]);
        for b in 0..rows {
            let (mut top, mut sum) = ([f64::NEG_INFINITY; BLOCK], [0.0; BLOCK]);
            for k in 0..self.values.len() {
                let (log, u, p) = (&logs[k * rows + b], &messages[k * rows + b], &mut probabilities[k * rows + b]);
                for i in 0..BLOCK {
                    p[i] = log[i] - u[i];
                    top[i] = larger(top[i], p[i]);
                }
            }
            let mut mean = [0.0; BLOCK];
            for (k, w) in self.values.iter().enumerate() {
                let p = &mut probabilities[k * rows + b];
                for i in 0..BLOCK {
                    p[i] -= top[i];
                }
                exp_nonpositive(p);
                for i in 0..BLOCK {
                    sum[i] += p[i];
                    mean[i] += w * p[i];
                }
            }
            for i in 0..BLOCK {
                mean[i] /= sum[i];
            }
            let mut v = [0.0; BLOCK];
            for (k, w) in self.values.iter().enumerate() {
                let p = &probabilities[k * rows + b];
                for i in 0..BLOCK {
                    v[i] += p[i] * (w - mean[i]) * (w - mean[i]);
                }
            }
            let a = &mut blocks_mut(inputs)[b];
            self.pattern.load_block(b, a);
            let (mut first, mut second) = ([0.0; BLOCK], [0.0; BLOCK]);
            for i in 0..BLOCK {
                v[i] /= sum[i];
                first[i] = a[i] * mean[i];
                second[i] = a[i] * a[i] * v[i];
            }
            accumulate(&mut omega, first);
            accumulate(&mut variance, second);
            blocks_mut(means)[b] = mean;
            blocks_mut(variances)[b] = v;
            blocks_mut(largest)[b] = top;
            blocks_mut(sums)[b] = sum;
        }
        (omega.iter().sum(), variance.iter().sum())
    }
}

/// Moves messages towards their targets, and the logarithms of the marginals by as much. The output is the largest change.
struct Move<'a> {
    targets: &'a [f64],
    logs: &'a mut [f64],
    messages: &'a mut [f64],
    /// One less the damping.
    weight: f64,
}

impl Elementwise for Move<'_> {
    type Output = f64;

    #[inline(always)]
    fn run(self) -> f64 {
        let mut change = [0.0; BLOCK];
        let states = blocks_mut(self.logs).iter_mut().zip(blocks_mut(self.messages));
        for (target, (logs, u)) in blocks(self.targets).iter().zip(states) {
            for i in 0..BLOCK {
                let step = target[i] - u[i];
                let moved = u[i] + self.weight * step;
                logs[i] += moved - u[i];
                u[i] = moved;
                change[i] = larger(change[i], step.abs());
            }
        }
        change.into_iter().fold(0.0, larger)
    }
}
