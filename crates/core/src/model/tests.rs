//! Priors and channels against their definitions.

use super::*;
use crate::StreamKey;

/// `∫Dz f(z)` by the trapezoid rule with a step that is wasteful on purpose.
fn gaussian_mean(f: impl Fn(f64) -> f64) -> f64 {
    const STEP: f64 = 1e-3;
    (-14_000..=14_000).map(|k| f64::from(k) * STEP).map(|z| STEP * crate::gauss::pdf(z) * f(z)).sum()
}

fn check_prior(prior: &impl Prior, name: &str) {
    assert!(prior.ln_partition(0.0, 0.0).abs() < 1e-15, "{name}");
    let total: f64 = prior.components().iter().map(|part| part.probability).sum();
    assert!((total - 1.0).abs() < 1e-15, "{name}");
    for (a, b) in [(0.0, 0.0), (0.3, -1.2), (1.0, 0.4), (2.5, 3.0), (0.7, -0.49), (0.0, 1.5)] {
        // The mixture, integrated component by component.
        let definition: f64 = prior
            .components()
            .iter()
            .map(|part| {
                let weight = |w: f64| libm::exp(-0.5 * a * w * w + b * w);
                part.probability * gaussian_mean(|z| weight(part.mean + part.variance.sqrt() * z))
            })
            .sum();
        assert!((prior.ln_partition(a, b) - libm::log(definition)).abs() < 1e-12, "{name} at {a}, {b}");
        // Central differences: truncation 1e-9, rounding 1e-11 for the first and 1e-8 for the second.
        let step = 3e-5;
        let moments = prior.moments(a, b);
        let (up, down) = (prior.ln_partition(a, b + step), prior.ln_partition(a, b - step));
        assert!(((up - down) / (2.0 * step) - moments.mean).abs() < 1e-8, "{name} at {a}, {b}: {moments:?}");
        let slope = (prior.moments(a, b + step).mean - prior.moments(a, b - step).mean) / (2.0 * step);
        assert!((slope - moments.variance).abs() < 1e-8, "{name} at {a}, {b}: {moments:?}");
        let mirrored = prior.moments(a, -b);
        let even = mirrored.mean == -moments.mean && mirrored.variance == moments.variance;
        assert!(even || !prior.is_even(), "{name} at {a}, {b}: {moments:?} {mirrored:?}");
    }
    // Standard error of the mean of w² over 20 000 draws; five of them miss once in 10⁶.
    let rng = &mut StreamKey::from_seed(3).named(name).rng();
    let squares: Vec<f64> = (0..20_000).map(|_| prior.sample(rng)).map(|w| w * w).collect();
    let mean = squares.iter().sum::<f64>() / 2e4;
    let variance = squares.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 2e4;
    assert!((mean - prior.second_moment()).abs() <= 5.0 * (variance / 2e4).sqrt() + 1e-15, "{name}: {mean}");
}

#[test]
fn priors_hold_the_derivatives_of_their_log_partition_function() {
    check_prior(&Binary, "binary");
    check_prior(&Gaussian, "gaussian");
    check_prior(&Spherical, "spherical");
    check_prior(&FiniteSet::uniform(&[-1.0, 0.0, 1.0]).unwrap(), "ternary");
    check_prior(&FiniteSet::new(&[-0.5, 0.2, 1.0, 3.0], &[0.4, 0.3, 0.2, 0.1]).unwrap(), "four values");
}

