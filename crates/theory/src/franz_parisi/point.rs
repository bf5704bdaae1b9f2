//! What a curve of local entropies consists of.

use crate::Status;

/// Largest residual of a solution.
pub const RESIDUAL: f64 = 1e-11;

/// The local entropy at one distance from a reference.
///
/// With [`Status::BranchEnded`] all fields from `local_entropy` to `residual` are NaN; with [`Status::NotConverged`]
/// they are those of the last iterate, NaN if not even the start of the branch was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalEntropyPoint {
    /// Constraint density `α = P/N`.
    pub alpha: f64,
    /// Distance from the reference, `d = (1 − p)/2`: the fraction of weights that differ.
    pub distance: f64,
    /// `1/N` times the typical logarithm of the number of solutions at that distance, in nats per weight. Where it is
    /// negative there typically is no solution, and only its sign has a meaning.
    pub local_entropy: f64,
    /// `dS/dd`.
    pub slope: f64,
    /// Overlap `q₁` of two solutions at that distance from the same reference.
    pub q1: f64,
    /// Conjugate of `q₁`.
    pub q1_hat: f64,
    /// Overlap `t` of a solution at that distance with another, independent reference; NaN where no other reference
    /// enters the equations (around a teacher, around a configuration independent of the patterns).
    pub t: f64,
    /// Conjugate of `t`, NaN where `t` is.
    pub t_hat: f64,
    /// Conjugate of `p = 1 − 2d`: the field along the reference that holds the solutions at the distance.
    pub p_hat: f64,
    /// `λ = α/(1−q₁)² ⟨R′(x)²⟩ ⟨sech⁴ B⟩`, of the condition of de Almeida and Thouless for the solutions at that distance:
    /// replica symmetry among them is stable while it is below 1.
    pub at_stability: f64,
    /// Largest `|x′ − x|` of the order parameters `q₁` and `t`, where `x′` is the right-hand side of the saddle equation.
    pub residual: f64,
    /// Evaluations of the saddle equation, or steps of Newton's method around a typical solution.
    pub iterations: usize,
    /// Whether the point is a solution.
    pub status: Status,
    /// In rows of status [`Status::BranchEnded`], the distance where the branch ends, NaN if there is no branch at this
    /// density; NaN in the other rows.
    pub branch_end: f64,
}

impl LocalEntropyPoint {
    /// A row beyond the end of the branch.
    pub(super) fn ended(alpha: f64, distance: f64, branch_end: f64) -> Self {
        let nan = f64::NAN;
        Self {
            alpha,
            distance,
            local_entropy: nan,
            slope: nan,
            q1: nan,
            q1_hat: nan,
            t: nan,
            t_hat: nan,
            p_hat: nan,
            at_stability: nan,
            residual: nan,
            iterations: 0,
            status: Status::BranchEnded,
            branch_end,
        }
    }
}
