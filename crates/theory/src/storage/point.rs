//! One density.

use super::gardner::gardner_moment;
use super::weights::Weights;
use crate::averages::{AverageError, Quadrature};
use crate::replica::{Problem, RandomLabels, SaddlePoint, first_guess, solve_near};
use crate::{Status, TheoryError};
use piccole_core::model::{Binary, Sign, Spherical};
use std::f64::consts::FRAC_2_PI;

/// Smallest and largest margin of the storage problem.
///
/// Down to −2.5 every density below the end of the branch has exactly one saddle point. Below about −2.6 the density is
/// no longer a monotone function of the overlap: there are up to three saddles, and the branch that starts at `α = 0`
/// ends in a fold. Above 20 the rounding of terms that cancel in the entropy exceeds 10⁻¹³.
pub const MARGINS: (f64, f64) = (-2.5, 20.0);

/// Largest residual of a solution.
pub const RESIDUAL: f64 = 1e-12;

/// The replica-symmetric saddle point at one density.
///
/// With the status [`Status::BranchEnded`] all fields from `q` to `residual` are NaN and `branch_end` is
/// [`branch_end`] of the problem.
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
    /// Density at which the branch ended, in rows beyond it; otherwise NaN.
    pub branch_end: f64,
}

impl StoragePoint {
    /// What the point says about typical solutions.
    ///
    /// ```
    /// use piccole_theory::storage::{Phase, Weights, curve};
    /// let points = curve(Weights::Binary, 0.0, &[0.5, 0.9])?;
    /// let phases = points.iter().map(|point| point.phase(Weights::Binary));
    /// assert!(phases.eq([Phase::ReplicaSymmetric, Phase::Frozen]));
    /// # Ok::<(), piccole_theory::TheoryError>(())
    /// ```
    pub fn phase(&self, weights: Weights) -> Phase {
        if self.status != Status::Ok {
            Phase::Unknown
        } else if self.at_stability >= 1.0 {
            Phase::Unstable
        } else if weights == Weights::Binary && self.entropy < 0.0 {
            Phase::Frozen
        } else {
            Phase::ReplicaSymmetric
        }
    }
}

/// What a saddle point says about typical solutions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// The saddle is stable and its entropy counts the solutions.
    ReplicaSymmetric,
    /// Binary weights beyond the capacity: the entropy of the saddle is negative, the measure has frozen where it vanished
    /// (one step of replica symmetry breaking with inner overlap 1), and there are no solutions.
    Frozen,
    /// `λ ≥ 1`: replica symmetry is broken; entropy and overlap are approximations.
    Unstable,
    /// No saddle point was found.
    Unknown,
}

impl Phase {
    /// The name in tables: `replica-symmetric`, `frozen`, `unstable`, `unknown`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReplicaSymmetric => "replica-symmetric",
            Self::Frozen => "frozen",
            Self::Unstable => "unstable",
            Self::Unknown => "unknown",
        }
    }
}

/// A point with what the next one starts from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Solved {
    pub(crate) point: StoragePoint,
    /// `ln q̂`
    pub(crate) ln_q_hat: f64,
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

/// Solves at one density, from a guess of `ln q̂` and how far it may be off.
pub(crate) fn solve(
    weights: Weights,
    kappa: f64,
    alpha: f64,
    guess: Option<(f64, f64)>,
    quadrature: Quadrature,
) -> Result<Solved, TheoryError> {
    let end = branch_end(weights, kappa);
    let channel = &Sign { margin: kappa };
    let saddle = if alpha >= end {
        SaddlePoint::ended(alpha, end)
    } else {
        match weights {
            Weights::Binary => solve_problem(&RandomLabels { prior: &Binary, channel, quadrature }, alpha, guess)?,
            Weights::Spherical => {
                solve_problem(&RandomLabels { prior: &Spherical, channel, quadrature }, alpha, guess)?
            }
        }
    };
    let SaddlePoint { q, q_hat, entropy, at_stability, residual, iterations, status, branch_end, .. } = saddle;
    let point =
        StoragePoint { alpha, kappa, q, q_hat, entropy, at_stability, residual, iterations, status, branch_end };
    Ok(Solved { point, ln_q_hat: libm::log(q_hat), slope: saddle.slope })
}

fn solve_problem(problem: &impl Problem, alpha: f64, guess: Option<(f64, f64)>) -> Result<SaddlePoint, AverageError> {
    let guess = match guess {
        Some(guess) => guess,
        None => (first_guess(problem, alpha)?, 0.5),
    };
    SaddlePoint::of_root(problem, alpha, &solve_near(problem, alpha, guess)?)
}