#[test]
fn moments_of_many_weights_are_those_of_each() {
    let fields: Vec<f64> =
        (0..75).map(|k| 0.31 * f64::from(k) - 9.0).chain([1e-150, 1e-9, -0.1249, 0.1251, -0.49, 340.0]).collect();
    fn check(prior: &impl Prior, fields: &[f64]) {
        let (mut means, mut variances) = (vec![0.0; fields.len()], vec![0.0; fields.len()]);
        prior.moments_into(0.7, fields, &mut means, &mut variances);
        for (i, b) in fields.iter().enumerate() {
            let one = prior.moments(0.7, *b);
            assert!((means[i] - one.mean).abs() < 5e-16, "{b}: {} {one:?}", means[i]);
            assert!((variances[i] / one.variance - 1.0).abs() < 5e-15, "{b}: {} {one:?}", variances[i]);
        }
        let mut squares = vec![0.0; fields.len()];
        prior.squared_moments_into(0.7, fields, &mut squares, &mut variances);
        for (i, b) in fields.iter().enumerate() {
            let one = prior.moments(0.7, *b);
            let square = one.mean * one.mean;
            assert!((squares[i] - square).abs() <= 1e-14 * square, "{b}: {} {one:?}", squares[i]);
            assert!((variances[i] / one.variance - 1.0).abs() < 5e-15, "{b}: {} {one:?}", variances[i]);
        }
    }
    check(&Binary, &fields);
    check(&Spherical, &fields);
}

#[test]
fn two_values_of_a_set_are_the_binary_prior() {
    let set = FiniteSet::uniform(&[-1.0, 1.0]).unwrap();
    for (a, b) in [(0.0, 0.3), (2.0, -4.0), (0.5, 20.0)] {
        assert!((set.ln_partition(a, b) - Binary.ln_partition(a, b)).abs() < 1e-14);
        let (x, y) = (set.moments(a, b), Binary.moments(a, b));
        assert!((x.mean - y.mean).abs() < 1e-15 && (x.variance / y.variance - 1.0).abs() < 1e-13, "{x:?} {y:?}");
    }
    assert_eq!((set.singularities(0.4), set.ln_states()), (Binary.singularities(0.4), Binary.ln_states()));
}

#[test]
fn binary_moments_are_accurate_where_they_are_small() {
    for b in [1e-8_f64, 1e-3, 0.3, 0.499_999, 0.5, 0.7, 2.0, 20.0, 300.0] {
        let moments = Binary.moments(0.0, -b);
        let (tanh, cosh) = (libm::tanh(b), libm::cosh(b));
        assert!((moments.mean / -tanh - 1.0).abs() < 1e-15, "{b}");
        assert!((moments.variance * cosh * cosh - 1.0).abs() < 2e-15, "{b}");
    }
    assert_eq!(Binary.moments(0.0, 1e200), Moments { mean: 1.0, variance: 0.0 });
}

#[test]
fn the_multiplier_keeps_the_norm_of_spherical_weights() {
    for field in [1e-12, 0.1, 3.0, 1e8] {
        let a = Spherical.multiplier(field).unwrap();
        let square = 1.0 / (1.0 + a) + field / ((1.0 + a) * (1.0 + a));
        assert!((square - 1.0).abs() < 1e-14, "{field}: {square}");
    }
    assert_eq!(Gaussian.multiplier(1.0), None);
}

/// Channels with a probability that is smooth enough for the wasteful rule, or constant between steps.
fn check_channel(channel: &impl Channel, name: &str, normalised: bool) {
    for (omega, variance) in [(0.0, 1.0), (0.7, 0.3), (-2.0, 0.05), (1.3, 2.0), (-0.2, 0.9)] {
        let [up, down] = [1.0, -1.0].map(|label| {
            let z = libm::exp(channel.ln_partition(label, omega, variance));
            let definition = gaussian_mean(|x| channel.probability(label, omega + variance.sqrt() * x));
            // Steps of the probability cost the rule half of its step.
            assert!((z - definition).abs() < 1e-3, "{name} at {omega}, {variance}: {z} {definition}");
            let step = 3e-5;
            let at = |omega: f64| channel.ln_partition(label, omega, variance);
            let gain = |omega: f64| channel.response(label, omega, variance).gain;
            let response = channel.response(label, omega, variance);
            assert_eq!(channel.gain(label, omega, variance), response.gain, "{name}");
            // Rounding of a logarithm that is small.
            assert!((channel.partition(label, omega, variance) / z - 1.0).abs() < 1e-14, "{name}: {z}");
            let mirrored = at(omega) == channel.ln_partition(-label, -omega, variance);
            assert!(mirrored || !channel.is_odd(), "{name} at {omega}, {variance}");
            let difference = (at(omega + step) - at(omega - step)) / (2.0 * step);
            assert!((difference - response.gain).abs() < 1e-7 * (1.0 + response.gain.abs()), "{name}: {response:?}");
            let difference = (gain(omega + step) - gain(omega - step)) / (2.0 * step);
            assert!((difference - response.slope).abs() < 1e-6 * (1.0 + response.slope.abs()), "{name}: {response:?}");
            z
        });
        assert!(((up + down - 1.0).abs() < 1e-13) == normalised, "{name} at {omega}, {variance}: {up} + {down}");
    }
}

