//! Against sums over all weights, and what is found.

use super::{Focus, FocusingBp, Protocol};
use crate::{Algorithm, Outcome, Problem, Stop};
use piccole_core::patterns::{InputLaw, Scenario};
use piccole_core::{Patterns, StreamKey};

fn instance(n: usize, p: usize, seed: u64) -> Patterns {
    let key = StreamKey::from_seed(seed).named("patterns");
    Patterns::generate(Scenario::Storage, InputLaw::Signs, n, p, &key).unwrap()
}

fn solve(solver: &FocusingBp, problem: Problem<'_>, seed: u64) -> Outcome {
    solver.solve(problem, StreamKey::from_seed(seed).named("dynamics").rng()).unwrap()
}

#[test]
fn every_protocol_finds_solutions() {
    let patterns = instance(201, 101, 3);
    for name in ["standard-reinforcement", "scoping", "pseudo-reinforcement", "free-scoping", "steered-reinforcement"] {
        let solver = FocusingBp { protocol: name.parse().unwrap(), ..Default::default() };
        let outcome = solve(&solver, (&patterns).into(), 1);
        assert_eq!((outcome.stop, outcome.errors), (Stop::Solved, 0), "{name}");
        assert_eq!(outcome.weights.errors(&patterns, 0.0), 0, "{name}");
    }
}

#[test]
fn committees_learn() {
    let patterns = instance(5 * 21, 40, 1);
    let problem = Problem::committee(&patterns, 5).unwrap();
    let outcome = solve(&FocusingBp::default(), problem, 1);
    assert_eq!((outcome.stop, outcome.errors), (Stop::Solved, 0));
}

/// Local entropy and distance around the centre of `replicas`, by walking through all centres and all solutions.
fn enumerated(patterns: &Patterns, focus: Focus) -> (f64, f64) {
    let n = patterns.n();
    let rows: Vec<u32> = (0..patterns.p())
        .map(|mu| (0..n).map(|i| u32::from(patterns.gauged().entry(mu, i) < 0.0) << i).sum())
        .collect();
    let product = |a: u32, b: u32| n as f64 - 2.0 * f64::from((a ^ b).count_ones());
    let all = 0..1_u32 << n;
    let solutions: Vec<u32> = all.clone().filter(|&w| rows.iter().all(|&row| product(w, row) > 0.0)).collect();
    let (mut norm, mut log, mut overlap) = (0.0, 0.0, 0.0);
    for centre in all {
        let (mut z, mut moment) = (0.0, 0.0);
        for &solution in &solutions {
            let product = product(centre, solution);
            let weight = libm::exp(focus.coupling * product);
            z += weight;
            moment += weight * product;
        }
        let weight = libm::pow(z, focus.replicas);
        norm += weight;
        log += weight * libm::log(z);
        overlap += weight * moment / z;
    }
    let overlap = overlap / norm / n as f64;
    (log / norm / n as f64 - focus.coupling * overlap, 0.5 * (1.0 - overlap))
}

/// The equations treat the replicas as independent but for their centre, and the field of a pattern as Gaussian; at N = 13
/// that costs some thousandths.
#[test]
fn local_entropy_and_distance_are_those_of_an_enumeration() {
    let patterns = instance(13, 3, 1);
    for (coupling, replicas) in [(0.3, 2.0), (0.6, 3.0), (1.0, 2.0)] {
        let focus = Focus { coupling, replicas };
        let solver = FocusingBp {
            protocol: Protocol::FreeScoping { steps: vec![focus] },
            tolerance: 1e-6,
            step_sweeps: 500,
            local_entropy: true,
            ..Default::default()
        };
        // Straight from the algorithm, since a run would end with the first solution.
        let mut rng = StreamKey::from_seed(1).rng();
        let mut workspace = solver.prepare((&patterns).into()).unwrap();
        let mut state = solver.start(&mut workspace, &mut rng);
        while solver.sweep(&mut workspace, &mut state, &mut rng).end.is_none() {}
        let step = state.steps()[0];
        let (entropy, distance) = enumerated(&patterns, focus);
        assert!(step.residual <= 1e-6);
        assert!((step.local_entropy.unwrap() - entropy).abs() < 0.005, "{step:?} {entropy}");
        assert!((step.distance - distance).abs() < 0.008, "{step:?} {distance}");
    }
}

#[test]
fn the_variance_falls_at_the_rate_of_a_steered_protocol() {
    // At N = 1001 and this density V follows within a factor of two from when the
    // weights begin to polarise until a solution is found.
    let rate = 0.03;
    let patterns = instance(1001, 701, 1);
    let outcome = solve(&FocusingBp { rate, ..Default::default() }, (&patterns).into(), 1);
    let excess = |t: usize| libm::log(1.0 - outcome.history[t].overlap) + rate * t as f64;
    assert!(outcome.solved() && outcome.sweeps > 100);
    for t in 70..outcome.sweeps {
        assert!(excess(t).abs() < core::f64::consts::LN_2, "sweep {t}: {}", excess(t));
    }
}

/// How often the marginals went from polarised back to undecided.
fn restarts(outcome: &Outcome) -> usize {
    outcome.history.windows(2).filter(|pair| pair[0].overlap > 0.9 && pair[1].overlap < 0.5).count()
}

#[test]
fn a_steered_protocol_starts_anew_at_a_lower_rate() {
    // ln N / rate sweeps make an attempt: 8.2, then 33, then 132. α = 2 is beyond the annealed bound.
    let patterns = instance(61, 122, 1);
    let outcome = solve(&FocusingBp { rate: 0.5, max_sweeps: 200, ..Default::default() }, (&patterns).into(), 1);
    assert!(restarts(&outcome) >= 1);
    assert_eq!((outcome.stop, outcome.sweeps), (Stop::SweepLimit, 200));
    assert_eq!(outcome.errors, outcome.weights.errors(&patterns, 0.0));
}

#[test]
fn parameters_outside_their_domain_are_refused_by_name() {
    let patterns = instance(11, 3, 1);
    let refused = |solver: FocusingBp, name| {
        let error = solver.solve(&patterns, StreamKey::from_seed(1).rng()).unwrap_err();
        assert!(error.to_string().starts_with(name), "{error}");
    };
    let one = |coupling, replicas| Protocol::FreeScoping { steps: vec![Focus { coupling, replicas }] };
    for (protocol, name) in [
        (Protocol::SteeredReinforcement { exponent: 1.5 }, "exponent"),
        (Protocol::PseudoReinforcement { strengths: vec![1.1], exponent: 0.5 }, "strengths"),
        (Protocol::StandardReinforcement { strengths: vec![] }, "steps"),
        (one(-1.0, 2.0), "coupling"),
        (one(f64::NAN, 2.0), "coupling"),
        (one(1.0, 0.5), "replicas"),
    ] {
        refused(FocusingBp { protocol, ..Default::default() }, name);
    }
    refused(FocusingBp { rate: 0.0, ..Default::default() }, "rate");
    refused(FocusingBp { rate: f64::NAN, ..Default::default() }, "rate");
    refused(FocusingBp { step_sweeps: 0, ..Default::default() }, "step_sweeps");
}
