//! The saddle along a grid of distances.

use super::saddle::Ensemble;
use crate::saddle::continuation::{Steps, follow};
use crate::saddle::root::{Bracket, brent};
use crate::saddle::{Solution, Stop};

/// `Ŝ` of the first point, close to the end of the branch at `Ŝ = 0`, where plain iteration converges.
pub(super) const FIRST_CONJUGATE: f64 = 0.05;
/// Steps in the logarithm of the distance. `ln δq` is what changes most, by 30 per unit at the smallest distances.
const STEPS: Steps = Steps { first: 0.3, smallest: 1e-3, largest: 0.4, largest_change: 8.0 };
/// `ln δq` beyond which the equations may leave the range of doubles: `q̂` is proportional to `1/δq²`.
const LN_LARGEST_SPREAD: f64 = 230.0;
/// Accuracy of the ends of the branch, in `Ŝ`.
const END_TOLERANCE: f64 = 1e-12;

/// What is known of one distance.
#[derive(Clone, Debug)]
pub(super) enum Found {
    /// The solver's last point.
    Saddle(Solution<Vec<f64>>),
    /// The constraints have no effect on the entropy that a double could show: `S_loc = h₂(d)` and `δq > 10¹⁰⁰`.
    Unconstrained,
    /// The distance lies beyond a maximum of the local entropy, which is at this distance.
    Beyond(f64),
}

/// A saddle and where it is.
#[derive(Clone, Debug)]
struct At {
    ln_distance: f64,
    solution: Solution<Vec<f64>>,
}

/// The saddle points at ascending distances.
///
/// The branch is entered next to its end at large distances, where `Ŝ` and `δq` vanish and plain iteration converges,
/// and followed from there to smaller and to larger distances. Where the local entropy has a maximum and a minimum
/// the saddle between them has `Ŝ < 0`. It is followed through, but it is not a solution: a centre with `Ŝ < 0` would
/// rather be opposite to the field.
pub(super) fn along(ensemble: &Ensemble, distances: &[f64]) -> Vec<Found> {
    let rough = ensemble.near_the_end(FIRST_CONJUGATE);
    let ln_distance = ensemble.ln_distance(&rough.point);
    let first = At { ln_distance, solution: ensemble.at_distance(ln_distance, &rough.point) };
    let end = ensemble.typical(&first.solution.point).map(|typical| libm::exp(ensemble.ln_distance(&typical)));
    let (Some(end), true) = (end, first.solution.converged()) else {
        return vec![Found::Saddle(Solution { stop: Stop::IterationLimit, ..first.solution }); distances.len()];
    };
    let below = distances.partition_point(|distance| libm::log(*distance) <= ln_distance);
    let mut found = Vec::with_capacity(distances.len());
    let mut here = first.clone();
    let mut gap = Vec::new();
    for distance in distances[..below].iter().rev() {
        let (next, lost) = step(ensemble, &here, libm::log(*distance));
        match lost {
            Some(_) if next.solution.point[1] > LN_LARGEST_SPREAD => found.push(Found::Unconstrained),
            Some(lost) => found.push(Found::Saddle(lost)),
            None => {
                if next.solution.point[2] < 0.0 {
                    gap.push(found.len());
                } else {
                    close(ensemble, &mut gap, &here, &next, &mut found);
                }
                found.push(Found::Saddle(next.solution.clone()));
            }
        }
        here = next;
    }
    // The maximum of the local entropy may lie below all distances of the grid.
    while !gap.is_empty() {
        let (next, lost) = step(ensemble, &here, here.ln_distance - STEPS.first);
        if let Some(lost) = lost {
            gap.drain(..).for_each(|row| found[row] = Found::Saddle(lost.clone()));
        } else if next.solution.point[2] >= 0.0 {
            close(ensemble, &mut gap, &here, &next, &mut found);
        }
        here = next;
    }
    found.reverse();
    for distance in &distances[below..] {
        found.push(if *distance < end {
            Found::Saddle(near_end(ensemble, &first, end, *distance))
        } else {
            Found::Beyond(end)
        });
    }
    found
}

/// Continues to another distance; with the last saddle on the way and the failed solution if the branch is lost.
fn step(ensemble: &Ensemble, here: &At, ln_distance: f64) -> (At, Option<Solution<Vec<f64>>>) {
    let solve = |ln_distance: f64, start: &[f64]| ensemble.at_distance(ln_distance, start);
    let mut branch = follow(solve, here.ln_distance, ln_distance, &here.solution.point, STEPS);
    let last = branch.points.pop().map_or(here.clone(), |(ln_distance, solution)| At { ln_distance, solution });
    let lost =
        (last.ln_distance != ln_distance).then(|| failed(ensemble.at_distance(ln_distance, &last.solution.point)));
    (last, lost)
}

/// A solution that was reached by a jump is not one of this branch.
fn failed(solution: Solution<Vec<f64>>) -> Solution<Vec<f64>> {
    let stop = if solution.converged() { Stop::Stalled } else { solution.stop };
    Solution { stop, ..solution }
}

/// Marks the rows of a gap, of which `next` is the first saddle below.
fn close(ensemble: &Ensemble, gap: &mut Vec<usize>, here: &At, next: &At, found: &mut [Found]) {
    if gap.is_empty() {
        return;
    }
    let conjugate = |ln_distance: f64| ensemble.at_distance(ln_distance, &here.solution.point).point[2];
    let bracket =
        Bracket { a: here.ln_distance, f_a: here.solution.point[2], b: next.ln_distance, f_b: next.solution.point[2] };
    let end = libm::exp(brent(conjugate, bracket, END_TOLERANCE, 60).point);
    gap.drain(..).for_each(|row| found[row] = Found::Beyond(end));
}

/// The saddle at a distance between the first point and the end, where `δq` and `Ŝ` vanish linearly.
fn near_end(ensemble: &Ensemble, first: &At, end: f64, distance: f64) -> Solution<Vec<f64>> {
    let fraction = (end - distance) / (end - libm::exp(first.ln_distance));
    ensemble.near_end_at_distance(libm::log(distance), fraction, &first.solution.point)
}
