//! One step against the equations written out, fixed points against the Bethe functional and belief propagation.

use super::iteration::{Instance, Model};
use super::{Amp, ReinforcedAmp};
use crate::{Algorithm, AlgorithmError, BeliefPropagation, Run, Stop};
use piccole_core::model::{Binary, Channel, Prior, Sign};
use piccole_core::patterns::{InputLaw, Patterns, Scenario};
use piccole_core::products::Precision;
use piccole_core::{StreamKey, gauss};

const SIGN: Sign = Sign { margin: 0.0 };

fn instance(scenario: Scenario, law: InputLaw, n: usize, p: usize, seed: u64) -> Patterns {
    Patterns::generate(scenario, law, n, p, &StreamKey::from_seed(seed).named("patterns")).unwrap()
}

/// Means after some iterations of the binary perceptron's own equations, entry by entry.
fn naive_means(patterns: &Patterns, margin: f64, iterations: usize) -> Vec<f64> {
    let (n, p) = (patterns.n(), patterns.p());
    let f = |mu, i| patterns.gauged().entry(mu, i) / (n as f64).sqrt();
    let (mut m, mut g) = (vec![0.0; n], vec![0.0; p]);
    for _ in 0..iterations {
        let v = 1.0 - m.iter().map(|m| m * m).sum::<f64>() / n as f64;
        let x: Vec<f64> =
            (0..p).map(|mu| (margin - (0..n).map(|i| f(mu, i) * m[i]).sum::<f64>() + v * g[mu]) / v.sqrt()).collect();
        g = x.iter().map(|x| gauss::hazard(*x) / v.sqrt()).collect();
        let l = x.iter().map(|x| gauss::hazard_derivative(*x) / v).sum::<f64>() / n as f64;
        m = (0..n).map(|i| libm::tanh(l * m[i] + (0..p).map(|mu| f(mu, i) * g[mu]).sum::<f64>())).collect();
    }
    m
}

#[test]
fn iterations_are_those_of_the_binary_perceptron_at_every_length() {
    for law in [InputLaw::Signs, InputLaw::Gaussian] {
        for (n, margin) in [(15, 0.0), (63, 0.2), (64, 0.0), (65, -0.3), (130, 0.0)] {
            let patterns = instance(Scenario::TeacherStudent, law, n, n / 2, 3);
            let amp = Amp { max_iterations: 3, ..Default::default() };
            let outcome = amp.run(&patterns, &Binary, &Sign { margin }).unwrap();
            for (fast, naive) in outcome.means.iter().zip(naive_means(&patterns, margin, 3)) {
                assert!((fast - naive).abs() < 1e-12, "{law:?} {n}: {fast} {naive}");
            }
        }
    }
}

fn stationary<P: Prior, C: Channel>(prior: &P, channel: &C) {
    let patterns = instance(Scenario::Storage, InputLaw::Signs, 101, 30, 1);
    let instance = Instance::new(&patterns, Precision::Bits63);
    let model = Model::new(&instance, prior, channel);
    let (mut state, mut next) = (model.start(), model.start());
    for _ in 0..300 {
        assert!(model.step(&state, &mut next, 0.0, 0.0));
        std::mem::swap(&mut state, &mut next);
    }
    // The projections and gains of the last step belong to the state before it, which is the same at a fixed point.
    assert!(state.change < 1e-13, "{:e}", state.change);
    let step = 1e-4;
    let derivative = |shift: &dyn Fn(&mut super::AmpState, f64)| {
        let at = |x| {
            let mut moved = state.clone();
            shift(&mut moved, x);
            if prior.multiplier(1.0).is_some() {
                // At a fixed norm the variance is no variable of its own.
                moved.variance = 1.0 - moved.means().iter().map(|m| m * m).sum::<f64>() / 101.0;
            }
            model.bethe(&moved) * 101.0
        };
        (at(step) - at(-step)) / (2.0 * step)
    };
    // Truncation is of order 1e-8, rounding 1e-10; the sensitivities to the shifts are of order 1.
    assert!(derivative(&|s, x| s.means[7] += x).abs() < 1e-6);
    assert!(derivative(&|s, x| s.fields[7] += x).abs() < 1e-6);
    assert!(derivative(&|s, x| s.projections[7] += x).abs() < 1e-6);
    assert!(derivative(&|s, x| s.force += x).abs() < 1e-6);
    if prior.multiplier(1.0).is_none() {
        assert!(derivative(&|s, x| s.variance += x).abs() < 1e-5);
    }
}

