//! One density.

use super::constraints::{Constraint, gardner_moment};
use super::prior::Weights;
use crate::averages::{AverageError, Quadrature};
use crate::saddle::root::{bracket, brent};
use crate::{Status, TheoryError};
use piccole_core::gauss;
use std::f64::consts::FRAC_2_PI;

/// Smallest and largest margin of the storage problem.
///
/// Down to −2.5 every density below the end of the branch has exactly one saddle point. Below about −2.6 the density is
/// no longer a monotone function of the overlap: there are up to three saddles, and the branch that starts at `α = 0`
/// ends in a fold. Above 20 the rounding of terms that cancel in the entropy exceeds 10⁻¹³.
pub const MARGINS: (f64, f64) = (-2.5, 20.0);

/// Largest `|ln ρ′ − ln ρ|` of a solution; the residual in `q` is `q(1−q)` times that, so below a quarter.
const TOLERANCE: f64 = 1e-12;
/// Most evaluations of the saddle equation at one density, for the bracket and for the root within it.
const MOST_EVALUATIONS: usize = 60;

/// The replica-symmetric saddle point at one density.
///
/// With the status [`Status::BranchEnded`] all fields from `q` to `residual` are NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StoragePoint {
    /// Constraint density `α = P/N`.
    pub alpha: f64,
    /// Margin `κ`.
    pub kappa: f64,
    /// Overlap of two typical solutions, `0 < q < 1`.
    pub q: f64,
    /// Conjugate of `q`: `α/(1−q) ∫Dz R²`, for spherical weights equal to `q/(1−q)²`.
    pub q_hat: f64,
    /// Entropy in nats per weight; for spherical weights the logarithm of the fraction of the sphere, divided by `N`.
    /// Negative beyond the binary capacity, where it means that there are no solutions.
    pub entropy: f64,
    /// `λ` of de Almeida and Thouless; the saddle is stable while it is below 1.
    pub at_stability: f64,
    /// `|q′ − q|` where `q′` is the right-hand side of the saddle equation at `q`.
    pub residual: f64,
    /// Evaluations of the saddle equation.
    pub iterations: usize,
    /// Whether the point is a solution.
    pub status: Status,
}

/// A point with what the next one starts from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Solved {
    pub(crate) point: StoragePoint,
    /// `ln(q/(1−q))`
    pub(crate) ln_odds: f64,
    /// `dS/dα = ∫Dz ln H(x)`
    pub(crate) slope: f64,
}

/// Returns the density at which the branch ends with `q → 1`.
///
/// There both saddle equations become `α (1−q) A = c`, with `c = 1` for spherical weights and `c = 2/π` for binary ones
/// (from `1−q = √(2/(π q̂))`), and `(1−q) A` becomes Gardner's `∫_{−κ}^∞ Dt (t + κ)²`. Holds at margins within
/// [`MARGINS`]; below, the branch ends earlier or later, in a fold.
///
/// ```
/// use piccole_theory::storage::{Weights, branch_end};
/// assert_eq!(branch_end(Weights::Spherical, 0.0), 2.0);
/// assert_eq!(branch_end(Weights::Binary, 0.0), 4.0 / std::f64::consts::PI);
/// ```
pub fn branch_end(weights: Weights, kappa: f64) -> f64 {
    match weights {
        Weights::Binary => FRAC_2_PI / gardner_moment(kappa),
        Weights::Spherical => 1.0 / gardner_moment(kappa),
    }
}

/// Solves at one density, from a guess of `ln(q/(1−q))` and how far it may be off.
pub(crate) fn solve(
    weights: Weights,
    kappa: f64,
    alpha: f64,
    guess: Option<(f64, f64)>,
    quadrature: Quadrature,
) -> Result<Solved, TheoryError> {
    if alpha >= branch_end(weights, kappa) {
        return Ok(ended(alpha, kappa));
    }
    let constraint = Constraint { kappa, quadrature };
    // Averages return errors, the solvers want numbers: the first error is kept and NaN stops the search.
    let mut failure = None;
    let mut gap = |ln_odds: f64| match image(weights, constraint, alpha, ln_odds) {
        Ok(image) => libm::log(image) - ln_odds,
        Err(error) => {
            failure.get_or_insert(error);
            f64::NAN
        }
    };
    let (start, step) = guess.unwrap_or_else(|| (first_guess(kappa, alpha), 0.5));
    let (bracket, evaluations) = bracket(&mut gap, start, step, MOST_EVALUATIONS);
    let root = brent(&mut gap, bracket, TOLERANCE, MOST_EVALUATIONS);
    if let Some(error) = failure {
        return Err(error.into());
    }
    let status = if root.converged() { Status::Ok } else { Status::NotConverged };
    finish(weights, constraint, alpha, root.point, evaluations + root.iterations, status)
}

/// `ln ρ` to lowest order in `α`, where both problems have `ρ = α R(κ)²`.
fn first_guess(kappa: f64, alpha: f64) -> f64 {
    libm::log(alpha) + 2.0 * libm::log(gauss::hazard(kappa))
}

/// The right-hand side of the saddle equation for the odds `ρ = q/(1−q)`.
fn image(weights: Weights, constraint: Constraint, alpha: f64, ln_odds: f64) -> Result<f64, AverageError> {
    let odds = libm::exp(ln_odds);
    weights.odds(alpha * constraint.squared_hazard(odds)?, odds, constraint.quadrature)
}

/// Everything that follows from the odds.
fn finish(
    weights: Weights,
    constraint: Constraint,
    alpha: f64,
    ln_odds: f64,
    iterations: usize,
    status: Status,
) -> Result<Solved, TheoryError> {
    let Constraint { kappa, quadrature } = constraint;
    let odds = libm::exp(ln_odds);
    let strength = alpha * constraint.squared_hazard(odds)?;
    let image = weights.odds(strength, odds, quadrature)?;
    let q_hat = strength * (1.0 + odds);
    let averages = constraint.averages(odds)?;
    let entropy = weights.entropy(odds, q_hat, quadrature)? + alpha * averages.ln_tail;
    let response = weights.squared_response(odds, q_hat, quadrature)?;
    let point = StoragePoint {
        alpha,
        kappa,
        q: odds / (1.0 + odds),
        q_hat,
        entropy,
        at_stability: alpha * averages.squared_slope * response,
        residual: (image - odds).abs() / ((1.0 + odds) * (1.0 + image)),
        iterations,
        status,
    };
    Ok(Solved { point, ln_odds, slope: averages.ln_tail })
}

/// Beyond the end of the branch.
fn ended(alpha: f64, kappa: f64) -> Solved {
    let nan = f64::NAN;
    let point = StoragePoint {
        alpha,
        kappa,
        q: nan,
        q_hat: nan,
        entropy: nan,
        at_stability: nan,
        residual: nan,
        iterations: 0,
        status: Status::BranchEnded,
    };
    Solved { point, ln_odds: nan, slope: nan }
}
