//! Random features against the printed theorem, its exact identities and limits.

use super::*;
use crate::nonlinearity::Nonlinearity;
use crate::{Status, TheoryError};
use Nonlinearity::{Relu, Tanh};
use proptest::prelude::*;

const SIGNAL: Target = Target { linear: 1.0, nonlinear: 0.0, noise: 0.0 };

fn noisy(noise: f64) -> Target {
    Target { noise, ..SIGNAL }
}

fn at(nonlinearity: Nonlinearity, psi1: f64, psi2: f64, lambda: f64) -> RandomFeaturesPoint {
    let point = point(nonlinearity, SIGNAL, psi1, psi2, lambda).unwrap();
    assert_eq!(point.status, Status::Ok, "{point:?}");
    point
}

fn assert_close(got: f64, want: f64, relative: f64, what: &str) {
    assert!((got - want).abs() <= relative * want.abs(), "{what}: {got:e} instead of {want:e}");
}

/// Lowest and highest `ψ1` of a grid below the threshold.
fn below(psi2: f64) -> Vec<f64> {
    (1..2000).map(|k| psi2 * f64::from(k) / 2000.0).collect()
}

#[test]
fn points_agree_with_the_printed_polynomials_at_60_digits() {
    let table = include_str!("../../../../data/reference/random_features.csv");
    let mut rows = 0;
    for line in table.lines().skip(1) {
        let fields: Vec<_> = line.split(',').collect();
        let nonlinearity = Nonlinearity::ALL.into_iter().find(|n| n.as_str() == fields[0]).unwrap();
        let numbers: Vec<f64> = fields[1..].iter().map(|field| field.parse().unwrap()).collect();
        let point = at(nonlinearity, numbers[0], numbers[1], numbers[2]);
        // Close to the threshold ψ1 − ψ2 is known to the rounding of ψ1 only.
        let threshold = numbers[0] != numbers[1] && (numbers[0] - numbers[1]).abs() < 1e-5;
        let allowed = if threshold { 1e-9 } else { 2e-14 };
        assert_close(point.bias, numbers[3], allowed, line);
        assert_close(point.variance, numbers[4], allowed, line);
        assert!(point.iterations <= 12, "{line}: {point:?}");
        rows += 1;
    }
    assert_eq!(rows, 80);
}

#[test]
fn without_ridge_the_variance_has_its_exact_values() {
    for nonlinearity in Nonlinearity::ALL {
        for psi2 in [1e-3, 0.4, 1.0, 3.0, 250.0] {
            let plateau = wide(nonlinearity, SIGNAL, psi2, 0.0).unwrap();
            for ratio in [1e-4, 0.1, 0.5, 0.99] {
                let few = at(nonlinearity, ratio * psi2, psi2, 0.0);
                assert_close(few.variance, ratio / (1.0 - ratio), 1e-13, "few features");
                let many = at(nonlinearity, psi2 / ratio, psi2, 0.0);
                assert_close(many.variance, ratio / (1.0 - ratio) + plateau.variance, 1e-13, "many features");
            }
        }
    }
}

#[test]
fn the_peak_is_infinite_without_ridge_and_grows_as_the_inverse_root_of_a_small_one() {
    let peak = point(Relu, noisy(0.2), 3.0, 3.0, 0.0).unwrap();
    assert!(peak.bias == f64::INFINITY && peak.variance == f64::INFINITY && peak.test_error == f64::INFINITY);
    assert_eq!(peak.status, Status::Ok);
    let nothing = Target { linear: 0.0, nonlinear: 0.0, noise: 0.0 };
    assert_eq!(point(Relu, nothing, 3.0, 3.0, 0.0).unwrap().test_error, 0.0);
    for nonlinearity in Nonlinearity::ALL {
        let height = |lambda| point(nonlinearity, noisy(0.2), 3.0, 3.0, lambda).unwrap().test_error;
        for lambda in [1e-8, 1e-16, 1e-30] {
            assert_close(height(lambda / 100.0) / height(lambda), 10.0, 30.0 * lambda.sqrt(), "peak");
        }
    }
    // With a small ridge the largest error of a fine grid is at the threshold.
    let grid: Vec<f64> = (-400..=400).map(|k| 3.0 * libm::exp(0.005 * f64::from(k))).collect();
    let points = curve(Relu, noisy(0.2), &grid, 3.0, 1e-8).unwrap();
    let highest = points.iter().max_by(|a, b| a.test_error.total_cmp(&b.test_error)).unwrap();
    assert_eq!(highest.psi1, 3.0);
}

#[test]
fn a_vanishing_ridge_has_the_limit_without_ridge() {
    for nonlinearity in Nonlinearity::ALL {
        for (psi1, psi2) in [(0.5, 3.0), (2.9, 3.0), (3.1, 3.0), (300.0, 3.0), (0.02, 0.01)] {
            let (limit, small) = (at(nonlinearity, psi1, psi2, 0.0), at(nonlinearity, psi1, psi2, 1e-40));
            assert_close(small.bias, limit.bias, 1e-13, "bias");
            assert_close(small.variance, limit.variance, 1e-13, "variance");
            assert_eq!(limit.iterations, 0);
        }
    }
}

