use super::*;
use nalgebra::{DMatrix, DVector};
use piccole_core::{Nonlinearity, StandardNormal, StreamKey};

fn gaussians(rows: usize, columns: usize, seed: u64) -> DMatrix<f64> {
    let normal = StandardNormal::new(StreamKey::from_seed(seed).rng());
    DMatrix::from_iterator(rows, columns, normal.take(rows * columns))
}

fn gaussian_vector(size: usize, seed: u64) -> DVector<f64> {
    gaussians(size, 1, seed).column(0).into_owned()
}

#[test]
fn the_gradient_of_the_penalised_error_vanishes_at_the_fit() {
    // Sizes around the blocks of the decomposition, more features than examples and fewer.
    for (p, n) in [(1, 1), (1, 9), (9, 1), (31, 64), (64, 31), (100, 130), (130, 100)] {
        let (features, targets) = (gaussians(p, n, 1), gaussian_vector(n, 2));
        let a = ridge_regression(&features, &targets, 0.3).unwrap();
        let gradient = &features * (features.tr_mul(&a) - &targets) + &a * 0.3;
        assert!(gradient.amax() < 1e-10, "{p} {n}: {}", gradient.amax());
    }
}

#[test]
fn both_systems_have_the_same_solution() {
    for (p, n) in [(20, 33), (33, 20), (25, 25)] {
        let (features, targets) = (gaussians(p, n, 3), gaussian_vector(n, 4));
        let (one, other) = (primal(&features, &targets, 0.1).unwrap(), dual(&features, &targets, 0.1).unwrap());
        assert!((&one - &other).amax() < 1e-11, "{p} {n}");
        let chosen = if p <= n { one } else { other };
        assert_eq!(ridge_regression(&features, &targets, 0.1).unwrap(), chosen);
    }
}

#[test]
fn without_ridge_and_with_many_features_the_solution_of_least_norm_interpolates() {
    let (features, targets) = (gaussians(40, 15, 5), gaussian_vector(15, 6));
    let a = ridge_regression(&features, &targets, 0.0).unwrap();
    assert!((features.tr_mul(&a) - &targets).amax() < 1e-12);
    let pseudo_inverse = features.transpose().pseudo_inverse(1e-12).unwrap();
    assert!((a - pseudo_inverse * targets).amax() < 1e-12);
}

#[test]
fn what_cannot_be_fitted_is_refused() {
    let (features, targets) = (gaussians(3, 5, 8), gaussian_vector(5, 9));
    let refused = |features: &DMatrix<f64>, targets: &DVector<f64>, ridge| {
        ridge_regression(features, targets, ridge).unwrap_err().to_string()
    };
    assert_eq!(refused(&features, &gaussian_vector(4, 9), 0.0), "4 targets for 5 examples");
    assert_eq!(refused(&features, &targets, -1.0), "ridge = -1, expected a finite number not below 0");
    assert_eq!(refused(&features, &targets, f64::NAN), "ridge = NaN, expected a finite number not below 0");
    assert_eq!(refused(&gaussians(0, 5, 8), &targets, 0.0), "0 features and 5 examples: need at least one of each");
    // The third feature is the sum of the other two.
    let mut dependent = features.clone();
    let sum = dependent.row(0) + dependent.row(1);
    dependent.set_row(2, &sum);
    assert!(matches!(ridge_regression(&dependent, &targets, 0.0), Err(RidgeError::Singular { size: 3, pivot: 2 })));
    assert!(ridge_regression(&dependent, &targets, 1e-6).is_ok());
    let mut damaged = features;
    damaged[(1, 1)] = f64::NAN;
    assert!(matches!(ridge_regression(&damaged, &targets, 1.0), Err(RidgeError::Singular { .. })));
}

fn model(nonlinearity: Nonlinearity) -> RandomFeatures {
    RandomFeatures { nonlinearity, dimension: 10, features: 25, samples: 40, noise: 0.3 }
}

#[test]
fn the_exact_test_error_is_the_mean_over_fresh_inputs() {
    for nonlinearity in Nonlinearity::ALL {
        let instance = model(nonlinearity).draw(&StreamKey::from_seed(10)).unwrap();
        let fit = instance.fit(0.01).unwrap();
        let inputs = gaussians(10, 20_000, 11);
        let predictions = instance.features_of(&inputs).tr_mul(&fit.coefficients);
        let squares: Vec<f64> = inputs
            .column_iter()
            .zip(&predictions)
            .map(|(input, prediction)| (instance.target(&input.into_owned()) - prediction).powi(2))
            .collect();
        let mean = squares.iter().sum::<f64>() / 20_000.0;
        let variance = squares.iter().map(|square| (square - mean).powi(2)).sum::<f64>() / 20_000.0;
        // Four standard errors in four tests: a false alarm has probability 3e-4.
        let allowed = 4.0 * (variance / 20_000.0).sqrt();
        assert!((mean - fit.test_error).abs() < allowed, "{nonlinearity:?}: {mean} and {}", fit.test_error);
    }
}

