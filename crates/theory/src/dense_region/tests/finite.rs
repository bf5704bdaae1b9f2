//! Finite numbers of replicas.

use super::*;
use crate::saddle::fixed_point::Limits;
use crate::saddle::newton::newton;
use crate::storage::{self, Weights};
use piccole_core::gauss;
use std::f64::consts::LN_2;

fn rows(scenario: Scenario, centre: Centre, y: f64, alpha: f64, distances: &[f64]) -> Vec<DenseRegionPoint> {
    let rows = curve(setting(scenario, Replicas::Finite(y), centre), alpha, distances).unwrap();
    assert!(rows.iter().all(|row| row.replicas == y && row.alpha == alpha));
    rows
}

/// Points of every kind: scenario, centre, number of replicas, density, distance.
const POINTS: [(Scenario, Centre, f64, f64, f64); 6] = [
    (Scenario::Storage, Centre::Free, 0.5, 0.6, 0.2),
    (Scenario::Storage, Centre::Free, 3.0, 0.75, 0.05),
    (Scenario::TeacherStudent, Centre::Free, 20.0, 0.8, 0.03),
    (Scenario::Storage, Centre::Solution, 3.0, 0.6, 0.05),
    (Scenario::Storage, Centre::Solution, 0.5, 0.4, 0.1),
    (Scenario::TeacherStudent, Centre::Solution, 2.0, 0.8, 0.1),
];

#[test]
fn the_slope_and_the_conjugate_are_derivatives() {
    for (scenario, centre, y, alpha, d) in POINTS {
        let step = 3e-4 * d;
        let rows = rows(scenario, centre, y, alpha, &[d - step, d, d + step]);
        assert!(rows.iter().all(|row| row.status == Status::Ok), "{rows:?}");
        let difference = |f: &dyn Fn(&DenseRegionPoint) -> f64| (f(&rows[2]) - f(&rows[0])) / (2.0 * step);
        let slope = difference(&|row| row.local_entropy);
        assert!((slope - rows[1].slope).abs() < 1e-6, "{slope} {:?}", rows[1]);
        let of_potential = difference(&|row| row.complexity + y * row.local_entropy);
        assert!((of_potential - 2.0 * y * rows[1].distance_conjugate).abs() < 1e-6 * y, "{of_potential} {:?}", rows[1]);
    }
}

#[test]
fn the_local_entropy_is_the_derivative_of_the_potential() {
    for (scenario, centre, y, alpha, d) in [POINTS[1], POINTS[4]] {
        let step = 1e-3 * y;
        let potential = |y: f64| {
            let row = rows(scenario, centre, y, alpha, &[d])[0];
            row.complexity + y * row.local_entropy
        };
        let derivative = (potential(y + step) - potential(y - step)) / (2.0 * step);
        let row = rows(scenario, centre, y, alpha, &[d])[0];
        assert!((derivative - row.local_entropy).abs() < 1e-7, "{derivative} {row:?}");
    }
}

#[test]
fn one_replica_around_a_free_centre_counts_solutions_and_configurations() {
    // Any solution, any configuration at the distance from it.
    for (alpha, closest) in [(0.2, 0.01), (0.6, 0.05), (0.8, 0.2)] {
        let all = storage::curve(Weights::Binary, 0.0, &[alpha]).unwrap()[0];
        for row in rows(Scenario::Storage, Centre::Free, 1.0, alpha, &[closest, 0.25, 0.4, 0.5]) {
            let potential = row.complexity + row.local_entropy;
            assert!((potential - all.entropy - binary_entropy(row.distance)).abs() < 1e-10, "{row:?}");
        }
    }
}

#[test]
fn many_replicas_approach_the_best_centres() {
    for (scenario, alpha) in [(Scenario::Storage, 0.6), (Scenario::TeacherStudent, 0.8)] {
        let best = curve(setting(scenario, Replicas::Infinite, Centre::Free), alpha, &[0.1]).unwrap()[0];
        let missing = [50.0, 100.0, 200.0]
            .map(|y| best.local_entropy - rows(scenario, Centre::Free, y, alpha, &[0.1])[0].local_entropy);
        // The difference is of order 1/y².
        assert!(missing.iter().all(|missing| *missing > 0.0), "{missing:?}");
        for pair in missing.windows(2) {
            assert!((3.0..4.5).contains(&(pair[0] / pair[1])), "{missing:?}");
        }
    }
}

