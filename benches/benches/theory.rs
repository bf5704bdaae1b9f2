//! How long do fifty densities of the storage problem take, and a capacity?

#![allow(missing_docs)] // The macros of criterion make public items.

use criterion::{Criterion, Throughput};
use piccole_benches::{cpu_seconds_per_call, timing_is_wanted};
use piccole_theory::capacity::{CapacityModel, capacity};
use piccole_theory::storage::{StoragePoint, Weights, curve};
use std::hint::black_box;

const POINTS: usize = 50;

/// The entropy and its order parameters at 50 densities up to 1.
fn storage(weights: Weights) -> Vec<StoragePoint> {
    let alphas: Vec<f64> = (1..=POINTS).map(|k| k as f64 / POINTS as f64).collect();
    curve(weights, 0.0, black_box(&alphas)).expect("the densities are positive")
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("saddle");
    group.throughput(Throughput::Elements(POINTS as u64));
    for (name, weights) in [("storage-50", Weights::Binary), ("storage-50-spherical", Weights::Spherical)] {
        for point in storage(weights) {
            assert!(point.residual <= 1e-12, "{name}: residual {} at α = {}", point.residual, point.alpha);
        }
        group.bench_function(name, |bencher| bencher.iter(|| storage(weights)));
    }
    group.throughput(Throughput::Elements(1));
    let alpha_c = || capacity(CapacityModel::Binary, black_box(0.0)).expect("a margin within range").alpha_c;
    assert!((alpha_c() - 0.833_078_599_739_58).abs() < 1e-12);
    group.bench_function("capacity-binary", |bencher| bencher.iter(alpha_c));
    group.finish();
    criterion.final_summary();
    if timing_is_wanted() {
        let milliseconds = 1e3 * cpu_seconds_per_call(100, || drop(storage(Weights::Binary)));
        println!("\nstorage-50: {milliseconds:.2} CPU-ms for {POINTS} densities");
    }
}
