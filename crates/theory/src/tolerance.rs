//! How far from a solution a row may be.

use crate::{Status, TheoryError};

/// The largest residual of a row that counts as a solution.
///
/// Solvers always go as far as rounding lets them; a tolerance decides which rows are accepted afterwards. One below what
/// the method delivers would reject sound solutions at random, and is refused.
///
/// ```
/// use piccole_theory::{Status, Tolerance};
/// let tolerance = Tolerance::new(1e-9, 1e-12)?;
/// assert_eq!(tolerance.judge(Status::NotConverged, 1e-10), Status::Ok);
/// assert_eq!(tolerance.judge(Status::BranchEnded, f64::NAN), Status::BranchEnded);
/// assert!(Tolerance::new(1e-15, 1e-12).unwrap_err().to_string().contains("1e-12"));
/// # Ok::<(), piccole_theory::TheoryError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    value: f64,
    delivered: f64,
}

impl Tolerance {
    /// A tolerance for a method whose residuals reach `delivered`.
    ///
    /// # Errors
    /// [`TheoryError::Tolerance`] if it is below that, or not a finite number.
    pub fn new(value: f64, delivered: f64) -> Result<Self, TheoryError> {
        if value >= delivered && value.is_finite() {
            Ok(Self { value, delivered })
        } else {
            Err(TheoryError::Tolerance { value, delivered })
        }
    }

    /// The status of a row with the residual given.
    ///
    /// A row that did not converge although its residual is as small as the method delivers has another reason (it left
    /// its branch), which no tolerance forgives.
    pub fn judge(self, status: Status, residual: f64) -> Status {
        match status {
            Status::NotConverged if residual > self.delivered && residual <= self.value => Status::Ok,
            Status::Ok if residual > self.value => Status::NotConverged,
            other => other,
        }
    }
}
