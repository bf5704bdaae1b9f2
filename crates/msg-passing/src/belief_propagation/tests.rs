//! The fast sweep against the message equations written out, and the fixed point against what is known exactly.

use super::lane::Lane;
use super::{BeliefPropagation, Instance, Messages};
use crate::{AlgorithmError, Problem, Stop};
use piccole_core::patterns::{InputLaw, Scenario};
use piccole_core::{Patterns, StreamKey, gauss};
use std::f64::consts::LN_2;

fn instance(law: InputLaw, n: usize, p: usize, seed: u64) -> Patterns {
    Patterns::generate(Scenario::Storage, law, n, p, &StreamKey::from_seed(seed).named("patterns")).unwrap()
}

/// One update of pattern `mu`, every cavity sum taken anew over `j ≠ i`, and every vote of the other units counted.
fn naive_update(problem: Problem<'_>, margin: f64, messages: &mut [Vec<f64>], external: &[f64], mu: usize) {
    let (patterns, hidden, n) = (problem.patterns(), problem.hidden(), problem.n());
    let root_n = (n as f64).sqrt();
    let input = |i: usize| patterns.gauged().entry(mu, i) / root_n;
    let largest = (0..n).map(|j| input(j) * input(j)).fold(0.0, f64::max);
    let m: Vec<f64> = (0..hidden * n)
        .map(|i| {
            let cavity: f64 = (0..patterns.p()).filter(|&nu| nu != mu).map(|nu| messages[nu][i]).sum();
            libm::tanh(external[i] + cavity)
        })
        .collect();
    let moments = |k: usize, without: Option<usize>| {
        let others = || (0..n).filter(move |&j| Some(j) != without);
        let mean: f64 = others().map(|j| input(j) * m[k * n + j]).sum();
        let variance: f64 = others().map(|j| input(j) * input(j) * (1.0 - m[k * n + j] * m[k * n + j])).sum();
        (mean, variance.max(0.01 * largest).sqrt())
    };
    let arguments: Vec<f64> = (0..hidden)
        .map(|l| {
            let (mean, deviation) = moments(l, None);
            (margin - mean) / deviation
        })
        .collect();
    // Probability that the pattern is satisfied given the vote of a unit, over all votes of the others.
    let satisfied = |k: usize, vote: usize| -> f64 {
        let won = |votes: usize| votes >> k & 1 == vote && 2 * votes.count_ones() as usize > hidden;
        let probability =
            |l: usize, votes: usize| gauss::tail(if votes >> l & 1 == 1 { arguments[l] } else { -arguments[l] });
        let all = (0..1_usize << hidden).filter(|&votes| won(votes));
        all.map(|votes| (0..hidden).filter(|&l| l != k).map(|l| probability(l, votes)).product::<f64>()).sum()
    };
    let satisfied: Vec<[f64; 2]> = (0..hidden).map(|k| [satisfied(k, 0), satisfied(k, 1)]).collect();
    messages[mu] = (0..hidden * n)
        .map(|weight| {
            let (k, i) = (weight / n, weight % n);
            let [without, with] = satisfied[k];
            let (mean, deviation) = moments(k, Some(i));
            let log = |sign: f64| {
                let x = (margin - mean - sign * input(i)) / deviation;
                if hidden == 1 {
                    gauss::ln_tail(x)
                } else {
                    libm::log(with * gauss::tail(x) + without * gauss::tail(-x))
                }
            };
            (0.5 * (log(1.0) - log(-1.0))).clamp(-40.0, 40.0)
        })
        .collect();
}

/// Largest difference of a message in a few sweeps, from random messages on, to the equations written out.
fn difference<R: Lane>(problem: Problem<'_>, margin: f64, sweeps: usize) -> f64 {
    let (p, weights) = (problem.p(), problem.hidden() * problem.n());
    let mut instance = Instance::<R>::new(problem, margin).unwrap();
    let mut fast = Messages::random(&instance, 0.3, &mut StreamKey::from_seed(3).rng());
    let mut naive: Vec<Vec<f64>> = (0..p).map(|mu| (0..weights).map(|i| fast.message(mu, i)).collect()).collect();
    let mut largest = 0.0_f64;
    for _ in 0..sweeps {
        fast.sweep(&mut instance, 0..p, 0.0);
        (0..p).for_each(|mu| naive_update(problem, margin, &mut naive, &vec![0.0; weights], mu));
        for (mu, row) in naive.iter().enumerate() {
            largest = row.iter().enumerate().map(|(i, u)| (fast.message(mu, i) - u).abs()).fold(largest, f64::max);
        }
    }
    largest
}

