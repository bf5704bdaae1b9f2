//! Against the formulas written down plainly, and what the machines find.

use super::*;
use crate::{Outcome, Run, Stop};
use piccole_core::patterns::{InputLaw, Scenario};
use piccole_core::{BitVector, StreamKey};

fn instance(law: InputLaw, n: usize, p: usize, seed: u64) -> Patterns {
    Patterns::generate(Scenario::Storage, law, n, p, &StreamKey::from_seed(seed).named("patterns")).unwrap()
}

fn dynamics(seed: u64) -> Pcg64Dxsm {
    StreamKey::from_seed(seed).named("dynamics").rng()
}

fn solve(algorithm: ReplicatedSgd, patterns: &Patterns, hidden: usize, seed: u64) -> Outcome {
    algorithm.solve(Problem::committee(patterns, hidden).unwrap(), dynamics(seed)).unwrap()
}

/// Machines as matrices of hidden numbers: the published procedure, entry by entry.
struct Naive<'a> {
    sgd: ReplicatedSgd,
    patterns: &'a Patterns,
    hidden: Vec<Vec<Vec<f64>>>,
}

impl Naive<'_> {
    fn sign(x: f64) -> f64 {
        if x > 0.0 { 1.0 } else { -1.0 }
    }

    /// The batch of machine `a` is `batch`; the centre is that of the weights before.
    fn turn(&mut self, a: usize, batch: &[usize], coupling: f64) {
        let (y, sgd) = (self.hidden.len() as f64, self.sgd);
        let (units, n) = (self.hidden[a].len(), self.patterns.n());
        let before: Vec<Vec<Vec<f64>>> = self
            .hidden
            .iter()
            .map(|m| m.iter().map(|u| u.iter().map(|&h| Self::sign(h)).collect()).collect())
            .collect();
        for &mu in batch {
            let xi: Vec<f64> = (0..n).map(|i| self.patterns.gauged().entry(mu, i)).collect();
            let field = |k: usize| xi.iter().zip(&before[a][k]).map(|(x, w): (&f64, &f64)| x * w).sum::<f64>();
            let mut wrong: Vec<usize> = (0..units).filter(|&k| field(k) <= sgd.margin * (n as f64).sqrt()).collect();
            let right = units - wrong.len();
            wrong.sort_by(|&k, &l| field(l).total_cmp(&field(k)));
            for k in wrong.into_iter().take((units.div_ceil(2)).saturating_sub(right)) {
                (0..n).for_each(|i| self.hidden[a][k][i] += sgd.step * xi[i]);
            }
        }
        for k in 0..units {
            for i in 0..n {
                let centre = before.iter().map(|machine| machine[k][i]).sum::<f64>() / y;
                let weight = Self::sign(self.hidden[a][k][i]);
                let pull = match sgd.formula {
                    Formula::Simple => libm::tanh(coupling * y * centre) - weight,
                    Formula::Corrected => libm::tanh(coupling * y * centre) - libm::tanh(coupling * y) * weight,
                    Formula::Continuous => centre - weight,
                    Formula::Hard => (coupling * y * centre).clamp(-1.0, 1.0) - weight,
                };
                self.hidden[a][k][i] += sgd.attraction * pull;
            }
        }
    }

    /// The epoch with the orders that the packed one draws.
    fn epoch(&mut self, number: usize, rng: &mut Pcg64Dxsm) {
        let (y, p) = (self.hidden.len(), self.patterns.p());
        let shuffled = |len: usize, rng: &mut Pcg64Dxsm| {
            let mut order: Vec<usize> = (0..len).collect();
            order.shuffle(rng);
            order
        };
        let orders: Vec<Vec<usize>> = (0..y).map(|_| shuffled(p, rng)).collect();
        let batch = self.sgd.batch.unwrap();
        for first in (0..p).step_by(batch) {
            for a in shuffled(y, rng) {
                let coupling = self.sgd.gamma_start + number as f64 * self.sgd.gamma_step;
                self.turn(a, &orders[a][first..(first + batch).min(p)], coupling);
            }
        }
    }
}

#[test]
fn packed_epochs_follow_the_formulas() {
    for (n, hidden, margin) in [(21, 5, 0.0), (64, 1, 0.2), (131, 3, 0.0)] {
        for formula in Formula::ALL {
            let patterns = instance(InputLaw::Signs, n, 40, 1);
            // Rates that make every table entry differ from the others.
            let (gamma_start, gamma_step) = (0.31, 0.043);
            let sgd = ReplicatedSgd {
                margin,
                replicas: 4,
                batch: Some(7),
                gamma_start,
                gamma_step,
                formula,
                equal_start: false,
                ..Default::default()
            };
            let problem = Problem::committee(&patterns, hidden).unwrap();
            let mut rng = dynamics(2);
            let mut lesson = sgd.prepare(problem).unwrap();
            let mut state = sgd.start(&mut lesson, &mut rng);
            let hidden_numbers = |state: &Replicas| {
                let units = |machine: &Replica| machine.units.iter().map(|unit| unit.hidden.clone()).collect();
                state.machines.iter().map(units).collect::<Vec<Vec<Vec<f64>>>>()
            };
            let mut naive = Naive { sgd, patterns: &patterns, hidden: hidden_numbers(&state) };
            for epoch in 0..3 {
                let mut same = rng.clone();
                sgd.sweep(&mut lesson, &mut state, &mut rng);
                naive.epoch(epoch, &mut same);
                let packed = hidden_numbers(&state);
                let differences = packed.iter().flatten().flatten().zip(naive.hidden.iter().flatten().flatten());
                // Rounding of the centre in the slow form.
                assert!(differences.clone().all(|(a, b)| (a - b).abs() < 1e-12), "{n} {formula} {epoch}");
                for machine in &state.machines {
                    for unit in &machine.units {
                        assert_eq!(unit.weights(), BitVector::from_fn(n, |i| unit.hidden[i] > 0.0));
                    }
                }
                assert_eq!(state.centre.sums, Centre::of(&state.machines).sums, "the centre goes along");
            }
        }
    }
}

