//! The chains against exact averages, and against one another.

use super::*;
use crate::{Algorithm, AlgorithmError, Problem, Run, Stop};
use piccole_core::landscape::{BitLandscape, Columns, Energy, Landscape, PlainLandscape};
use piccole_core::patterns::{InputLaw, Inputs, Patterns, Scenario};
use piccole_core::{BitMatrix, BitVector, Committee, StreamKey};
use rand_pcg::Pcg64Dxsm;
use std::collections::BTreeMap;
use std::sync::Arc;

mod replicas;
mod stationary;

fn instance(n: usize, p: usize, seed: u64) -> Patterns {
    let key = StreamKey::from_seed(seed).named("patterns");
    Patterns::generate(Scenario::Storage, InputLaw::Signs, n, p, &key).unwrap()
}

fn inputs(patterns: &Patterns) -> &BitMatrix {
    match patterns.gauged() {
        Inputs::Signs(inputs) => inputs,
        Inputs::Real(_) => panic!("the inputs are signs"),
    }
}

fn rng(seed: u64) -> Pcg64Dxsm {
    StreamKey::from_seed(seed).named("dynamics").rng()
}

fn random(patterns: &Patterns, hidden: usize, seed: u64) -> Committee {
    Committee::random(hidden, patterns.n(), &mut StreamKey::from_seed(seed).named("weights").rng()).unwrap()
}

fn bits(patterns: &Patterns, machine: &Committee, margin: f64, energy: Energy) -> BitLandscape {
    let inputs = inputs(patterns);
    BitLandscape::new(inputs, Arc::new(Columns::new(inputs)), machine, margin, energy)
}

fn plain(patterns: &Patterns, machine: &Committee, margin: f64, energy: Energy) -> PlainLandscape {
    PlainLandscape::new(inputs(patterns), machine, margin, energy)
}

/// Number of machines of every energy, all machines visited in the order of a Gray code.
fn density_of_states(patterns: &Patterns, hidden: usize, energy: Energy) -> BTreeMap<i64, u64> {
    let mut landscape = bits(patterns, &random(patterns, hidden, 0), 0.0, energy);
    let mut states = BTreeMap::from([(landscape.energy(), 1)]);
    for step in 1_u32..1 << landscape.sites() {
        landscape.flip(step.trailing_zeros() as usize);
        *states.entry(landscape.energy()).or_insert(0) += 1;
    }
    states
}

/// `⟨E⟩` at inverse temperature `beta`.
fn boltzmann_average(states: &BTreeMap<i64, u64>, beta: f64) -> f64 {
    let (mut norm, mut sum) = (0.0, 0.0);
    for (&energy, &number) in states {
        let weight = number as f64 * libm::exp(-beta * energy as f64);
        norm += weight;
        sum += energy as f64 * weight;
    }
    sum / norm
}

/// Deviation of the mean from `exact` in standard errors, these from the means of 40 blocks, which follow one another.
fn deviation(samples: &[f64], exact: f64) -> f64 {
    let length = samples.len() / 40;
    let means: Vec<f64> = samples.chunks_exact(length).map(|block| block.iter().sum::<f64>() / length as f64).collect();
    let (mean, error) = mean_and_error(&means);
    (mean - exact) / error
}

/// Mean of independent samples, and its standard error.
fn mean_and_error(samples: &[f64]) -> (f64, f64) {
    let count = samples.len() as f64;
    let mean = samples.iter().sum::<f64>() / count;
    let variance = samples.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (mean, (variance / count).sqrt())
}

/// Energies after every sweep, the first tenth left out.
fn sampled(landscape: impl Landscape, beta: f64, sweeps: usize, seed: u64) -> Vec<f64> {
    let (sites, mut rng) = (landscape.sites() as u64, rng(seed));
    let law = Boltzmann::new(beta, 1000).unwrap();
    let mut chain = MetropolisChain::new(landscape);
    let mut energies = Vec::new();
    for sweep in 0..sweeps {
        chain.advance(&law, sites, &mut rng);
        if sweep >= sweeps / 10 {
            energies.push(chain.landscape().energy() as f64);
        }
    }
    energies
}

/// Two patterns a weight, and as many weights as there is time to enumerate.
fn enumerable(energy: Energy) -> Patterns {
    match energy {
        Energy::Errors | Energy::Flips => instance(21, 42, 1),
        Energy::SquaredFlips | Energy::CubedFlips => instance(15, 30, 1),
    }
}

/// Inverse temperatures from hot to nearly frozen; the powers of the flips are larger numbers.
fn temperatures(energy: Energy) -> &'static [f64] {
    match energy {
        Energy::Errors | Energy::Flips => &[0.2, 1.0, 2.0],
        Energy::SquaredFlips => &[0.02, 0.2],
        Energy::CubedFlips => &[0.002, 0.02],
    }
}