#[test]
fn sweeps_agree_with_the_message_equations_at_every_length() {
    for law in [InputLaw::Signs, InputLaw::Gaussian] {
        for n in [1_usize, 2, 3, 7, 8, 9, 16, 33, 64, 65] {
            for margin in [-0.5, 0.0, 0.3] {
                let patterns = instance(law, n, n.div_ceil(2), n as u64);
                let (double, single) = (
                    difference::<f64>((&patterns).into(), margin, 3),
                    difference::<f32>((&patterns).into(), margin, 3),
                );
                // Rounding of the sums, amplified by each of the updates.
                assert!(double < 1e-11, "{law:?} N={n} κ={margin}: {double:e}");
                assert!(single < 1e-3, "{law:?} N={n} κ={margin}: {single:e}");
            }
        }
    }
}

#[test]
fn sweeps_of_committees_agree_with_the_message_equations() {
    for law in [InputLaw::Signs, InputLaw::Gaussian] {
        for (hidden, n) in [(3, 5), (3, 33), (5, 21), (7, 13)] {
            let patterns = instance(law, n, n / 2, n as u64);
            let problem = Problem::committee(&patterns, hidden).unwrap();
            for margin in [0.0, 0.2] {
                let (double, single) = (difference::<f64>(problem, margin, 3), difference::<f32>(problem, margin, 3));
                assert!(double < 1e-11, "{law:?} K={hidden} N={n} κ={margin}: {double:e}");
                assert!(single < 1e-4, "{law:?} K={hidden} N={n} κ={margin}: {single:e}");
            }
        }
    }
}

#[test]
fn the_incremental_fields_are_the_sums_of_the_messages() {
    let patterns = instance(InputLaw::Signs, 101, 60, 2);
    let mut instance = Instance::<f64>::new((&patterns).into(), 0.0).unwrap();
    let mut messages = Messages::zero(&instance);
    for sweep in 1..=20 {
        messages.sweep(&mut instance, 0..60, 0.1);
        messages.reinforce(0.01 * f64::from(sweep));
    }
    for i in 0..101 {
        let sum: f64 = (0..60).map(|mu| messages.message(mu, i)).sum();
        assert!((messages.field(i) - messages.external()[i] - sum).abs() < 1e-11);
    }
}

#[test]
fn sweeps_around_fixed_weights_agree_with_the_message_equations() {
    let (n, p) = (33, 16);
    let patterns = instance(InputLaw::Signs, n, p, 5);
    let mut instance = Instance::<f64>::new((&patterns).into(), 0.0).unwrap();
    let mut fast = Messages::zero(&instance);
    let (mut naive, mut external) = (vec![vec![0.0; n]; p], vec![0.0; n]);
    for sweep in 0..6 {
        fast.sweep(&mut instance, 0..p, 0.0);
        (0..p).for_each(|mu| naive_update((&patterns).into(), 0.0, &mut naive, &external, mu));
        for (mu, row) in naive.iter().enumerate() {
            for (i, u) in row.iter().enumerate() {
                let difference = (fast.message(mu, i) - u).abs();
                // As without fixed weights: their magnetization is exact, whatever the rounding of their field.
                assert!(difference < 1e-11, "sweep {sweep} μ={mu} i={i}: {difference:e}");
            }
        }
        let i = 5 * sweep;
        let sign = fast.field(i).signum();
        fast.fix(i);
        external[i] = sign * 1e6;
        assert_eq!(fast.magnetizations()[i], sign);
    }
}

#[test]
fn the_entropy_of_a_single_pattern_is_exact() {
    // Half of all weight vectors lie on the right side of one pattern, for any N and either kind of input.
    for (law, n) in [(InputLaw::Signs, 5), (InputLaw::Signs, 501), (InputLaw::Gaussian, 40)] {
        let marginals = BeliefPropagation::default().run(&instance(law, n, 1, 1)).unwrap();
        assert_eq!(marginals.stop, Stop::Converged);
        assert!((marginals.entropy - (LN_2 - LN_2 / n as f64)).abs() < 1e-14);
    }
}

