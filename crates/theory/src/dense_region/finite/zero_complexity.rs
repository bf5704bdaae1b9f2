//! The number of replicas at which the complexity vanishes.

use super::branch::{At, end, enter, from_log_odds, to_distances};
use super::saddle::Ensemble;
use super::{ensemble, point};
use crate::dense_region::infinite::typical;
use crate::dense_region::point::DenseRegionPoint;
use crate::dense_region::setting::{Replicas, Setting};
use crate::error::{check_density, check_distances};
use crate::saddle::Solution;
use crate::saddle::continuation::BranchEnd;
use crate::saddle::root::{Bracket, brent};
use crate::{Status, TheoryError};

/// Largest complexity that counts as zero, in nats per weight.
const TOLERANCE: f64 = 1e-10;
/// Step in `ln y` of the search, and the largest `y` that it tries.
const STEP: f64 = 0.35;
const MOST_REPLICAS: f64 = 300.0;

/// Returns the saddle point at the number of replicas `y*` where the complexity vanishes, `Σ(y*) = 0`: the densest regions
/// that exist in a typical sample, at one distance.
///
/// The search starts at the `y` of the setting, which must be finite, and goes up if the complexity is positive there
/// and down if it is negative (`dΣ/dy = −y ∂S_loc/∂y < 0`), by factors of 1.4 between 1/300 and 300. The `replicas` of the
/// point are `y*`, good to about 10⁻⁹. If there is none in this range, or the branch is lost on the way, the point is
/// the last one found and its status [`Status::NotConverged`], or [`Status::BranchEnded`] if the distance is beyond the
/// end of the branch at the first `y`.
///
/// # Errors
/// As [`curve`](crate::dense_region::curve), and [`TheoryError::Replicas`] for infinitely many replicas.
pub fn y_star(setting: Setting, alpha: f64, distance: f64) -> Result<DenseRegionPoint, TheoryError> {
    setting.check()?;
    check_density(alpha)?;
    check_distances(&[distance])?;
    let Replicas::Finite(first) = setting.replicas else {
        return Err(TheoryError::Replicas { value: f64::INFINITY });
    };
    let at = |replicas: f64| ensemble(&setting, replicas, alpha, 1.0);
    let start = match enter_at(&setting, &at(first), distance) {
        Ok(start) => start,
        Err(row) => return Ok(*row),
    };
    let mut here = (first, complexity(&at(first), distance, &start), start);
    let direction = if here.1 > 0.0 { STEP } else { -STEP };
    loop {
        let replicas = here.0 * libm::exp(direction);
        let solution = at(replicas).at_distance(distance, &here.2.point);
        let there = complexity(&at(replicas), distance, &solution);
        if !solution.converged() || !(1.0 / MOST_REPLICAS..MOST_REPLICAS).contains(&replicas) {
            let row = point(&setting, &at(here.0), distance, &here.2);
            return Ok(DenseRegionPoint { status: Status::NotConverged, ..row });
        }
        if (there > 0.0) != (here.1 > 0.0) {
            let bracket = Bracket { a: libm::log(here.0), f_a: here.1, b: libm::log(replicas), f_b: there };
            let mut last = here.2;
            let root = brent(
                |ln_replicas| {
                    let ensemble = at(libm::exp(ln_replicas));
                    last = ensemble.at_distance(distance, &last.point);
                    complexity(&ensemble, distance, &last)
                },
                bracket,
                TOLERANCE,
                40,
            );
            let ensemble = at(libm::exp(root.point));
            let row = point(&setting, &ensemble, distance, &ensemble.at_distance(distance, &last.point));
            let status = if root.converged() { row.status } else { Status::NotConverged };
            return Ok(DenseRegionPoint { status, ..row });
        }
        here = (replicas, there, solution);
    }
}

/// The saddle at the first number of replicas; the row to return if there is none.
fn enter_at(
    setting: &Setting,
    ensemble: &Ensemble,
    distance: f64,
) -> Result<Solution<Vec<f64>>, Box<DenseRegionPoint>> {
    let ended = |last: f64| Box::new(DenseRegionPoint::ended(setting, ensemble.alpha, distance, last));
    let lost = || Box::new(DenseRegionPoint { status: Status::NotConverged, ..*ended(f64::NAN) });
    let end = end(setting.centre, typical(setting, ensemble.alpha, ensemble.finer).ok_or_else(lost)?.overlap);
    if distance >= end {
        return Err(ended(end));
    }
    let first: At = enter(ensemble, end).map_err(|solution| Box::new(point(setting, ensemble, distance, &solution)))?;
    let branch = to_distances(ensemble, end, &first, &[distance]);
    match (branch.end, branch.points.into_iter().next_back()) {
        (BranchEnd::Reached, Some((_, solution))) => Ok(solution),
        (_, Some((log_odds, _))) => Err(ended(from_log_odds(end, log_odds))),
        (_, None) => Err(lost()),
    }
}

fn complexity(ensemble: &Ensemble, distance: f64, solution: &Solution<Vec<f64>>) -> f64 {
    let unknowns = ensemble.read(&solution.point, distance);
    let Some(image) = ensemble.image(&unknowns) else { return f64::NAN };
    let potential = ensemble.potential(distance, &unknowns, &image);
    potential.phi - ensemble.replicas * potential.local_entropy
}
