//! Where replica symmetry breaks.

use super::point::solve;
use super::weights::Weights;
use crate::TheoryError;
use crate::averages::Quadrature;
use crate::saddle::root::{Bracket, brent};
use crate::thresholds::Threshold;

/// The density at which the saddle of binary weights at `κ = 0` becomes unstable, `λ = 1`: 1.0147.
///
/// It lies beyond the capacity 0.833: the entropy vanishes, and the measure freezes, before replica symmetry would break
/// continuously. Krauth and Mézard, J. Phys. France 50, 3057 (1989).
///
/// # Errors
/// [`TheoryError::Average`] if the quadrature fails.
pub fn de_almeida_thouless(quadrature: Quadrature) -> Result<Threshold, TheoryError> {
    const TOLERANCE: f64 = 1e-13;
    /// Densities on either side.
    const ENDS: (f64, f64) = (0.9, 1.15);
    let mut failure = None;
    let mut excess = |alpha: f64| match solve(Weights::Binary, 0.0, alpha, None, quadrature) {
        Ok(solved) => solved.point.at_stability - 1.0,
        Err(error) => {
            failure.get_or_insert(error);
            f64::NAN
        }
    };
    let bracket = Bracket { a: ENDS.0, f_a: excess(ENDS.0), b: ENDS.1, f_b: excess(ENDS.1) };
    let root = brent(&mut excess, bracket, TOLERANCE, 60);
    match failure {
        Some(error) => Err(error),
        // λ is known to 10⁻¹¹ or so, as the overlap is, and rises by about 1.5 a unit of α.
        None => Ok(Threshold { alpha: root.point, error: 1e-11, converged: root.converged() }),
    }
}
