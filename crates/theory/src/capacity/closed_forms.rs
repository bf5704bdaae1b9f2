//! Capacities that need no saddle point.

use super::Capacity;
use crate::error::check_margin;
use crate::storage::gardner_moment;
use crate::{Status, TheoryError};
use piccole_core::gauss;
use std::f64::consts::{FRAC_1_SQRT_2, LN_2};

/// Margins of the spherical capacity: its value stays a normal number.
const SPHERICAL_MARGINS: (f64, f64) = (-35.0, 1e150);
/// Margins of the symmetric window: positive, and up to where the tail of a Gaussian underflows.
const SYMMETRIC_MARGINS: (f64, f64) = (f64::MIN_POSITIVE, 37.0);

/// Gardner's capacity of spherical weights, `1/α_c = ∫_{−κ}^∞ Dt (t + κ)² = (1 + κ²) H(−κ) + κ G(κ)`.
///
/// Exact for `κ ≥ 0`. For `κ < 0` it is an upper bound: `λ > 1` and the status is [`Status::Unstable`]. The relative
/// error is about `10⁻¹⁵ (1 + κ⁴)` for negative and 10⁻¹⁵ for positive margins.
///
/// # Errors
/// [`TheoryError::Margin`] unless `−35 ≤ κ ≤ 10¹⁵⁰`.
pub fn spherical_capacity(kappa: f64) -> Result<Capacity, TheoryError> {
    check_margin(kappa, SPHERICAL_MARGINS.0, SPHERICAL_MARGINS.1)?;
    let alpha_c = 1.0 / gardner_moment(kappa);
    // For q → 1 the slope R′ becomes a step at x = 0, so that λ = α H(−κ).
    let at_stability = alpha_c * gauss::tail(-kappa);
    let status = if kappa < 0.0 { Status::Unstable } else { Status::Ok };
    Ok(Capacity { kappa, alpha_c, q: 1.0, at_stability, status })
}

/// The capacity of binary weights with the symmetric constraint `|Δ| < κ`, `α_c = −ln 2/ln(1 − 2H(κ))`.
///
/// The overlap is 0 by symmetry, and `λ = α_c (2κG(κ)/(1 − 2H(κ)))²` stays below 1 at every margin. The relative error
/// is about 10⁻¹⁵.
///
/// # Errors
/// [`TheoryError::Margin`] unless `0 < κ ≤ 37`.
pub fn symmetric_capacity(kappa: f64) -> Result<Capacity, TheoryError> {
    check_margin(kappa, SYMMETRIC_MARGINS.0, SYMMETRIC_MARGINS.1)?;
    let inside = libm::erf(kappa * FRAC_1_SQRT_2);
    // ln(1 − 2H) from whichever of 1 − 2H and 2H is known to full relative accuracy.
    let ln_inside = if kappa < 1.0 { libm::log(inside) } else { libm::log1p(-2.0 * gauss::tail(kappa)) };
    let alpha_c = -LN_2 / ln_inside;
    let slope = 2.0 * kappa * gauss::pdf(kappa) / inside;
    Ok(Capacity { kappa, alpha_c, q: 0.0, at_stability: alpha_c * slope * slope, status: Status::Ok })
}
