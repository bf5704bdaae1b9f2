//! The logistic channel.

use super::{Channel, ModelError, Response, Singularities};
use crate::gauss;
use std::f64::consts::PI;

/// `P(y | h) = σ(β y h)` with `σ(x) = 1/(1 + exp(−x))`.
///
/// `Z` has no closed form: it is a sum over `40 + 56 β√V` equidistant nodes, which is exact to rounding because the
/// poles of `σ` are a distance `π/(β√V)` away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Logistic {
    inverse_temperature: f64,
}

/// `σ` with its first two derivatives, averaged.
struct Means {
    value: f64,
    first: f64,
    second: f64,
}

impl Logistic {
    /// A channel of inverse temperature `β`.
    ///
    /// # Errors
    /// [`ModelError::Parameter`] unless `0 < β ≤ 1000`, beyond which [`Sign`](super::Sign) is meant.
    pub fn new(inverse_temperature: f64) -> Result<Self, ModelError> {
        if inverse_temperature > 0.0 && inverse_temperature <= 1000.0 {
            return Ok(Self { inverse_temperature });
        }
        Err(ModelError::Parameter {
            name: "inverse temperature β",
            value: inverse_temperature,
            accepted: "it must be positive and at most 1000",
        })
    }

    /// Averages over `u = β(y ω + √V z)` in units of `exp(s)`, with `s` returned first, so that nothing underflows.
    fn means(&self, label: f64, omega: f64, variance: f64) -> (f64, Means) {
        const CUT: f64 = 12.0;
        const DIGITS: f64 = 46.0;
        let spread = self.inverse_temperature * variance.sqrt();
        let centre = self.inverse_temperature * label * omega;
        // For u → −∞ the integrand is exp(u − z²/2), a Gaussian around z = spread; and never farther than where u = 0.
        let reach = CUT + spread.min((-centre / spread).max(0.0));
        let strip = PI / spread;
        let entire = PI * (2.0 / DIGITS).sqrt();
        let step = if strip >= 2.0 * PI / entire { entire } else { 2.0 * PI * strip / (DIGITS + 0.5 * strip * strip) };
        // The largest exponent min(u, 0) − z²/2 of all nodes: at z = spread, at the kink u = 0, or at z = 0.
        let scale = if centre + spread * spread < 0.0 {
            centre + 0.5 * spread * spread
        } else {
            let kink = (-centre / spread).max(0.0);
            -0.5 * kink * kink
        };
        let (first_node, last_node) = ((-CUT / step).floor() as i64, (reach / step).ceil() as i64);
        let mut means = Means { value: 0.0, first: 0.0, second: 0.0 };
        for k in first_node..=last_node {
            let z = k as f64 * step;
            let u = centre + spread * z;
            let e = libm::exp(-u.abs());
            let (up, down) = (1.0 / (1.0 + e), e / (1.0 + e));
            let (sigma, minus) = if u > 0.0 { (up, down) } else { (down, up) };
            // ln(σ(u) G(z)) in one exponent: σ(u) = exp(min(u, 0))·up.
            let weight = step * libm::exp(u.min(0.0) - scale - 0.5 * z * z) * up * gauss::pdf(0.0);
            means.value += weight;
            means.first += weight * minus;
            means.second += weight * minus * (minus - sigma);
        }
        (scale, means)
    }
}

impl Channel for Logistic {
    fn probability(&self, label: f64, field: f64) -> f64 {
        1.0 / (1.0 + libm::exp(-self.inverse_temperature * label * field))
    }

    fn ln_partition(&self, label: f64, omega: f64, variance: f64) -> f64 {
        let (exponent, means) = self.means(label, omega, variance);
        exponent + libm::log(means.value)
    }

    fn response(&self, label: f64, omega: f64, variance: f64) -> Response {
        let (_, means) = self.means(label, omega, variance);
        let beta = self.inverse_temperature;
        let gain = beta * means.first / means.value;
        Response { gain: label * gain, slope: beta * beta * means.second / means.value - gain * gain }
    }

    /// Between the poles of `σ` at `iπ/β` for `V → 0` and the zeros of `H` for large `V`; two thirds of either bound it.
    fn singularities(&self, _label: f64, variance: f64) -> Singularities {
        Singularities { centre: Some(0.0), distance: f64::max(2.0 / self.inverse_temperature, 1.9 * variance.sqrt()) }
    }
}
