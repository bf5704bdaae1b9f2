//! First moments: the annealed bounds of the local entropies.

use piccole_core::gauss;
use std::f64::consts::FRAC_2_PI;

/// Returns `h₂(d) = −d ln d − (1−d) ln(1−d)`, the entropy in nats per weight of all configurations at a distance `d`.
///
/// ```
/// use piccole_theory::franz_parisi::binary_entropy;
/// assert!((binary_entropy(0.5) - std::f64::consts::LN_2).abs() < 1e-15);
/// ```
pub fn binary_entropy(distance: f64) -> f64 {
    if distance == 0.0 || distance == 1.0 {
        return 0.0;
    }
    -distance * libm::log(distance) - (1.0 - distance) * libm::log1p(-distance)
}

/// Returns `h₂(d) + α ln(1 − arccos(p)/π)` with `p = 1 − 2d`: the logarithm, per weight, of the mean number of solutions
/// at the distance `d` from the teacher. It bounds the local entropy from above, and where it is negative there is no
/// such solution with high probability.
///
/// With Gaussian inputs the mean number is exactly `C(N, D) (1 − arccos(p)/π)^P` at every size, `D = N d`.
pub fn first_moment_around_teacher(alpha: f64, distance: f64) -> f64 {
    binary_entropy(distance) + alpha * ln_agreement(distance)
}

/// Logarithm of the probability that two weight vectors at a distance agree on a label, `1 − arccos(p)/π`;
/// `arccos(1 − 2d) = 2 arcsin √d` does not cancel.
pub(crate) fn ln_agreement(distance: f64) -> f64 {
    libm::log1p(-FRAC_2_PI * libm::asin(distance.sqrt()))
}

/// Returns `h₂(d) + α ln H(κ)`: the logarithm, per weight, of the mean number of solutions at margin `κ` and distance `d`
/// from a configuration independent of the patterns. It bounds the local entropy from above.
pub fn first_moment_around_independent(alpha: f64, kappa: f64, distance: f64) -> f64 {
    binary_entropy(distance) + alpha * gauss::ln_tail(kappa)
}
