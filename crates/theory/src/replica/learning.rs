//! Branches of a teacher–student problem.

use super::bayes_optimal::BayesOptimal;
use super::density_curve::DensityCurve;
use super::problem::check_grid;
use super::saddle_point::SaddlePoint;
use crate::averages::Quadrature;
use crate::{Status, TheoryError};
use piccole_core::model::{Channel, Prior};

/// Which saddle point of a teacher–student problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Branch {
    /// The one that starts from overlap 0: what a student without a hint finds (state evolution, message passing). It
    /// ends at the algorithmic spinodal, if there is one.
    Uninformed,
    /// The stable one of largest overlap: where a student who starts at the teacher stays.
    Informed,
    /// The one of largest free entropy: the posterior itself.
    Equilibrium,
}

/// A teacher–student problem whose curve `α(q̂)` is known.
pub(crate) struct Learning<'a, P, C> {
    curve: DensityCurve<BayesOptimal<'a, P, C>>,
    prior: &'a P,
}

impl<'a, P: Prior, C: Channel> Learning<'a, P, C> {
    /// Scans the curve of a prior and a channel that can be a teacher's.
    pub(crate) fn new(prior: &'a P, channel: &'a C, quadrature: Quadrature) -> Result<Self, TheoryError> {
        check_teacher(channel)?;
        Ok(Self { curve: DensityCurve::new(BayesOptimal { prior, channel, quadrature })?, prior })
    }

    pub(crate) fn curve(&self) -> &DensityCurve<BayesOptimal<'a, P, C>> {
        &self.curve
    }

    /// The saddle of a branch at one density.
    pub(crate) fn at(&self, branch: Branch, alpha: f64) -> Result<SaddlePoint, TheoryError> {
        let point = match branch {
            Branch::Uninformed => self.curve.first(alpha)?,
            Branch::Informed => self.stable(alpha)?.pop(),
            Branch::Equilibrium => {
                self.stable(alpha)?.into_iter().max_by(|one, other| one.entropy.total_cmp(&other.entropy))
            }
        };
        Ok(point.unwrap_or_else(|| SaddlePoint::ended(alpha, self.curve.first_end())))
    }

    /// All stable saddles in the order of their overlaps.
    fn stable(&self, alpha: f64) -> Result<Vec<SaddlePoint>, TheoryError> {
        let mut points = self.curve.stable(alpha)?;
        if self.curve.determines_weights() {
            points.push(self.recovery(alpha));
        }
        Ok(points)
    }

    /// The teacher itself, a saddle of discrete weights where no other vector agrees with all labels.
    fn recovery(&self, alpha: f64) -> SaddlePoint {
        let components = self.prior.components();
        let surprise: f64 = components.iter().map(|part| part.probability * libm::log(part.probability)).sum();
        let norm = self.prior.second_moment();
        SaddlePoint {
            alpha,
            q: norm,
            variance: 0.0,
            norm,
            q_hat: f64::INFINITY,
            entropy: surprise + self.prior.ln_states(),
            slope: 0.0,
            at_stability: 0.0,
            residual: 0.0,
            iterations: 0,
            status: Status::Ok,
            branch_end: f64::NAN,
        }
    }
}

/// Refuses a channel whose two labels do not share probability 1.
pub(super) fn check_teacher(channel: &impl Channel) -> Result<(), TheoryError> {
    for field in [-1.5, -0.3, 0.4, 2.0] {
        let sum = channel.probability(1.0, field) + channel.probability(-1.0, field);
        if (sum - 1.0).abs() > 1e-12 || sum.is_nan() {
            return Err(TheoryError::NotATeacher { field, sum });
        }
    }
    Ok(())
}

/// Bayes-optimal learning from a teacher of the same prior and channel, at every density of an ascending grid.
///
/// With the overlap `q` of teacher and student, which is also that of two students (Nishimori),
///
/// ```math
/// \phi = \operatorname*{extr}_{q,\hat q}\; -\tfrac12 q\hat q
///   + \mathbb{E}_{w^\star}\!\int\! Dz\, \ln Z_w\big(\hat q,\ \hat q w^\star + \sqrt{\hat q}\,z\big)
///   + \alpha \int\! Dz \sum_y Z_y \ln Z_y\big(\sqrt q\,z,\ \langle w^2\rangle - q\big)
/// ```
///
/// The saddles of all branches lie on one curve `α(q̂)`, which is followed through its folds. Accuracy as in
/// [`storage`](crate::storage::curve).
///
/// # Errors
/// [`TheoryError::NotATeacher`] for a channel whose probabilities do not sum to 1 (a margin), errors of the grid as in
/// [`storage::curve`](crate::storage::curve), [`TheoryError::Average`] where the quadrature fails.
pub fn bayes_optimal<P: Prior, C: Channel>(
    prior: &P,
    channel: &C,
    branch: Branch,
    alphas: &[f64],
) -> Result<Vec<SaddlePoint>, TheoryError> {
    check_grid(alphas)?;
    let learning = Learning::new(prior, channel, Quadrature::Automatic)?;
    alphas.iter().map(|&alpha| learning.at(branch, alpha)).collect()
}
