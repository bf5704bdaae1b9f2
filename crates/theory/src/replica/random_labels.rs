//! Random labels: every pattern asks for the label +1.

use super::problem::{
    Problem, Values, field_means, ln_z_and_squared_slopes, ln_z_and_squared_variances, overlap_and_variance,
    squared_gains, squared_moments,
};
use crate::averages::{AverageError, Quadrature};
use piccole_core::model::{Channel, Prior};

/// Weights whose norm is fixed, asked to give the label +1 to random inputs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RandomLabels<'a, P, C> {
    pub(crate) prior: &'a P,
    pub(crate) channel: &'a C,
    pub(crate) quadrature: Quadrature,
}

impl<P: Prior, C: Channel> RandomLabels<'_, P, C> {
    /// The force on the weights in fields of conjugate `q̂`.
    fn multiplier(&self, q_hat: f64) -> f64 {
        // Weights of free norm are sent elsewhere before a problem is built.
        self.prior.multiplier(q_hat).unwrap_or(f64::NAN)
    }
}

impl<P: Prior, C: Channel> Problem for RandomLabels<'_, P, C> {
    fn norm(&self) -> f64 {
        self.prior.second_moment()
    }

    fn ln_states(&self) -> f64 {
        self.prior.ln_states()
    }

    fn odds(&self, q_hat: f64) -> Result<f64, AverageError> {
        let a = self.multiplier(q_hat);
        let singularities = self.prior.singularities(a);
        let [square, variance] = field_means(self.quadrature, singularities, 0.0, q_hat.sqrt(), |b, values| {
            squared_moments(self.prior, a, b, values);
        })?;
        Ok(square / variance)
    }

    fn strength(&self, odds: f64) -> Result<f64, AverageError> {
        let (q, v) = overlap_and_variance(self.norm(), odds);
        let singularities = self.channel.singularities(1.0, v);
        let [strength] = field_means(self.quadrature, singularities, 0.0, q.sqrt(), |omegas, values| {
            squared_gains(self.channel, 1.0, omegas, v, values);
        })?;
        Ok(strength)
    }

    fn values(&self, q_hat: f64, odds: f64) -> Result<Values, AverageError> {
        let a = self.multiplier(q_hat);
        let (q, v) = overlap_and_variance(self.norm(), odds);
        let singularities = self.prior.singularities(a);
        let [ln_z, response] = field_means(self.quadrature, singularities, 0.0, q_hat.sqrt(), |b, values| {
            ln_z_and_squared_variances(self.prior, a, b, values);
        })?;
        let singularities = self.channel.singularities(1.0, v);
        let [energetic, slope] = field_means(self.quadrature, singularities, 0.0, q.sqrt(), |omegas, values| {
            ln_z_and_squared_slopes(self.channel, 1.0, omegas, v, values);
        })?;
        Ok(Values { entropic: ln_z + 0.5 * (a * self.norm() - q_hat * v), energetic, at_stability: slope * response })
    }
}
