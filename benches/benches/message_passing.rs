//! How long does a sweep of belief propagation take, and how long does a solver until it has solved?
//!
//! Throughput is in edges, weights × patterns. After criterion's own report, sweeps run by turns with the same equations
//! written with the special functions one edge at a time, and the CPU seconds of the solvers are printed.

#![allow(missing_docs)] // The macros of criterion make public items.

use criterion::{Criterion, Throughput};
use piccole_benches::{Contender, cpu_seconds_per_call, find, interleaved, timing_is_wanted};
use piccole_core::patterns::{InputLaw, Patterns, Scenario, pattern_count};
use piccole_core::{StreamKey, gauss};
use piccole_msg_passing::{Algorithm, BeliefPropagation, Outcome, ReinforcedBp, Sbpi};
use std::hint::black_box;

/// Sweeps of a timed run; the Bethe entropy at its end costs about as much as two more.
const SWEEPS: usize = 20;

fn instance(n: usize, alpha: f64, seed: u64) -> Patterns {
    let p = pattern_count(n, alpha).expect("the density is positive");
    let key = StreamKey::from_seed(seed).named("patterns");
    Patterns::generate(Scenario::Storage, InputLaw::Signs, n, p, &key).expect("there are weights and patterns")
}

/// Magnetizations after a number of sweeps.
fn propagate(patterns: &Patterns, sweeps: usize) -> Vec<f64> {
    let algorithm = BeliefPropagation { max_sweeps: sweeps, tolerance: 1e-300, ..Default::default() };
    algorithm.run(patterns).expect("the parameters are valid").magnetizations
}

/// The same, two logarithms of `H` and a hyperbolic tangent an edge.
fn propagate_edge_by_edge(patterns: &Patterns, sweeps: usize) -> Vec<f64> {
    let (n, p) = (patterns.n(), patterns.p());
    let norm = 1.0 / (n as f64).sqrt();
    let inputs: Vec<Vec<f64>> =
        (0..p).map(|mu| (0..n).map(|i| norm * patterns.gauged().entry(mu, i)).collect()).collect();
    let (mut messages, mut fields) = (vec![vec![0.0; n]; p], vec![0.0; n]);
    for _ in 0..sweeps {
        for (inputs, messages) in inputs.iter().zip(&mut messages) {
            let m: Vec<f64> = fields.iter().zip(&*messages).map(|(h, u): (&f64, &f64)| libm::tanh(h - u)).collect();
            let mean: f64 = inputs.iter().zip(&m).map(|(a, m)| a * m).sum();
            let variance: f64 = inputs.iter().zip(&m).map(|(a, m)| a * a * (1.0 - m * m)).sum();
            for i in 0..n {
                let (a, m) = (inputs[i], m[i]);
                let deviation = (variance - a * a * (1.0 - m * m)).sqrt();
                let log = |sign: f64| gauss::ln_tail((a * m - mean - sign * a) / deviation);
                let message = 0.5 * (log(1.0) - log(-1.0));
                fields[i] += message - messages[i];
                messages[i] = message;
            }
        }
    }
    fields.iter().map(|&h| libm::tanh(h)).collect()
}

fn reinforced(patterns: &Patterns) -> Outcome {
    let rng = StreamKey::from_seed(1).named("dynamics").rng();
    ReinforcedBp::default().solve(patterns, rng).expect("the parameters are valid")
}

fn sbpi(patterns: &Patterns) -> Outcome {
    let rng = StreamKey::from_seed(1).named("dynamics").rng();
    Sbpi::default().solve(patterns, rng).expect("the parameters are valid")
}

/// Median CPU seconds to a solution, over instances.
fn report_solver(name: &str, n: usize, alpha: f64, solve: fn(&Patterns) -> Outcome) {
    let mut runs: Vec<(f64, usize)> = (1..=5)
        .map(|seed| {
            let patterns = instance(n, alpha, seed);
            let mut sweeps = 0;
            let seconds = cpu_seconds_per_call(1, || {
                let outcome = solve(black_box(&patterns));
                assert!(outcome.solved(), "{name}, n = {n}, alpha = {alpha}, seed {seed}");
                sweeps = outcome.sweeps;
            });
            (seconds, sweeps)
        })
        .collect();
    runs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let ((least, _), (median, sweeps), (most, _)) = (runs[0], runs[2], runs[4]);
    println!("  {name:14} n={n:6} alpha={alpha}: {median:7.3} CPU-s ({least:.3} to {most:.3}), {sweeps} sweeps");
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("bp-sweep");
    group.sample_size(10);
    for (n, alpha) in [(1001, 0.7), (4001, 0.5)] {
        let patterns = instance(n, alpha, 1);
        let (fast, slow) = (propagate(&patterns, 2), propagate_edge_by_edge(&patterns, 2));
        assert!(fast.iter().zip(&slow).all(|(a, b)| (a - b).abs() < 1e-10), "n={n}");
        group.throughput(Throughput::Elements((SWEEPS * n * patterns.p()) as u64));
        group.bench_function(format!("n={n},alpha={alpha},sweeps={SWEEPS}"), |bencher| {
            bencher.iter(|| propagate(black_box(&patterns), SWEEPS));
        });
    }
    group.finish();
    criterion.final_summary();
    if !timing_is_wanted() {
        return;
    }
    let patterns = instance(1001, 0.7, 1);
    let edges = (SWEEPS * patterns.n() * patterns.p()) as f64;
    let timings = interleaved(
        7,
        &mut [
            Contender::new("bp", |_| drop(black_box(propagate(&patterns, SWEEPS)))),
            Contender::new("edge by edge", |_| drop(black_box(propagate_edge_by_edge(&patterns, SWEEPS)))),
        ],
    );
    println!("\nBelief propagation, n = 1001, alpha = 0.7: medians of interleaved rounds");
    for timing in &timings {
        let nanoseconds = |seconds: f64| 1e9 * seconds / edges;
        let (median, best) = (nanoseconds(timing.median()), nanoseconds(timing.best()));
        println!("  {:14} {median:7.2} ns an edge and sweep (best {best:.2})", timing.name);
    }
    let ratio = find(&timings, "edge by edge").median() / find(&timings, "bp").median();
    println!("  edge by edge : bp {ratio:.1}");
    println!("Solvers, default settings: median of five instances, all solved");
    report_solver("reinforced-bp", 1001, 0.5, reinforced);
    report_solver("reinforced-bp", 1001, 0.6, reinforced);
    report_solver("reinforced-bp", 1001, 0.7, reinforced);
    report_solver("sbpi", 2001, 0.5, sbpi);
    report_solver("sbpi", 10001, 0.5, sbpi);
}