#[test]
fn an_infinite_ridge_predicts_nothing() {
    for (psi1, psi2) in [(0.5, 3.0), (3.0, 3.0), (40.0, 0.1)] {
        let point = at(Tanh, psi1, psi2, 1e30);
        assert_close(point.bias, 1.0, 1e-13, "bias");
        assert!(point.variance < 1e-25);
    }
}

#[test]
fn many_features_and_many_samples_have_their_limits() {
    for nonlinearity in Nonlinearity::ALL {
        for lambda in [0.0, 1e-6, 0.3, 50.0] {
            for psi in [0.1, 1.0, 7.0] {
                let plateau = wide(nonlinearity, noisy(0.3), psi, lambda).unwrap();
                let floor = large_sample(nonlinearity, noisy(0.3), psi, lambda).unwrap();
                for far in [1e5, 1e8] {
                    // The corrections are of order 1/ψ.
                    let many_features = at(nonlinearity, far, psi, lambda);
                    let correction = |got: f64, limit: f64| (got - limit).abs() * far;
                    assert!(correction(many_features.bias, plateau.bias) < 20.0, "{many_features:?} {plateau:?}");
                    assert!(
                        correction(many_features.variance, plateau.variance) < 20.0,
                        "{many_features:?} {plateau:?}"
                    );
                    let many_samples = at(nonlinearity, psi, far, lambda);
                    assert!(correction(many_samples.bias, floor.bias) < 20.0, "{many_samples:?} {floor:?}");
                    assert!(correction(many_samples.variance, 0.0) < 20.0 && floor.variance == 0.0);
                }
                assert_eq!((plateau.psi1, floor.psi2), (f64::INFINITY, f64::INFINITY));
                assert!(plateau.residual < 1e-14 && floor.residual < 1e-14);
            }
        }
    }
}

#[test]
fn below_the_threshold_the_error_has_the_classical_u() {
    for (psi2, noise) in [(2.0, 0.0), (3.0, 0.0), (3.0, 0.2), (10.0, 1.0)] {
        let errors: Vec<f64> =
            curve(Relu, noisy(noise), &below(psi2), psi2, 0.0).unwrap().iter().map(|point| point.test_error).collect();
        let lowest = (0..errors.len()).min_by(|&a, &b| errors[a].total_cmp(&errors[b])).unwrap();
        assert!(lowest > 50 && lowest < 1500, "ψ2 = {psi2}, τ² = {noise}: {lowest}");
        assert!(errors[..=lowest].windows(2).all(|pair| pair[1] < pair[0]));
        assert!(errors[lowest..].windows(2).all(|pair| pair[1] > pair[0]));
        assert!(errors[0] > 0.99 && *errors.last().unwrap() > 100.0 * errors[lowest]);
    }
    // With one sample a dimension there is no U: the error rises from the start.
    let rising = curve(Relu, noisy(0.2), &below(1.0), 1.0, 0.0).unwrap();
    assert!(rising.windows(2).all(|pair| pair[1].test_error > pair[0].test_error));
}

#[test]
fn the_plateau_is_lower_than_the_u_unless_the_noise_is_strong() {
    // The noise at which the two are equal, from a separate program with ten times the grid.
    for (psi2, equal) in [(2.0, 2.1836), (3.0, 3.0167), (10.0, 9.8044)] {
        for (noise, lower) in [(0.0, true), (0.1 * equal, true), (0.99 * equal, true), (1.01 * equal, false)] {
            let points = curve(Relu, noisy(noise), &below(psi2), psi2, 0.0).unwrap();
            let lowest = points.iter().map(|point| point.test_error).fold(f64::INFINITY, f64::min);
            let plateau = wide(Relu, noisy(noise), psi2, 0.0).unwrap().test_error;
            assert_eq!(plateau < lowest, lower, "ψ2 = {psi2}, τ² = {noise}: {plateau} and {lowest}");
        }
    }
}

#[test]
fn the_best_ridge_removes_the_peak_and_beats_every_other_ridge() {
    for nonlinearity in Nonlinearity::ALL {
        for (psi2, noise) in [(3.0, 0.2), (1.0, 2.0), (20.0, 0.0)] {
            let mut before = f64::INFINITY;
            for k in -12..=24 {
                let psi1 = psi2 * libm::exp(0.25 * f64::from(k));
                let best = optimal_ridge(nonlinearity, noisy(noise), psi1, psi2).unwrap();
                assert_eq!(best.status, Status::Ok, "{best:?}");
                assert!(best.test_error < before, "not falling: {best:?}");
                before = best.test_error;
                let ridges = [0.0, 1e-9, 1e-3, 0.1, 1.0, 30.0, 1e4].into_iter();
                for lambda in ridges.chain([0.999, 1.001, 0.5, 2.0].map(|factor| factor * best.lambda)) {
                    let other = point(nonlinearity, noisy(noise), psi1, psi2, lambda).unwrap();
                    assert!(best.test_error <= other.test_error * (1.0 + 1e-13), "{best:?} {other:?}");
                }
            }
        }
    }
}

