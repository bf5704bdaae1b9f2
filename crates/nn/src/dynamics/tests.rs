//! Against dense covariances, all mini-batches, and the exact law of Ornstein–Uhlenbeck processes.

use super::*;
use crate::landscape::example::{Example, gaussians};
use crate::vector::{difference, dot};
use crate::{Estimate, Workspace};
use nalgebra::{DMatrix, DVector};
use piccole_core::{StandardNormal, StreamKey};

/// The covariance as a matrix, from the gradients of the examples one by one.
fn dense_covariance(example: &Example, theta: &[f64]) -> (DVector<f64>, DMatrix<f64>) {
    let (count, p) = (example.labels.len(), theta.len());
    let gradients: Vec<DVector<f64>> = (0..count)
        .map(|i| {
            let mut gradient = vec![0.0; p];
            example.objective().batch_gradient(theta, &[i], None, &mut Workspace::default(), &mut gradient);
            DVector::from_vec(gradient)
        })
        .collect();
    let mean = gradients.iter().sum::<DVector<f64>>() / count as f64;
    let covariance = gradients.iter().map(|g| (g - &mean) * (g - &mean).transpose()).sum::<DMatrix<f64>>();
    (mean, covariance / count as f64)
}

#[test]
fn the_noise_is_that_of_the_dense_covariance() {
    let example = Example::new(&[3, 4, 2]);
    let theta = example.parameters();
    let (mean, covariance) = dense_covariance(&example, &theta);
    let noise = GradientNoise::new(&example.objective(), &theta);
    let close = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-12;
    assert!(difference(noise.gradient(), mean.as_slice()).iter().all(|x| x.abs() < 1e-15));
    assert!(close(noise.trace(), covariance.trace()));
    let participation = covariance.trace() * covariance.trace() / (&covariance * &covariance).trace();
    assert!(close(noise.participation_ratio(), participation));
    assert!(participation > 1.5, "more than one direction");
    let v = gaussians(theta.len(), "v");
    let along = DVector::from_vec(v.clone()).dot(&(&covariance * DVector::from_vec(v.clone()))) / dot(&v, &v);
    assert!(close(noise.variance_along(&v), along));
    assert!(close(noise.alignment(&v), along * theta.len() as f64 / covariance.trace()));
    assert!(close(noise.signal_to_noise(), mean.norm_squared() / covariance.trace()));
}

#[test]
fn batch_size_times_the_variance_of_all_mini_batches_is_the_trace() {
    let example = Example::new(&[3, 4, 2]);
    let theta = example.parameters();
    let noise = GradientNoise::new(&example.objective(), &theta);
    let (mut sum, mut gradient) = (0.0, vec![0.0; theta.len()]);
    for i in 0..12 {
        for j in 0..12 {
            example.objective().batch_gradient(&theta, &[i, j], None, &mut Workspace::default(), &mut gradient);
            let deviation = difference(&gradient, noise.gradient());
            sum += 2.0 * dot(&deviation, &deviation) / 144.0;
        }
    }
    assert!((sum / noise.trace() - 1.0).abs() < 1e-12);
    for batch in [1, 5] {
        let Estimate { mean, standard_error } =
            mini_batch_noise(&example.objective(), &theta, batch, 2000, StreamKey::from_seed(1));
        // Five standard errors: a false alarm at 6e-7.
        assert!((mean - noise.trace()).abs() < 5.0 * standard_error);
        assert!(standard_error < 0.05 * noise.trace());
    }
}

#[test]
fn a_recorder_asked_only_when_it_wants_measures_the_same_as_one_asked_always() {
    let (waiting_times, lags) = ([1, 5, 20], logarithmic_times(1, 40, 4));
    let trajectory: Vec<Vec<f64>> = (0..70).map(|time| gaussians(6, &format!("time {time}"))).collect();
    let (mut always, mut sometimes) =
        (TwoTimeRecorder::new(&waiting_times, &lags), TwoTimeRecorder::new(&waiting_times, &lags));
    let mut calls = 0;
    for (time, parameters) in (0..).zip(&trajectory) {
        always.record(time, parameters);
        if sometimes.wants(time) {
            sometimes.record(time, parameters);
            calls += 1;
        }
    }
    let rows = always.finish();
    assert_eq!(rows, sometimes.finish());
    assert!(calls < 40, "{calls}");
    assert_eq!(rows.len(), 3 * lags.len());
    for row in rows {
        let (then, now) = (&trajectory[row.waiting_time as usize], &trajectory[(row.waiting_time + row.lag) as usize]);
        let deviation = difference(now, then);
        assert!((row.displacement - dot(&deviation, &deviation) / 6.0).abs() < 1e-14);
        assert!((row.overlap - dot(then, now) / (dot(then, then) * dot(now, now)).sqrt()).abs() < 1e-14);
    }
}

#[test]
fn pairs_beyond_the_end_are_missing_and_a_lag_of_zero_is_no_displacement() {
    let mut recorder = TwoTimeRecorder::new(&[3, 0], &[2, 0, 2]);
    (0..5).for_each(|time| recorder.record(time, &[time as f32]));
    let pairs: Vec<(u64, u64, f64)> =
        recorder.finish().iter().map(|r| (r.waiting_time, r.lag, r.displacement)).collect();
    assert_eq!(pairs, [(0, 0, 0.0), (0, 2, 4.0), (3, 0, 0.0)]);
}

#[test]
fn ornstein_uhlenbeck_processes_have_their_exact_two_time_functions() {
    let stiffnesses: Vec<f64> = (0..4000).map(|i| 0.001 * libm::pow(300.0, f64::from(i) / 4000.0)).collect();
    let process = OrnsteinUhlenbeck::new(stiffnesses, 0.5);
    for from_rest in [false, true] {
        let key = StreamKey::from_seed(3);
        let mut x = if from_rest { vec![0.0; 4000] } else { process.equilibrium(key) };
        let mut gaussians = StandardNormal::new(key.named("noise").rng());
        let mut recorder = TwoTimeRecorder::new(&[10, 100, 1000], &[10, 100]);
        for time in 0..=1100 {
            recorder.record(time, &x);
            process.advance(&mut x, 1.0, &mut gaussians);
        }
        for row in recorder.finish() {
            let (waiting_time, lag) = (row.waiting_time as f64, row.lag as f64);
            let exact = if from_rest {
                process.displacement_from_rest(waiting_time, lag)
            } else {
                process.equilibrium_displacement(lag)
            };
            // A sum of squares of Gaussians. Its standard deviation is √(2 Σ_i Δ_i²)/Σ_i Δ_i, here at most
            // √(2/4000) √(max Δ_i/mean Δ_i) < 0.05: five of them in twelve tests, a false alarm at 7e-6.
            assert!((row.displacement / exact - 1.0).abs() < 0.25, "{row:?} {exact}");
        }
    }
}

#[test]
fn displacements_have_their_limits() {
    let process = OrnsteinUhlenbeck::new(vec![0.5, 2.0], 0.3);
    // Free at first, 2 T t; twice the variance in the end; and a start at rest is forgotten.
    assert!((process.equilibrium_displacement(1e-9) / 0.6e-9 - 1.0).abs() < 1e-8);
    assert!((process.equilibrium_displacement(1e3) - 0.3 * (2.0 + 0.5)).abs() < 1e-15);
    let late = process.displacement_from_rest(1e3, 0.7);
    assert!((late - process.equilibrium_displacement(0.7)).abs() < 1e-15);
    assert!((process.displacement_from_rest(0.0, 1e3) - 0.15 * (2.0 + 0.5)).abs() < 1e-15);
}
