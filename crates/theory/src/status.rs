//! What a number is worth.

/// Whether a row of a table holds a solution, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// The saddle point is solved to the tolerance.
    Ok,
    /// The solver stopped above its tolerance; the row holds the last point.
    NotConverged,
    /// There is no saddle point with overlap below 1 at this density; the row holds NaN.
    BranchEnded,
    /// The replica-symmetric saddle is unstable before it reaches this point: the value is an upper bound only.
    Unstable,
}

impl Status {
    /// The name in tables: `ok`, `not-converged`, `branch-ended`, `unstable`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::NotConverged => "not-converged",
            Self::BranchEnded => "branch-ended",
            Self::Unstable => "unstable",
        }
    }
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