#[test]
fn channels_hold_the_derivatives_of_their_log_partition_function() {
    check_channel(&Sign { margin: 0.0 }, "sign", true);
    check_channel(&Sign { margin: 0.4 }, "margin", false);
    check_channel(&Window::new(0.8).unwrap(), "window", true);
    check_channel(&Probit::new(0.3).unwrap(), "probit", true);
    check_channel(&Logistic::new(2.0).unwrap(), "logistic", true);
}

#[test]
fn responses_of_many_patterns_are_those_of_each() {
    fn check(channel: &impl Channel, name: &str) {
        let omegas: Vec<f64> = (0..300).map(|k| 0.06 * f64::from(k) - 9.0).collect();
        let labels: Vec<f64> = (0..300).map(|k| if k % 3 == 0 { -1.0 } else { 1.0 }).collect();
        let (mut gains, mut slopes) = (vec![0.0; 300], vec![0.0; 300]);
        for variance in [1e-2, 0.4, 1.0] {
            channel.responses_into(&labels, &omegas, variance, &mut gains, &mut slopes);
            for mu in 0..300 {
                let one = channel.response(labels[mu], omegas[mu], variance);
                // The gains' arguments are rounded once more: at x = −94, where they underflow, by 1e-14 x².
                let error = (gains[mu] - one.gain).abs() / one.gain.abs().max(1e-250);
                assert!(error < 2e-12, "{name} {}: {} {one:?}", omegas[mu], gains[mu]);
                let error = (slopes[mu] - one.slope).abs() / one.slope.abs().max(1e-250);
                assert!(error < 2e-11, "{name} {}: {} {one:?}", omegas[mu], slopes[mu]);
            }
        }
    }
    check(&Sign { margin: 0.3 }, "sign");
    check(&Probit::new(0.3).unwrap(), "probit");
    check(&Logistic::new(2.0).unwrap(), "logistic");
}

#[test]
fn values_of_many_fields_are_those_of_each() {
    fn check(channel: &impl Channel, name: &str) {
        let omegas: Vec<f64> = (0..300).map(|k| 0.06 * f64::from(k) - 9.0).collect();
        let mut out = vec![0.0; 300];
        for (label, variance) in [(1.0, 0.4), (-1.0, 0.4), (1.0, 1e-2)] {
            type Many<C> = fn(&C, f64, &[f64], f64, &mut [f64]);
            type One<C> = fn(&C, f64, f64, f64) -> f64;
            fn pairs<C: Channel>() -> [(Many<C>, One<C>); 3] {
                [(C::ln_partitions_into, C::ln_partition), (C::partitions_into, C::partition), (C::gains_into, C::gain)]
            }
            for (many, one) in pairs() {
                many(channel, label, &omegas, variance, &mut out);
                for (omega, got) in omegas.iter().zip(&out) {
                    let one = one(channel, label, *omega, variance);
                    // Arguments are rounded once more: at x = −94, where values underflow, by 1e-14 x².
                    let error = (got - one).abs() / one.abs().max(1e-250);
                    assert!(error < 2e-12, "{name} {label} {omega} {variance}: {got} {one}");
                }
            }
        }
    }
    check(&Sign { margin: 0.3 }, "sign");
    check(&Probit::new(0.3).unwrap(), "probit");
    check(&Logistic::new(2.0).unwrap(), "logistic");
}