#[test]
fn centres_that_are_solutions_stay_below_the_best() {
    let distances = [0.05, 0.2];
    let best = curve(setting(Scenario::Storage, Replicas::Infinite, Centre::Free), 0.6, &distances).unwrap();
    let mut before = [f64::NEG_INFINITY; 2];
    let mut complexity = [f64::INFINITY; 2];
    for y in [0.5, 1.0, 4.0] {
        for (k, row) in rows(Scenario::Storage, Centre::Solution, y, 0.6, &distances).iter().enumerate() {
            assert_eq!(row.status, Status::Ok);
            assert!(row.local_entropy > before[k] && row.local_entropy < best[k].local_entropy, "{row:?}");
            assert!(row.complexity < complexity[k], "{row:?}");
            (before[k], complexity[k]) = (row.local_entropy, row.complexity);
        }
    }
}

/// Entropy of pairs of solutions at the overlap `p`, by plain sums on dense grids: overlaps of different pairs are all
/// `q`, with the conjugates `q̂` and `p̂`.
fn pair_entropy(alpha: f64, p: f64) -> f64 {
    let grid: Vec<(f64, f64)> = (-200..=200).map(|k| 0.04 * f64::from(k)).map(|z| (z, 0.04 * gauss::pdf(z))).collect();
    let mean = |f: &dyn Fn(f64) -> f64| -> f64 { grid.iter().map(|(z, weight)| weight * f(*z)).sum() };
    // Both fields share a part of variance ρ.
    let both = |b: f64, rho: f64| mean(&|x| gauss::tail((b - rho.sqrt() * x) / (1.0 - rho).sqrt()).powi(2));
    let rho_of = |q: f64| (p - q) / (1.0 - q);
    let field = |q: f64, u: f64| -q.sqrt() * u / (1.0 - q).sqrt();
    let conjugate = |q: f64| {
        let rho = rho_of(q);
        alpha
            * mean(&|u| {
                let b = field(q, u);
                let response = gauss::pdf(b) * gauss::tail(b * ((1.0 - rho) / (1.0 + rho)).sqrt());
                (response / ((1.0 - q).sqrt() * both(b, rho))).powi(2)
            })
    };
    // Weights of equal and of opposite signs.
    let signs = |q_hat: f64, p_hat: f64, u: f64| {
        let g = p_hat - q_hat;
        (
            libm::exp(g) * libm::cosh(2.0 * q_hat.sqrt() * u),
            libm::exp(-g),
            libm::exp(g) * libm::sinh(2.0 * q_hat.sqrt() * u),
        )
    };
    let equations = |x: &[f64], gaps: &mut [f64]| {
        let (q, p_hat) = (x[0], x[1]);
        let q_hat = conjugate(q);
        gaps[0] = mean(&|u| {
            let (equal, opposite, odd) = signs(q_hat, p_hat, u);
            (odd / (equal + opposite)).powi(2)
        }) - q;
        gaps[1] = mean(&|u| {
            let (equal, opposite, _) = signs(q_hat, p_hat, u);
            (equal - opposite) / (equal + opposite)
        }) - p;
    };
    let solution = newton(equations, &[0.6 * p, 1.0], Limits { tolerance: 1e-12, max_iterations: 50 });
    assert!(solution.converged(), "{solution:?}");
    let (q, p_hat) = (solution.point[0], solution.point[1]);
    let q_hat = conjugate(q);
    let entropic = mean(&|u| {
        let (equal, opposite, _) = signs(q_hat, p_hat, u);
        libm::log(2.0 * (equal + opposite))
    });
    let energetic = alpha * mean(&|u| libm::log(both(field(q, u), rho_of(q))));
    -p * p_hat + q * q_hat - q_hat * (1.0 - q) + entropic + energetic
}

