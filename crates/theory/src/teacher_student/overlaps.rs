//! All branches at once.

use super::curve::TeacherStudentPoint;
use crate::TheoryError;
use crate::averages::Quadrature;
use crate::replica::{BayesOptimal, Problem, SaddlePoint, saddle_of_odds};
use crate::storage::Weights;
use piccole_core::model::{Binary, Sign, Spherical};

/// Returns the saddle point of every overlap, with the density at which it is one.
///
/// Each overlap between 0 and 1 is a saddle at exactly one density, so that this curve passes all folds: for binary
/// weights it rises to the algorithmic spinodal and comes back to `α = 0` along the unstable saddles.
///
/// ```
/// use piccole_theory::storage::Weights;
/// let points = piccole_theory::teacher_student::of_overlaps(Weights::Binary, &[0.5, 0.99])?;
/// assert!(points[0].entropy > 0.0 && points[0].at_stability < 1.0);
/// assert!(points[1].alpha > points[0].alpha && points[1].alpha < 1.4926); // on the way back from the fold
/// # Ok::<(), piccole_theory::TheoryError>(())
/// ```
///
/// # Errors
/// [`TheoryError::Overlap`] unless every overlap is above 0 and below 1; [`TheoryError::Average`] where the quadrature
/// fails.
pub fn of_overlaps(weights: Weights, overlaps: &[f64]) -> Result<Vec<TeacherStudentPoint>, TheoryError> {
    let (channel, quadrature) = (&Sign { margin: 0.0 }, Quadrature::Automatic);
    match weights {
        Weights::Binary => points(&BayesOptimal { prior: &Binary, channel, quadrature }, weights, overlaps),
        Weights::Spherical => points(&BayesOptimal { prior: &Spherical, channel, quadrature }, weights, overlaps),
    }
}

fn points(problem: &impl Problem, weights: Weights, overlaps: &[f64]) -> Result<Vec<TeacherStudentPoint>, TheoryError> {
    let point = |(position, &value): (usize, &f64)| {
        if !(value > 0.0 && value < 1.0) {
            return Err(TheoryError::Overlap { position, value });
        }
        let saddle: SaddlePoint = saddle_of_odds(problem, value / (1.0 - value))?;
        Ok(TeacherStudentPoint::new(&saddle, weights))
    };
    overlaps.iter().enumerate().map(point).collect()
}
