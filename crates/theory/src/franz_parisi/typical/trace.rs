//! The branch of saddle points as a function of the distance.

use super::saddle::Problem;
use crate::averages::AverageError;
use crate::saddle::continuation::{Branch, BranchEnd, Steps, follow};
use crate::saddle::{Solution, Stop};

/// Steps in `ln d`. They grow from the first by one half each.
const STEPS: Steps = Steps { first: 0.2, smallest: 0.02, largest: 0.7, largest_change: 2.0 };
/// Steps in `ln(1−q₁)`, in pieces of this length between looks at the distance.
const COMPLEMENT_STEPS: Steps = Steps { first: 0.5, smallest: 0.01, largest: 1.5, largest_change: 2.0 };
const PIECE: f64 = 2.0;
/// The end is where `1 − q₁` is this part of `d`, which differs from that of `q₁ = 1` by about the same part.
const LAST_COMPLEMENT: f64 = 1e-5;
/// Steps in the margin.
const MARGIN_STEPS: Steps = Steps { first: 0.1, smallest: 1e-2, largest: 0.5, largest_change: 1.0 };

/// Tolerance of the points of the branch, from which others start.
const TOLERANCE: f64 = 1e-4;

/// Logarithms of distances and the unknowns there.
type Points = Vec<(f64, Vec<f64>)>;

/// Unknowns of the saddle along the branch, at ascending distances.
#[derive(Clone, Debug, Default)]
pub(super) struct Trace {
    points: Points,
}

impl Trace {
    /// The branch from its easy point to two distances, or as far as it goes; empty if it is not found at all.
    ///
    /// Solutions of the references' margin are easy next to `p = q`. From there those of another margin are reached by
    /// changing the margin, at half the distance of two references.
    pub(super) fn new(problem: &Problem, smallest: f64, largest: f64) -> Result<Self, AverageError> {
        const NEXT_TO_TYPICAL: f64 = 0.95;
        const NEXT_TO_SAME: f64 = 1e-3;
        let q = problem.q;
        let typical = 0.5 * (1.0 - q);
        let distance = NEXT_TO_TYPICAL * typical;
        let same = Problem { kappa: problem.reference_margin, ..*problem };
        // Both unknowns are constant next to p = q; these fits hold at κ = 0.
        let easy = (distance, vec![0.6 + 1.2 * q * q, libm::log(q * (q + 0.3)) - 2.0 * libm::log(1.0 - q)]);
        if problem.kappa == problem.reference_margin {
            return Self::along(problem, easy, smallest, largest);
        }
        let half = 0.5 * typical;
        let Ok(mut start) = Self::along(&same, easy, half, half)?.at(half) else {
            return Ok(Self::default());
        };
        // From next to the same margin, as the first unknown is another one there.
        start[0] = same.regression(half, start[0]);
        let from = problem.reference_margin + NEXT_TO_SAME * (problem.kappa - problem.reference_margin);
        let solve = |kappa, start: &[f64]| Problem { kappa, ..*problem }.solve(half, start, TOLERANCE);
        let by_margin = followed(solve, from, problem.kappa, &start, MARGIN_STEPS)?;
        match by_margin.points.last() {
            Some((_, solution)) if by_margin.end == BranchEnd::Reached => {
                Self::along(problem, (half, solution.point.clone()), smallest, largest)
            }
            _ => Ok(Self::default()),
        }
    }

    /// Both ways from one distance.
    fn along(problem: &Problem, start: (f64, Vec<f64>), smallest: f64, largest: f64) -> Result<Self, AverageError> {
        let (from, goal) = (libm::log(start.0), libm::log(smallest.min(start.0)));
        let mut points = if problem.kappa == problem.reference_margin {
            to_the_end(problem, from, &start.1, goal)?
        } else {
            by_distance(problem, from, &start.1, goal, STEPS)?.0
        };
        let Some((_, first)) = points.first().cloned() else { return Ok(Self::default()) };
        points.reverse();
        let (up, _) = by_distance(problem, from, &first, libm::log(largest.max(start.0)), STEPS)?;
        points.extend(up.into_iter().skip(1));
        Ok(Self { points })
    }

