//! The sign of the field, with a margin or with noise.

use super::{Channel, ModelError, Response, Singularities};
use crate::gauss;

/// The constraint `y h > κ`: `Z = H((κ − y ω)/√V)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sign {
    /// Margin `κ`; 0 for the sign itself. With another value the two probabilities do not sum to 1.
    pub margin: f64,
}

impl Channel for Sign {
    fn probability(&self, label: f64, field: f64) -> f64 {
        if label * field > self.margin { 1.0 } else { 0.0 }
    }

    fn ln_partition(&self, label: f64, omega: f64, variance: f64) -> f64 {
        gauss::ln_tail((self.margin - label * omega) / variance.sqrt())
    }

    fn response(&self, label: f64, omega: f64, variance: f64) -> Response {
        let deviation = variance.sqrt();
        let x = (self.margin - label * omega) / deviation;
        Response { gain: label * gauss::hazard(x) / deviation, slope: -gauss::hazard_derivative(x) / variance }
    }

    fn gain(&self, label: f64, omega: f64, variance: f64) -> f64 {
        let deviation = variance.sqrt();
        label * gauss::hazard((self.margin - label * omega) / deviation) / deviation
    }

    fn partition(&self, label: f64, omega: f64, variance: f64) -> f64 {
        gauss::tail((self.margin - label * omega) / variance.sqrt())
    }

    fn ln_partitions_into(&self, label: f64, omegas: &[f64], variance: f64, out: &mut [f64]) {
        gauss::ln_tails_into(&self.distances(label, omegas, variance), out);
    }

    fn partitions_into(&self, label: f64, omegas: &[f64], variance: f64, out: &mut [f64]) {
        gauss::tails_into(&self.distances(label, omegas, variance), out);
    }

    fn gains_into(&self, label: f64, omegas: &[f64], variance: f64, out: &mut [f64]) {
        gauss::hazards_into(&self.distances(label, omegas, variance), out);
        let scale = label / variance.sqrt();
        out.iter_mut().for_each(|gain| *gain *= scale);
    }

    fn is_odd(&self) -> bool {
        true
    }

    fn responses_into(&self, labels: &[f64], omegas: &[f64], variance: f64, gains: &mut [f64], slopes: &mut [f64]) {
        assert_eq!([labels.len(), gains.len()], [omegas.len(); 2], "labels, fields and responses differ in number");
        let (scale, curvature) = (1.0 / variance.sqrt(), -1.0 / variance);
        let mut x = vec![0.0; omegas.len()];
        for ((x, y), omega) in x.iter_mut().zip(labels).zip(omegas) {
            *x = (self.margin - y * omega) * scale;
        }
        gauss::hazards_and_derivatives_into(&x, gains, slopes);
        gains.iter_mut().zip(labels).for_each(|(gain, y)| *gain *= y * scale);
        slopes.iter_mut().for_each(|slope| *slope *= curvature);
    }

    fn singularities(&self, label: f64, variance: f64) -> Singularities {
        Singularities { centre: Some(label * self.margin), distance: gauss::NEAREST_ZERO * variance.sqrt() }
    }
}

impl Sign {
    /// `(κ − y ω)/√V` of many fields.
    fn distances(&self, label: f64, omegas: &[f64], variance: f64) -> Vec<f64> {
        let scale = 1.0 / variance.sqrt();
        omegas.iter().map(|omega| (self.margin - label * omega) * scale).collect()
    }
}

/// The sign of the field plus Gaussian noise of variance `Δ`: `P = H(−y h/√Δ)`, `Z = H(−y ω/√(V + Δ))`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Probit {
    noise: f64,
}

impl Probit {
    /// A channel with noise of the variance given, in units of the square of the field.
    ///
    /// # Errors
    /// [`ModelError::Parameter`] unless it is positive and finite; without noise the channel is [`Sign`].
    pub fn new(noise: f64) -> Result<Self, ModelError> {
        if noise > 0.0 && noise.is_finite() {
            return Ok(Self { noise });
        }
        Err(ModelError::Parameter { name: "noise variance", value: noise, accepted: "it must be positive and finite" })
    }
}

impl Channel for Probit {
    fn probability(&self, label: f64, field: f64) -> f64 {
        gauss::tail(-label * field / self.noise.sqrt())
    }

    fn ln_partition(&self, label: f64, omega: f64, variance: f64) -> f64 {
        Sign { margin: 0.0 }.ln_partition(label, omega, variance + self.noise)
    }

    fn response(&self, label: f64, omega: f64, variance: f64) -> Response {
        Sign { margin: 0.0 }.response(label, omega, variance + self.noise)
    }

    fn gain(&self, label: f64, omega: f64, variance: f64) -> f64 {
        Sign { margin: 0.0 }.gain(label, omega, variance + self.noise)
    }

    fn partition(&self, label: f64, omega: f64, variance: f64) -> f64 {
        Sign { margin: 0.0 }.partition(label, omega, variance + self.noise)
    }

    fn ln_partitions_into(&self, label: f64, omegas: &[f64], variance: f64, out: &mut [f64]) {
        Sign { margin: 0.0 }.ln_partitions_into(label, omegas, variance + self.noise, out);
    }

    fn partitions_into(&self, label: f64, omegas: &[f64], variance: f64, out: &mut [f64]) {
        Sign { margin: 0.0 }.partitions_into(label, omegas, variance + self.noise, out);
    }

    fn gains_into(&self, label: f64, omegas: &[f64], variance: f64, out: &mut [f64]) {
        Sign { margin: 0.0 }.gains_into(label, omegas, variance + self.noise, out);
    }

    fn is_odd(&self) -> bool {
        true
    }

    fn responses_into(&self, labels: &[f64], omegas: &[f64], variance: f64, gains: &mut [f64], slopes: &mut [f64]) {
        Sign { margin: 0.0 }.responses_into(labels, omegas, variance + self.noise, gains, slopes);
    }

    fn singularities(&self, label: f64, variance: f64) -> Singularities {
        Sign { margin: 0.0 }.singularities(label, variance + self.noise)
    }
}
