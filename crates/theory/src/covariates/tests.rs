//! The Gaussian covariate model against an independent program, random-features regression and its limits.

use super::channel::{Channel, Order};
use super::point::Problem;
use super::spectrum::Spectrum;
use super::*;
use crate::averages::adaptive;
use crate::nonlinearity::Nonlinearity;
use crate::random_features::{self, Target};
use crate::{Status, TheoryError};
use Nonlinearity::{Erf, Relu, Sign, Tanh};
use std::f64::consts::{FRAC_2_PI, PI};

const BOTH: [Loss; 2] = [Loss::Square, Loss::Logistic];

fn at(nonlinearity: Nonlinearity, loss: Loss, psi1: f64, psi2: f64, lambda: f64) -> CovariatesPoint {
    let point = point(nonlinearity, loss, psi1, psi2, lambda).unwrap();
    assert_eq!(point.status, Status::Ok, "{point:?}");
    point
}

fn numbers(point: &CovariatesPoint) -> [f64; 5] {
    [point.generalization_error, point.train_loss, point.q, point.m, point.v]
}

fn assert_close(got: f64, want: f64, relative: f64, what: &str) {
    assert!((got - want).abs() <= relative * want.abs(), "{what}: {got:e} instead of {want:e}");
}

#[test]
fn points_agree_with_an_independent_program() {
    let table = include_str!("../../../../data/reference/covariates.csv");
    let mut rows = 0;
    for line in table.lines().skip(1) {
        let fields: Vec<_> = line.split(',').collect();
        let loss = BOTH.into_iter().find(|loss| loss.as_str() == fields[0]).unwrap();
        let nonlinearity = Nonlinearity::ALL.into_iter().find(|n| n.as_str() == fields[1]).unwrap();
        let values: Vec<f64> = fields[2..].iter().map(|field| field.parse().unwrap()).collect();
        let point = at(nonlinearity, loss, values[0], values[1], values[2]);
        for (got, want) in numbers(&point).into_iter().zip(&values[3..]) {
            assert_close(got, *want, 1e-11, line);
        }
        rows += 1;
    }
    assert_eq!(rows, 20);
}

#[test]
fn the_square_loss_is_random_features_regression_of_the_sign() {
    // sign(u) = √(2/π) u + a part orthogonal to linear functions; ψ2 μ⋆² times its ridge is the ridge for a sum of squares over 2.
    let sign = Target { linear: FRAC_2_PI, nonlinear: 1.0 - FRAC_2_PI, noise: 0.0 };
    for nonlinearity in Nonlinearity::ALL {
        for (psi1, psi2) in [(0.3, 2.0), (2.0, 2.0), (7.0, 1.0), (50.0, 200.0), (1000.0, 0.01)] {
            for lambda_bar in [1e-3, 0.2, 30.0] {
                let other = random_features::point(nonlinearity, sign, psi1, psi2, lambda_bar).unwrap();
                let lambda = psi2 * lambda_bar * nonlinearity.nonlinear_variance();
                if lambda < LAMBDAS.0 {
                    continue;
                }
                let found = at(nonlinearity, Loss::Square, psi1, psi2, lambda);
                let error = 1.0 + found.q - 2.0 * found.m * FRAC_2_PI.sqrt();
                assert_close(error, other.test_error, 1e-11, &format!("{found:?} {other:?}"));
            }
        }
    }
}

#[test]
fn the_averages_of_the_square_loss_have_closed_forms() {
    for (v, q, overlap) in [(0.01, 0.5, 0.1), (1.0, 3.0, 1.0), (200.0, 1e-4, 3.0), (3.0, 50.0, 6.0)] {
        let order = Order { v, q, overlap };
        let m = q.sqrt() * libm::tanh(overlap);
        let squared = 1.0 + q - 2.0 * m * FRAC_2_PI.sqrt();
        let got = Channel::new(Loss::Square, order, 1.0).unwrap();
        let width = 1.0 + v;
        assert_close(got.v_hat, 1.0 / width, 1e-13, "V̂");
        assert_close(got.q_hat, squared / (width * width), 1e-12, "q̂");
        assert_close(got.m_hat, FRAC_2_PI.sqrt() / width, 1e-12, "m̂");
        assert_close(got.train_loss, 0.5 * squared / (width * width), 1e-12, "loss");
    }
}