#[test]
fn the_best_ridge_is_where_the_error_is_stationary() {
    for (psi1, noise) in [(1.0, 0.2), (3.0, 0.2), (30.0, 5.0), (3.0, 1e4)] {
        let best = optimal_ridge(Relu, noisy(noise), psi1, 3.0).unwrap();
        let error = |factor: f64| point(Relu, noisy(noise), psi1, 3.0, best.lambda * factor).unwrap().test_error;
        // dR/d ln λ by a five-point formula, in units of the second derivative.
        let (h, e) = (0.02_f64, |k: f64| error(libm::exp(0.02 * k)));
        let first = (8.0 * (e(1.0) - e(-1.0)) - (e(2.0) - e(-2.0))) / (12.0 * h);
        let second = (e(1.0) - 2.0 * e(0.0) + e(-1.0)) / (h * h);
        assert!(second > 0.0 && (first / second).abs() < 1e-6, "{best:?}: {first:e} {second:e}");
    }
}

#[test]
fn the_nonlinear_part_of_the_target_acts_as_noise() {
    let split = Target { linear: 2.0, nonlinear: 0.3, noise: 0.1 };
    let point = point(Tanh, split, 2.0, 3.0, 0.1).unwrap();
    assert_close(point.test_error, 2.0 * point.bias + 0.4 * point.variance + 0.3, 1e-15, "error");
    assert_eq!(Target::default(), SIGNAL);
}

#[test]
fn bad_input_is_refused_by_name() {
    let refused = |result: Result<RandomFeaturesPoint, TheoryError>, symbol: &str| {
        assert!(matches!(result, Err(TheoryError::Parameter { name, .. }) if name == symbol), "{result:?}");
    };
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e13] {
        refused(point(Relu, SIGNAL, bad, 1.0, 0.1), "ψ1");
        refused(point(Relu, SIGNAL, 1.0, bad, 0.1), "ψ2");
        refused(wide(Relu, SIGNAL, bad, 0.1), "ψ2");
        refused(large_sample(Relu, SIGNAL, bad, 0.1), "ψ1");
        assert!(curve(Relu, SIGNAL, &[1.0, bad], 2.0, 0.0).is_err());
    }
    for bad in [-1e-9, f64::NAN, f64::INFINITY, 1e61, 1e-61] {
        refused(point(Relu, SIGNAL, 1.0, 1.0, bad), "λ");
    }
    for bad in [-1e-9, f64::NAN, f64::INFINITY] {
        refused(point(Relu, noisy(bad), 1.0, 1.0, 0.1), "τ²");
        refused(point(Relu, Target { linear: bad, ..SIGNAL }, 1.0, 1.0, 0.1), "F1²");
        refused(point(Relu, Target { nonlinear: bad, ..SIGNAL }, 1.0, 1.0, 0.1), "F⋆²");
    }
    refused(optimal_ridge(Relu, Target { linear: 0.0, noise: 1.0, nonlinear: 0.0 }, 1.0, 1.0), "F1²");
    let message = point(Relu, SIGNAL, -2.0, 1.0, 0.1).unwrap_err().to_string();
    assert_eq!(message, "ψ1 = -2: must be between 1e-12 and 1e12; its infinite limit has a function of its own");
}

#[test]
fn the_bits_of_a_point_are_the_same_on_every_machine_and_in_every_build() {
    let point = at(Tanh, 2.0, 3.0, 0.1);
    assert_eq!((point.bias, point.variance), (0.126_718_015_409_436_78, 0.901_110_322_846_081_3));
}

proptest! {
    #[test]
    fn every_point_is_solved_and_positive(
        ln_psi1 in -27.0..27.0, ln_psi2 in -27.0..27.0, ln_lambda in -130.0..130.0, which in 0_usize..4,
    ) {
        let [psi1, psi2, lambda] = [ln_psi1, ln_psi2, ln_lambda].map(libm::exp);
        let point = point(Nonlinearity::ALL[which], noisy(1.0), psi1, psi2, lambda).unwrap();
        prop_assert_eq!(point.status, Status::Ok);
        prop_assert!(point.bias >= 0.0 && point.variance >= 0.0 && point.test_error.is_finite(), "{:?}", point);
        prop_assert!(point.iterations <= 100 && point.residual <= 4e-15, "{:?}", point);
    }

    #[test]
    fn points_near_the_threshold_are_continuous(ln_ridge in -60.0..3.0, ln_distance in -30.0..-1.0) {
        // |ψ1 − ψ2| enters through the root of its square plus 4c: the same on both sides to first order.
        let (lambda, distance) = (libm::exp(ln_ridge), libm::exp(ln_distance));
        let peak = at(Relu, 2.0, 2.0, lambda);
        for psi1 in [2.0 - distance, 2.0 + distance] {
            let beside = at(Relu, psi1, 2.0, lambda);
            prop_assert!(beside.variance <= peak.variance * (1.0 + 4.0 * distance), "{:?} {:?}", beside, peak);
        }
    }
}
