//! The trapezoid rule, whose error falls exponentially for analytic integrands.

use super::{AverageError, CUT, Rule};
use std::f64::consts::PI;

/// Natural logarithm of the accuracy aimed at: `exp(−46) = 10⁻²⁰`. What lies between that and the rounding of doubles
/// pays for the prefactor `(2π/h)³` of the fourth-order poles that squared derivatives bring.
const DIGITS: f64 = 46.0;

/// Most nodes of a rule, reached at a strip of 1.8·10⁻⁴.
const MOST_NODES: f64 = 1e6;

/// Equidistant nodes `z = k h` on `|z| ≤ 12` for an integrand that is analytic for `|Im z| < strip`.
pub(super) fn trapezoid(strip: f64) -> Result<Rule, AverageError> {
    let step = step(strip);
    let half = (CUT / step).ceil();
    if 2.0 * half > MOST_NODES {
        return Err(AverageError::TooManyNodes { strip, needed: 2.0 * half, limit: MOST_NODES });
    }
    let nodes: Vec<f64> = (0..=2 * half as usize).map(|k| (k as f64 - half) * step).collect();
    let weights = vec![step; nodes.len()];
    Ok(Rule::from_plain(nodes, weights))
}

/// The largest step whose error is below `exp(−DIGITS)`.
///
/// By Poisson's formula the error of step `h` is the Fourier transform of the integrand at `2π/h`. Moving the path of
/// integration up by `a` bounds it by `exp(a²/2 − 2πa/h)`, with `exp(a²/2)` from the density. The best `a` is `2π/h`,
/// which gives `exp(−2π²/h²)`, unless the strip ends before.
fn step(strip: f64) -> f64 {
    let entire = PI * (2.0 / DIGITS).sqrt();
    if strip >= 2.0 * PI / entire { entire } else { 2.0 * PI * strip / (DIGITS + 0.5 * strip * strip) }
}
