//! What every solver returns.

/// Why a solver stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stop {
    /// The residual is within the tolerance.
    Converged,
    /// The number of iterations is used up.
    IterationLimit,
    /// The equations gave an infinity or NaN and no shorter step avoided it.
    LeftDomain,
    /// The Jacobian is singular (a fold, or an equation that does not depend on the unknowns).
    SingularJacobian,
    /// No step in the direction of Newton's method makes the residual smaller.
    Stalled,
    /// The interval does not enclose a change of sign.
    NoSignChange,
}

/// The end of an iteration.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution<Point> {
    /// The last point, the solution if `stop` is [`Stop::Converged`].
    pub point: Point,
    /// Largest absolute component of the equations at that point.
    pub residual: f64,
    /// Evaluations of the map (fixed points, roots) or steps (Newton).
    pub iterations: usize,
    /// Why the solver stopped.
    pub stop: Stop,
}

impl<Point> Solution<Point> {
    /// Whether the residual is within the tolerance.
    pub fn converged(&self) -> bool {
        self.stop == Stop::Converged
    }
}

/// Largest absolute component; infinite if one is NaN, so that no comparison lets it through.
pub(super) fn max_norm(vector: &[f64]) -> f64 {
    vector.iter().fold(0.0, |norm, x| if x.is_nan() { f64::INFINITY } else { f64::max(norm, x.abs()) })
}
