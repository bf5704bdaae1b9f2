//! The ridge of smallest test error.

use super::point::{RandomFeaturesPoint, Target, point};
use crate::nonlinearity::Nonlinearity;
use crate::saddle::minimum::brent;
use crate::{Status, TheoryError};

/// Exponents of ten of the ridges that are compared, lowest and highest.
const DECADES: (i32, i32) = (-18, 18);
/// Ridges compared in each decade.
const PER_DECADE: i32 = 2;
/// A ridge has to be better than none by this fraction: 10 times the rounding of two errors.
const BETTER: f64 = 1e-13;
/// Accuracy of `ln λ`, the best that the values of the error can tell.
const TOLERANCE: f64 = 1e-8;

/// Returns the point at the ridge that minimises the test error, which may be 0.
///
/// The errors at half decades of `λ` from 10⁻¹⁸ to 10¹⁸ and at 0 are compared, and the neighbourhood of the smallest is
/// searched by Brent's method. The error is found to rounding, the ridge to about `10⁻⁷/√g` relative where a fraction `g`
/// of the error depends on the ridge (all of it but for strong noise). A ridge that gains less than 10⁻¹³ of the error is
/// reported as 0. `iterations` of the point counts the ridges compared. The status is [`Status::NotConverged`] if the
/// error still falls at `λ = 10¹⁸`.
///
/// ```
/// use piccole_theory::nonlinearity::Nonlinearity::Relu;
/// use piccole_theory::random_features::{Target, optimal_ridge};
/// assert_eq!(optimal_ridge(Relu, Target::default(), 20.0, 3.0)?.lambda, 0.0); // no noise, many features
/// let noisy = Target { noise: 1.0, ..Target::default() };
/// assert!(optimal_ridge(Relu, noisy, 20.0, 3.0)?.lambda > 0.1);
/// # Ok::<(), piccole_theory::TheoryError>(())
/// ```
///
/// # Errors
/// As [`point`], and [`TheoryError::Parameter`] if the target has no linear part: an infinite ridge is best then.
pub fn optimal_ridge(
    nonlinearity: Nonlinearity,
    target: Target,
    psi1: f64,
    psi2: f64,
) -> Result<RandomFeaturesPoint, TheoryError> {
    let without = point(nonlinearity, target, psi1, psi2, 0.0)?;
    if target.linear == 0.0 {
        let accepted = "the linear part must have a positive power, or an infinite ridge would be best";
        return Err(TheoryError::Parameter { name: "F1²", value: target.linear, accepted });
    }
    let step = std::f64::consts::LN_10 / f64::from(PER_DECADE);
    let at = |ln_lambda: f64| point(nonlinearity, target, psi1, psi2, libm::exp(ln_lambda));
    let last = (DECADES.1 - DECADES.0) * PER_DECADE;
    let ln_lambda = |k: i32| step * f64::from(DECADES.0 * PER_DECADE + k);
    let (mut best, mut lowest) = (0, at(ln_lambda(0))?);
    for k in 1..=last {
        let here = at(ln_lambda(k))?;
        if here.test_error < lowest.test_error {
            (best, lowest) = (k, here);
        }
    }
    let error_at = |ln_lambda: f64| at(ln_lambda).map_or(f64::NAN, |point| point.test_error);
    // At the ends of the range the search goes on a step outside.
    let found = brent(error_at, ln_lambda(best - 1), ln_lambda(best + 1), TOLERANCE, 100);
    let refined = at(found.point)?;
    let ridge = if refined.test_error <= lowest.test_error { refined } else { lowest };
    let compared = last as usize + 2 + found.iterations;
    let none_is_best = ridge.test_error >= without.test_error * (1.0 - BETTER);
    let chosen = if none_is_best { without } else { ridge };
    let solved = none_is_best || (found.converged && best < last);
    let status = if solved { chosen.status } else { Status::NotConverged };
    Ok(RandomFeaturesPoint { iterations: compared, status, ..chosen })
}
