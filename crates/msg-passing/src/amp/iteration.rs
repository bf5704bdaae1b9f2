//! The state of approximate message passing and its one step.

use super::products::Products;
use crate::pattern::BLOCK;
use piccole_core::Patterns;
use piccole_core::model::{Channel, Moments, Prior};
use piccole_core::products::Precision;
use serde::{Deserialize, Serialize};

/// The mean variance of a weight is not let below this share of `⟨w²⟩`: a posterior that has become a point would make the
/// gains infinite before it is recognised as one.
const LEAST_VARIANCE: f64 = 1e-12;

/// What follows from the training set alone.
pub(crate) struct Instance<'a> {
    patterns: &'a Patterns,
    products: Products<'a>,
    /// Label of every gauged input.
    labels: Vec<f64>,
}

impl<'a> Instance<'a> {
    /// Prepares a training set; `precision` is that of products with ±1 inputs.
    pub(crate) fn new(patterns: &'a Patterns, precision: Precision) -> Self {
        let labels = match patterns.teacher() {
            Some(_) => patterns.labels().signs().map(f64::from).collect(),
            None => vec![1.0; patterns.p()],
        };
        Self { patterns, products: Products::new(patterns.gauged(), precision), labels }
    }
}

/// An instance seen through a prior and a channel.
pub(crate) struct Model<'a, P, C> {
    instance: &'a Instance<'a>,
    prior: &'a P,
    channel: &'a C,
    least_variance: f64,
}

/// The state after an iteration, as an observer sees it and as the next iteration starts from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AmpState {
    /// Number of weights, `means` and `fields` being padded to whole blocks.
    pub(super) n: usize,
    /// Iterations done.
    pub iteration: usize,
    /// `m_i`
    pub(crate) means: Vec<f64>,
    /// `v_i`
    pub(super) variances: Vec<f64>,
    /// `B_i`
    pub(super) fields: Vec<f64>,
    /// `g_μ`
    pub(super) gains: Vec<f64>,
    /// `ω_μ`
    pub(super) projections: Vec<f64>,
    /// Mean variance of a weight, `V = Σ_i v_i/N`: the variance of a pattern's field.
    pub variance: f64,
    /// Restoring force `a` on every weight.
    pub force: f64,
    /// Largest change of a mean in this iteration, before damping.
    pub change: f64,
}

impl AmpState {
    /// Means `m_i = ⟨W_i⟩`.
    pub fn means(&self) -> &[f64] {
        &self.means[..self.n]
    }

    /// Fields `B_i` on the weights.
    pub fn fields(&self) -> &[f64] {
        &self.fields[..self.n]
    }

    /// Whether everything that the next iteration depends on is finite.
    fn is_finite(&self) -> bool {
        let finite = |values: &[f64]| values.iter().all(|x| x.is_finite());
        self.variance > 0.0
            && self.variance.is_finite()
            && self.force.is_finite()
            && finite(&self.means)
            && finite(&self.fields)
            && finite(&self.gains)
            && finite(&self.projections)
    }
}

impl<'a, P: Prior, C: Channel> Model<'a, P, C> {
    pub(crate) fn new(instance: &'a Instance<'a>, prior: &'a P, channel: &'a C) -> Self {
        Self { instance, prior, channel, least_variance: LEAST_VARIANCE * prior.second_moment() }
    }

    /// The prior's means and variances, no gain.
    pub(crate) fn start(&self) -> AmpState {
        let (n, p) = (self.instance.patterns.n(), self.instance.patterns.p());
        let padded = n.next_multiple_of(BLOCK);
        let Moments { mean, variance } = self.prior.moments(0.0, 0.0);
        let mut means = vec![0.0; padded];
        means[..n].fill(mean);
        AmpState {
            n,
            iteration: 0,
            means,
            variances: vec![variance; n],
            fields: vec![0.0; padded],
            gains: vec![0.0; p],
            projections: vec![0.0; p],
            variance: variance.max(self.least_variance),
            force: 0.0,
            change: f64::INFINITY,
        }
    }

    /// One iteration from `old` to `new`, where every weight also feels `reinforcement` times its old field. Returns
    /// whether the new state is finite; if not, it holds nothing of use.
    pub(super) fn step(&self, old: &AmpState, new: &mut AmpState, damping: f64, reinforcement: f64) -> bool {
        self.step_in_field(old, new, damping, reinforcement, |_| ())
    }

