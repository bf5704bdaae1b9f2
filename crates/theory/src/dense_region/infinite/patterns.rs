//! The energetic part at `y → ∞`: what one pattern does to a replica.

use super::super::panels;
use crate::averages::CUT;
use piccole_core::gauss;
use piccole_core::patterns::Scenario;
use std::f64::consts::FRAC_1_SQRT_2;

/// Replicas as a pattern sees them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    /// Overlap `q`.
    pub(super) q: f64,
    /// `1 − q`
    pub(super) one_minus_q: f64,
    /// `δq`, the limit of `y (q₁ − q₀)`.
    pub(super) spread: f64,
    /// Overlap `R` with the teacher; not used for random labels.
    pub(super) teacher: f64,
}

/// Averages over the field, without the factor `α`.
#[derive(Clone, Copy, Debug)]
pub(super) struct PatternAverages {
    /// `q̂/α`
    pub(super) q_hat: f64,
    /// `δq̂/α`
    pub(super) spread_hat: f64,
    /// `R̂/α`, 0 for random labels.
    pub(super) teacher_hat: f64,
    /// `g_E`
    pub(super) entropy: f64,
}

/// Averages over `x`, the argument of `H` at the inner maximum, in place of `z`.
///
/// The maximum over `u` is at `u = √(δq/(1−q)) R(x)` with `x + b R(x) = (κ − √q z)/√(1−q)` and `b = δq/(1−q)`. The left
/// side increases with `x`, so that `x` can be the variable of integration: nothing has to be maximized, and as
/// `b → ∞`, where the solution `x(z)` gets branch points next to the real axis, the integrand in `x` stays smooth on
/// the scale of `R` and of the density. `finer` divides the lengths of the panels.
pub(super) fn averages(scenario: Scenario, kappa: f64, field: Field, finer: f64) -> PatternAverages {
    let Field { q, one_minus_q, spread, teacher } = field;
    let b = spread / one_minus_q;
    let ratio = (one_minus_q / q).sqrt();
    let shift = kappa / q.sqrt();
    let z_of = |x: f64, hazard: f64| shift - ratio * (x + b * hazard);
    // Standard deviation of the teacher's field given the replica's, in units of the teacher's, and the ratio of the
    // mean to it per unit of z.
    let noise = (1.0 - teacher * teacher / q).sqrt();
    let pull = teacher / q.sqrt() / noise;
    let density = |z: f64| match scenario {
        Scenario::Storage => (gauss::pdf(z), 0.0),
        Scenario::TeacherStudent => {
            let pdf = gauss::pdf(z);
            (2.0 * pdf * gauss::tail(-pull * z), 2.0 * pdf * gauss::pdf(pull * z) / noise)
        }
    };
    let longest_in_z = match scenario {
        Scenario::Storage => 2.0,
        Scenario::TeacherStudent => f64::min(2.0, 2.0 / pull.max(f64::MIN_POSITIVE)),
    };
    // Below this b R < 10⁻³¹.
    let flat = -(144.0 + 2.0 * libm::log1p(b)).sqrt();
    let longest =
        |x: f64| longest_panel(x, flat, longest_in_z, |x| ratio * (1.0 + b * gauss::hazard_derivative(x))) / finer;
    let rule = panels::between(inverse((shift - CUT) / ratio, b), inverse((shift + CUT) / ratio, b), longest);
    let [squared, response, entropy, pulled] = rule.means(|x| {
        let (hazard, slope) = (gauss::hazard(x), gauss::hazard_derivative(x));
        let (weight, teacher_weight) = density(z_of(x, hazard));
        let jacobian = ratio * (1.0 + b * slope);
        [
            jacobian * weight * hazard * hazard,
            ratio * weight * b * slope * slope,
            jacobian * weight * (gauss::ln_tail(x) - 0.5 * b * hazard * hazard),
            jacobian * teacher_weight * hazard,
        ]
    });
    PatternAverages {
        q_hat: squared / one_minus_q,
        spread_hat: response / one_minus_q,
        teacher_hat: pulled / one_minus_q.sqrt(),
        entropy,
    }
}

/// Length of the panel that starts at `x`: resolves `R` above `flat`, whose singularities are at `−1.92 ± 2.82 i`, and
/// moves `z`, which has the slope `rate`, by no more than `in_z`.
fn longest_panel(x: f64, flat: f64, in_z: f64, rate: impl Fn(f64) -> f64) -> f64 {
    let from_singularity = ((x + 1.92) * (x + 1.92) + 2.82 * 2.82).sqrt();
    let smooth = (flat - x).max(0.0);
    let mut length = smooth.max(if x < 0.0 { 4.0 * FRAC_1_SQRT_2 } else { 1.2 * from_singularity });
    // The rate increases with x: its value at the upper end bounds it.
    while length * rate(x + length) > in_z {
        length *= FRAC_1_SQRT_2;
    }
    length
}

/// The solution of `x + b R(x) = value`.
fn inverse(value: f64, b: f64) -> f64 {
    const MOST_STEPS: usize = 2000;
    // The function is convex and above the value at x = value: Newton's method descends to the root.
    let mut x = value;
    for _ in 0..MOST_STEPS {
        let step = (x + b * gauss::hazard(x) - value) / (1.0 + b * gauss::hazard_derivative(x));
        x -= step;
        if step.abs() <= 1e-9 * (1.0 + x.abs()) {
            break;
        }
    }
    x
}

#[cfg(test)]
mod tests {
    use super::{Field, averages};
    use piccole_core::patterns::Scenario;

    #[test]
    fn a_teacher_without_overlap_labels_at_random() {
        for spread in [1e-3, 1.0, 1e3] {
            let field = Field { q: 0.7, one_minus_q: 0.3, spread, teacher: 0.0 };
            let random = averages(Scenario::Storage, 0.0, field, 1.0);
            let teacher = averages(Scenario::TeacherStudent, 0.0, field, 1.0);
            assert!((random.q_hat / teacher.q_hat - 1.0).abs() < 1e-14);
            assert!((random.spread_hat / teacher.spread_hat - 1.0).abs() < 1e-14);
            assert!((random.entropy / teacher.entropy - 1.0).abs() < 1e-14);
        }
    }
}
