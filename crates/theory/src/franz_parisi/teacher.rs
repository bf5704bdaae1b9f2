//! Around the teacher, and around a configuration that does not know the patterns.

use super::point::LocalEntropyPoint;
use super::single::{Centre, Single};
use crate::TheoryError;
use crate::error::{check_density, check_distances, check_margin};
use crate::storage::MARGINS;

/// Returns the local entropy around the teacher of noiseless labels, at margin 0 and every distance of an ascending grid.
///
/// Given the data, the pair (teacher, student) and the pair (student, student) have the same law when students are drawn
/// uniformly from the solutions. This is therefore also the local entropy around a typical student.
///
/// ```math
/// \begin{aligned}
/// S &= \mathop{\mathrm{extr}}\; -p\hat p - \tfrac12 \hat q_1 (1-q_1) + \int\! Dz \ln 2\cosh(\sqrt{\hat q_1}\, z + \hat p)
///   + 2\alpha \int\! Dz\, H\!\Big(\frac{-p z}{\sqrt{q_1-p^2}}\Big) \ln H(x), \qquad x = -\sqrt{\frac{q_1}{1-q_1}}\, z, \\
/// p &= \int\! Dz \tanh(\sqrt{\hat q_1}\, z + \hat p), \qquad q_1 = \int\! Dz \tanh^2(\sqrt{\hat q_1}\, z + \hat p), \\
/// \hat q_1 &= \frac{2\alpha}{1-q_1} \int\! Dz\, H\!\Big(\frac{-p z}{\sqrt{q_1-p^2}}\Big) R(x)^2
/// \end{aligned}
/// ```
///
/// At the distance of typical students, `p = q`, it is the entropy of all students, and the slope vanishes. It is at
/// most [`first_moment_around_teacher`](super::first_moment_around_teacher) and negative at small distances.
///
/// The overlap is found as the odds `(q₁−p²)/(1−q₁)`, to 10⁻¹² relative; every point is found by itself, from a bracket
/// of the one root. The branch ends where `q₁` reaches 1: at a small distance of the order `α²`, for `α > 4/π` at a large
/// one as well, and the rows beyond have status `branch-ended`.
///
/// ```
/// let points = piccole_theory::franz_parisi::around_teacher(0.5, &[1e-4, 1e-3, 0.1])?;
/// assert_eq!(points[0].status.as_str(), "branch-ended");
/// assert!(points[1].local_entropy < 0.0 && points[2].local_entropy > 0.0);
/// # Ok::<(), piccole_theory::TheoryError>(())
/// ```
///
/// # Errors
/// [`TheoryError::Density`] unless `α` is positive and finite; [`TheoryError::NoDistance`], [`TheoryError::Distance`] and
/// [`TheoryError::DescendingDistance`] unless the distances ascend within (0, 1/2].
pub fn around_teacher(alpha: f64, distances: &[f64]) -> Result<Vec<LocalEntropyPoint>, TheoryError> {
    check_density(alpha)?;
    check_distances(distances)?;
    Single { alpha, centre: Centre::Teacher, detail: 1.0 }.curve(distances)
}

/// Returns the local entropy around a configuration that is independent of the patterns, for solutions at margin `κ` of
/// random labels, at every distance of an ascending grid.
///
/// ```math
/// S = \mathop{\mathrm{extr}}\; -p\hat p - \tfrac12 \hat q_1 (1-q_1) + \int\! Dz \ln 2\cosh(\sqrt{\hat q_1}\, z + \hat p)
///   + \alpha \int\! Dz \ln H\!\Big(\frac{\kappa-\sqrt{q_1}\,z}{\sqrt{1-q_1}}\Big), \qquad \frac{dS}{dp} = -\hat p
/// ```
///
/// At `d = 1/2` it is the entropy of all solutions. It is at most
/// [`first_moment_around_independent`](super::first_moment_around_independent). The branch ends where `q₁` reaches 1, at
/// the distance where `4G(b)² = α ∫_{−κ}^∞ Dt (t+κ)²` with `H(b) = d`. Accuracy as [`around_teacher`].
///
/// # Errors
/// As [`around_teacher`], and [`TheoryError::Margin`] unless `κ` is within [`MARGINS`].
pub fn around_independent(alpha: f64, kappa: f64, distances: &[f64]) -> Result<Vec<LocalEntropyPoint>, TheoryError> {
    check_density(alpha)?;
    check_margin(kappa, MARGINS.0, MARGINS.1)?;
    check_distances(distances)?;
    Single { alpha, centre: Centre::Independent { kappa }, detail: 1.0 }.curve(distances)
}