/// 30 means against exact averages, each within three standard errors: a false alarm at one seed in 12.
#[test]
fn chains_sample_the_boltzmann_law_of_an_enumerated_instance() {
    for energy in Energy::ALL {
        let patterns = enumerable(energy);
        let n = patterns.n();
        let states = density_of_states(&patterns, 1, energy);
        assert_eq!(states.values().sum::<u64>(), 1 << n);
        for &beta in temperatures(energy) {
            let exact = boltzmann_average(&states, beta);
            let machine = random(&patterns, 1, 1);
            let fast = sampled(bits(&patterns, &machine, 0.0, energy), beta, 40_000, 1);
            assert!(deviation(&fast, exact).abs() < 3.0, "{energy}, beta = {beta}: {}", deviation(&fast, exact));
            let slow = sampled(plain(&patterns, &machine, 0.0, energy), beta, 4_000, 2);
            assert!(deviation(&slow, exact).abs() < 3.0, "{energy}, beta = {beta}: {}", deviation(&slow, exact));
            // Every flip drawn from the waiting times.
            let mut chain = MetropolisChain::new(bits(&patterns, &machine, 0.0, energy));
            let (law, mut rng) = (Boltzmann::new(beta, 42).unwrap(), rng(3));
            let waiting: Vec<f64> = (0..100_000)
                .map(|_| {
                    chain = MetropolisChain::resumed(chain.landscape().clone(), n as u64);
                    chain.advance(&law, 4, &mut rng);
                    chain.landscape().energy() as f64
                })
                .collect();
            let waiting = deviation(&waiting[10_000..], exact);
            assert!(waiting.abs() < 3.0, "{energy}, beta = {beta}: {waiting}");
        }
    }
}

#[test]
fn committees_are_sampled_too() {
    // Four means: a false alarm at one seed in 90.
    let patterns = instance(5, 20, 1);
    for energy in Energy::ALL {
        let beta = 0.7 * temperatures(energy)[1];
        let exact = boltzmann_average(&density_of_states(&patterns, 3, energy), beta);
        let samples = sampled(bits(&patterns, &random(&patterns, 3, 1), 0.0, energy), beta, 20_000, 1);
        assert!(deviation(&samples, exact).abs() < 3.0, "{energy}: {}", deviation(&samples, exact));
    }
}

#[test]
fn a_chain_that_is_stuck_waits_and_does_not_propose() {
    let patterns = instance(21, 42, 1);
    let frozen = Boltzmann::new(f64::INFINITY, 42).unwrap();
    let mut rng = rng(1);
    // A minimum of which every neighbour is higher.
    let minimum = (0..1000).map(|seed| {
        let mut chain = MetropolisChain::new(bits(&patterns, &random(&patterns, 1, seed), 0.0, Energy::Flips));
        chain.advance(&frozen, 2000, &mut rng);
        chain
    });
    let barrier = |chain: &MetropolisChain<BitLandscape>| (0..21).map(|site| chain.landscape().change(site)).min();
    let mut chain = minimum.into_iter().find(|chain| barrier(chain) > Some(0)).unwrap();
    let barrier = barrier(&chain).unwrap();
    assert!(chain.refused() >= 21);
    assert_eq!(chain.advance(&frozen, u64::MAX, &mut rng), 0);
    // Ten thousand million proposals, of which a few are accepted.
    let cold = Boltzmann::new(libm::log(1e9) / barrier as f64, 42).unwrap();
    let accepted = chain.advance(&cold, 10_000_000_000, &mut rng);
    assert!(accepted > 0 && accepted < 1000, "{accepted}");
}

#[test]
fn both_landscapes_lead_to_the_same_trajectory() {
    for (n, p, hidden) in [(1, 1, 1), (20, 63, 1), (21, 64, 1), (63, 65, 1), (64, 127, 1), (65, 129, 1), (33, 257, 3)] {
        for (energy, margin, beta) in [
            (Energy::Errors, 0.0, 1.0),
            (Energy::Flips, 0.3, 0.5),
            (Energy::Errors, -0.4, 6.0),
            (Energy::SquaredFlips, 0.3, 0.1),
            (Energy::CubedFlips, 0.0, 0.03),
        ] {
            let patterns = instance(n, p, 7);
            let machine = random(&patterns, hidden, 2);
            let mut fast = MetropolisChain::new(bits(&patterns, &machine, margin, energy));
            let mut slow = MetropolisChain::new(plain(&patterns, &machine, margin, energy));
            let law = Boltzmann::new(beta, p).unwrap();
            let (mut for_fast, mut for_slow) = (rng(1), rng(1));
            for proposals in [1, 2, 64, 333] {
                let accepted = fast.advance(&law, proposals, &mut for_fast);
                assert_eq!(accepted, slow.advance(&law, proposals, &mut for_slow), "{n} {p} {hidden}");
                assert_eq!(fast.landscape().machine(), slow.landscape().machine(), "{n} {p} {hidden}");
                assert_eq!(for_fast, for_slow, "{n} {p} {hidden}");
            }
        }
    }
}

