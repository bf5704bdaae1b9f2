//! The energetic part: averages over the field of a pattern.

use crate::averages::{AverageError, Feature, Quadrature};
use piccole_core::gauss;

/// Imaginary part of the zeros of `H` closest to the real axis, `−1.92 ± 2.82 i`: singularities of `ln H`, `R`, `R′`.
const NEAREST_ZERO: f64 = 2.816;

/// A constraint `Δ > κ` seen by replicas of overlap `q`, through the odds `ρ = q/(1−q)`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Constraint {
    pub(super) kappa: f64,
    pub(super) quadrature: Quadrature,
}

/// Averages that the free entropy and its stability need.
#[derive(Clone, Copy, Debug)]
pub(super) struct ConstraintAverages {
    /// `∫Dz ln H(x)`
    pub(super) ln_tail: f64,
    /// `∫Dz R′(x)²`
    pub(super) squared_slope: f64,
}

impl Constraint {
    /// `A = ∫Dz R(x)²`
    pub(super) fn squared_hazard(self, odds: f64) -> Result<f64, AverageError> {
        let [mean] = self.means(odds, |x| {
            let hazard = gauss::hazard(x);
            [hazard * hazard]
        })?;
        Ok(mean)
    }

    pub(super) fn averages(self, odds: f64) -> Result<ConstraintAverages, AverageError> {
        let [ln_tail, squared_slope] = self.means(odds, |x| {
            let slope = gauss::hazard_derivative(x);
            [gauss::ln_tail(x), slope * slope]
        })?;
        Ok(ConstraintAverages { ln_tail, squared_slope })
    }

    /// Averages of functions of `x = (κ + √q z)/√(1−q) = κ√(1+ρ) + √ρ z`.
    fn means<const K: usize>(self, odds: f64, f: impl Fn(f64) -> [f64; K]) -> Result<[f64; K], AverageError> {
        let (shift, scale) = (self.kappa * (1.0 + odds).sqrt(), odds.sqrt());
        let feature = Feature { centre: -shift / scale, strip: NEAREST_ZERO / scale };
        self.quadrature.means(feature, |z| f(shift + scale * z))
    }
}

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
