//! The saddle along a grid of distances.

use super::saddle::Ensemble;
use crate::dense_region::setting::Centre;
use crate::saddle::continuation::{Branch, BranchEnd, Steps, follow, follow_through};
use crate::saddle::{Solution, Stop};

/// Steps in the logarithm of the density, from independent weights to those of the problem.
const DENSITY_STEPS: Steps = Steps { first: 0.5, smallest: 1e-3, largest: 1.0, largest_change: 3.0 };
/// Steps in the log-odds of the distance.
const DISTANCE_STEPS: Steps = Steps { first: 0.05, smallest: 4e-3, largest: 0.5, largest_change: 1.0 };
/// Where the distances are entered, as a fraction of the end.
const FIRST_FRACTION: f64 = 0.5;
/// Density that is small enough for [`Ensemble::weak_start`].
const WEAK: f64 = 0.1;

/// What is known of one distance.
#[derive(Clone, Debug)]
pub(super) enum Found {
    /// The solver's last point.
    Saddle(Solution<Vec<f64>>),
    /// The branch is lost before, after this distance.
    Beyond(f64),
    /// The distance is where replicas are typical, or larger.
    Typical,
}

/// A saddle and where it is.
#[derive(Clone, Debug)]
pub(super) struct At {
    pub(super) distance: f64,
    pub(super) solution: Solution<Vec<f64>>,
}

/// The saddle at one distance of the branch that reaches from there to typical solutions, by continuation in the
/// density; the last point of the solver if that is lost.
pub(super) fn enter(ensemble: &Ensemble, end: f64) -> Result<At, Solution<Vec<f64>>> {
    let distance = FIRST_FRACTION * end;
    let weak = Ensemble { alpha: ensemble.alpha.min(WEAK), ..*ensemble };
    let solve = |ln_alpha: f64, start: &[f64]| {
        Ensemble { alpha: libm::exp(ln_alpha), ..*ensemble }.at_distance(distance, start)
    };
    let start = weak.weak_start(distance);
    let mut branch = follow(solve, libm::log(weak.alpha), libm::log(ensemble.alpha), &start, DENSITY_STEPS);
    match (branch.end, branch.points.pop()) {
        (BranchEnd::Reached, Some((_, solution))) => Ok(At { distance, solution }),
        (_, Some((_, last))) => Err(failed(ensemble.at_distance(distance, &last.point))),
        (_, None) => Err(failed(ensemble.at_distance(distance, &start))),
    }
}

/// The saddle points at ascending distances, of which those from `end` on are typical.
pub(super) fn along(ensemble: &Ensemble, end: f64, distances: &[f64]) -> Vec<Found> {
    let first = match enter(ensemble, end) {
        Ok(first) => first,
        Err(failed) => return vec![Found::Saddle(failed); distances.len()],
    };
    let inside = distances.partition_point(|distance| *distance < end);
    let below = distances[..inside].partition_point(|distance| *distance <= first.distance);
    let mut nearest_first: Vec<f64> = distances[..below].iter().rev().copied().collect();
    let mut found = one_way(ensemble, end, &first, &nearest_first);
    found.reverse();
    nearest_first = distances[below..inside].to_vec();
    found.extend(one_way(ensemble, end, &first, &nearest_first));
    found.resize(distances.len(), Found::Typical);
    found
}

fn one_way(ensemble: &Ensemble, end: f64, first: &At, distances: &[f64]) -> Vec<Found> {
    let branch = to_distances(ensemble, end, first, distances);
    let last = branch.points.last().map_or(f64::NAN, |(log_odds, _)| from_log_odds(end, *log_odds));
    let found = |distance: &f64| {
        let point = branch.points.iter().find(|(parameter, _)| *parameter == log_odds(end, *distance));
        point.map_or(Found::Beyond(last), |(_, solution)| Found::Saddle(solution.clone()))
    };
    distances.iter().map(found).collect()
}

/// Follows the branch through other distances, in the log-odds of the distance as a fraction of the end: at both ends
/// the order parameters are close to linear in that.
pub(super) fn to_distances(ensemble: &Ensemble, end: f64, first: &At, distances: &[f64]) -> Branch {
    let solve = |log_odds: f64, start: &[f64]| ensemble.at_distance(from_log_odds(end, log_odds), start);
    let stations: Vec<f64> = distances.iter().map(|distance| log_odds(end, *distance)).collect();
    follow_through(solve, log_odds(end, first.distance), &stations, &first.solution.point, DISTANCE_STEPS)
}

fn log_odds(end: f64, distance: f64) -> f64 {
    libm::log(distance / (end - distance))
}

/// The inverse of the log-odds of a distance as a fraction of the end.
pub(super) fn from_log_odds(end: f64, log_odds: f64) -> f64 {
    end / (1.0 + libm::exp(-log_odds))
}

/// The distance where replicas are typical: half of all weights from a free centre, and as far from a solution as
/// another solution.
pub(super) fn end(centre: Centre, typical_overlap: f64) -> f64 {
    match centre {
        Centre::Free => 0.5,
        Centre::Solution => 0.5 * (1.0 - typical_overlap),
    }
}

/// A solution that was reached by a jump is not one of this branch.
fn failed(solution: Solution<Vec<f64>>) -> Solution<Vec<f64>> {
    let stop = if solution.converged() { Stop::Stalled } else { solution.stop };
    Solution { stop, ..solution }
}