#[test]
fn the_logistic_sum_is_the_integral_to_rounding() {
    for (beta, omega, variance) in
        [(1.0, 0.3, 0.5), (5.0, -2.0, 1.0), (0.1, 4.0, 2.0), (30.0, 0.4, 0.7), (4.0, -20.0, 1.5)]
    {
        let channel = Logistic::new(beta).unwrap();
        // In units of the value at the peak of the integrand, so that small values count.
        let z = libm::exp(channel.ln_partition(1.0, omega, variance));
        let definition = gaussian_mean(|x| channel.probability(1.0, omega + variance.sqrt() * x));
        assert!((z / definition - 1.0).abs() < 1e-11, "{beta} {omega} {variance}: {z:e} {definition:e}");
    }
    // ln Z = u + β²V/2 for u = βω → −∞, where exp(u) itself underflows.
    let far = Logistic::new(2.0).unwrap().ln_partition(1.0, -1e4, 9.0);
    assert!((far - (-2e4 + 18.0)).abs() < 1e-9, "{far}");
}

#[test]
fn channels_far_from_their_label_keep_finite_derivatives() {
    let window = Window::new(0.5).unwrap();
    for omega in [-80.0, -3.0, 0.0, 3.0, 80.0] {
        for label in [1.0, -1.0] {
            let response = window.response(label, omega, 0.2);
            assert!(window.ln_partition(label, omega, 0.2) <= 0.0);
            assert!(response.gain.is_finite() && response.slope.is_finite(), "{omega} {label}: {response:?}");
        }
    }
    // A window far away acts as its near edge: ln H(x) with x = (80 − 0.5)/√0.2.
    let near = Sign { margin: -0.5 }.ln_partition(1.0, -80.0, 0.2);
    assert!((window.ln_partition(1.0, -80.0, 0.2) / near - 1.0).abs() < 1e-12);
}

#[test]
fn labels_are_drawn_with_their_probability() {
    let channel = Probit::new(0.5).unwrap();
    let rng = &mut StreamKey::from_seed(4).named("labels").rng();
    let ups = (0..20_000).filter(|_| channel.sample(0.3, rng) > 0.0).count() as f64 / 2e4;
    let expected = channel.probability(1.0, 0.3);
    // Five standard errors: a false alarm in 10⁶.
    assert!((ups - expected).abs() < 5.0 * (expected * (1.0 - expected) / 2e4).sqrt(), "{ups} {expected}");
}

#[test]
fn models_that_make_no_sense_are_refused() {
    let set = |values: &[f64], probabilities: &[f64]| FiniteSet::new(values, probabilities).unwrap_err();
    assert_eq!(set(&[], &[]), ModelError::Lengths { values: 0, probabilities: 0 });
    assert_eq!(set(&[1.0], &[0.5, 0.5]), ModelError::Lengths { values: 1, probabilities: 2 });
    assert_eq!(set(&[1.0, 1.0], &[0.5, 0.5]), ModelError::Value { position: 1, value: 1.0 });
    assert_eq!(set(&[0.0, 1.0], &[0.0, 1.0]), ModelError::Probability { position: 0, value: 0.0 });
    assert_eq!(set(&[0.0, 1.0], &[0.5, 0.25]), ModelError::NotNormalised { sum: 0.75 });
    assert!(Probit::new(0.0).is_err() && Probit::new(f64::NAN).is_err());
    assert!(Logistic::new(-1.0).unwrap_err().to_string().contains("β = -1"));
    assert!(Window::new(f64::INFINITY).is_err());
}
