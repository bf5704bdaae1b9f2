//! The hazard `R = G/H` and its derivative.

use super::tail::{FRAC_1_SQRT_2PI, half_erfcx, pdf, tail};

/// Returns the hazard `R(x) = G(x)/H(x) = −d ln H(x)/dx`, the inverse of the Mills ratio.
///
/// It is positive and increasing, `√(2/π)` at 0, and `x + 1/x + …` for large `x`. The hazard is also the mean of a unit
/// Gaussian that is known to exceed `x`.
///
/// ```
/// assert!((piccole_core::gauss::hazard(0.0) - (2.0 / std::f64::consts::PI).sqrt()).abs() < 1e-15);
/// ```
pub fn hazard(x: f64) -> f64 {
    // For x ≥ 0 the factor exp(−x²/2) of G and of H cancels on paper, and no underflow is left.
    if x < 0.0 { pdf(x) / tail(x) } else { FRAC_1_SQRT_2PI / half_erfcx(x) }
}

/// Returns the derivative of the hazard, `R′(x) = R(x) (R(x) − x)`.
///
/// It rises from 0 at −∞ to 1 at +∞; `1 − R′(x)` is the variance of a unit Gaussian that is known to exceed `x`.
///
/// ```
/// let at_zero = 2.0 / std::f64::consts::PI;
/// assert!((piccole_core::gauss::hazard_derivative(0.0) - at_zero).abs() < 1e-15);
/// assert!((piccole_core::gauss::hazard_derivative(1e4) - (1.0 - 1e-8)).abs() < 1e-15);
/// ```
pub fn hazard_derivative(x: f64) -> f64 {
    // Below the switch R − x loses at most a factor R/(R − x) = 7.6 in accuracy.
    const SWITCH: f64 = 2.25;
    if x < SWITCH || x.is_nan() {
        let hazard = hazard(x);
        // At −∞ the product would be 0·∞.
        if hazard == 0.0 { 0.0 } else { hazard * (hazard - x) }
    } else if x.is_infinite() {
        1.0
    } else {
        let excess = hazard_excess(x);
        (x + excess) * excess
    }
}

/// `R(x) − x = 1/(x + 2/(x + 3/(x + …)))`, Laplace's continued fraction, for `x ≥ 2`.
///
/// All terms are positive, so nothing cancels, unlike in the difference. The fraction is cut after a number of terms
/// that falls with `x`, and the rest `k/(x + (k + 1)/(x + …))` replaced by the solution of `r = k/(x + r)`.
fn hazard_excess(x: f64) -> f64 {
    let terms = (10.0 + 270.0 / (x * x)).floor();
    let first_left_out = terms + 1.0;
    // −x/2 + √(x²/4 + k), written so that a large x does not cancel it.
    let mut rest = first_left_out / (0.5 * x + (0.25 * x * x + first_left_out).sqrt());
    let mut term = terms;
    while term >= 1.0 {
        rest = term / (x + rest);
        term -= 1.0;
    }
    rest
}
