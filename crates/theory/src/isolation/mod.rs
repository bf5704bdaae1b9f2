//! How isolated solutions are: the distance below which a typical solution has no other one.
//!
//! The local entropy around a typical solution is negative from `d = 0` up to some `d_min(α) > 0` and positive beyond:
//! close to a solution the entropy `d ln(1/d)` of configurations loses against the cost, of the order `α √d`, of patterns
//! that the solution satisfies barely. Every typical solution is isolated, at every density, although algorithms find
//! solutions that are not typical.
//!
//! References: Huang and Kabashima, Phys. Rev. E 90, 052813 (2014), for random labels and for a teacher.

use crate::error::check_density;
use crate::franz_parisi::{LocalEntropyPoint, Potential, References, around_teacher};
use crate::saddle::root::{Bracket, newton};
use crate::{Status, TheoryError};
use piccole_core::patterns::Scenario;
use std::cmp::Ordering;

/// The distance to the nearest other solutions at one density.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Isolation {
    /// Constraint density `α = P/N`.
    pub alpha: f64,
    /// `d_min`: the zero of the local entropy at small distances; NaN if there is none.
    pub distance: f64,
    /// The slope `dS/dd > 0` of the local entropy there.
    pub slope: f64,
    /// `|S|` there.
    pub residual: f64,
    /// Distances at which the local entropy was computed.
    pub iterations: usize,
    /// [`Status::Ok`]; [`Status::NotConverged`] if the zero was bracketed and not found; [`Status::BranchEnded`] if the
    /// local entropy is not positive at any distance up to that of two typical solutions, or positive at the end of its
    /// branch already, so that the zero cannot be had from it.
    pub status: Status,
}

/// Returns `d_min(α)`, the smallest distance at which a typical solution at margin 0 has others.
///
/// The zero is bracketed from the distance of the maximum of the local entropy downwards in factors of 2, and found by
/// Newton's method with the slope of the potential, to 10⁻¹¹ in the entropy. For random labels the maximum vanishes with
/// the entropy of all solutions: at the capacity `d_min` joins the distance of two typical solutions.
///
/// ```
/// use piccole_core::patterns::Scenario;
/// use piccole_theory::isolation::d_min;
/// let near = d_min(Scenario::TeacherStudent, 0.5)?;
/// assert!(near.distance > 0.001 && near.distance < 0.01 && near.residual < 1e-11);
/// # Ok::<(), piccole_theory::TheoryError>(())
/// ```
///
/// # Errors
/// [`TheoryError::Density`] unless `α` is positive and finite; [`TheoryError::Average`] if an average fails.
pub fn d_min(scenario: Scenario, alpha: f64) -> Result<Isolation, TheoryError> {
    check_density(alpha)?;
    match scenario {
        Scenario::TeacherStudent => search(alpha, |distance| Ok(around_teacher(alpha, &[distance])?[0])),
        Scenario::Storage => {
            // The branch is followed once, and no farther than needed.
            let mut smallest = LARGEST;
            loop {
                smallest /= 64.0;
                let typical = References { margin: 0.0 };
                let potential = Potential::new(alpha, typical, 0.0, (smallest, LARGEST), 1.0)?;
                if smallest < SMALLEST
                    || potential.at(smallest)?.local_entropy.partial_cmp(&0.0) != Some(Ordering::Greater)
                {
                    return search(alpha, |distance| potential.at(distance));
                }
            }
        }
    }
}

/// The search starts at this distance and stops at the other.
const LARGEST: f64 = 0.25;
const SMALLEST: f64 = 1e-12;

fn search(
    alpha: f64,
    mut local_entropy: impl FnMut(f64) -> Result<LocalEntropyPoint, TheoryError>,
) -> Result<Isolation, TheoryError> {
    const TOLERANCE: f64 = 1e-11;
    const MOST_EVALUATIONS: usize = 60;
    let mut evaluations = 0;
    let mut at = |distance: f64| {
        evaluations += 1;
        local_entropy(distance)
    };
    // The smallest distance with a positive entropy, and the first below it without.
    let mut positive: Option<LocalEntropyPoint> = None;
    let mut distance = LARGEST;
    let negative = loop {
        let point = at(distance)?;
        match point.status {
            Status::Ok if point.local_entropy > 0.0 && distance > SMALLEST => positive = Some(point),
            Status::Ok if positive.is_some() && point.local_entropy <= 0.0 => break Some(point),
            // Not yet at the maximum.
            Status::Ok if positive.is_none() && point.slope < 0.0 => {}
            _ => break None,
        }
        distance *= 0.5;
    };
    let (Some(high), Some(low)) = (positive, negative) else {
        let nan = f64::NAN;
        let status = Status::BranchEnded;
        return Ok(Isolation { alpha, distance: nan, slope: nan, residual: nan, iterations: evaluations, status });
    };
    let (a, b) = (libm::log(low.distance), libm::log(high.distance));
    let ends = Bracket { a, f_a: low.local_entropy, b, f_b: high.local_entropy };
    // Averages return errors, the solvers want numbers: the first error is kept and NaN stops the search.
    let mut failure = None;
    let mut last = high;
    let entropy = |ln_distance: f64| match at(libm::exp(ln_distance)) {
        Ok(point) => {
            last = point;
            (point.local_entropy, point.slope * point.distance)
        }
        Err(error) => {
            failure.get_or_insert(error);
            (f64::NAN, f64::NAN)
        }
    };
    let root = newton(entropy, ends, 0.5 * (a + b), TOLERANCE, MOST_EVALUATIONS);
    if let Some(error) = failure {
        return Err(error);
    }
    let status = if root.converged() && last.status == Status::Ok { Status::Ok } else { Status::NotConverged };
    let LocalEntropyPoint { distance, slope, .. } = last;
    Ok(Isolation { alpha, distance, slope, residual: root.residual, iterations: evaluations, status })
}

#[cfg(test)]
mod tests;
