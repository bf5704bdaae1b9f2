//! A solution followed along a parameter.

use super::solution::{Solution, Stop};

/// How a branch is followed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steps {
    /// First step of the parameter, in absolute value.
    pub first: f64,
    /// A step below this ends the branch.
    pub smallest: f64,
    /// Largest step.
    pub largest: f64,
    /// Largest change of any component of the solution in one step; more is taken for a jump to another branch.
    pub largest_change: f64,
}

/// Why a branch ends.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum BranchEnd {
    /// The parameter reached the end that was asked for.
    Reached,
    /// The solver did not converge at the first point.
    NoStart(Stop),
    /// No step above the smallest gave a solution: a fold, or the end of the equations' domain.
    Lost {
        /// The last parameter that was tried and failed.
        parameter: f64,
        /// Why the solver stopped there; [`Stop::Converged`] if it found a point too far away.
        stop: Stop,
    },
}

/// Solutions along a parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// Parameter and solution at every accepted step; all converged, the last one where the branch ended.
    pub points: Vec<(f64, Solution<Vec<f64>>)>,
    /// Why there are no more.
    pub end: BranchEnd,
}

/// Follows a solution from the parameter `from` to `to`, above or below it, by natural continuation.
///
/// `solve` gets a parameter and a point to start from: the straight line through the last two solutions. A step that
/// fails, or whose solution is more than `largest_change` away from the last, is halved; one that succeeds is followed
/// by one 1.5 times as long. The branch ends where the step would fall below the smallest, which locates a fold to
/// about that step; natural continuation does not turn around it.
///
/// # Panics
/// If the steps are not `0 < smallest ≤ first ≤ largest`.
pub fn follow(
    solve: impl FnMut(f64, &[f64]) -> Solution<Vec<f64>>,
    from: f64,
    to: f64,
    start: &[f64],
    steps: Steps,
) -> Branch {
    follow_through(solve, from, &[to], start, steps)
}

/// As [`follow`], with a point at every one of several parameters on the way, in the order in which they are met.
///
/// Unlike a call for each of them, it keeps the line through the last two solutions and the length of the step.
///
/// # Panics
/// As [`follow`].
pub fn follow_through(
    mut solve: impl FnMut(f64, &[f64]) -> Solution<Vec<f64>>,
    from: f64,
    stations: &[f64],
    start: &[f64],
    steps: Steps,
) -> Branch {
    const GROWTH: f64 = 1.5;
    assert!(
        0.0 < steps.smallest && steps.smallest <= steps.first && steps.first <= steps.largest,
        "steps must be 0 < smallest ≤ first ≤ largest, not {steps:?}"
    );
    let first = solve(from, start);
    if !first.converged() {
        return Branch { points: Vec::new(), end: BranchEnd::NoStart(first.stop) };
    }
    let mut points = vec![(from, first)];
    let mut step = steps.first;
    for to in stations {
        while let Some((here, last)) = points.last()
            && here != to
        {
            let parameter = if (to - here).abs() <= step { *to } else { here + step.copysign(to - here) };
            let next = solve(parameter, &predict(&points, parameter));
            if next.converged() && distance(&next.point, &last.point) <= steps.largest_change {
                points.push((parameter, next));
                step = (GROWTH * step).min(steps.largest);
            } else {
                step = 0.5 * (parameter - here).abs();
                if step < steps.smallest {
                    return Branch { points, end: BranchEnd::Lost { parameter, stop: next.stop } };
                }
            }
        }
    }
    Branch { points, end: BranchEnd::Reached }
}

/// The straight line through the last two solutions, or the only one there is.
fn predict(points: &[(f64, Solution<Vec<f64>>)], parameter: f64) -> Vec<f64> {
    let (here, last) = &points[points.len() - 1];
    if points.len() == 1 {
        return last.point.clone();
    }
    let (there, before) = &points[points.len() - 2];
    let ahead = (parameter - here) / (here - there);
    last.point.iter().zip(&before.point).map(|(x, y)| x + ahead * (x - y)).collect()
}

/// Largest difference of a component; infinite if one is NaN.
fn distance(a: &[f64], b: &[f64]) -> f64 {
    let difference: Vec<f64> = a.iter().zip(b).map(|(x, y)| x - y).collect();
    super::solution::max_norm(&difference)
}