#[test]
fn spectral_averages_are_those_of_the_density() {
    for ratio in [0.05_f64, 0.7, 1.0, 1.3, 40.0] {
        let (low, high) = ((1.0 - ratio.sqrt()).powi(2), (1.0 + ratio.sqrt()).powi(2));
        for s in [0.02, 1.0, 300.0] {
            let law = Spectrum::new(ratio, s);
            // x = low + (high − low) sin²(φ/2) makes the density smooth; the rest are eigenvalues 0.
            let mean = |f: &dyn Fn(f64) -> f64| {
                let weighted = |angle: f64| {
                    let (sine, half) = (libm::sin(angle), libm::sin(0.5 * angle));
                    let x = low + (high - low) * half * half;
                    let root = 0.5 * (high - low) * sine;
                    root * root / (2.0 * PI * ratio * x.max(f64::MIN_POSITIVE)) * f(x)
                };
                let zeros = if ratio > 1.0 { (1.0 - 1.0 / ratio) * f(0.0) } else { 0.0 };
                zeros + adaptive::integrate(weighted, &[0.0, 0.1, 0.5, 1.5, PI], 1e-11).unwrap().value
            };
            let (a, b) = (|x: f64| x / (x + s), |x: f64| 1.0 / (x + s));
            let what = format!("ratio {ratio}, s {s}");
            assert_close(law.a, mean(&a), 1e-9, &what);
            assert_close(law.b, mean(&b), 1e-9, &what);
            assert_close(law.a_a, mean(&|x| a(x) * a(x)), 1e-7, &what);
            assert_close(law.a_b, mean(&|x| a(x) * b(x)), 1e-9, &what);
            assert_close(law.b_b, mean(&|x| b(x) * b(x)), 1e-9, &what);
        }
        // ⟨A⟩ = 1/s and ⟨A²⟩ = (1 + c)/s² for large s.
        let far = Spectrum::new(ratio, 1e12);
        assert_close(far.a * 1e12, 1.0, 1e-10, "first moment");
        assert_close(far.a_a * 1e24, 1.0 + ratio, 1e-10, "second moment");
    }
}

#[test]
fn twice_the_nodes_change_nothing() {
    for (nonlinearity, psi1, psi2, lambda) in [
        (Relu, 2.0, 3.0, 0.1),
        (Erf, 4.0, 1.0, 1e-3),
        (Tanh, 1000.0, 1000.0, 1e-2),
        (Relu, 3.0, 3.0, 1e-4),
        (Sign, 0.1, 300.0, 1e3),
        (Erf, 30.0, 3.0, 1e-6),
    ] {
        for loss in BOTH {
            let with = |resolution| {
                let problem = Problem { nonlinearity, loss, psi1, psi2, lambda, resolution };
                numbers(&problem.solve(None).unwrap())
            };
            for (once, twice) in with(1.0).into_iter().zip(with(2.0)) {
                assert_close(once, twice, 1e-11, &format!("{nonlinearity:?} {loss:?} {psi1} {psi2} {lambda}"));
            }
        }
    }
}

#[test]
fn a_curve_has_the_points_of_single_calls() {
    let psi1s = [0.1, 0.3, 1.0, 2.0, 2.9, 3.0, 3.1, 10.0, 100.0];
    for loss in BOTH {
        for (point, &psi1) in curve(Tanh, loss, &psi1s, 3.0, 1e-3).unwrap().iter().zip(&psi1s) {
            assert_eq!(point.status, Status::Ok);
            for (got, want) in numbers(point).into_iter().zip(numbers(&at(Tanh, loss, psi1, 3.0, 1e-3))) {
                assert_close(got, want, 1e-10, &format!("{point:?}"));
            }
        }
    }
}

