//! Gardner's moment.

use piccole_core::gauss;

/// `∫Dt (t + κ)²` over `t > −κ`: the limit of `(1−q) ∫Dz R²` for `q → 1`, and the inverse of Gardner's capacity.
///
/// Equal to `(1 + κ²) H(−κ) + κ G(κ)`, which cancels for `κ < 0`; there it is written with the hazard at `k = −κ` as
/// `H(k) (1 − k (R(k) − k))`, where `R − k = R′/R`.
pub(crate) fn gardner_moment(kappa: f64) -> f64 {
    if kappa >= 0.0 {
        return (1.0 + kappa * kappa) * gauss::tail(-kappa) + kappa * gauss::pdf(kappa);
    }
    let k = -kappa;
    gauss::tail(k) * (1.0 - k * gauss::hazard_derivative(k) / gauss::hazard(k))
}
