//! A teacher's labels, learnt by a student that knows prior and channel.

use super::problem::{
    Problem, Values, field_means, ln_z_and_squared_slopes, ln_z_and_squared_variances, overlap_and_variance,
    squared_gains, squared_moments,
};
use crate::averages::{AverageError, Quadrature};
use piccole_core::model::{Channel, Prior};

/// Weights drawn from the posterior of a teacher's labels; their overlap is that with the teacher (Nishimori).
#[derive(Clone, Copy, Debug)]
pub(crate) struct BayesOptimal<'a, P, C> {
    pub(crate) prior: &'a P,
    pub(crate) channel: &'a C,
    pub(crate) quadrature: Quadrature,
}

impl<P: Prior, C: Channel> BayesOptimal<'_, P, C> {
    /// Averages over a teacher's weight `w⋆` and the field `b = q̂ w⋆ + √q̂ z` that its labels cause, a Gaussian for each
    /// component of the prior; of functions that are even in `b` where the prior is even in the weight.
    fn planted<const K: usize>(
        &self,
        q_hat: f64,
        f: impl Fn(&[f64], [&mut [f64]; K]),
    ) -> Result<[f64; K], AverageError> {
        let singularities = self.prior.singularities(q_hat);
        let mut sums = [0.0; K];
        for part in self.prior.components() {
            let weight = match self.prior.is_even() {
                true if part.mean < 0.0 => continue,
                true if part.mean > 0.0 => 2.0 * part.probability,
                _ => part.probability,
            };
            let deviation = (q_hat * (1.0 + q_hat * part.variance)).sqrt();
            let means = field_means(self.quadrature, singularities, q_hat * part.mean, deviation, &f)?;
            sums.iter_mut().zip(means).for_each(|(sum, mean)| *sum += weight * mean);
        }
        Ok(sums)
    }

    /// Averages over the student's field and the label, which has the probability `Z(y, ω, V)`; of functions that are the same for
    /// `(−y, −ω)` where the channel is odd.
    fn labelled<const K: usize>(
        &self,
        q: f64,
        v: f64,
        f: impl Fn(f64, &[f64], [&mut [f64]; K]),
    ) -> Result<[f64; K], AverageError> {
        /// Probabilities below count as none.
        const NEVER: f64 = 1e-300;
        let (labels, weight): (&[f64], f64) = if self.channel.is_odd() { (&[1.0], 2.0) } else { (&[1.0, -1.0], 1.0) };
        let mut sums = [0.0; K];
        for &label in labels {
            let singularities = self.channel.singularities(label, v);
            let means = field_means(self.quadrature, singularities, 0.0, q.sqrt(), |omegas, mut values| {
                f(label, omegas, values.each_mut().map(|values| &mut **values));
                let mut probabilities = vec![0.0; omegas.len()];
                self.channel.partitions_into(label, omegas, v, &mut probabilities);
                for values in values {
                    for (value, probability) in values.iter_mut().zip(&probabilities) {
                        // A label that never comes counts nothing, however large its logarithm.
                        *value = if *probability < NEVER { 0.0 } else { probability * *value };
                    }
                }
            })?;
            sums.iter_mut().zip(means).for_each(|(sum, mean)| *sum += weight * mean);
        }
        Ok(sums)
    }
}

impl<P: Prior, C: Channel> Problem for BayesOptimal<'_, P, C> {
    fn norm(&self) -> f64 {
        self.prior.second_moment()
    }

    fn ln_states(&self) -> f64 {
        self.prior.ln_states()
    }

    fn odds(&self, q_hat: f64) -> Result<f64, AverageError> {
        let [square, variance] = self.planted(q_hat, |b, values| squared_moments(self.prior, q_hat, b, values))?;
        Ok(square / variance)
    }

    fn strength(&self, odds: f64) -> Result<f64, AverageError> {
        let (q, v) = overlap_and_variance(self.norm(), odds);
        let [strength] = self.labelled(q, v, |label, omegas, values| {
            squared_gains(self.channel, label, omegas, v, values);
        })?;
        Ok(strength)
    }

    fn values(&self, q_hat: f64, odds: f64) -> Result<Values, AverageError> {
        let (q, v) = overlap_and_variance(self.norm(), odds);
        let [ln_z, response] = self.planted(q_hat, |b, values| {
            ln_z_and_squared_variances(self.prior, q_hat, b, values);
        })?;
        let [energetic, slope] = self.labelled(q, v, |label, omegas, values| {
            ln_z_and_squared_slopes(self.channel, label, omegas, v, values);
        })?;
        Ok(Values { entropic: ln_z - 0.5 * q * q_hat, energetic, at_stability: slope * response })
    }
}
