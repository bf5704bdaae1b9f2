//! How long does it take to fit 1000 features to 2000 examples?
//!
//! `cargo bench -p piccole-benches --bench ridge` times the solver beside `nalgebra`'s own product and decomposition.

#![allow(missing_docs)] // The macros of criterion make public items.

use criterion::Criterion;
use nalgebra::{Cholesky, DMatrix, DVector};
use piccole_benches::{Contender, find, interleaved, timing_is_wanted};
use piccole_core::{StandardNormal, StreamKey};
use piccole_nn::ridge::ridge_regression;
use std::hint::black_box;

const FEATURES: usize = 1000;
const EXAMPLES: usize = 2000;
const RIDGE: f64 = 10.0;

fn problem() -> (DMatrix<f64>, DVector<f64>) {
    let key = StreamKey::from_seed(1);
    let draw = |name, count| StandardNormal::new(key.named(name).rng()).take(count);
    let features = DMatrix::from_iterator(FEATURES, EXAMPLES, draw("features", FEATURES * EXAMPLES));
    (features, DVector::from_iterator(EXAMPLES, draw("targets", EXAMPLES)))
}

fn solve(features: &DMatrix<f64>, targets: &DVector<f64>) -> DVector<f64> {
    ridge_regression(features, targets, RIDGE).expect("a ridge makes the system definite")
}

fn solve_by_nalgebra(features: &DMatrix<f64>, targets: &DVector<f64>) -> DVector<f64> {
    let gram = features * features.transpose() + DMatrix::from_diagonal_element(FEATURES, FEATURES, RIDGE);
    Cholesky::new(gram).expect("a ridge makes the system definite").solve(&(features * targets))
}

fn main() {
    let (features, targets) = problem();
    let difference = solve(&features, &targets) - solve_by_nalgebra(&features, &targets);
    assert!(difference.amax() < 1e-12, "the solutions differ by {}", difference.amax());
    let mut criterion = Criterion::default().configure_from_args().sample_size(10);
    criterion.bench_function("ridge/p=1000,n=2000", |bencher| {
        bencher.iter(|| solve(black_box(&features), &targets));
    });
    criterion.final_summary();
    if !timing_is_wanted() {
        return;
    }
    let timings = interleaved(
        5,
        &mut [
            Contender::new("ridge", |_| drop(black_box(solve(&features, &targets)))),
            Contender::new("nalgebra", |_| drop(black_box(solve_by_nalgebra(&features, &targets)))),
        ],
    );
    let (ours, nalgebra) = (find(&timings, "ridge").median(), find(&timings, "nalgebra").median());
    println!("ridge, {FEATURES} features, {EXAMPLES} examples, by turns:");
    println!("  ridge {:.1} ms, nalgebra {:.1} ms: {:.2} x", 1e3 * ours, 1e3 * nalgebra, nalgebra / ours);
}
