//! The storage problem against references, limits, bounds and other solvers.

use super::point::solve;
use super::*;
use crate::averages::{AverageError, Quadrature};
use crate::replica::{Problem, RandomLabels, density};
use crate::saddle::continuation::{BranchEnd, Steps, follow};
use crate::saddle::fixed_point::{Limits, anderson, damped};
use crate::saddle::newton::newton;
use crate::{Status, TheoryError};
use piccole_core::gauss;
use piccole_core::model::{Binary, Sign, Spherical};
use proptest::prelude::*;
use std::f64::consts::{FRAC_1_PI, LN_2};

const BOTH: [Weights; 2] = [Weights::Binary, Weights::Spherical];

fn at(weights: Weights, kappa: f64, alpha: f64) -> StoragePoint {
    curve(weights, kappa, &[alpha]).unwrap()[0]
}

#[test]
fn points_agree_with_a_separate_implementation_at_25_digits() {
    let table = include_str!("../../../../data/reference/storage.csv");
    let mut rows = 0;
    for line in table.lines().skip(1) {
        let fields: Vec<_> = line.split(',').collect();
        let weights = if fields[0] == "binary" { Weights::Binary } else { Weights::Spherical };
        let numbers: Vec<f64> = fields[1..].iter().map(|field| field.parse().unwrap()).collect();
        let point = at(weights, numbers[0], numbers[1]);
        assert_eq!(point.status, Status::Ok);
        for (got, want) in [point.q, point.q_hat, point.entropy, point.at_stability].iter().zip(&numbers[2..]) {
            assert!((got - want).abs() < 3e-12 * want.abs(), "{line}: {point:?}");
        }
        rows += 1;
    }
    assert_eq!(rows, 11);
}

#[test]
fn without_patterns_all_weights_are_solutions() {
    for kappa in [-1.0, 0.0, 2.0] {
        for alpha in [1e-300, 1e-12, 1e-6] {
            // To first order each pattern costs its own probability, ln H(κ).
            let slope = gauss::ln_tail(kappa);
            let binary = at(Weights::Binary, kappa, alpha);
            assert!((binary.entropy - LN_2 - alpha * slope).abs() < 10.0 * alpha * alpha + 1e-15);
            let spherical = at(Weights::Spherical, kappa, alpha);
            assert!((spherical.entropy / (alpha * slope) - 1.0).abs() < 10.0 * alpha + 1e-14);
            let hazard = gauss::hazard(kappa);
            for point in [binary, spherical] {
                assert!((point.q / (alpha * hazard * hazard) - 1.0).abs() < 20.0 * alpha + 2e-12, "{point:?}");
            }
        }
    }
}

#[test]
fn the_slope_of_the_entropy_is_the_mean_log_tail() {
    for (weights, kappa, alpha) in [
        (Weights::Binary, 0.0, 0.4),
        (Weights::Binary, 0.0, 0.83),
        (Weights::Binary, -1.0, 3.0),
        (Weights::Spherical, 0.0, 1.2),
        (Weights::Spherical, 0.7, 0.5),
    ] {
        let step = 1e-4 * alpha;
        let points = curve(weights, kappa, &[alpha - step, alpha + step]).unwrap();
        let difference = (points[1].entropy - points[0].entropy) / (2.0 * step);
        let slope = solve(weights, kappa, alpha, None, Quadrature::Automatic).unwrap().slope;
        // Third derivative times step²/6 is below 1e-7, rounding below 1e-10.
        assert!((difference - slope).abs() < 1e-7, "{weights:?} {kappa} {alpha}: {difference} {slope}");
    }
}

/// Runs a closure on the problem of either kind of weights.
fn with_problem<T>(weights: Weights, kappa: f64, f: impl Fn(&dyn Problem) -> Result<T, AverageError>) -> T {
    let (channel, quadrature) = (&Sign { margin: kappa }, Quadrature::Automatic);
    let result = match weights {
        Weights::Binary => f(&RandomLabels { prior: &Binary, channel, quadrature }),
        Weights::Spherical => f(&RandomLabels { prior: &Spherical, channel, quadrature }),
    };
    result.unwrap()
}

