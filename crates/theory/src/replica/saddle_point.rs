//! A saddle point with everything that follows from it.

use super::branch::{Root, root_of_odds};
use super::problem::{Problem, overlap_and_variance};
use crate::Status;
use crate::averages::AverageError;
use crate::saddle::Stop;

/// A replica-symmetric saddle point of a prior and a channel at one density.
///
/// In rows of status [`Status::BranchEnded`] all values but `alpha` and `branch_end` are NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SaddlePoint {
    /// Constraint density `α = P/N`.
    pub alpha: f64,
    /// Overlap `q` of two typical weight vectors.
    pub q: f64,
    /// Mean variance of a weight, `V = Q − q` without cancellation.
    pub variance: f64,
    /// Self-overlap `Q = |W|²/N`.
    pub norm: f64,
    /// Conjugate of `q`: the variance of the field on a weight.
    pub q_hat: f64,
    /// Logarithm of the prior probability of the labels, divided by `N`, plus [`Prior::ln_states`] of the prior: for
    /// uniform sets of weights and constraints it is the entropy in nats per weight.
    ///
    /// [`Prior::ln_states`]: piccole_core::model::Prior::ln_states
    pub entropy: f64,
    /// Derivative of `entropy` in `α`.
    pub slope: f64,
    /// `λ` of de Almeida and Thouless: the saddle is stable against replica symmetry breaking while it is below 1.
    pub at_stability: f64,
    /// `|q′ − q|/Q` where `q′` is the right-hand side of the saddle equation at `q`.
    pub residual: f64,
    /// Evaluations of the saddle equation.
    pub iterations: usize,
    /// Whether the point is a solution.
    pub status: Status,
    /// Where the branch ended, if it did: the largest density with a solution; otherwise NaN.
    pub branch_end: f64,
}

impl SaddlePoint {
    /// The point of a root.
    pub(crate) fn of_root(problem: &impl Problem, alpha: f64, root: &Root) -> Result<Self, AverageError> {
        let values = problem.values(root.q_hat, root.odds)?;
        let norm = problem.norm();
        let (q, variance) = overlap_and_variance(norm, root.odds);
        Ok(Self {
            alpha,
            q,
            variance,
            norm,
            q_hat: root.q_hat,
            entropy: values.entropic + problem.ln_states() + alpha * values.energetic,
            slope: values.energetic,
            at_stability: alpha * values.at_stability,
            residual: root.residual,
            iterations: root.iterations,
            status: if root.stop == Stop::Converged { Status::Ok } else { Status::NotConverged },
            branch_end: f64::NAN,
        })
    }

    /// A density beyond the end of the branch.
    pub(crate) fn ended(alpha: f64, branch_end: f64) -> Self {
        let nan = f64::NAN;
        Self {
            alpha,
            q: nan,
            variance: nan,
            norm: nan,
            q_hat: nan,
            entropy: nan,
            slope: nan,
            at_stability: nan,
            residual: nan,
            iterations: 0,
            status: Status::BranchEnded,
            branch_end,
        }
    }
}

/// The saddle point whose overlap has the odds given, at whatever density that is one.
pub(crate) fn saddle_of_odds(problem: &impl Problem, odds: f64) -> Result<SaddlePoint, AverageError> {
    let (alpha, root) = root_of_odds(problem, odds)?;
    SaddlePoint::of_root(problem, alpha, &root)
}
