//! Density, tail and logarithm of the tail.

use super::exact_square::exp_minus_half_square;
use errorfunctions::RealErrorFunctions;
use std::f64::consts::FRAC_1_SQRT_2;

/// `1/√(2π)`.
pub(super) const FRAC_1_SQRT_2PI: f64 = 0.398_942_280_401_432_7;

/// Returns the density `G(x) = exp(−x²/2)/√(2π)` of the unit Gaussian.
///
/// ```
/// assert_eq!(piccole_core::gauss::pdf(0.0), 0.3989422804014327);
/// ```
pub fn pdf(x: f64) -> f64 {
    FRAC_1_SQRT_2PI * exp_minus_half_square(x)
}

/// Returns the tail `H(x) = ∫_x^∞ G(t) dt = erfc(x/√2)/2`, the probability that a unit Gaussian exceeds `x`.
///
/// ```
/// assert_eq!(piccole_core::gauss::tail(0.0), 0.5);
/// assert!((piccole_core::gauss::tail(1.0) - 0.15865525393145705).abs() < 1e-16);
/// ```
pub fn tail(x: f64) -> f64 {
    if x < 0.0 { 1.0 - tail(-x) } else { half_erfcx(x) * exp_minus_half_square(x) }
}

/// Returns `ln H(x)`, finite for every `x` up to 10¹⁵⁴: about `−x²/2 − ln(x √(2π))` for large `x`.
///
/// ```
/// let deep = piccole_core::gauss::ln_tail(100.0); // H(100) itself is 10⁻²¹⁷⁴
/// assert!((deep - -5005.524208694205).abs() < 1e-11);
/// ```
pub fn ln_tail(x: f64) -> f64 {
    if x < 0.0 { libm::log1p(-tail(-x)) } else { libm::log(half_erfcx(x)) - 0.5 * x * x }
}

/// `erfcx(x/√2)/2 = H(x) exp(x²/2)` for `x ≥ 0` or NaN.
///
/// The crate's `erfcx` is a table of polynomials and a continued fraction there; only for negative arguments, which
/// never reach it, does it call the system's `exp`.
pub(super) fn half_erfcx(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    debug_assert!(x >= 0.0, "erfcx is used for x ≥ 0 only, got {x}");
    0.5 * (x * FRAC_1_SQRT_2).erfcx()
}