#[test]
fn the_bethe_entropy_is_the_one_written_with_all_normalisations() {
    // N S = Σ ln Z_μ + Σ ln Z_i − Σ ln Z_{iμ} with normalised messages ν(W) = e^{uW}/2cosh u, term by term.
    let (n, p) = (31, 12);
    let patterns = instance(InputLaw::Gaussian, n, p, 4);
    let mut instance = Instance::<f64>::new((&patterns).into(), 0.2).unwrap();
    let mut messages = Messages::zero(&instance);
    while messages.sweep(&mut instance, 0..p, 0.0) > 1e-12 {}
    let root_n = (n as f64).sqrt();
    let mut entropy = 0.0;
    for i in 0..n {
        let messages_in: f64 = (0..p).map(|mu| gauss::ln_2cosh(messages.message(mu, i))).sum();
        entropy += gauss::ln_2cosh(messages.field(i)) - messages_in;
    }
    for mu in 0..p {
        let (mut mean, mut variance) = (0.0, 0.0);
        for i in 0..n {
            let (h, u) = (messages.field(i), messages.message(mu, i));
            let (a, m) = (patterns.gauged().entry(mu, i) / root_n, libm::tanh(h - u));
            mean += a * m;
            variance += a * a * (1.0 - m * m);
            entropy -= gauss::ln_2cosh(h) - gauss::ln_2cosh(u) - gauss::ln_2cosh(h - u);
        }
        entropy += gauss::ln_tail((0.2 - mean) / variance.sqrt());
    }
    assert!((messages.bethe_entropy(&mut instance) - entropy / n as f64).abs() < 1e-12);
}

#[test]
fn damping_changes_the_path_and_not_the_fixed_point() {
    let patterns = instance(InputLaw::Signs, 301, 150, 7);
    let run = |damping| BeliefPropagation { damping, ..Default::default() }.run(&patterns).unwrap();
    let (plain, damped) = (run(0.0), run(0.5));
    assert_eq!((plain.stop, damped.stop), (Stop::Converged, Stop::Converged));
    assert!(plain.sweeps < damped.sweeps);
    // A residual of 1e-9 a message, times the 150 messages of a field.
    assert!((plain.entropy - damped.entropy).abs() < 1e-8);
    for (a, b) in plain.magnetizations.iter().zip(&damped.magnetizations) {
        assert!((a - b).abs() < 1e-7);
    }
}

#[test]
fn the_entropy_falls_with_the_margin_and_the_overlap_rises() {
    let patterns = instance(InputLaw::Signs, 301, 90, 3);
    let run = |margin| BeliefPropagation { margin, ..Default::default() }.run(&patterns).unwrap();
    let all: Vec<_> = [-1.0, -0.5, 0.0, 0.5].map(run).to_vec();
    assert!(all.windows(2).all(|pair| pair[0].entropy > pair[1].entropy && pair[0].overlap < pair[1].overlap));
}

#[test]
fn not_converging_is_reported_and_not_hidden() {
    let patterns = instance(InputLaw::Signs, 201, 140, 3);
    let marginals = BeliefPropagation { max_sweeps: 2, ..Default::default() }.run(&patterns).unwrap();
    assert_eq!((marginals.stop, marginals.sweeps), (Stop::SweepLimit, 2));
    assert!(marginals.residual > 1e-9);
}

#[test]
fn parameters_outside_their_domain_are_refused_by_name() {
    let patterns = instance(InputLaw::Signs, 11, 3, 1);
    let default = BeliefPropagation::default();
    for (bp, name) in [
        (BeliefPropagation { damping: 1.0, ..default }, "damping"),
        (BeliefPropagation { damping: -0.1, ..default }, "damping"),
        (BeliefPropagation { tolerance: 0.0, ..default }, "tolerance"),
        (BeliefPropagation { margin: f64::INFINITY, ..default }, "margin"),
        (BeliefPropagation { max_sweeps: 0, ..default }, "max_sweeps"),
    ] {
        match bp.run(&patterns).unwrap_err() {
            AlgorithmError::Parameter { name: got, .. } => assert_eq!(got, name),
            other => panic!("{other}"),
        }
    }
}

#[test]
fn results_are_the_same_bits_on_every_instruction_set() {
    // Pinned on AVX2; the workspace's checks run this test with the scalar code as well.
    let run = |law| BeliefPropagation { max_sweeps: 5, ..Default::default() }.run(&instance(law, 77, 40, 11)).unwrap();
    let bits = |law| {
        let marginals = run(law);
        [marginals.entropy.to_bits(), marginals.overlap.to_bits(), marginals.residual.to_bits()]
    };
    let expected = [
        [4599357202017731976, 4599343771854212256, 4575626036975619776],
        [4599923623334337159, 4599388984273755378, 4573260473099909248],
    ];
    assert_eq!([InputLaw::Signs, InputLaw::Gaussian].map(bits), expected);
}