#[test]
fn fixed_points_are_stationary_points_of_the_bethe_functional() {
    use piccole_core::model::{FiniteSet, Gaussian, Probit, Spherical};
    stationary(&Binary, &SIGN);
    stationary(&Spherical, &SIGN);
    stationary(&Gaussian, &Probit::new(0.3).unwrap());
    stationary(&FiniteSet::uniform(&[-1.0, 0.0, 1.0]).unwrap(), &SIGN);
}

#[test]
fn marginals_and_entropy_are_those_of_belief_propagation() {
    let patterns = instance(Scenario::Storage, InputLaw::Signs, 1001, 501, 1);
    let amp = Amp::default().run(&patterns, &Binary, &SIGN).unwrap();
    let bp = BeliefPropagation::default().run(&patterns).unwrap();
    assert_eq!((amp.stop, bp.stop), (Stop::Converged, Stop::Converged));
    let squares: f64 = amp.means.iter().zip(&bp.magnetizations).map(|(a, b)| (a - b) * (a - b)).sum();
    // Seen: 7e-4 and 1.2e-4; the approximations differ by O(1/N) in the entropy.
    assert!((squares / 1001.0).sqrt() < 2e-3 && (amp.bethe_entropy - bp.entropy).abs() < 5e-4);
}

#[test]
fn a_teacher_is_recovered_beyond_the_spinodal_and_leaves_no_entropy() {
    let patterns = instance(Scenario::TeacherStudent, InputLaw::Signs, 1001, 1802, 1);
    let outcome = Amp::default().run(&patterns, &Binary, &SIGN).unwrap();
    assert_eq!(outcome.stop, Stop::Solved);
    assert_eq!(outcome.teacher_overlap(&patterns), Some(1.0));
    // ln 2 against the sum of 1001 logarithms.
    assert!(outcome.bethe_entropy.abs() < 1e-12, "{:e}", outcome.bethe_entropy);
}

#[test]
fn reinforcement_finds_solutions() {
    for seed in 1..=5 {
        let patterns = instance(Scenario::Storage, InputLaw::Signs, 1001, 701, seed);
        let outcome = ReinforcedAmp::default().solve(&patterns, StreamKey::from_seed(0).rng()).unwrap();
        assert_eq!((outcome.stop, outcome.weights.errors(&patterns, 0.0)), (Stop::Solved, 0));
    }
}

#[test]
fn the_variance_falls_at_the_rate_it_is_steered_to() {
    // An overlap of 0.9 is reached when V* is 0.1, give or take the time the variance takes to answer.
    let patterns = instance(Scenario::Storage, InputLaw::Signs, 1001, 701, 1);
    for rate in [0.01, 0.02] {
        let amp = ReinforcedAmp { rate, ..ReinforcedAmp::default() };
        let mut run = Run::start(amp, (&patterns).into(), StreamKey::from_seed(0).rng()).unwrap();
        let mut iterations = 0.0;
        while run.state().variance() > 0.1 {
            assert_eq!(run.sweep(), None);
            iterations += 1.0;
        }
        let asked = std::f64::consts::LN_10 / rate;
        assert!((iterations / asked - 1.0_f64).abs() < 0.2, "{iterations} iterations, asked for {asked}");
    }
}

#[test]
fn parameters_outside_their_domain_are_refused_by_name() {
    let patterns = instance(Scenario::Storage, InputLaw::Signs, 11, 3, 1);
    let default = Amp::default();
    for (amp, expected) in [
        (Amp { damping: 1.0, ..default }, "damping"),
        (Amp { tolerance: f64::NAN, ..default }, "tolerance"),
        (Amp { max_iterations: 0, ..default }, "max_iterations"),
    ] {
        let error = amp.run(&patterns, &Binary, &SIGN).unwrap_err();
        assert!(matches!(error, AlgorithmError::Parameter { name, .. } if name == expected), "{error}");
    }
    assert!(ReinforcedAmp { rate: 1.0, ..Default::default() }.solve(&patterns, StreamKey::from_seed(0).rng()).is_err());
}
