//! The solutions, one after the other.

use super::blocks::{Constraints, EMPTY, LOW_BITS, high_parts, intersect, whole};
use super::real::RealConstraints;
use super::signs::SignConstraints;
use super::{EnumerateError, threshold};
use crate::Patterns;
use crate::patterns::Inputs;

/// Calls `solution` with every solution at margin `κ`, in ascending order, on the calling thread.
///
/// Bit `i` of a solution is set where `W_i = +1`. Memory does not depend on the number of solutions.
///
/// ```
/// use piccole_core::{BitMatrix, BitVector, Patterns, enumerate, patterns::Inputs};
/// let inputs = BitMatrix::from_rows(3, &[BitVector::from_signs(&[1, -1, 1])?])?;
/// let patterns = Patterns::from_gauged(Inputs::Signs(inputs), BitVector::from_signs(&[1])?, None)?;
/// let mut found = Vec::new();
/// enumerate::visit(&patterns, 0.0, |weights| found.push(weights))?;
/// assert_eq!(found, [0b001, 0b100, 0b101, 0b111]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`count`](super::count()).
pub fn visit(patterns: &Patterns, margin: f64, solution: impl FnMut(u64)) -> Result<(), EnumerateError> {
    let threshold = threshold(patterns, margin)?;
    match patterns.gauged() {
        Inputs::Signs(inputs) => visit_all(patterns.n(), &SignConstraints::new(inputs, threshold), solution),
        Inputs::Real(inputs) => visit_all(patterns.n(), &RealConstraints::new(inputs, threshold), solution),
    }
    Ok(())
}

fn visit_all(n: usize, constraints: &impl Constraints, mut solution: impl FnMut(u64)) {
    let whole = whole(n);
    for high in high_parts(n) {
        let mut block = whole;
        for mu in 0..constraints.p() {
            intersect(&mut block, constraints.satisfied(mu, high));
            if block == EMPTY {
                break;
            }
        }
        for (mut bits, first) in block.into_iter().zip((0..).step_by(64)) {
            while bits != 0 {
                solution(high << LOW_BITS | first | u64::from(bits.trailing_zeros()));
                bits &= bits - 1;
            }
        }
    }
}