    /// The unknowns at a distance by linear interpolation in `ln d`, or the end of the branch closest to the distance:
    /// NaN if there is no branch.
    pub(super) fn at(&self, distance: f64) -> Result<Vec<f64>, f64> {
        /// Rounding of exp and ln at the ends that were asked for.
        const ROUNDING: f64 = 1e-12;
        let (Some((first, lowest)), Some((last, highest))) = (self.points.first(), self.points.last()) else {
            return Err(f64::NAN);
        };
        let ln_distance = libm::log(distance);
        if ln_distance <= *first {
            return if first - ln_distance <= ROUNDING { Ok(lowest.clone()) } else { Err(libm::exp(*first)) };
        }
        if ln_distance >= *last {
            return if ln_distance - last <= ROUNDING { Ok(highest.clone()) } else { Err(libm::exp(*last)) };
        }
        let next = self.points.partition_point(|(there, _)| *there < ln_distance);
        let ((a, left), (b, right)) = (&self.points[next - 1], &self.points[next]);
        let along = (ln_distance - a) / (b - a);
        Ok(left.iter().zip(right).map(|(x, y)| x + along * (y - x)).collect())
    }
}

/// The branch from one logarithm of the distance to another, and whether it got there.
fn by_distance(
    problem: &Problem,
    from: f64,
    start: &[f64],
    to: f64,
    steps: Steps,
) -> Result<(Points, bool), AverageError> {
    let solve =
        |ln_distance, start: &[f64]| problem.solve(problem.beside_typical(libm::exp(ln_distance)), start, TOLERANCE);
    let branch = followed(solve, from, to, start, steps)?;
    let reached = branch.end == BranchEnd::Reached;
    Ok((branch.points.into_iter().map(|(there, solution)| (there, solution.point)).collect(), reached))
}

/// The branch of the references' own margin downwards to a distance or to its end, where `q₁` reaches 1.
///
/// Once `w` is no longer small against `1 − q₁` it is followed in `ln(1−q₁)`, in which it is smooth to the end.
fn to_the_end(problem: &Problem, from: f64, start: &[f64], goal: f64) -> Result<Points, AverageError> {
    /// Part of the distance where the steps are small because `p = q` is near.
    const NEAR: f64 = 0.5;
    /// Ratio of `w` and `1 − q₁` from where the end may be close.
    const LARGE: f64 = 0.5;
    let stride = Steps { first: STEPS.largest, ..STEPS };
    let (mut points, mut reached) = by_distance(problem, from, start, goal.max(from + libm::log(NEAR)), STEPS)?;
    while let Some((here, unknowns)) = points.last().cloned()
        && here > goal
    {
        if !reached || problem.ratio(libm::exp(here), &unknowns) > LARGE {
            points.extend(by_complement(problem, here, &unknowns, goal)?);
            break;
        }
        let piece;
        (piece, reached) = by_distance(problem, here, &unknowns, goal.max(here - STEPS.largest), stride)?;
        points.extend(piece.into_iter().skip(1));
    }
    Ok(points)
}

/// The branch below a distance, by descending logarithm of the distance, to a smallest one or to its end.
fn by_complement(problem: &Problem, ln_distance: f64, unknowns: &[f64], smallest: f64) -> Result<Points, AverageError> {
    let Some((mut from, mut start)) = problem.complement_of(ln_distance, unknowns) else { return Ok(Vec::new()) };
    let solve = |ln_complement, start: &[f64]| problem.solve_at_complement(ln_complement, start, TOLERANCE);
    let mut branch = Vec::new();
    let mut here = ln_distance;
    // At the end of the branch the distance stays and only the complement falls.
    while here > smallest && from > here + libm::log(LAST_COMPLEMENT) {
        let piece = followed(solve, from, from - PIECE, &start, COMPLEMENT_STEPS)?;
        for (there, solution) in piece.points.iter().skip(1) {
            match problem.distance_of(*there, &solution.point) {
                Some(point) if point.0 < here => {
                    here = point.0;
                    branch.push(point);
                }
                // A branch that turned around would be another one.
                _ => return Ok(branch),
            }
        }
        match piece.points.last() {
            Some((there, solution)) if piece.end == BranchEnd::Reached => {
                (from, start) = (*there, solution.point.clone());
            }
            _ => break,
        }
    }
    Ok(branch)
}

/// As [`follow`], for equations whose averages may fail: the first error ends it.
fn followed(
    mut solve: impl FnMut(f64, &[f64]) -> Result<Solution<Vec<f64>>, AverageError>,
    from: f64,
    to: f64,
    start: &[f64],
    steps: Steps,
) -> Result<Branch, AverageError> {
    let mut failure = None;
    let branch = follow(
        |parameter, start| {
            solve(parameter, start).unwrap_or_else(|error| {
                failure.get_or_insert(error);
                Solution { point: start.to_vec(), residual: f64::INFINITY, iterations: 0, stop: Stop::LeftDomain }
            })
        },
        from,
        to,
        start,
        steps,
    );
    failure.map_or(Ok(branch), Err)
}
