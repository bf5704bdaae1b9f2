//! The overlap of message passing, step by step.

use super::bayes_optimal::BayesOptimal;
use super::learning::check_teacher;
use super::problem::{Problem, check_grid, overlap_and_variance};
use crate::TheoryError;
use crate::averages::Quadrature;
use piccole_core::model::{Channel, Prior};

/// One step of state evolution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Number of iterations done, 0 for the start.
    pub step: usize,
    /// Overlap `q = ⟨w⟩·W⋆/N` of the estimate with the teacher.
    pub overlap: f64,
    /// Mean squared error `⟨w²⟩ − q` of a weight.
    pub mse: f64,
}

/// Returns the overlaps of Bayes-optimal approximate message passing that starts without information, after 0 to `steps`
/// iterations, in the limit of large `N`: `q_{t+1} = q(q̂ = α E g²(q_t))`.
///
/// Once the error is below 10⁻¹³ of `⟨w²⟩` the teacher counts as recovered: the overlap is `⟨w²⟩` and the error 0 from there
/// on (the next error would be the square of a square, and soon underflow).
///
/// # Errors
/// As [`bayes_optimal`](super::bayes_optimal).
///
/// ```
/// use piccole_core::model::{Binary, Sign};
/// let steps = piccole_theory::replica::state_evolution(&Binary, &Sign { margin: 0.0 }, 1.6, 60)?;
/// assert!(steps[0].overlap == 0.0 && steps[60].mse < 1e-12); // above the spinodal the teacher is recovered
/// # Ok::<(), piccole_theory::TheoryError>(())
/// ```
pub fn state_evolution<P: Prior, C: Channel>(
    prior: &P,
    channel: &C,
    alpha: f64,
    steps: usize,
) -> Result<Vec<Step>, TheoryError> {
    check_grid(&[alpha])?;
    check_teacher(channel)?;
    let problem = BayesOptimal { prior, channel, quadrature: Quadrature::Automatic };
    let norm = prior.second_moment();
    let mut odds = problem.odds(0.0)?;
    let mut rows = Vec::with_capacity(steps + 1);
    for step in 0..=steps {
        if step > 0 && odds < MOST_ODDS {
            odds = problem.odds(alpha * problem.strength(odds)?)?;
        }
        let (overlap, mse) = if odds < MOST_ODDS { overlap_and_variance(norm, odds) } else { (norm, 0.0) };
        rows.push(Step { step, overlap, mse });
    }
    Ok(rows)
}

/// From here on the teacher counts as recovered.
const MOST_ODDS: f64 = 1e13;
