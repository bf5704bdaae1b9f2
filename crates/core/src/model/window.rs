//! The symmetric window.

use super::{Channel, ModelError, Response, Singularities};
use crate::gauss;
use std::f64::consts::FRAC_1_SQRT_2;

/// Label `+1` inside of the window `|h| < κ`, `−1` outside: the channel of the symmetric perceptron.
///
/// `Z(+1) = H((−κ − ω)/√V) − H((κ − ω)/√V)`. Both labels are evaluated without overflow at any field; where the window
/// is narrower than the field's deviation and far from its mean, `ln Z` is good to about `10⁻¹⁶ √V/κ`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    half_width: f64,
}

impl Window {
    /// A window `|h| < κ`.
    ///
    /// # Errors
    /// [`ModelError::Parameter`] unless `κ` is positive and finite.
    pub fn new(half_width: f64) -> Result<Self, ModelError> {
        if half_width > 0.0 && half_width.is_finite() {
            return Ok(Self { half_width });
        }
        Err(ModelError::Parameter {
            name: "half-width κ",
            value: half_width,
            accepted: "it must be positive and finite",
        })
    }

    /// Near and far edge as seen from the field, in units of its deviation: `near < far`, `far > 0`.
    fn edges(&self, omega: f64, variance: f64) -> (f64, f64) {
        let deviation = variance.sqrt();
        ((omega.abs() - self.half_width) / deviation, (omega.abs() + self.half_width) / deviation)
    }
}

/// `ln(H(near) − H(far))`
fn ln_inside(near: f64, far: f64) -> f64 {
    if near <= 0.0 {
        // Two positive terms, one on each side of the mean.
        return libm::log(0.5 * (libm::erf(far * FRAC_1_SQRT_2) + libm::erf(-near * FRAC_1_SQRT_2)));
    }
    let (ln_near, ln_far) = (gauss::ln_tail(near), gauss::ln_tail(far));
    ln_near + libm::log(-libm::expm1(ln_far - ln_near))
}

/// `ln(H(−near) + H(far))`
fn ln_outside(near: f64, far: f64) -> f64 {
    let (ln_near, ln_far) = (gauss::ln_tail(-near), gauss::ln_tail(far));
    let (large, small) = if ln_near > ln_far { (ln_near, ln_far) } else { (ln_far, ln_near) };
    large + libm::log1p(libm::exp(small - large))
}

impl Channel for Window {
    fn probability(&self, label: f64, field: f64) -> f64 {
        if (field.abs() < self.half_width) == (label > 0.0) { 1.0 } else { 0.0 }
    }

    fn ln_partition(&self, label: f64, omega: f64, variance: f64) -> f64 {
        let (near, far) = self.edges(omega, variance);
        if label > 0.0 { ln_inside(near, far) } else { ln_outside(near, far) }
    }

    fn response(&self, label: f64, omega: f64, variance: f64) -> Response {
        const LN_SQRT_2PI: f64 = 0.918_938_533_204_672_8;
        let (near, far) = self.edges(omega, variance);
        let ln_partition = self.ln_partition(label, omega, variance);
        // Densities at the edges over Z; as exponentials they survive where all three underflow.
        let density = |x: f64| libm::exp(-0.5 * x * x - LN_SQRT_2PI - ln_partition);
        let (at_near, at_far) = (density(near), density(far));
        // A field beyond the window is pulled back by label +1 and pushed out by label −1.
        let gain = label * (at_far - at_near) / variance.sqrt();
        let second = label * (near * at_near - far * at_far) / variance;
        Response { gain: gain * 1.0_f64.copysign(omega), slope: second - gain * gain }
    }

    /// `Z` vanishes at `Re ω` of about `±κ` and beyond; at least two deviations away from the real axis.
    fn singularities(&self, _label: f64, variance: f64) -> Singularities {
        Singularities { centre: None, distance: 2.0 * variance.sqrt() }
    }
}
