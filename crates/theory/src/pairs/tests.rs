//! Pairs of solutions against limits, bounds and finer grids.

use super::curve::Pairs;
use super::{annealed, curve};
use crate::Status;
use crate::TheoryError;
use crate::franz_parisi::{References, around_typical};
use crate::storage::{self, StoragePoint, Weights};

const DISTANCES: [f64; 9] = [1e-6, 1e-4, 0.003, 0.02, 0.1, 0.2, 0.3, 0.4, 0.5];

fn all_solutions(alpha: f64) -> StoragePoint {
    storage::curve(Weights::Binary, 0.0, &[alpha]).unwrap()[0]
}

#[test]
fn the_saddle_is_the_first_from_small_overlaps() {
    for alpha in [0.05, 0.3, 0.5, 0.7, 0.83] {
        for distance in DISTANCES {
            let pairs = Pairs { alpha, distance, detail: 1.0 };
            let q = pairs.solve().unwrap().q;
            let ln_odds = libm::log(q / (1.0 - distance - q));
            for k in 1..=40 {
                assert!(pairs.gap(ln_odds - 0.2 * f64::from(k)) > 0.0, "α = {alpha}, d = {distance}: {ln_odds} {k}");
            }
            assert!(pairs.gap(ln_odds + 0.2) < 0.0, "α = {alpha}, d = {distance}");
        }
    }
}

#[test]
fn the_largest_entropy_is_twice_that_of_single_solutions_at_their_distance() {
    for alpha in [0.05, 0.3, 0.5, 0.7, 0.83] {
        let all = all_solutions(alpha);
        let typical = 0.5 * (1.0 - all.q);
        let points = curve(alpha, &[typical - 0.01, typical, typical + 0.01]).unwrap();
        assert!((points[1].entropy - 2.0 * all.entropy).abs() < 1e-11, "{points:?}");
        assert!(points[1].slope.abs() < 1e-9 && (points[1].q - all.q).abs() < 1e-10, "{points:?}");
        assert!(points[0].entropy < points[1].entropy && points[2].entropy < points[1].entropy);
    }
}

#[test]
fn the_slope_is_the_derivative_of_the_entropy() {
    for alpha in [0.05, 0.5, 0.83] {
        for distance in &DISTANCES[..8] {
            let step = 1e-3 * distance;
            let points = curve(alpha, &[-2.0, -1.0, 0.0, 1.0, 2.0].map(|k| distance + k * step)).unwrap();
            let value = |k: usize| points[k].entropy;
            let derivative = (8.0 * (value(3) - value(1)) - (value(4) - value(0))) / (12.0 * step);
            let allowed = 1e-8 * points[2].slope.abs().max(1.0) + 3e-15 / step;
            assert!((derivative - points[2].slope).abs() < allowed, "{derivative} {:?}", points[2]);
        }
    }
}

#[test]
fn a_finer_grid_changes_nothing() {
    for alpha in [0.05, 0.5, 0.83] {
        for distance in DISTANCES {
            let at = |detail| Pairs { alpha, distance, detail }.solve().unwrap();
            let (a, b) = (at(1.0), at(2.0));
            assert_eq!((a.status, b.status), (Status::Ok, Status::Ok));
            assert!((a.entropy - b.entropy).abs() < 1e-11 && (a.q - b.q).abs() < 1e-11, "{a:?} {b:?}");
            assert!((a.slope - b.slope).abs() < 1e-9 * a.slope.abs().max(1.0), "{a:?} {b:?}");
            assert!(a.residual <= 1e-12 && a.iterations < 25, "{a:?}");
        }
    }
}

#[test]
fn pairs_are_fewer_than_on_average_and_more_than_around_a_typical_solution() {
    for alpha in [0.1, 0.5, 0.8] {
        let all = all_solutions(alpha).entropy;
        let grid = [0.006, 0.02, 0.1, 0.2, 0.3, 0.5];
        let local = around_typical(alpha, References { margin: 0.0 }, 0.0, &grid).unwrap();
        for (pairs, local) in curve(alpha, &grid).unwrap().iter().zip(local) {
            assert!(pairs.entropy < annealed(alpha, pairs.distance), "{pairs:?}");
            assert!(pairs.entropy - all >= local.local_entropy - 1e-10, "{pairs:?} {local:?}");
        }
    }
}

#[test]
fn pairs_at_vanishing_distance_are_single_solutions_and_few_have_neighbours() {
    for alpha in [0.3, 0.8] {
        let all = all_solutions(alpha).entropy;
        let points = curve(alpha, &[1e-12, 1e-9, 1e-5]).unwrap();
        assert!((points[0].entropy - all).abs() < 1e-5);
        assert!(points[2].entropy < all, "{points:?}");
    }
}

#[test]
fn few_patterns_leave_the_first_moment() {
    let alpha = 1e-5;
    for distance in [1e-3, 0.1, 0.5] {
        let point = curve(alpha, &[distance]).unwrap()[0];
        assert!((point.entropy - annealed(alpha, distance)).abs() < 10.0 * alpha * alpha, "{point:?}");
    }
}

#[test]
fn bad_distances_and_densities_are_refused() {
    assert_eq!(curve(0.5, &[]), Err(TheoryError::NoDistance));
    assert!(matches!(curve(0.5, &[0.6]), Err(TheoryError::Distance { .. })));
    assert!(matches!(curve(-0.5, &[0.1]), Err(TheoryError::Density { .. })));
}
