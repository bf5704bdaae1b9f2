//! One point and curves of them.

use super::equation::{self, Solved, TOLERANCE};
use crate::nonlinearity::Nonlinearity;
use crate::{Status, TheoryError};

/// Smallest and largest `ψ1` and `ψ2`: their products and squares stay normal numbers.
pub const PSIS: (f64, f64) = (1e-12, 1e12);

/// Smallest and largest positive ridge `λ`; 0 is allowed as well.
pub const LAMBDAS: (f64, f64) = (1e-60, 1e60);

/// Powers of the parts of a target, relative to one another; the defaults are a linear target without noise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// `F1²`, the power of the linear part.
    pub linear: f64,
    /// `F⋆²`, the power of the part that no linear function of the input explains.
    pub nonlinear: f64,
    /// `τ²`, the variance of the noise in the labels.
    pub noise: f64,
}

impl Default for Target {
    fn default() -> Self {
        Self { linear: 1.0, nonlinear: 0.0, noise: 0.0 }
    }
}

/// Bias, variance and test error at one number of features and samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RandomFeaturesPoint {
    /// `ψ1 = N/D`, features per input dimension; infinite in the limit of many features.
    pub psi1: f64,
    /// `ψ2 = n/D`, samples per input dimension; infinite in the limit of many samples.
    pub psi2: f64,
    /// Ridge `λ`, in units of `μ⋆²`.
    pub lambda: f64,
    /// `B`, the error on a linear target of power 1 without noise.
    pub bias: f64,
    /// `V`, the error that noise of variance 1 makes.
    pub variance: f64,
    /// `R = F1² B + (τ² + F⋆²) V + F⋆²`, the mean squared distance from the target without noise.
    pub test_error: f64,
    /// Residual of the equation for `p`, relative to `min(ψ1, ψ2)`.
    pub residual: f64,
    /// Evaluations of that equation; 0 where it has a closed form.
    pub iterations: usize,
    /// [`Status::Ok`] or [`Status::NotConverged`].
    pub status: Status,
}

/// Returns bias, variance and test error at `ψ1`, `ψ2` and the ridge `λ ≥ 0`.
///
/// Without ridge at the threshold `ψ1 = ψ2` the bias and the variance are infinite, and so is the error.
///
/// ```
/// use piccole_theory::nonlinearity::Nonlinearity::Relu;
/// use piccole_theory::random_features::{Target, point};
/// let noisy = Target { noise: 0.5, ..Target::default() };
/// assert!((point(Relu, noisy, 1.0, 3.0, 0.0)?.variance - 0.5).abs() < 1e-15); // ψ1/(ψ2 − ψ1)
/// assert_eq!(point(Relu, noisy, 3.0, 3.0, 0.0)?.test_error, f64::INFINITY);
/// # Ok::<(), piccole_theory::TheoryError>(())
/// ```
///
/// # Errors
/// [`TheoryError::Parameter`] unless `ψ1` and `ψ2` are within [`PSIS`], the ridge is 0 or within [`LAMBDAS`], and the
/// powers of the target are finite and not negative.
pub fn point(
    nonlinearity: Nonlinearity,
    target: Target,
    psi1: f64,
    psi2: f64,
    lambda: f64,
) -> Result<RandomFeaturesPoint, TheoryError> {
    check_psi("ψ1", psi1)?;
    check_psi("ψ2", psi2)?;
    check(target, lambda)?;
    Ok(finish(target, psi1, psi2, lambda, equation::finite(nonlinearity.zeta_squared(), psi1, psi2, lambda)))
}

/// The limit `ψ1 → ∞` of [`point`]: the plateau beyond the interpolation peak, where the features act as a kernel.
///
/// # Errors
/// As [`point`].
pub fn wide(
    nonlinearity: Nonlinearity,
    target: Target,
    psi2: f64,
    lambda: f64,
) -> Result<RandomFeaturesPoint, TheoryError> {
    check_psi("ψ2", psi2)?;
    check(target, lambda)?;
    let solved = equation::wide(nonlinearity.zeta_squared(), psi2, lambda);
    Ok(finish(target, f64::INFINITY, psi2, lambda, solved))
}

/// The limit `ψ2 → ∞` of [`point`]: the approximation error of `N` features, with no variance left.
///
/// # Errors
/// As [`point`].
pub fn large_sample(
    nonlinearity: Nonlinearity,
    target: Target,
    psi1: f64,
    lambda: f64,
) -> Result<RandomFeaturesPoint, TheoryError> {
    check_psi("ψ1", psi1)?;
    check(target, lambda)?;
    let solved = equation::large_sample(nonlinearity.zeta_squared(), psi1, lambda);
    Ok(finish(target, psi1, f64::INFINITY, lambda, solved))
}

/// [`point`] at every `ψ1` of a list, in its order; the points do not depend on one another.
///
/// # Errors
/// As [`point`].
pub fn curve(
    nonlinearity: Nonlinearity,
    target: Target,
    psi1s: &[f64],
    psi2: f64,
    lambda: f64,
) -> Result<Vec<RandomFeaturesPoint>, TheoryError> {
    psi1s.iter().map(|&psi1| point(nonlinearity, target, psi1, psi2, lambda)).collect()
}

fn finish(target: Target, psi1: f64, psi2: f64, lambda: f64, solved: Solved) -> RandomFeaturesPoint {
    // What has no power contributes nothing, even where its factor is infinite.
    let part = |power: f64, factor: f64| if power == 0.0 { 0.0 } else { power * factor };
    let Target { linear, nonlinear, noise } = target;
    let Solved { bias, variance, residual, iterations } = solved;
    RandomFeaturesPoint {
        psi1,
        psi2,
        lambda,
        bias,
        variance,
        test_error: part(linear, bias) + part(noise + nonlinear, variance) + nonlinear,
        residual,
        iterations,
        status: if residual <= 2.0 * TOLERANCE { Status::Ok } else { Status::NotConverged },
    }
}

fn check_psi(name: &'static str, value: f64) -> Result<(), TheoryError> {
    let accepted = "must be between 1e-12 and 1e12; its infinite limit has a function of its own";
    if (PSIS.0..=PSIS.1).contains(&value) { Ok(()) } else { Err(TheoryError::Parameter { name, value, accepted }) }
}

fn check(target: Target, lambda: f64) -> Result<(), TheoryError> {
    if lambda != 0.0 && !(LAMBDAS.0..=LAMBDAS.1).contains(&lambda) {
        let accepted = "the ridge must be 0 or between 1e-60 and 1e60, in units of μ⋆²";
        return Err(TheoryError::Parameter { name: "λ", value: lambda, accepted });
    }
    check_target(target)
}

/// Refuses a power that is negative, infinite or NaN.
pub(super) fn check_target(target: Target) -> Result<(), TheoryError> {
    for (name, value) in [("F1²", target.linear), ("F⋆²", target.nonlinear), ("τ²", target.noise)] {
        if !(value >= 0.0 && value.is_finite()) {
            let accepted = "a power must be finite and at least 0";
            return Err(TheoryError::Parameter { name, value, accepted });
        }
    }
    Ok(())
}