#[test]
fn the_saddle_is_stationary() {
    // Move either order parameter away from the saddle: the free entropy has no first-order change.
    for weights in BOTH {
        let (kappa, alpha) = (0.3, 0.4);
        let q_hat = libm::exp(solve(weights, kappa, alpha, None, Quadrature::Automatic).unwrap().ln_q_hat);
        let odds = with_problem(weights, kappa, |problem| problem.odds(q_hat));
        let free_entropy = |q_hat: f64, odds: f64| {
            let values = with_problem(weights, kappa, |problem| problem.values(q_hat, odds));
            values.entropic + alpha * values.energetic
        };
        let step = 1e-5;
        let in_odds = free_entropy(q_hat, odds * (1.0 + step)) - free_entropy(q_hat, odds * (1.0 - step));
        let in_q_hat = free_entropy(q_hat * (1.0 + step), odds) - free_entropy(q_hat * (1.0 - step), odds);
        assert!(
            (in_odds / step).abs() < 1e-9 && (in_q_hat / step).abs() < 1e-9,
            "{weights:?}: {in_odds:e} {in_q_hat:e}"
        );
    }
}

#[test]
fn results_do_not_depend_on_the_quadrature() {
    // The last ones have q = 0.9999 and more, where equidistant nodes need a step of 0.003.
    for (weights, kappa, alpha) in [
        (Weights::Binary, 0.0, 0.5),
        (Weights::Binary, 0.0, 1.2),
        (Weights::Binary, -2.0, 60.0),
        (Weights::Binary, 1.0, 0.33),
        (Weights::Spherical, 0.0, 1.0),
        (Weights::Spherical, 0.0, 1.9995),
        (Weights::Spherical, 1.0, 0.519),
    ] {
        let point = |quadrature| curve_with(weights, kappa, &[alpha], quadrature).unwrap()[0];
        let (a, b) = (point(Quadrature::Trapezoid), point(Quadrature::Panels));
        let close = |x: f64, y: f64| (x - y).abs() < 1e-11 * y.abs().max(1.0);
        assert!(close(a.q, b.q) && close(a.entropy, b.entropy) && close(a.at_stability, b.at_stability), "{a:?} {b:?}");
        assert!(((1.0 - a.q) / (1.0 - b.q) - 1.0).abs() < 1e-8, "{a:?} {b:?}");
    }
}

/// The density whose saddle has the conjugate `q̂`: the saddle equation solved for `α`.
fn density_of(weights: Weights, kappa: f64, ln_q_hat: f64) -> f64 {
    with_problem(weights, kappa, |problem| density(problem, ln_q_hat))
}

#[test]
fn every_density_below_the_end_of_the_branch_has_one_saddle() {
    for weights in BOTH {
        for kappa in [MARGINS.0, -2.0, -1.0, 0.0, 1.0, 5.0, MARGINS.1] {
            let densities: Vec<f64> = (-40..=160).map(|k| density_of(weights, kappa, 0.25 * f64::from(k))).collect();
            assert!(densities.windows(2).all(|pair| pair[0] < pair[1]), "{weights:?} at κ = {kappa}");
            let end = branch_end(weights, kappa);
            let last = densities[densities.len() - 1];
            // 1 − α/α_end falls as √(1−q) = q̂^(−1/4) = 5e-5.
            assert!(last < end && last > (1.0 - 1e-3) * end, "{weights:?} at κ = {kappa}: {last} {end}");
        }
    }
}

#[test]
fn a_margin_below_the_range_would_have_several_saddles() {
    let densities: Vec<f64> =
        (-20..20).map(|k| density_of(Weights::Binary, MARGINS.0 - 0.5, 0.25 * f64::from(k))).collect();
    assert!(densities.windows(2).any(|pair| pair[0] > pair[1]));
}

