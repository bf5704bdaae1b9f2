//! The entropic part at `y → ∞`: what one weight does in its field.

use super::super::panels;
use crate::averages::CUT;
use piccole_core::gauss;
use std::f64::consts::FRAC_PI_2;

/// Conjugates of the order parameters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Conjugates {
    /// `q̂`
    pub(super) q_hat: f64,
    /// `δq̂`
    pub(super) spread_hat: f64,
    /// `Ŝ`
    pub(super) distance_hat: f64,
    /// `R̂`, 0 for random labels.
    pub(super) teacher_hat: f64,
}

/// Averages over the field of a weight.
#[derive(Clone, Copy, Debug)]
pub(super) struct WeightAverages {
    /// `⟨t²⟩`
    pub(super) squared: f64,
    /// `⟨1 − t²⟩`
    pub(super) one_minus_squared: f64,
    /// `δq = ⟨t z⟩/√q̂ − ⟨1 − t²⟩`
    pub(super) spread: f64,
    /// `⟨1 − t W̃⟩/2`
    pub(super) distance: f64,
    /// `⟨t⟩`
    pub(super) teacher: f64,
    /// `⟨W̃⟩`
    pub(super) centre: f64,
    /// `g_S`
    pub(super) entropy: f64,
}

/// Averages over `B`, the argument of `tanh` at the inner maximum, in place of the field.
///
/// The centre takes the sign of the field `√q̂ z + R̂`, and with `h` for its absolute value the maximum is at
/// `B = h + Ŝ + δq̂ tanh B`, the largest solution. On the half-line `h > 0` the field increases with `B`, so that `B` can
/// be the variable of integration, from its value `B₀` at `h = 0`, where `t W̃` jumps from `tanh B₀` to itself and `t`
/// changes sign. Nothing if there is no maximum at `h = 0` (`Ŝ` too negative). `finer` divides the lengths of the panels.
pub(super) fn averages(conjugates: Conjugates, finer: f64) -> Option<WeightAverages> {
    let Conjugates { q_hat, spread_hat, distance_hat, teacher_hat } = conjugates;
    let root = q_hat.sqrt();
    let lowest = lowest(spread_hat, distance_hat)?;
    let at_lowest = libm::tanh(lowest);
    let highest = CUT * root + teacher_hat.abs() + spread_hat * (1.0 - at_lowest);
    // tanh is singular at ±iπ/2 and flat far from there.
    let from_singularity = |b: f64| (b * b + FRAC_PI_2 * FRAC_PI_2).sqrt();
    let longest = |above: f64| f64::min(1.2 * from_singularity(lowest + above), 2.0 * root) / finer;
    let [squared, one_minus_squared, response, one_minus, teacher, entropy] = panels::between(0.0, highest, longest)
        .means(|above| {
            let b = lowest + above;
            let e = libm::exp(-2.0 * b);
            let (t, one_minus) = ((1.0 - e) / (1.0 + e), 2.0 * e / (1.0 + e));
            let sech2 = one_minus * (1.0 + t);
            // The field is B − B₀ − δq̂ (tanh B − tanh B₀), which the difference of B and Ŝ + δq̂ tanh B would cancel to.
            let field = above - spread_hat * libm::tanh(above) * (1.0 - t * at_lowest);
            let (up, down) = (gauss::pdf((field - teacher_hat) / root), gauss::pdf((field + teacher_hat) / root));
            let density = (up + down) / root;
            let jacobian = 1.0 - spread_hat * sech2;
            [
                jacobian * density * t * t,
                jacobian * density * sech2,
                density * spread_hat * sech2 * sech2,
                jacobian * density * one_minus,
                jacobian * (up - down) / root * t,
                jacobian * density * (gauss::ln_2cosh(b) - 0.5 * spread_hat * t * t),
            ]
        });
    let jump = 2.0 * at_lowest * gauss::pdf(teacher_hat / root) / root;
    Some(WeightAverages {
        squared,
        one_minus_squared,
        // ⟨t z⟩/√q̂ by parts is the mean response of t and its jump where the field changes sign.
        spread: response + jump,
        distance: 0.5 * one_minus,
        teacher,
        centre: 1.0 - 2.0 * gauss::tail(teacher_hat / root),
        entropy,
    })
}

/// The largest solution `B₀` of `B − δq̂ tanh B = Ŝ`; for `Ŝ < 0` it is negative if `δq̂ < 1`, and else exists only down
/// to the `Ŝ` where two solutions with `B > 0` merge.
fn lowest(spread_hat: f64, distance_hat: f64) -> Option<f64> {
    const MOST_STEPS: usize = 200;
    // Convex for B > 0 and not negative at the start: Newton's method descends to the largest root.
    let mut b = distance_hat.max(0.0) + spread_hat;
    for _ in 0..MOST_STEPS {
        let t = libm::tanh(b);
        let slope = 1.0 - spread_hat * (1.0 - t * t);
        let step = (b - spread_hat * t - distance_hat) / slope;
        if !(slope > 0.0 && step.is_finite()) {
            return None;
        }
        b -= step;
        if step.abs() <= 1e-16 + 4e-16 * b.abs() {
            break;
        }
    }
    Some(b)
}
