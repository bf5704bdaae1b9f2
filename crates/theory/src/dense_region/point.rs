//! One point of a curve.

use super::setting::Setting;
use crate::Status;

/// Largest residual of a solution.
pub const RESIDUAL: f64 = 2e-12;

/// The saddle point at one distance.
///
/// With the status [`Status::BranchEnded`] everything from `local_entropy` to `residual` is NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DenseRegionPoint {
    /// Constraint density `α = P/N`.
    pub alpha: f64,
    /// Distance of the replicas from the centre, as a fraction of the weights; in (0, 1/2].
    pub distance: f64,
    /// Number `y` of replicas; infinite for [`Replicas::Infinite`](super::Replicas::Infinite).
    pub replicas: f64,
    /// Local entropy in nats per weight: `ln` of the number of solutions at the distance from the centre, over `N`.
    pub local_entropy: f64,
    /// Complexity in nats per weight: `ln` of the number of centres with that local entropy, over `N`. Negative where
    /// there are none in a typical sample. NaN for `y → ∞`, where it would be −∞ or of no use.
    pub complexity: f64,
    /// `∂S_loc/∂d` at fixed `y`; at `y → ∞` equal to twice the conjugate of the distance.
    pub slope: f64,
    /// Overlap `q₁` of two replicas of one centre.
    pub overlap: f64,
    /// `y (q₁ − q₀)` with the overlap `q₀` of replicas of different centres; its limit for `y → ∞`.
    pub overlap_spread: f64,
    /// `Ŝ`, conjugate of the overlap between centre and replicas: `∂Φ/∂d = 2yŜ`.
    pub distance_conjugate: f64,
    /// Overlap `R` of replicas and teacher; NaN for random labels.
    pub teacher_overlap: f64,
    /// Generalization error of a replica, `arccos(R)/π`; NaN for random labels.
    pub replica_error: f64,
    /// Generalization error of the centre, `arccos⟨W̃⟩/π`; NaN for random labels.
    pub centre_error: f64,
    /// Largest relative violation of a saddle-point equation, in the logarithms of the order parameters.
    pub residual: f64,
    /// Steps of Newton's method.
    pub iterations: usize,
    /// Whether the point is a solution.
    pub status: Status,
    /// Where the branch ends, if the status is [`Status::BranchEnded`]: the distance of the last solved point. NaN
    /// in the rows that are solved.
    pub branch_end: f64,
}

impl DenseRegionPoint {
    /// A row beyond the end of the branch.
    pub(super) fn ended(setting: &Setting, alpha: f64, distance: f64, branch_end: f64) -> Self {
        let nan = f64::NAN;
        Self {
            alpha,
            distance,
            replicas: setting.replicas.count(),
            local_entropy: nan,
            complexity: nan,
            slope: nan,
            overlap: nan,
            overlap_spread: nan,
            distance_conjugate: nan,
            teacher_overlap: nan,
            replica_error: nan,
            centre_error: nan,
            residual: nan,
            iterations: 0,
            status: Status::BranchEnded,
            branch_end,
        }
    }
}
