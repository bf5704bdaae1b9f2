//! A grid of densities.

use crate::averages::Quadrature;
use crate::replica::{Branch, Learning, SaddlePoint, check_grid};
use crate::storage::Weights;
use crate::{Status, TheoryError};
use piccole_core::model::{Binary, Prior, Sign, Spherical};
use std::f64::consts::{FRAC_1_PI, LN_2};

/// What is learnt at one density.
///
/// In rows of status [`Status::BranchEnded`] all values but `alpha` and `branch_end` are NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TeacherStudentPoint {
    /// Constraint density `α = P/N`.
    pub alpha: f64,
    /// Overlap of a typical student with the teacher, and of two students.
    pub q: f64,
    /// Conjugate of `q`; infinite where the teacher is recovered.
    pub q_hat: f64,
    /// Entropy of the students in nats per weight (sphere: logarithm of their fraction). Negative on a branch that is
    /// metastable beyond its transition, where it is no count.
    pub entropy: f64,
    /// What the labels tell about the teacher, in nats per weight: `ln 2 − max(S, 0)` for binary and `−S` for spherical
    /// weights.
    pub mutual_information: f64,
    /// Probability `arccos(q)/π` that a typical student errs on a new input.
    pub gibbs_error: f64,
    /// Probability `arccos(√q)/π` that the vote of all students errs, the smallest possible.
    pub bayes_error: f64,
    /// `λ` of de Almeida and Thouless, below 1 on every stable branch.
    pub at_stability: f64,
    /// `|q′ − q|` where `q′` is the right-hand side of the saddle equation at `q`.
    pub residual: f64,
    /// Evaluations of the saddle equation.
    pub iterations: usize,
    /// Whether the point is a solution.
    pub status: Status,
    /// Density at which the branch ended, in rows beyond it; otherwise NaN.
    pub branch_end: f64,
}

/// Returns the saddle point of a branch at every density of an ascending grid.
///
/// Accuracy: the residual is below 10⁻¹², entropy and errors are good to about 10⁻¹¹; within `δ` of the spinodal the overlap
/// loses digits as `10⁻¹²/√δ`, because it really is that sensitive there.
///
/// ```
/// use piccole_theory::storage::Weights;
/// use piccole_theory::teacher_student::{Branch, curve};
/// let points = curve(Weights::Binary, Branch::Uninformed, &[1.0, 1.4, 1.5])?;
/// assert!(points[0].bayes_error < points[0].gibbs_error);
/// assert!(points[1].entropy < 0.0); // metastable beyond 1.2447
/// assert_eq!(points[2].status.as_str(), "branch-ended"); // at 1.493
/// # Ok::<(), piccole_theory::TheoryError>(())
/// ```
///
/// # Errors
/// [`TheoryError::NoDensity`], [`TheoryError::Density`] and [`TheoryError::Descending`] unless the densities are
/// positive, finite and strictly ascending; [`TheoryError::Average`] where the quadrature fails.
pub fn curve(weights: Weights, branch: Branch, alphas: &[f64]) -> Result<Vec<TeacherStudentPoint>, TheoryError> {
    check_grid(alphas)?;
    match weights {
        Weights::Binary => points(&Binary, weights, branch, alphas),
        Weights::Spherical => points(&Spherical, weights, branch, alphas),
    }
}

fn points(
    prior: &impl Prior,
    weights: Weights,
    branch: Branch,
    alphas: &[f64],
) -> Result<Vec<TeacherStudentPoint>, TheoryError> {
    let learning = Learning::new(prior, &Sign { margin: 0.0 }, Quadrature::Automatic)?;
    alphas.iter().map(|&alpha| Ok(TeacherStudentPoint::new(&learning.at(branch, alpha)?, weights))).collect()
}

impl TeacherStudentPoint {
    pub(super) fn new(saddle: &SaddlePoint, weights: Weights) -> Self {
        let (entropy, mutual_information) = match weights {
            Weights::Binary => (saddle.entropy, LN_2 - at_least_zero(saddle.entropy)),
            Weights::Spherical => {
                // The averages over spherical weights in closed form: their terms of order 1/(1−q) cancel.
                let entropy = 0.5 * (saddle.q + libm::log(saddle.variance)) + saddle.alpha * saddle.slope;
                (entropy, -entropy)
            }
        };
        Self {
            alpha: saddle.alpha,
            q: saddle.q,
            q_hat: saddle.q_hat,
            entropy,
            mutual_information,
            // Arc sines of 1 − q, which is known better than q.
            gibbs_error: 2.0 * FRAC_1_PI * libm::asin((0.5 * saddle.variance).sqrt()),
            bayes_error: FRAC_1_PI * libm::asin(saddle.variance.sqrt()),
            at_stability: saddle.at_stability,
            residual: saddle.residual,
            iterations: saddle.iterations,
            status: saddle.status,
            branch_end: saddle.branch_end,
        }
    }
}

/// `max(x, 0)`, not a number where `x` is not.
fn at_least_zero(x: f64) -> f64 {
    if x < 0.0 { 0.0 } else { x }
}
