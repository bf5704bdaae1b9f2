//! How long does a proposal of Metropolis's chain take, pattern by pattern and 256 patterns at a time?
//!
//! Both landscapes start from the same weights, in equilibrium at a temperature of an acceptance of about a tenth, and follow the same trajectory from the same random
//! numbers, which is checked. Throughput is in proposals. After criterion's own report the two run by turns, and their
//! common acceptance is printed with the ratio.

#![allow(missing_docs)] // The macros of criterion make public items.

use criterion::{Criterion, Throughput};
use piccole_benches::{Contender, interleaved, metropolis, timing_is_wanted};
use piccole_core::Committee;
use piccole_core::landscape::{Energy, Landscape, PlainLandscape};
use piccole_core::patterns::Patterns;
use piccole_msg_passing::{Boltzmann, MetropolisChain};
use std::hint::black_box;

/// Weights, inverse temperature, the proposals of a call, and the sweeps before the first.
const SIZES: [(usize, f64, u64, u64); 2] = [(1001, 1.0, 20_000, 1000), (10_001, 0.5, 2_000, 1000)];

/// Accepted proposals from a given start.
fn accepted<L: Landscape>(landscape: L, beta: f64, proposals: u64) -> (u64, L) {
    let mut chain = MetropolisChain::new(landscape);
    let law = Boltzmann::new(beta, 1 << 20).expect("the temperature is positive");
    let accepted = chain.advance(&law, proposals, &mut metropolis::rng("timed"));
    (accepted, chain.into_landscape())
}

fn plain(patterns: &Patterns, machine: &Committee) -> PlainLandscape {
    PlainLandscape::new(metropolis::inputs(patterns), machine, 0.0, Energy::Errors)
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    for (n, beta, proposals, sweeps) in SIZES {
        let patterns = metropolis::instance(n);
        let machine = metropolis::equilibrated(&patterns, beta, if timing_is_wanted() { sweeps } else { 1 });
        let (slow, fast) = (plain(&patterns, &machine), metropolis::landscape(&patterns, &machine));
        let (by_pattern, by_mask) = (accepted(slow.clone(), beta, proposals), accepted(fast.clone(), beta, proposals));
        assert_eq!(by_pattern.0, by_mask.0, "n = {n}");
        assert_eq!(by_pattern.1.machine(), by_mask.1.machine(), "n = {n}");
        let mut group = criterion.benchmark_group("metropolis");
        group.sample_size(10).throughput(Throughput::Elements(proposals));
        group.bench_function(format!("plain/n={n}"), |bencher| {
            bencher.iter(|| accepted(black_box(slow.clone()), beta, proposals));
        });
        group.bench_function(format!("bit-mask/n={n}"), |bencher| {
            bencher.iter(|| accepted(black_box(fast.clone()), beta, proposals));
        });
        group.finish();
        if timing_is_wanted() {
            let timings = interleaved(
                7,
                &mut [
                    Contender::new("plain", |_| drop(black_box(accepted(slow.clone(), beta, proposals)))),
                    Contender::new("bit-mask", |_| drop(black_box(accepted(fast.clone(), beta, proposals)))),
                ],
            );
            let acceptance = by_mask.0 as f64 / proposals as f64;
            println!("\nMetropolis, n = {n}, p = {}, beta = {beta}, acceptance {acceptance:.4}", patterns.p());
            for timing in &timings {
                println!("  {:8} {:8.1} ns a proposal", timing.name, 1e9 * timing.median() / proposals as f64);
            }
            println!("  plain : bit-mask {:.1}", timings[0].median() / timings[1].median());
        }
    }
    criterion.final_summary();
}
