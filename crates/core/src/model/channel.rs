//! The probability of a label.

use super::Singularities;
use rand::{Rng, RngExt};

/// Derivatives of a channel's log-partition function in `ω`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Response {
    /// `g = ∂_ω ln Z`
    pub gain: f64,
    /// `∂_ω g`
    pub slope: f64,
}

/// The probability `P(y | h)` of a label `y = ±1` in the field `h = W·x/√N`.
///
/// What a pattern contributes when its field is known to be Gaussian of mean `ω` and variance `V` is
/// `Z = ∫Dz P(y | ω + √V z)`. Implementations must be consistent: [`Channel::response`] holds the first two derivatives of
/// [`Channel::ln_partition`] in `ω`.
pub trait Channel {
    /// `P(y | h)`, between 0 and 1.
    ///
    /// A constraint may leave both labels without probability (a field inside of a margin); only channels whose two
    /// probabilities sum to 1 can be a teacher's.
    fn probability(&self, label: f64, field: f64) -> f64;

    /// `ln Z(y, ω, V)` for `V > 0`.
    fn ln_partition(&self, label: f64, omega: f64, variance: f64) -> f64;

    /// `∂_ω ln Z` and `∂²_ω ln Z`.
    fn response(&self, label: f64, omega: f64, variance: f64) -> Response;

    /// `∂_ω ln Z` alone, where it costs less than both derivatives.
    fn gain(&self, label: f64, omega: f64, variance: f64) -> f64 {
        self.response(label, omega, variance).gain
    }

    /// `Z` itself, where it costs less than the exponential of its logarithm.
    fn partition(&self, label: f64, omega: f64, variance: f64) -> f64 {
        libm::exp(self.ln_partition(label, omega, variance))
    }

    /// Writes `ln Z(y, ω, V)` for many fields of one label, to within rounding of the single values, as the two methods below.
    ///
    /// # Panics
    /// If the slices differ in length.
    fn ln_partitions_into(&self, label: f64, omegas: &[f64], variance: f64, out: &mut [f64]) {
        assert_eq!(omegas.len(), out.len(), "fields and values differ in number");
        out.iter_mut().zip(omegas).for_each(|(out, omega)| *out = self.ln_partition(label, *omega, variance));
    }

    /// Writes [`partition`](Self::partition) for many fields of one label.
    ///
    /// # Panics
    /// If the slices differ in length.
    fn partitions_into(&self, label: f64, omegas: &[f64], variance: f64, out: &mut [f64]) {
        assert_eq!(omegas.len(), out.len(), "fields and values differ in number");
        out.iter_mut().zip(omegas).for_each(|(out, omega)| *out = self.partition(label, *omega, variance));
    }

    /// Writes [`gain`](Self::gain) for many fields of one label.
    ///
    /// # Panics
    /// If the slices differ in length.
    fn gains_into(&self, label: f64, omegas: &[f64], variance: f64, out: &mut [f64]) {
        assert_eq!(omegas.len(), out.len(), "fields and values differ in number");
        out.iter_mut().zip(omegas).for_each(|(out, omega)| *out = self.gain(label, *omega, variance));
    }

    /// Whether the two labels are mirror images, `Z(−y, −ω, V) = Z(y, ω, V)`, so that averages over symmetric fields need one
    /// of them only.
    fn is_odd(&self) -> bool {
        false
    }

    /// Writes the [`response`](Self::response) of many patterns at one variance.
    ///
    /// Channels that message passing spends its time in do it in vector instructions, to within rounding of the single
    /// responses; the values do not depend on their place in the slices.
    ///
    /// # Panics
    /// If the slices differ in length.
    fn responses_into(&self, labels: &[f64], omegas: &[f64], variance: f64, gains: &mut [f64], slopes: &mut [f64]) {
        assert_eq!(
            [labels.len(), gains.len(), slopes.len()],
            [omegas.len(); 3],
            "labels, fields and responses differ in number"
        );
        for (mu, (y, omega)) in labels.iter().zip(omegas).enumerate() {
            let response = self.response(*y, *omega, variance);
            (gains[mu], slopes[mu]) = (response.gain, response.slope);
        }
    }

    /// The singularities of `ln Z` as a function of `ω`.
    fn singularities(&self, label: f64, variance: f64) -> Singularities;

    /// Draws a label for a field, of a channel whose probabilities sum to 1.
    fn sample<R: Rng>(&self, field: f64, rng: &mut R) -> f64
    where
        Self: Sized,
    {
        let uniform: f64 = rng.random();
        if uniform < self.probability(1.0, field) { 1.0 } else { -1.0 }
    }
}