#[test]
fn probabilities_are_boltzmann_factors() {
    let law = Boltzmann::new(0.3, 200).unwrap();
    for change in -3..=124_i64 {
        let exact = libm::exp(-0.3 * change.max(0) as f64);
        assert!((law.probability(change) / exact - 1.0).abs() < 1e-13, "{change}");
    }
    assert_eq!(law.probability(130), 0.0);
    // Beyond a table that is too short for what is possible.
    let short = Boltzmann::new(0.3, 10).unwrap();
    for change in [10, 11, 124] {
        assert!((short.probability(change) / law.probability(change) - 1.0).abs() < 1e-13, "{change}");
    }
    assert_eq!(short.probability(130), 0.0);
    assert!((law.weight(-2) * law.weight(2) - 1.0).abs() < 1e-15);
    let error = Boltzmann::new(-1.0, 1).unwrap_err().to_string();
    assert_eq!(error, "beta = -1, expected a number of at least 0");
}

fn resumed_at_every_sweep<A: Algorithm>(algorithm: &A, problem: Problem<'_>) {
    let mut whole = Run::start(algorithm.clone(), problem, rng(1)).unwrap();
    let mut parts = Run::start(algorithm.clone(), problem, rng(1)).unwrap();
    while whole.sweep().is_none() {
        parts = Run::resume(algorithm.clone(), problem, &parts.checkpoint()).unwrap();
        parts.sweep();
        assert_eq!(whole.checkpoint(), parts.checkpoint());
    }
    parts.sweep();
    assert_eq!(whole.close(), parts.close());
}

#[test]
fn annealings_go_on_from_checkpoints_to_the_same_bits() {
    // α = 2: there is no solution, and the last sweeps are spent stuck.
    let patterns = instance(41, 82, 1);
    for hidden in [1, 3] {
        let problem = Problem::committee(&patterns, hidden).unwrap();
        resumed_at_every_sweep(&Annealing { beta_end: 9.0, max_sweeps: 60, ..Default::default() }, problem);
        resumed_at_every_sweep(&ReplicatedAnnealing { max_sweeps: 40, ..Default::default() }, problem);
    }
}

#[test]
fn annealings_solve_random_labels() {
    for seed in 1..=3 {
        let patterns = instance(101, 40, seed);
        let outcome = Annealing::default().solve(&patterns, rng(seed)).unwrap();
        assert_eq!((outcome.stop, outcome.errors), (Stop::Solved, 0), "seed {seed}");
        let outcome = ReplicatedAnnealing::default().solve(&patterns, rng(seed)).unwrap();
        assert_eq!((outcome.stop, outcome.errors), (Stop::Solved, 0), "seed {seed}");
        let committee = Problem::committee(&patterns, 3).unwrap();
        let errors = Annealing { energy: Energy::Errors, ..Default::default() };
        assert_eq!(errors.solve(committee, rng(seed)).unwrap().errors, 0, "seed {seed}");
    }
}

#[test]
fn settings_outside_their_domain_and_real_inputs_are_refused() {
    let patterns = instance(11, 5, 1);
    let refusal = |solver: ReplicatedAnnealing| solver.solve(&patterns, rng(1)).unwrap_err().to_string();
    let default = ReplicatedAnnealing::default();
    assert!(refusal(ReplicatedAnnealing { replicas: 0, ..default }).starts_with("replicas = 0"));
    assert!(refusal(ReplicatedAnnealing { gamma_end: f64::NAN, ..default }).starts_with("gamma_end = NaN"));
    assert!(refusal(ReplicatedAnnealing { beta_start: -1.0, ..default }).starts_with("beta_start = -1"));
    let energy = Energy::CubedFlips;
    let many = Problem::committee(&patterns, 1_000_001).unwrap();
    let error = Annealing { energy, ..Default::default() }.solve(many, rng(1)).unwrap_err();
    assert!(error.to_string().starts_with("exponent of the energy = 3"), "{error}");
    let error = Annealing { beta_end: f64::NAN, ..Default::default() }.solve(&patterns, rng(1)).unwrap_err();
    assert!(error.to_string().starts_with("beta_end = NaN"), "{error}");
    let key = StreamKey::from_seed(1);
    let real = Patterns::generate(Scenario::Storage, InputLaw::Gaussian, 11, 5, &key).unwrap();
    let error = Annealing::default().solve(&real, rng(1)).unwrap_err();
    assert_eq!(error, AlgorithmError::RealInputs { algorithm: "annealing" });
}