#[cfg(test)]
mod tests {
    use super::{BranchEnd, Steps, follow, follow_through};
    use crate::saddle::fixed_point::Limits;
    use crate::saddle::newton::newton;
    use crate::saddle::{Solution, Stop};

    const STEPS: Steps = Steps { first: 0.1, smallest: 1e-9, largest: 0.2, largest_change: 0.5 };
    const LIMITS: Limits = Limits { tolerance: 1e-12, max_iterations: 30 };

    /// x² = 1 − p: branches ±√(1 − p) that meet in a fold at p = 1.
    fn fold(parameter: f64, start: &[f64]) -> Solution<Vec<f64>> {
        newton(|x, f| f[0] = x[0] * x[0] - (1.0 - parameter), start, LIMITS)
    }

    #[test]
    fn a_branch_without_a_fold_is_followed_to_its_end_both_ways() {
        for (from, to) in [(-3.0, 0.9), (0.9, -3.0)] {
            let branch = follow(fold, from, to, &[1.0], STEPS);
            assert_eq!(branch.end, BranchEnd::Reached);
            assert_eq!(branch.points.last().unwrap().0, to);
            assert!(branch.points.iter().all(|(p, s)| (s.point[0] - (1.0 - p).sqrt()).abs() < 1e-10));
            assert!(branch.points.windows(2).all(|w| (w[1].0 - w[0].0).abs() <= 0.2 + 1e-12));
        }
    }

    #[test]
    fn stations_are_points_of_the_branch_without_starting_again() {
        let mut evaluations = 0;
        let counted = |parameter: f64, start: &[f64]| {
            evaluations += 1;
            fold(parameter, start)
        };
        let stations = [-0.95, -0.5, -0.45, 0.3, 0.9];
        let branch = follow_through(counted, -1.0, &stations, &[1.0], STEPS);
        assert_eq!(branch.end, BranchEnd::Reached);
        for station in stations {
            let (_, solution) = branch.points.iter().find(|(parameter, _)| *parameter == station).unwrap();
            assert!((solution.point[0] - (1.0 - station).sqrt()).abs() < 1e-10);
        }
        // 1.9 in steps that grow to 0.2, and one more for each station.
        assert!(evaluations < 19, "{evaluations}");
        let lost = follow_through(fold, 0.0, &[0.5, 2.0], &[1.0], STEPS);
        assert!(matches!(lost.end, BranchEnd::Lost { .. }) && lost.points.iter().any(|(p, _)| *p == 0.5));
    }

    #[test]
    fn a_fold_ends_the_branch_where_it_is() {
        let branch = follow(fold, 0.0, 2.0, &[1.0], STEPS);
        let BranchEnd::Lost { parameter, stop } = branch.end else { panic!("{:?}", branch.end) };
        let (last, solution) = branch.points.last().unwrap();
        assert!((last - 1.0).abs() < 1e-6 && (parameter - 1.0).abs() < 1e-6, "{last} {parameter}");
        assert_ne!(stop, Stop::Converged);
        assert!(solution.converged() && solution.point[0].abs() < 1e-3);
    }

    #[test]
    fn a_jump_to_another_branch_is_refused() {
        // The branch 0.1 p ends at p = 1; far above there is another that the solver always finds.
        let solve = |p: f64, _: &[f64]| {
            let point = vec![if p <= 1.0 { 0.1 * p } else { 5.0 }];
            Solution { point, residual: 0.0, iterations: 1, stop: Stop::Converged }
        };
        let branch = follow(solve, 0.0, 2.0, &[0.0], STEPS);
        let BranchEnd::Lost { parameter, stop } = branch.end else { panic!("{:?}", branch.end) };
        assert!((parameter - 1.0).abs() < 1e-8 && stop == Stop::Converged);
        assert!(branch.points.iter().all(|(_, s)| s.point[0] < 0.2));
    }

    #[test]
    fn a_failure_at_the_first_point_is_not_a_branch() {
        let branch = follow(fold, 1.5, 0.0, &[1.0], STEPS);
        assert!(matches!(branch.end, BranchEnd::NoStart(_)) && branch.points.is_empty());
    }

    #[test]
    fn an_empty_range_is_one_point() {
        let branch = follow(fold, 0.5, 0.5, &[1.0], STEPS);
        assert_eq!((branch.points.len(), branch.end), (1, BranchEnd::Reached));
    }
}
