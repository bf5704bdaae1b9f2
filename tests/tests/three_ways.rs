//! The storage problem from three independent directions: replica theory, message passing, exact enumeration.

use piccole_core::StreamKey;
use piccole_core::enumerate::{Solutions, count, visit};
use piccole_core::model::{Binary, Sign};
use piccole_core::patterns::{InputLaw, Patterns, Scenario, pattern_count};
use piccole_msg_passing::{Algorithm, Amp, AmpState, BeliefPropagation, ReinforcedBp, Sbpi, Stop};
use piccole_theory::replica::state_evolution;
use piccole_theory::storage::{Weights, curve};

fn instance(law: InputLaw, n: usize, alpha: f64, seed: u64) -> Patterns {
    let key = StreamKey::from_seed(seed).named("patterns");
    Patterns::generate(Scenario::Storage, law, n, pattern_count(n, alpha).unwrap(), &key).unwrap()
}

fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

#[test]
fn the_bethe_entropy_of_large_instances_lies_on_the_replica_curve() {
    let alphas = [0.3, 0.5, 0.7];
    for point in curve(Weights::Binary, 0.0, &alphas).unwrap() {
        let samples: Vec<_> = (0..10)
            .map(|seed| BeliefPropagation::default().run(&instance(InputLaw::Signs, 501, point.alpha, seed)).unwrap())
            .collect();
        assert!(samples.iter().all(|marginals| marginals.stop == Stop::Converged));
        let (entropy, error) = mean_and_error(&samples.iter().map(|marginals| marginals.entropy).collect::<Vec<_>>());
        // Four standard errors (false alarm below 1 in 300 for nine degrees of freedom) and corrections of O(1/N).
        let allowed = 4.0 * error + 1.0 / 501.0;
        assert!((entropy - point.entropy).abs() < allowed, "α = {}: {entropy} against {}", point.alpha, point.entropy);
        let (overlap, error) = mean_and_error(&samples.iter().map(|marginals| marginals.overlap).collect::<Vec<_>>());
        let allowed = 4.0 * error + 3.0 / 501.0;
        assert!((overlap - point.q).abs() < allowed, "α = {}: q = {overlap} against {}", point.alpha, point.q);
    }
}

/// Exact magnetizations, from every solution.
fn exact_magnetizations(patterns: &Patterns) -> Vec<f64> {
    let (mut sums, mut solutions) = (vec![0_i64; patterns.n()], 0_i64);
    visit(patterns, 0.0, |w| {
        solutions += 1;
        sums.iter_mut().enumerate().for_each(|(i, sum)| *sum += 2 * (w >> i & 1) as i64 - 1);
    })
    .unwrap();
    sums.into_iter().map(|sum| sum as f64 / solutions as f64).collect()
}

#[test]
fn belief_propagation_agrees_with_enumeration_instance_by_instance() {
    for law in [InputLaw::Signs, InputLaw::Gaussian] {
        let (mut entropy_gaps, mut squared_errors) = (Vec::new(), Vec::new());
        for seed in 0..30 {
            let patterns = instance(law, 25, 0.3, seed);
            let exact = count(&patterns, 0.0).unwrap().entropy();
            let marginals = BeliefPropagation::default().run(&patterns).unwrap();
            entropy_gaps.push(marginals.entropy - exact);
            let pairs = marginals.magnetizations.iter().zip(exact_magnetizations(&patterns));
            squared_errors.extend(pairs.map(|(m, exact)| (m - exact) * (m - exact)));
        }
        // The Gaussian form of the fields errs by O(1/N): seen are up to 3e-3 in the entropy and 0.05 in a magnetization.
        let (gap, error) = mean_and_error(&entropy_gaps);
        assert!(gap.abs() < 0.006 && error < 0.003, "{law:?}: {gap} ± {error}");
        let rms = mean_and_error(&squared_errors).0.sqrt();
        assert!(rms < 0.07, "{law:?}: {rms}");
    }
}

#[test]
fn what_algorithms_find_is_among_the_enumerated_solutions() {
    for seed in 0..10 {
        let patterns = instance(InputLaw::Signs, 23, 0.4, seed);
        let solutions = Solutions::collect(&patterns, 0.0, 1 << 20).unwrap();
        let rng = StreamKey::from_seed(seed).named("dynamics").rng();
        let reinforced = ReinforcedBp::default().solve(&patterns, rng.clone()).unwrap();
        let sbpi = Sbpi::default().solve(&patterns, rng).unwrap();
        for outcome in [reinforced, sbpi] {
            let found = outcome.weights.units()[0].words()[0];
            assert_eq!(outcome.solved(), solutions.weights().binary_search(&found).is_ok(), "seed {seed}");
        }
    }
}

#[test]
fn the_teacher_is_a_solution_of_what_it_taught() {
    for law in [InputLaw::Signs, InputLaw::Gaussian] {
        let key = StreamKey::from_seed(3).named("patterns");
        let patterns = Patterns::generate(Scenario::TeacherStudent, law, 20, 12, &key).unwrap();
        let solutions = Solutions::collect(&patterns, 0.0, 1 << 20).unwrap();
        let teacher = patterns.teacher().unwrap().units()[0].words()[0];
        assert!(solutions.weights().binary_search(&teacher).is_ok());
    }
}

#[test]
fn approximate_message_passing_follows_state_evolution() {
    let channel = Sign { margin: 0.0 };
    for alpha in [0.8, 1.0, 1.2, 1.4] {
        let theory = state_evolution(&Binary, &channel, alpha, 10).unwrap();
        let mut overlaps = [0.0; 11];
        for seed in 0..8 {
            let key = StreamKey::from_seed(seed).named("patterns");
            let p = pattern_count(2001, alpha).unwrap();
            let patterns = Patterns::generate(Scenario::TeacherStudent, InputLaw::Signs, 2001, p, &key).unwrap();
            let amp = Amp { max_iterations: 10, ..Default::default() };
            let record =
                |state: &AmpState| overlaps[state.iteration] += state.teacher_overlap(&patterns).unwrap() / 8.0;
            amp.run_observed(&patterns, &Binary, &channel, record).unwrap();
        }
        for step in theory {
            let overlap = overlaps[step.step];
            assert!((overlap - step.overlap).abs() < 0.01, "α = {alpha}: {overlap} against {step:?}");
        }
    }
}
