//! How long does it take to count all solutions of an instance?
//!
//! Throughput is in weight vectors. After criterion's own report, the counts run by turns with a walk in Gray code order
//! that updates one weight at a time, and the CPU seconds of all threads are printed.

#![allow(missing_docs)] // The macros of criterion make public items.

use criterion::{Criterion, Throughput};
use piccole_benches::{Contender, cpu_seconds_per_call, find, interleaved, timing_is_wanted};
use piccole_core::StreamKey;
use piccole_core::enumerate::count;
use piccole_core::patterns::{InputLaw, Patterns, Scenario, pattern_count};
use std::hint::black_box;

const N: usize = 25;
const ALPHA: f64 = 0.4;

fn instance(n: usize, alpha: f64, law: InputLaw) -> Patterns {
    let p = pattern_count(n, alpha).expect("the density is positive");
    Patterns::generate(Scenario::Storage, law, n, p, &StreamKey::from_seed(1)).expect("there are weights and patterns")
}

/// Number of solutions at margin 0, one weight flipped at a time.
fn count_in_gray_code_order(patterns: &Patterns) -> u64 {
    let (n, p) = (patterns.n(), patterns.p());
    let columns: Vec<Vec<f64>> = (0..n).map(|i| (0..p).map(|mu| patterns.gauged().entry(mu, i)).collect()).collect();
    let mut products: Vec<f64> = (0..p).map(|mu| -columns.iter().map(|column| column[mu]).sum::<f64>()).collect();
    let (mut weights, mut solutions) = (0_u64, 0);
    for step in 1..=1_u64 << n {
        solutions += u64::from(products.iter().all(|&product| product > 0.0));
        let flipped = (step.trailing_zeros() as usize).min(n - 1);
        weights ^= 1 << flipped;
        let change = if weights >> flipped & 1 == 1 { 2.0 } else { -2.0 };
        for (product, entry) in products.iter_mut().zip(&columns[flipped]) {
            *product += change * entry;
        }
    }
    solutions
}

fn solutions(patterns: &Patterns) -> u64 {
    count(patterns, 0.0).expect("the instance is small").solutions()
}

fn bench(criterion: &mut Criterion, name: &str, patterns: &Patterns) {
    assert_eq!(solutions(patterns), count_in_gray_code_order(patterns), "{name}");
    let mut group = criterion.benchmark_group("enumeration");
    group.throughput(Throughput::Elements(1 << patterns.n()));
    group.sample_size(20);
    group.bench_function(name, |bencher| bencher.iter(|| solutions(black_box(patterns))));
}

fn report_cpu(name: &str, patterns: &Patterns, calls: u32) {
    let mut z = 0;
    let seconds = cpu_seconds_per_call(calls, || z = solutions(black_box(patterns)));
    println!("  {name:28} {seconds:8.4} CPU-s ({z} solutions)");
}

fn main() {
    let signs = instance(N, ALPHA, InputLaw::Signs);
    let reals = instance(N, ALPHA, InputLaw::Gaussian);
    let mut criterion = Criterion::default().configure_from_args();
    bench(&mut criterion, "n=25,alpha=0.4", &signs);
    bench(&mut criterion, "gaussian,n=25,alpha=0.4", &reals);
    criterion.final_summary();
    if !timing_is_wanted() {
        return;
    }
    let timings = interleaved(
        5,
        &mut [
            Contender::new("signs", |_| {
                black_box(solutions(&signs));
            }),
            Contender::new("gaussian", |_| {
                black_box(solutions(&reals));
            }),
            Contender::new("gray code", |_| {
                black_box(count_in_gray_code_order(&signs));
            }),
        ],
    );
    println!("\nN = {N}, alpha = {ALPHA}: medians of interleaved rounds, threads of the default pool");
    for timing in &timings {
        println!("  {:28} {:8.4} s (best {:.4})", timing.name, timing.median(), timing.best());
    }
    println!(
        "  gray code : signs            {:.0}",
        find(&timings, "gray code").median() / find(&timings, "signs").median()
    );
    println!("CPU seconds of one count, all threads");
    report_cpu("n=25,alpha=0.4", &signs, 200);
    report_cpu("gaussian,n=25,alpha=0.4", &reals, 40);
    report_cpu("n=31,alpha=0.4", &instance(31, ALPHA, InputLaw::Signs), 2);
    report_cpu("n=35,alpha=0.4", &instance(35, ALPHA, InputLaw::Signs), 1);
}
