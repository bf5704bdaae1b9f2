//! A grid of distances.

use super::point::DenseRegionPoint;
use super::setting::{Replicas, Setting};
use super::{finite, infinite};
use crate::TheoryError;
use crate::error::{check_density, check_distances};

/// Returns the saddle point at every distance of an ascending grid, at the constraint density `α`.
///
/// The points do not depend on the grid: the branch is followed with steps of its own. Entropies are accurate to about
/// 10⁻¹², order parameters to 10⁻¹¹ relative. At `y → ∞` and distances so small that `δq` exceeds 10¹⁰⁰ and more
/// (10⁻⁴ at `α = 0.6`, 5·10⁻³ at 0.05) the entropy is `h₂(d)` to all digits and is returned as such, with an infinite
/// `δq` and without an overlap with the teacher.
///
/// ```
/// use piccole_core::patterns::Scenario;
/// use piccole_theory::dense_region::{Centre, Replicas, Setting, curve};
/// let setting =
///     Setting { scenario: Scenario::Storage, kappa: 0.0, replicas: Replicas::Infinite, centre: Centre::Free };
/// let points = curve(setting, 0.6, &[0.01, 0.1, 0.3])?;
/// assert!((points[0].local_entropy - 0.0540750938726).abs() < 1e-12);
/// assert_eq!(points[2].status.as_str(), "branch-ended");
/// assert!((points[2].branch_end - 0.22336).abs() < 1e-5);
/// # Ok::<(), piccole_theory::TheoryError>(())
/// ```
///
/// # Errors
/// [`TheoryError::Density`] unless `α` is positive and finite; [`TheoryError::NoDistance`], [`TheoryError::Distance`] and
/// [`TheoryError::DescendingDistance`] unless the distances are in (0, 1/2] and ascend; [`TheoryError::Margin`] unless `κ`
/// is 0 to 1, or 0 for a teacher's labels; [`TheoryError::Replicas`] for a finite number of replicas that is not
/// positive; [`TheoryError::InfiniteReplicas`] for infinitely many around a solution.
pub fn curve(setting: Setting, alpha: f64, distances: &[f64]) -> Result<Vec<DenseRegionPoint>, TheoryError> {
    curve_with(setting, alpha, distances, 1.0)
}

/// As [`curve`] with panels that are shorter by a factor in all averages: results must not depend on it.
pub(super) fn curve_with(
    setting: Setting,
    alpha: f64,
    distances: &[f64],
    finer: f64,
) -> Result<Vec<DenseRegionPoint>, TheoryError> {
    setting.check()?;
    check_density(alpha)?;
    check_distances(distances)?;
    match setting.replicas {
        Replicas::Infinite => Ok(infinite::curve(&setting, alpha, distances, finer)),
        Replicas::Finite(replicas) => Ok(finite::curve(&setting, replicas, alpha, distances, finer)),
    }
}