#[test]
fn the_solution_has_the_density_that_was_asked_for() {
    for weights in BOTH {
        for kappa in [-2.5, -0.5, 0.0, 2.0, 20.0] {
            for fraction in [1e-9, 0.01, 0.5, 0.9, 0.999, 1.0 - 1e-7] {
                let alpha = fraction * branch_end(weights, kappa);
                let point = at(weights, kappa, alpha);
                assert_eq!(point.status, Status::Ok, "{point:?}");
                assert!(point.residual <= 1e-12, "{point:?}");
                let solved = solve(weights, kappa, alpha, None, Quadrature::Automatic).unwrap();
                let back = density_of(weights, kappa, solved.ln_q_hat);
                assert!((back / alpha - 1.0).abs() < 3e-12, "{point:?}: {back}");
            }
        }
    }
}

#[test]
fn the_branch_ends_where_the_overlap_reaches_one() {
    for (weights, end) in [(Weights::Spherical, 2.0), (Weights::Binary, 4.0 * FRAC_1_PI)] {
        let points = curve(weights, 0.0, &[0.1 * end, (1.0 - 1e-9) * end, end * (1.0 + 1e-15), 3.0 * end]).unwrap();
        assert!(points[1].status == Status::Ok && points[1].q > 1.0 - 1e-8 && points[1].q < 1.0);
        for point in &points[2..] {
            assert_eq!(point.status, Status::BranchEnded);
            assert!(point.q.is_nan() && point.entropy.is_nan() && point.residual.is_nan() && point.iterations == 0);
        }
    }
}

#[test]
fn one_rounding_below_the_end_is_solved_or_says_that_it_is_not() {
    for weights in BOTH {
        let alpha = branch_end(weights, 0.0).next_down();
        let point = at(weights, 0.0, alpha);
        assert!(matches!(point.status, Status::Ok | Status::NotConverged), "{point:?}");
        assert!(point.status == Status::NotConverged || point.residual <= 1e-12, "{point:?}");
    }
}

#[test]
fn binary_weights_are_stable_up_to_the_capacity_and_spherical_ones_are_not_at_negative_margin() {
    for alpha in [0.1, 0.4, 0.7, 0.83] {
        assert!(at(Weights::Binary, 0.0, alpha).at_stability < 1.0);
    }
    let end = branch_end(Weights::Spherical, -1.0);
    assert!(at(Weights::Spherical, -1.0, 0.3 * end).at_stability < 1.0);
    assert!(at(Weights::Spherical, -1.0, 0.9 * end).at_stability > 1.0);
    let zero_margin = at(Weights::Spherical, 0.0, 2.0 - 1e-6);
    assert!((zero_margin.at_stability - 1.0).abs() < 2e-3 && zero_margin.at_stability < 1.0);
}

/// The saddle equations of binary weights at `κ = 0` in the order parameters `(q, q̂)` of the literature.
fn textbook_map(alpha: f64, from: &[f64], to: &mut [f64]) {
    let rule = |strip| Quadrature::Automatic.rule(crate::averages::Feature { centre: 0.0, strip });
    let (q, q_hat) = (from[0], from[1]);
    if !(0.0 < q && q < 1.0 && q_hat > 0.0) {
        to.fill(f64::NAN);
        return;
    }
    let scale = (q / (1.0 - q)).sqrt();
    let hazard = |z: f64| gauss::hazard(scale * z);
    let tanh = |z: f64| libm::tanh(q_hat.sqrt() * z);
    to[0] = rule(1.5 / q_hat.sqrt()).unwrap().unwrap().mean(|z| tanh(z) * tanh(z));
    to[1] = alpha / (1.0 - q) * rule(2.8 / scale).unwrap().unwrap().mean(|z| hazard(z) * hazard(z));
}

fn textbook_newton(alpha: f64, start: &[f64]) -> crate::saddle::Solution<Vec<f64>> {
    let equations = |x: &[f64], f: &mut [f64]| {
        textbook_map(alpha, x, f);
        f[0] -= x[0];
        f[1] -= x[1];
    };
    newton(equations, start, Limits { tolerance: 1e-12, max_iterations: 60 })
}

