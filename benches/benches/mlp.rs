//! How long is a step of stochastic gradient descent of a multilayer perceptron, from a large network on large batches to
//! one so small that everything but arithmetic counts?
//!
//! Throughput is in examples. A step is asserted to go down the slope it measured before anything is timed. The comparison
//! of two threads with one is printed at the end.

#![allow(missing_docs)] // The macros of criterion make public items.

use criterion::{Criterion, Throughput};
use piccole_benches::work::networks::Training;
use piccole_benches::{Contender, find, interleaved, timing_is_wanted};

const LARGE: [usize; 4] = [784, 256, 128, 10];
const SMALL: [usize; 3] = [20, 32, 1];
const CASES: [(&[usize], usize); 5] = [(&LARGE, 32), (&LARGE, 128), (&LARGE, 1024), (&SMALL, 32), (&SMALL, 1024)];

/// A small step lowers the loss by the learning rate times the squared gradient.
fn assert_answer(training: &mut Training) {
    let rate = 1e-3;
    let before = training.step(rate);
    let slope: f64 = training.gradient.iter().map(|&g| f64::from(g) * f64::from(g)).sum();
    let fall = before - training.step(0.0);
    let expected = f64::from(rate) * slope;
    assert!((fall / expected - 1.0).abs() < 0.2, "the loss fell by {fall}, not {expected}");
}

fn bench(criterion: &mut Criterion, widths: &[usize], batch: usize) {
    let mut training = Training::random(widths, batch);
    assert_answer(&mut training);
    let mut group = criterion.benchmark_group("mlp-step");
    group.throughput(Throughput::Elements(batch as u64));
    group.sample_size(10);
    let name = widths.iter().map(usize::to_string).collect::<Vec<_>>().join("-");
    group.bench_function(format!("{name},b={batch}"), |bencher| {
        bencher.iter(|| training.step(1e-4));
    });
}

/// One thread and two by turns.
fn compare_threads(rounds: usize) {
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
    let (one, two) = (pool(1), pool(2));
    let (mut first, mut second) = (Training::random(&LARGE, 1024), Training::random(&LARGE, 1024));
    let timings = interleaved(
        rounds,
        &mut [
            Contender::new("1 thread", |_| {
                one.install(|| first.step(1e-4));
            }),
            Contender::new("2 threads", |_| {
                two.install(|| second.step(1e-4));
            }),
        ],
    );
    assert!(first.parameters == second.parameters, "threads change the result");
    let [one, two] = ["1 thread", "2 threads"].map(|name| find(&timings, name));
    println!(
        "784-256-128-10, batch 1024, wall time of {rounds} rounds by turns: 1 thread : 2 threads {:.2} (best {:.2})",
        one.median() / two.median(),
        one.best() / two.best()
    );
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    for (widths, batch) in CASES {
        bench(&mut criterion, widths, batch);
    }
    criterion.final_summary();
    if timing_is_wanted() {
        compare_threads(51);
    }
}
