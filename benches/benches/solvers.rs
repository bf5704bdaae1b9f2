//! How long are the sweeps of every solver, and the iterations of message passing for marginals?
//!
//! Throughput is in weights × patterns of all sweeps, for Monte Carlo in proposals. Preparation is included; the errors that a
//! solver reports are counted anew before it is timed.

#![allow(missing_docs)] // The macros of criterion make public items.

use criterion::{Criterion, Throughput};
use piccole_benches::work::{Work, solvers};

/// Solvers by their names, with the sweeps of a call.
const MESSAGE_PASSING: [(&str, usize); 5] =
    [("reinforced-bp", 5), ("bp-decimation", 5), ("focusing-bp", 5), ("max-sum", 2), ("reinforced-amp", 10)];
const RULES: [(&str, usize); 4] = [("sbpi", 5), ("bpi", 5), ("cp-r", 5), ("replicated-sgd", 2)];
const MONTE_CARLO: [(&str, usize); 2] = [("annealing", 10), ("replicated-annealing", 5)];

const N: usize = 1001;
const ALPHA: f64 = 0.4;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("sweeps");
    group.sample_size(10);
    let edges = N * (ALPHA * N as f64).round() as usize;
    let mut bench = |name: &str, sweeps: usize, elements: usize, mut work: Work| {
        group.throughput(Throughput::Elements((sweeps * elements) as u64));
        group.bench_function(format!("{name}/n={N},alpha={ALPHA},sweeps={sweeps}"), |bencher| {
            bencher.iter(|| work.run());
        });
    };
    bench("bp", 5, edges, solvers::marginals(N, ALPHA, 5));
    bench("amp", 10, edges, solvers::amp(N, ALPHA, 10));
    for (name, sweeps) in MESSAGE_PASSING.into_iter().chain(RULES) {
        bench(name, sweeps, edges, solvers::solver(name, &[], [N, 1], ALPHA, sweeps));
    }
    for (name, sweeps) in MONTE_CARLO {
        bench(name, sweeps, N, solvers::solver(name, &[], [N, 1], ALPHA, sweeps));
    }
    group.finish();
    criterion.final_summary();
}