#[test]
fn the_training_error_is_that_of_the_labels_and_vanishes_with_enough_features() {
    let instance =
        RandomFeatures { features: 60, ..model(Nonlinearity::Tanh) }.draw(&StreamKey::from_seed(12)).unwrap();
    let interpolating = instance.fit(0.0).unwrap();
    // Normal equations leave about ε times their condition number, which is 1e6 or less here.
    assert!(interpolating.train_error < 1e-16, "{}", interpolating.train_error);
    let errors: Vec<f64> = [1e-3, 1e-1, 10.0, 1e12].map(|ridge| instance.fit(ridge).unwrap().train_error).to_vec();
    assert!(errors.is_sorted() && errors[0] > 0.0);
    // An infinite ridge leaves the labels themselves, and the power of the target.
    let nothing = instance.fit(1e18).unwrap();
    assert!((nothing.test_error - 1.0).abs() < 1e-12);
}

#[test]
fn a_larger_instance_contains_the_smaller_one() {
    let key = StreamKey::from_seed(13);
    let small = model(Nonlinearity::Relu).draw(&key).unwrap();
    let large = RandomFeatures { features: 30, samples: 50, ..model(Nonlinearity::Relu) }.draw(&key).unwrap();
    let inputs = gaussians(10, 7, 14);
    // The products differ in how they are blocked, hence by rounding.
    let difference = large.features_of(&inputs).rows(0, 25) - small.features_of(&inputs);
    assert!(difference.amax() < 1e-14);
    assert_eq!(large.target(&inputs.column(0).into_owned()), small.target(&inputs.column(0).into_owned()));
}

#[test]
fn a_model_without_size_or_with_a_negative_noise_is_refused() {
    let key = StreamKey::from_seed(15);
    let refused = |model: RandomFeatures| model.draw(&key).unwrap_err().to_string();
    let model = model(Nonlinearity::Relu);
    assert_eq!(refused(RandomFeatures { dimension: 0, ..model }), "dimension = 0, expected at least 1");
    assert_eq!(
        refused(RandomFeatures { features: 0, ..model }),
        "0 features and 40 examples: need at least one of each"
    );
    assert!(refused(RandomFeatures { noise: -0.1, ..model }).starts_with("noise = -0.1, expected a variance"));
}

/// Midpoints of `count` equal parts of `[−1, 1]`.
fn midpoints(count: usize) -> Vec<f64> {
    (0..count).map(|i| (2 * i + 1) as f64 / count as f64 - 1.0).collect()
}

#[test]
fn legendre_polynomials_are_orthonormal() {
    let points = midpoints(20_000);
    let mut gram = DMatrix::zeros(8, 8);
    for &x in &points {
        let values = DVector::from_vec(legendre_values(x, 7));
        gram += &values * values.transpose() / points.len() as f64;
    }
    // The midpoint rule errs by the second derivative times step²/24: below 1e-5.
    assert!((gram - DMatrix::identity(8, 8)).amax() < 1e-5);
}

#[test]
fn a_polynomial_of_the_degree_is_recovered_without_noise() {
    let points = midpoints(24);
    let cubic = |x: f64| 0.5 - x + 2.0 * x * x * x;
    let values: Vec<f64> = points.iter().map(|&x| cubic(x)).collect();
    for degree in [3, 12] {
        let fit = legendre_fit(&points, &values, degree, 0.0).unwrap();
        assert!((fit.value(0.37) - cubic(0.37)).abs() < 1e-12, "{degree}");
        assert!(fit.mean_squared_error(&points, &values) < 1e-24);
    }
    assert!(legendre_fit(&points, &values, 2, 0.0).unwrap().mean_squared_error(&points, &values) > 1e-2);
}

#[test]
fn the_training_error_of_noise_is_what_counting_coefficients_says() {
    // Values that are noise: the expected training error of p coefficients is 1 − p/n.
    let (points, instances) = (midpoints(20), 400);
    for degree in [0, 4, 9] {
        let errors: Vec<f64> = (0..instances)
            .map(|seed| {
                let values = gaussian_vector(20, seed);
                legendre_fit(&points, values.as_slice(), degree, 0.0)
                    .unwrap()
                    .mean_squared_error(&points, values.as_slice())
            })
            .collect();
        let mean = errors.iter().sum::<f64>() / instances as f64;
        let expected = 1.0 - (degree + 1) as f64 / 20.0;
        // χ² of n − p degrees of freedom, over n: the variance is 2 (n − p)/n². Four standard errors in three tests: a
        // false alarm has probability 2e-4.
        let allowed = 4.0 * (2.0 * expected / 20.0 / instances as f64).sqrt();
        assert!((mean - expected).abs() < allowed, "{degree}: {mean} and {expected}");
    }
}

#[test]
fn points_outside_the_interval_or_too_few_of_them_are_refused() {
    assert_eq!(
        legendre_fit(&[0.0, 1.5], &[1.0, 1.0], 1, 0.0).unwrap_err().to_string(),
        "point = 1.5, expected a number in [-1, 1]"
    );
    assert!(matches!(legendre_fit(&[0.0, 0.5], &[1.0, 1.0], 2, 0.0), Err(RidgeError::Singular { .. })));
    assert!(legendre_fit(&[0.0, 0.5], &[1.0, 1.0], 2, 1e-3).is_ok());
}
