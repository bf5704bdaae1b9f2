//! Replicas against their enumerated joint law, and in the limits where they are something simpler.

use super::*;

/// Energies of all machines by their codes, on the first instance without a solution, which would end a run.
fn unsolvable(n: usize, p: usize) -> (Patterns, Vec<f64>) {
    let machine = |code: usize| Committee::from(BitVector::from_fn(n, |i| code >> i & 1 == 1));
    let energies = |patterns: &Patterns| -> Vec<f64> {
        (0..1 << n).map(|code| machine(code).errors(patterns, 0.0) as f64).collect()
    };
    let instances = (1..).map(|seed| instance(n, p, seed)).map(|patterns| (energies(&patterns), patterns));
    let (energies, patterns) = instances.into_iter().find(|(energies, _)| !energies.contains(&0.0)).unwrap();
    (patterns, energies)
}

/// At a fixed temperature and attraction, on the errors.
fn held(attraction: Attraction, replicas: usize, beta: f64, gamma: f64, sweeps: usize) -> ReplicatedAnnealing {
    ReplicatedAnnealing {
        energy: Energy::Errors,
        replicas,
        attraction,
        beta_start: beta,
        beta_end: beta,
        gamma_start: gamma,
        gamma_end: gamma,
        max_sweeps: sweeps,
        ..Default::default()
    }
}

/// After every sweep: the energies of all replicas in sum, recounted, and `Σ_i (Σ_a W^a_i)²`.
fn followed(solver: &ReplicatedAnnealing, patterns: &Patterns, seed: u64) -> (Vec<f64>, Vec<f64>) {
    let mut workspace = solver.prepare(patterns.into()).unwrap();
    let mut rng = rng(seed);
    let mut state = solver.start(&mut workspace, &mut rng);
    let squares = (patterns.n() * solver.replicas * solver.replicas) as f64;
    let sweep = |_| {
        let overlap = solver.sweep(&mut workspace, &mut state, &mut rng).overlap;
        let errors = state.replicas().iter().map(|replica| replica.errors(patterns, 0.0));
        (errors.sum::<usize>() as f64, overlap * squares)
    };
    (0..solver.max_sweeps).map(sweep).unzip()
}

/// Six means, each within three standard errors: a false alarm at one seed in 60. Without attraction the energy is that of
/// independent chains, and the factor of the joint law is one.
#[test]
fn replicas_are_sampled_from_their_joint_law() {
    let (n, p, y, beta) = (7, 21, 3, 0.6);
    let (patterns, energies) = unsolvable(n, p);
    for (attraction, gamma) in [(Attraction::Centre, 0.4), (Attraction::Pairwise, 0.9), (Attraction::Pairwise, 0.0)] {
        let (mut norm, mut energy, mut square) = (0.0, 0.0, 0.0);
        for code in 0..1_usize << (n * y) {
            let replica = |a: usize| code >> (n * a) & ((1 << n) - 1);
            let total: f64 = (0..y).map(|a| energies[replica(a)]).sum();
            let sum = |i: usize| (0..y).map(|a| 2 * (replica(a) >> i & 1) as i64 - 1).sum::<i64>();
            let factor: f64 = match attraction {
                Attraction::Centre => (0..n).map(|i| libm::cosh(gamma * sum(i) as f64)).product(),
                Attraction::Pairwise => {
                    let disagree = |a: usize, b: usize| (replica(a) ^ replica(b)).count_ones() as i64;
                    let pairs = (0..y).flat_map(|b| (0..b).map(move |a| (a, b)));
                    let overlaps: i64 = pairs.map(|(a, b)| n as i64 - 2 * disagree(a, b)).sum();
                    libm::exp(gamma / y as f64 * overlaps as f64)
                }
            };
            let weight = libm::exp(-beta * total) * factor;
            norm += weight;
            energy += total * weight;
            square += (0..n).map(|i| sum(i) * sum(i)).sum::<i64>() as f64 * weight;
        }
        if gamma == 0.0 {
            let one = boltzmann_average(&density_of_states(&patterns, 1, Energy::Errors), beta);
            assert!((energy / norm / (y as f64 * one) - 1.0).abs() < 1e-9);
        }
        let (totals, squares) = followed(&held(attraction, y, beta, gamma, 20_000), &patterns, 1);
        for (samples, exact) in [(totals, energy / norm), (squares, square / norm)] {
            let deviation = deviation(&samples[1000..], exact);
            assert!(deviation.abs() < 3.0, "{attraction:?}, gamma = {gamma}: {deviation}");
        }
    }
}

#[test]
fn two_replicas_attract_one_another_as_a_centre_would_attract_them() {
    // Four patterns a weight: no solution ends the run.
    let patterns = instance(21, 84, 1);
    for gamma in [0.1, 0.7, 2.0] {
        let centre = held(Attraction::Centre, 2, 0.5, gamma, 200);
        let pairwise = held(Attraction::Pairwise, 2, 0.5, libm::log(libm::cosh(2.0 * gamma)), 200);
        // Probabilities differ by rounding, and so would decisions at one proposal in 10¹⁵.
        assert_eq!(followed(&centre, &patterns, 1), followed(&pairwise, &patterns, 1), "gamma = {gamma}");
    }
}

#[test]
fn one_replica_is_a_chain_of_metropolis() {
    // Four patterns a weight: no solution ends the run.
    let patterns = instance(21, 84, 1);
    for attraction in Attraction::ALL {
        // So hot that the chain never has to wait.
        let solver = held(attraction, 1, 0.1, 0.8, 100);
        let (energies, _) = followed(&solver, &patterns, 1);
        let mut rng = rng(1);
        let machine = Committee::random(1, 21, &mut rng).unwrap();
        let mut chain = MetropolisChain::new(bits(&patterns, &machine, 0.0, Energy::Errors));
        let law = Boltzmann::new(0.1, 84).unwrap();
        for energy in energies {
            chain.advance(&law, 21, &mut rng);
            assert_eq!(chain.landscape().energy() as f64, energy, "{attraction:?}");
        }
    }
}

#[test]
fn attraction_that_grows_draws_replicas_together() {
    let patterns = instance(101, 60, 1);
    for attraction in Attraction::ALL {
        let solver = ReplicatedAnnealing { attraction, gamma_end: 2.0, max_sweeps: 300, ..Default::default() };
        let outcome = solver.solve(&patterns, rng(1)).unwrap();
        assert_eq!(outcome.errors, 0, "{attraction:?}");
        assert!(outcome.history.last().unwrap().overlap > outcome.history[0].overlap, "{attraction:?}");
    }
}