#[test]
fn every_formula_solves_a_committee_from_either_start() {
    let patterns = instance(InputLaw::Signs, 101, 75, 2);
    for formula in Formula::ALL {
        for equal_start in [true, false] {
            let outcome = solve(ReplicatedSgd { formula, equal_start, ..Default::default() }, &patterns, 5, 1);
            assert_eq!((outcome.stop, outcome.weights.hidden()), (Stop::Solved, 5), "{formula} {equal_start}");
            assert_eq!(outcome.weights.errors(&patterns, 0.0), 0);
        }
    }
}

#[test]
fn perceptrons_margins_ties_and_a_centre_that_has_to_solve() {
    let outcome = solve(ReplicatedSgd::default(), &instance(InputLaw::Signs, 200, 60, 1), 1, 1);
    assert!(outcome.solved(), "even sizes have ties");
    let patterns = instance(InputLaw::Signs, 201, 80, 3);
    let sgd = ReplicatedSgd { margin: 0.2, wait_for_centre: true, ..Default::default() };
    let outcome = solve(sgd, &patterns, 1, 1);
    assert!(outcome.solved() && outcome.weights.stabilities(&patterns).iter().all(|&stability| stability > 0.2));
}

#[test]
fn a_run_put_aside_ends_like_one_that_was_not() {
    let patterns = instance(InputLaw::Signs, 101, 150, 4);
    let problem = Problem::committee(&patterns, 3).unwrap();
    let sgd = ReplicatedSgd::default();
    let whole = solve(sgd, &patterns, 3, 1);
    assert!(whole.sweeps > 3, "{} epochs", whole.sweeps);
    let mut run = Run::start(sgd, problem, dynamics(1)).unwrap();
    loop {
        run = Run::resume(sgd, problem, &run.checkpoint()).unwrap();
        if run.sweep().is_some() {
            break;
        }
    }
    assert_eq!(run.close(), whole);
}

#[test]
fn contradictory_patterns_end_at_the_sweep_limit() {
    let pattern = BitVector::from_fn(9, |i| i % 2 == 0);
    let negated = BitVector::from_fn(9, |i| i % 2 == 1);
    let inputs = Inputs::Signs(BitMatrix::from_rows(9, &[pattern, negated]).unwrap());
    let patterns = Patterns::from_gauged(inputs, BitVector::from_fn(2, |_| true), None).unwrap();
    let outcome = solve(ReplicatedSgd { max_sweeps: 20, ..Default::default() }, &patterns, 1, 1);
    assert_eq!((outcome.stop, outcome.errors, outcome.sweeps), (Stop::SweepLimit, 1, 20));
}

#[test]
fn parameters_outside_their_domain_and_real_inputs_are_refused() {
    let (patterns, default) = (instance(InputLaw::Signs, 11, 3, 1), ReplicatedSgd::default());
    for (sgd, start) in [
        (ReplicatedSgd { replicas: 0, ..default }, "replicas = 0, expected"),
        (ReplicatedSgd { batch: Some(0), ..default }, "batch = 0, expected"),
        (ReplicatedSgd { step: 0.0, ..default }, "step = 0, expected"),
        (ReplicatedSgd { attraction: f64::NAN, ..default }, "attraction = NaN, expected"),
        (ReplicatedSgd { gamma_start: f64::INFINITY, ..default }, "gamma_start = inf, expected"),
        (ReplicatedSgd { gamma_step: -0.1, ..default }, "gamma_step = -0.1, expected"),
        (ReplicatedSgd { margin: f64::NAN, ..default }, "margin = NaN, expected"),
        (ReplicatedSgd { max_sweeps: 0, ..default }, "max_sweeps = 0, expected"),
    ] {
        let error = sgd.solve(&patterns, dynamics(1)).unwrap_err().to_string();
        assert!(error.starts_with(start), "{error}");
    }
    let real = instance(InputLaw::Gaussian, 11, 3, 1);
    let error = default.solve(&real, dynamics(1)).unwrap_err();
    assert_eq!(error, AlgorithmError::RealInputs { algorithm: "replicated-sgd" });
}
