//! A teacher's labels, learnt by a student that knows prior and channel.

use super::problem::{Problem, Values, field_means, overlap_and_variance, squared_moments};
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
    /// component of the prior; of a function that is even in `b` where the prior is even in the weight.
    fn planted<const K: usize>(&self, q_hat: f64, f: impl Fn(f64) -> [f64; K]) -> Result<[f64; K], AverageError> {
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

    /// Averages over the student's field and the label, which has the probability `Z(y, ω, V)`; of a function that is the same for
    /// `(−y, −ω)` where the channel is odd.
    fn labelled<const K: usize>(
        &self,
        q: f64,
        v: f64,
        f: impl Fn(f64, f64) -> [f64; K],
    ) -> Result<[f64; K], AverageError> {
        let (labels, weight): (&[f64], f64) = if self.channel.is_odd() { (&[1.0], 2.0) } else { (&[1.0, -1.0], 1.0) };
        let mut sums = [0.0; K];
        for &label in labels {
            let singularities = self.channel.singularities(label, v);
            let means = field_means(self.quadrature, singularities, 0.0, q.sqrt(), |omega| {
                let probability = self.channel.partition(label, omega, v);
                // A label that never comes counts nothing, however large its logarithm.
                if probability == 0.0 { [0.0; K] } else { f(label, omega).map(|value| probability * value) }
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
        let [square, variance] = self.planted(q_hat, |b| squared_moments(self.prior, q_hat, b))?;
        Ok(square / variance)
    }

    fn strength(&self, odds: f64) -> Result<f64, AverageError> {
        let (q, v) = overlap_and_variance(self.norm(), odds);
        let [strength] = self.labelled(q, v, |label, omega| {
            let gain = self.channel.gain(label, omega, v);
            [gain * gain]
        })?;
        Ok(strength)
    }

    fn values(&self, q_hat: f64, odds: f64) -> Result<Values, AverageError> {
        let (q, v) = overlap_and_variance(self.norm(), odds);
        let [ln_z, response] = self.planted(q_hat, |b| {
            let variance = self.prior.moments(q_hat, b).variance;
            [self.prior.ln_partition(q_hat, b), variance * variance]
        })?;
        let [energetic, slope] = self.labelled(q, v, |label, omega| {
            let slope = self.channel.response(label, omega, v).slope;
            [self.channel.ln_partition(label, omega, v), slope * slope]
        })?;
        Ok(Values { entropic: ln_z - 0.5 * q * q_hat, energetic, at_stability: slope * response })
    }
}