#[test]
fn one_replica_around_a_solution_counts_pairs_of_solutions() {
    for (alpha, d) in [(0.4, 0.1), (0.6, 0.05), (0.6, 0.2)] {
        let row = rows(Scenario::Storage, Centre::Solution, 1.0, alpha, &[d])[0];
        let pairs = pair_entropy(alpha, 1.0 - 2.0 * d);
        assert!((row.complexity + row.local_entropy - pairs).abs() < 1e-9, "{row:?} {pairs}");
    }
}

#[test]
fn hardly_weighed_centres_are_typical_solutions() {
    // Σ = S − O(y²)
    let all = storage::curve(Weights::Binary, 0.0, &[0.6]).unwrap()[0];
    let missing =
        [0.1, 0.05].map(|y| all.entropy - rows(Scenario::Storage, Centre::Solution, y, 0.6, &[0.1])[0].complexity);
    assert!(missing[1] > 0.0 && missing[1] < 1e-4 && (3.5..4.5).contains(&(missing[0] / missing[1])), "{missing:?}");
}

#[test]
fn at_half_of_the_weights_all_solutions_are_around_a_free_centre() {
    let all = storage::curve(Weights::Binary, 0.0, &[0.6]).unwrap()[0];
    let rows = rows(Scenario::Storage, Centre::Free, 4.0, 0.6, &[0.48, 0.5]);
    assert!((rows[1].local_entropy - all.entropy).abs() < 1e-12 && (rows[1].overlap - all.q).abs() < 1e-11);
    assert!((rows[1].complexity - LN_2).abs() < 1e-15 && rows[1].slope == 0.0);
    assert!(rows[0].local_entropy < all.entropy && rows[0].local_entropy > all.entropy - 1e-3, "{rows:?}");
}

#[test]
fn a_centre_that_is_a_solution_ends_where_its_replicas_are_typical() {
    let all = storage::curve(Weights::Binary, 0.0, &[0.6]).unwrap()[0];
    let rows = rows(Scenario::Storage, Centre::Solution, 2.0, 0.6, &[0.3, 0.4]);
    assert_eq!(rows[1].status, Status::BranchEnded);
    assert!((rows[1].branch_end - 0.5 * (1.0 - all.q)).abs() < 1e-11, "{rows:?}");
    assert!(rows[0].status == Status::Ok && rows[0].local_entropy < all.entropy, "{rows:?}");
}

#[test]
fn the_complexity_vanishes_at_y_star() {
    for (centre, first, alpha, d) in [(Centre::Free, 20.0, 0.6, 0.1), (Centre::Solution, 4.0, 0.76, 0.05)] {
        let setting = setting(Scenario::Storage, Replicas::Finite(first), centre);
        let star = y_star(setting, alpha, d).unwrap();
        assert!(star.status == Status::Ok && star.complexity.abs() < 1e-9, "{star:?}");
        let there = rows(Scenario::Storage, centre, star.replicas, alpha, &[d])[0];
        assert!((there.local_entropy - star.local_entropy).abs() < 1e-9, "{star:?} {there:?}");
        let best =
            curve(Setting { replicas: Replicas::Infinite, centre: Centre::Free, ..setting }, alpha, &[d]).unwrap()[0];
        assert!(
            star.local_entropy < best.local_entropy && star.local_entropy > 0.5 * best.local_entropy,
            "{star:?} {best:?}"
        );
    }
    let typical = y_star(setting(Scenario::Storage, Replicas::Finite(2.0), Centre::Solution), 0.6, 0.4).unwrap();
    assert!(typical.status == Status::BranchEnded && (typical.branch_end - 0.304475).abs() < 1e-6, "{typical:?}");
    let infinite = setting(Scenario::Storage, Replicas::Infinite, Centre::Free);
    assert_eq!(y_star(infinite, 0.6, 0.1), Err(TheoryError::Replicas { value: f64::INFINITY }));
}