    /// As [`step`](Self::step), where `external` adds to the fields.
    pub(crate) fn step_in_field(
        &self,
        old: &AmpState,
        new: &mut AmpState,
        damping: f64,
        reinforcement: f64,
        external: impl FnOnce(&mut [f64]),
    ) -> bool {
        let n = old.n as f64;
        let variance = old.variance;
        self.instance.products.forward(&old.means, &mut new.projections);
        let labels = &self.instance.labels;
        // The fields of the inputs themselves, for which the channel is asked; their responses are gauged again below.
        let mut fields = new.projections.clone();
        for (mu, (omega, field)) in new.projections.iter_mut().zip(&mut fields).enumerate() {
            *omega -= variance * old.gains[mu];
            *field = labels[mu] * *omega;
        }
        let mut slopes = vec![0.0; fields.len()];
        self.channel.responses_into(labels, &fields, variance, &mut new.gains, &mut slopes);
        for (mu, gain) in new.gains.iter_mut().enumerate() {
            *gain = damping * old.gains[mu] + (1.0 - damping) * labels[mu] * *gain;
        }
        // The slope, a square, does not know the gauge.
        let onsager = -slopes.iter().sum::<f64>() / n;
        self.instance.products.backward(&new.gains, &mut new.fields);
        for (i, field) in new.fields[..old.n].iter_mut().enumerate() {
            *field += onsager * old.means[i] + reinforcement * old.fields[i];
        }
        external(&mut new.fields[..old.n]);
        let square = new.fields().iter().map(|b| b * b).sum::<f64>() / n;
        new.force = self.prior.multiplier(square).unwrap_or(onsager);
        (new.change, new.variance) = (0.0, 0.0);
        let means = &mut new.means[..old.n];
        self.prior.moments_into(new.force, &new.fields[..old.n], means, &mut new.variances);
        for (i, (mean, spread)) in means.iter_mut().zip(&mut new.variances).enumerate() {
            new.change = new.change.max((*mean - old.means[i]).abs());
            *mean = damping * old.means[i] + (1.0 - damping) * *mean;
            *spread = damping * old.variances[i] + (1.0 - damping) * *spread;
            new.variance += *spread;
        }
        new.variance = (new.variance / n).max(self.least_variance);
        new.iteration = old.iteration + 1;
        new.is_finite()
    }

    /// The Bethe functional divided by `N`, in nats per weight, at any values of means, fields, projections, variance and
    /// force; entropies of discrete weights are counted from no state at all.
    pub(crate) fn bethe(&self, state: &AmpState) -> f64 {
        let mut products = vec![0.0; self.instance.patterns.p()];
        self.instance.products.forward(&state.means, &mut products);
        let (a, v) = (state.force, state.variance);
        let weights: f64 = state
            .means()
            .iter()
            .zip(state.fields())
            .map(|(m, b)| self.prior.ln_partition(a, *b) - b * m + 0.5 * a * (m * m + v))
            .sum();
        let pattern = |(mu, omega): (usize, &f64)| {
            let shift = omega - products[mu];
            self.channel.ln_partition(self.instance.labels[mu], self.field(mu, *omega), v) + 0.5 * shift * shift / v
        };
        let patterns: f64 = state.projections.iter().enumerate().map(pattern).sum();
        self.prior.ln_states() + (weights + patterns) / state.n as f64
    }

    /// The field of the input itself from that of the gauged input, or the other way round.
    fn field(&self, mu: usize, gauged: f64) -> f64 {
        self.instance.labels[mu] * gauged
    }

    /// The values nearest to the means and their products with the inputs, once the posterior has become one point: the
    /// mean variance of discrete weights is below `decided ⟨w²⟩`, and these values give every label with a probability above
    /// 0. Nothing otherwise.
    ///
    /// At finite `N` such a point is no fixed point, since fields have gaps of order `1/√N` in which every gain vanishes:
    /// the iteration has to be stopped there.
    fn point(&self, state: &AmpState, decided: f64) -> Option<(Vec<f64>, Vec<f64>)> {
        if state.variance >= decided * self.prior.second_moment() {
            return None;
        }
        let components = self.prior.components();
        if components.iter().any(|part| part.variance > 0.0) {
            return None;
        }
        let distance = |m: f64, x: f64| (x - m).abs();
        let values = || components.iter().map(|part| part.mean);
        let nearest = |m: f64| values().min_by(|x, y| distance(m, *x).total_cmp(&distance(m, *y)));
        let mut clipped = state.means.clone();
        clipped[..state.n].iter_mut().for_each(|m| *m = nearest(*m).unwrap_or(*m));
        let mut products = vec![0.0; self.instance.patterns.p()];
        self.instance.products.forward(&clipped, &mut products);
        let possible = products.iter().enumerate().all(|(mu, &h)| self.probability(mu, h) > 0.0);
        possible.then_some((clipped, products))
    }

    /// The free entropy of a posterior that is one point, the logarithm of the point's probability together with the
    /// labels' divided by `N`; nothing if it is not one, in the sense of `decided`.
    /// The means then move to the point.
    pub(super) fn free_entropy_of_point(&self, state: &mut AmpState, decided: f64) -> Option<f64> {
        let (values, products) = self.point(state, decided)?;
        let components = self.prior.components();
        let probability = |w: &f64| components.iter().filter(|part| part.mean == *w).map(|part| part.probability).sum();
        let weights: f64 = values[..state.n].iter().map(|w| libm::log(probability(w))).sum();
        let labels: f64 = products.iter().enumerate().map(|(mu, &h)| libm::log(self.probability(mu, h))).sum();
        state.means = values;
        state.variances.fill(0.0);
        Some(self.prior.ln_states() + (weights + labels) / state.n as f64)
    }

    /// Probability of a pattern's label in a field of its gauged input.
    fn probability(&self, mu: usize, gauged: f64) -> f64 {
        self.channel.probability(self.instance.labels[mu], self.field(mu, gauged))
    }
}