#[test]
fn the_corners_of_the_domain_are_solved() {
    for loss in BOTH {
        for nonlinearity in [Sign, Erf] {
            for psi1 in [PSIS.0, 1.0, PSIS.1] {
                for psi2 in [PSIS.0, 1.0, PSIS.1] {
                    for lambda in [LAMBDAS.0, 1e-3, LAMBDAS.1] {
                        let point = at(nonlinearity, loss, psi1, psi2, lambda);
                        assert!(point.residual <= 1e-12 && point.m > 0.0 && point.m * point.m < point.q);
                        assert!(point.generalization_error > 0.0 && point.generalization_error < 0.5);
                    }
                }
            }
        }
    }
}

#[test]
fn a_strong_ridge_turns_both_losses_into_the_hebb_rule() {
    for (psi1, psi2) in [(0.5, 3.0), (3.0, 3.0), (20.0, 1.0)] {
        let [square, logistic] = BOTH.map(|loss| at(Relu, loss, psi1, psi2, 1e6));
        assert_close(logistic.generalization_error, square.generalization_error, 1e-5, "error");
        // The force is y for one and y/2 for the other.
        assert_close(square.m / logistic.m, 2.0, 1e-5, "length");
        assert_close(square.train_loss, 0.5, 1e-5, "square");
        assert_close(logistic.train_loss, std::f64::consts::LN_2, 1e-5, "logistic");
    }
}

#[test]
fn the_square_loss_peaks_at_interpolation_and_a_ridge_removes_the_peak() {
    let psi1s = [1.0, 2.0, 2.5, 3.0, 3.5, 5.0, 10.0, 30.0];
    let errors = |lambda: f64| -> Vec<f64> {
        let points = curve(Relu, Loss::Square, &psi1s, 3.0, lambda).unwrap();
        points.iter().map(|point| point.generalization_error).collect()
    };
    let small = errors(1e-4);
    let highest = (0..psi1s.len()).max_by(|&a, &b| small[a].total_cmp(&small[b])).unwrap();
    assert_eq!(psi1s[highest], 3.0);
    assert!(errors(1.0).windows(2).all(|pair| pair[1] < pair[0]));
}

#[test]
fn the_training_loss_grows_with_the_ridge_and_vanishes_where_the_data_are_interpolated() {
    for loss in BOTH {
        let losses = [1e-6, 1e-4, 1e-2, 1.0, 100.0].map(|lambda| at(Relu, loss, 6.0, 2.0, lambda).train_loss);
        assert!(losses.windows(2).all(|pair| pair[0] < pair[1]), "{losses:?}");
        assert!(losses[0] < 1e-4, "{losses:?}");
    }
    // Residuals of ridge regression are proportional to the ridge.
    let loss = |lambda| at(Tanh, Loss::Square, 6.0, 2.0, lambda).train_loss;
    assert_close(loss(1e-5) / loss(1e-6), 100.0, 1e-2, "square");
}

#[test]
fn bad_input_is_refused_by_name() {
    let refused = |psi1, psi2, lambda, symbol: &str| {
        let result = point(Relu, Loss::Logistic, psi1, psi2, lambda);
        assert!(matches!(result, Err(TheoryError::Parameter { name, .. }) if name == symbol), "{result:?}");
    };
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY, 2e3, 1e-4] {
        refused(bad, 1.0, 0.1, "ψ1");
        refused(1.0, bad, 0.1, "ψ2");
    }
    for bad in [0.0, -1e-3, f64::NAN, f64::INFINITY, 1e-7, 1e7] {
        refused(1.0, 1.0, bad, "λ");
    }
    let message = point(Relu, Loss::Square, 1.0, 1.0, 0.0).unwrap_err().to_string();
    assert_eq!(message, "λ = 0: the ridge must be between 1e-6 and 1e6; for no ridge take a small one");
    assert!(curve(Relu, Loss::Square, &[1.0, 0.0], 1.0, 0.1).is_err());
}
