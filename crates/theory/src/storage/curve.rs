//! A grid of densities.

use super::point::{MARGINS, Solved, StoragePoint, solve};
use super::weights::Weights;
use crate::averages::Quadrature;
use crate::error::check_margin;
use crate::replica::check_grid;
use crate::{Status, TheoryError};

/// Returns the replica-symmetric saddle point at every density of an ascending grid.
///
/// The conjugate `q̂` satisfies its equation to 10⁻¹² relative, so that residuals are below 10⁻¹² and `q` is right to
/// about 10⁻¹² away from the end of the branch, where small residuals no longer mean small errors. The entropy is
/// stationary in `q` and accurate to about `10⁻¹⁵/(1−q)`, the rounding of its terms. Each point starts from the ones
/// before it; the result does not depend on the grid beyond these errors.
///
/// ```
/// use piccole_theory::storage::{Weights, curve};
/// let points = curve(Weights::Spherical, 0.0, &[1.0, 1.9, 2.0])?;
/// assert_eq!(points[1].status.as_str(), "ok");
/// assert_eq!(points[2].status.as_str(), "branch-ended"); // Gardner's capacity is 2
/// # Ok::<(), piccole_theory::TheoryError>(())
/// ```
///
/// # Errors
/// [`TheoryError::NoDensity`], [`TheoryError::Density`] and [`TheoryError::Descending`] unless the densities are
/// positive, finite and strictly ascending; [`TheoryError::Margin`] unless `κ` is within [`MARGINS`].
pub fn curve(weights: Weights, kappa: f64, alphas: &[f64]) -> Result<Vec<StoragePoint>, TheoryError> {
    curve_with(weights, kappa, alphas, Quadrature::Automatic)
}

/// As [`curve`], with a quadrature of choice: results must not depend on it.
///
/// # Errors
/// As [`curve`], and [`TheoryError::Average`] where the quadrature fails (the trapezoid rule as `q → 1`).
pub fn curve_with(
    weights: Weights,
    kappa: f64,
    alphas: &[f64],
    quadrature: Quadrature,
) -> Result<Vec<StoragePoint>, TheoryError> {
    check_margin(kappa, MARGINS.0, MARGINS.1)?;
    check_grid(alphas)?;
    let mut points = Vec::with_capacity(alphas.len());
    let mut last: Option<(f64, f64)> = None;
    let mut before: Option<(f64, f64)> = None;
    for &alpha in alphas {
        let guess = predict(before, last, libm::log(alpha));
        let Solved { point, ln_q_hat, .. } = solve(weights, kappa, alpha, guess, quadrature)?;
        if point.status == Status::Ok {
            (before, last) = (last, Some((libm::log(alpha), ln_q_hat)));
        }
        points.push(point);
    }
    Ok(points)
}

/// `ln q̂` at the next `ln α` and a step that probably reaches the root: the tangent through the last two points, off by
/// a fraction of the change; from one point the slope is at least 1.
fn predict(before: Option<(f64, f64)>, last: Option<(f64, f64)>, ln_alpha: f64) -> Option<(f64, f64)> {
    const FRACTION: f64 = 0.25;
    let (there, ln_q_hat) = last?;
    let slope = before.map_or(1.0, |(earlier, ln_q_hat_then)| (ln_q_hat - ln_q_hat_then) / (there - earlier));
    let change = slope * (ln_alpha - there);
    Some((ln_q_hat + change, (FRACTION * change.abs()).max(1e-6)))
}