#[test]
fn every_solver_finds_the_same_saddle() {
    let exact = at(Weights::Binary, 0.0, 0.7);
    let limits = Limits { tolerance: 1e-13, max_iterations: 400 };
    let map = |from: &[f64], to: &mut [f64]| textbook_map(0.7, from, to);
    let start = [0.3, 0.5];
    let plain = damped(map, &start, 0.0, limits);
    let mixed = anderson(map, &start, 3, limits);
    let solutions = [plain.clone(), damped(map, &start, 0.5, limits), mixed.clone(), textbook_newton(0.7, &start)];
    for solution in solutions {
        assert!(solution.converged(), "{solution:?}");
        assert!((solution.point[0] - exact.q).abs() < 3e-12, "{solution:?}");
        assert!((solution.point[1] - exact.q_hat).abs() < 3e-12, "{solution:?}");
    }
    assert!(4 * mixed.iterations < plain.iterations, "{} {}", mixed.iterations, plain.iterations);
}

#[test]
fn continuation_loses_the_branch_at_four_over_pi() {
    let steps = Steps { first: 0.05, smallest: 1e-4, largest: 0.1, largest_change: 1e6 };
    let branch = follow(textbook_newton, 0.5, 1.5, &[0.3, 0.5], steps);
    let BranchEnd::Lost { parameter, .. } = branch.end else { panic!("{:?}", branch.end) };
    let (last, solution) = &branch.points[branch.points.len() - 1];
    assert!(*last < 4.0 * FRAC_1_PI && parameter > *last && solution.point[0] < 1.0);
    assert!(*last > 1.2, "lost at {last}");
    assert!((solution.point[0] - at(Weights::Binary, 0.0, *last).q).abs() < 1e-10);
}

#[test]
fn where_a_point_starts_from_does_not_matter() {
    let alphas: Vec<f64> = (1..=60).map(|k| 0.02 * f64::from(k)).collect();
    for weights in BOTH {
        for point in curve(weights, 0.0, &alphas).unwrap() {
            let alone = at(weights, 0.0, point.alpha);
            assert!((alone.q - point.q).abs() < 2e-12 && (alone.entropy - point.entropy).abs() < 1e-12);
            assert!(point.residual <= 1e-12 && point.iterations < 15, "{point:?}");
        }
    }
}

#[test]
fn bad_grids_and_margins_are_refused_with_the_place() {
    let refused = |kappa, alphas: &[f64]| curve(Weights::Binary, kappa, alphas).unwrap_err();
    assert_eq!(refused(0.0, &[]), TheoryError::NoDensity);
    for value in [0.0, -1.0, f64::INFINITY] {
        assert_eq!(refused(0.0, &[0.1, value]), TheoryError::Density { position: 1, value });
    }
    assert!(matches!(refused(0.0, &[f64::NAN]), TheoryError::Density { position: 0, value } if value.is_nan()));
    for value in [0.2, 0.1] {
        assert_eq!(refused(0.0, &[0.1, 0.2, value]), TheoryError::Descending { position: 2, value, previous: 0.2 });
    }
    for value in [-2.51, 20.1, f64::INFINITY] {
        assert!(matches!(refused(value, &[0.1]), TheoryError::Margin { value: v, .. } if v == value));
    }
    assert!(refused(f64::NAN, &[0.1]).to_string().contains("NaN"));
    assert!(refused(0.0, &[0.2, 0.1]).to_string().contains("density 0.1 at position 1"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_entropy_is_below_the_first_moment(kappa in -2.5..4.0, fraction in 1e-3..0.999) {
        for (weights, all) in [(Weights::Binary, LN_2), (Weights::Spherical, 0.0)] {
            let alpha = fraction * branch_end(weights, kappa);
            let point = at(weights, kappa, alpha);
            prop_assert!(point.entropy <= all + alpha * gauss::ln_tail(kappa) + 1e-12, "{:?}", point);
            prop_assert!(point.q > 0.0 && point.q < 1.0 && point.q_hat > 0.0 && point.at_stability > 0.0);
            prop_assert!(point.residual <= 1e-12 && point.status == Status::Ok, "{:?}", point);
        }
    }

    #[test]
    fn more_patterns_leave_fewer_and_closer_solutions(kappa in -2.5..4.0, low in 0.01..0.9, more in 0.01..0.09) {
        for weights in BOTH {
            let end = branch_end(weights, kappa);
            let points = curve(weights, kappa, &[low * end, (low + more) * end]).unwrap();
            prop_assert!(points[1].entropy < points[0].entropy && points[1].q > points[0].q);
        }
    }
}
