//! How long do the curves of the theory take: fifty densities of storage and learning, thresholds, thirty distances?

#![allow(missing_docs)] // The macros of criterion make public items.

use criterion::{Criterion, Throughput};
use piccole_benches::{cpu_seconds_per_call, timing_is_wanted};
use piccole_core::patterns::Scenario;
use piccole_theory::Status;
use piccole_theory::averages::Quadrature;
use piccole_theory::capacity::{CapacityModel, capacity};
use piccole_theory::dense_region::{self, Centre, DenseRegionPoint, Replicas, Setting};
use piccole_theory::franz_parisi::{LocalEntropyPoint, References, around_typical};
use piccole_theory::nonlinearity::Nonlinearity;
use piccole_theory::random_features::{self, RandomFeaturesPoint, Target};
use piccole_theory::storage::{StoragePoint, Weights, curve};
use piccole_theory::teacher_student::{self, Branch, TeacherStudentPoint, algorithmic_spinodal};
use piccole_theory::thresholds;
use std::hint::black_box;

const POINTS: usize = 50;
const DISTANCES: usize = 30;

/// The entropy and its order parameters at 50 densities up to 1.
fn storage(weights: Weights) -> Vec<StoragePoint> {
    let alphas: Vec<f64> = (1..=POINTS).map(|k| k as f64 / POINTS as f64).collect();
    curve(weights, 0.0, black_box(&alphas)).expect("the densities are positive")
}

/// Learning at 50 densities up to 1.49, next to the spinodal.
fn learning(weights: Weights) -> Vec<TeacherStudentPoint> {
    let alphas: Vec<f64> = (1..=POINTS).map(|k| 0.0298 * k as f64).collect();
    teacher_student::curve(weights, Branch::Uninformed, black_box(&alphas)).expect("the densities are positive")
}

/// The spinodal of message passing.
fn spinodal() -> f64 {
    algorithmic_spinodal(black_box(Quadrature::Automatic)).expect("an average that converges").alpha
}

fn distances(step: f64) -> Vec<f64> {
    (1..=DISTANCES).map(|k| step * k as f64).collect()
}

/// The local entropy around a typical solution.
fn typical() -> Vec<LocalEntropyPoint> {
    around_typical(0.5, References { margin: 0.0 }, 0.0, black_box(&distances(0.01))).expect("distances in range")
}

/// The local entropy of the dense region.
fn dense(replicas: Replicas, centre: Centre) -> Vec<DenseRegionPoint> {
    let setting = Setting { scenario: Scenario::Storage, kappa: 0.0, replicas, centre };
    dense_region::curve(setting, 0.6, black_box(&distances(0.005))).expect("distances in range")
}

/// The test error of random features.
fn features() -> RandomFeaturesPoint {
    random_features::point(Nonlinearity::Relu, Target { noise: 0.2, ..Target::default() }, black_box(2.0), 3.0, 1e-3)
        .expect("parameters in range")
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
    for (name, weights) in
        [("teacher-student-50", Weights::Binary), ("teacher-student-50-spherical", Weights::Spherical)]
    {
        for point in learning(weights) {
            assert!(point.residual <= 1e-12, "{name}: residual {} at α = {}", point.residual, point.alpha);
        }
        group.bench_function(name, |bencher| bencher.iter(|| learning(weights)));
    }
    group.throughput(Throughput::Elements(1));
    let alpha_c = || capacity(CapacityModel::Binary, black_box(0.0)).expect("a margin within range").alpha_c;
    assert!((alpha_c() - 0.833_078_599_739_58).abs() < 1e-12);
    group.bench_function("capacity-binary", |bencher| bencher.iter(alpha_c));
    assert!((spinodal() - 1.492_631_818_230_35).abs() < 1e-12);
    group.bench_function("algorithmic-spinodal", |bencher| bencher.iter(spinodal));
    assert!(features().status == Status::Ok && features().residual <= 1e-14);
    group.bench_function("random-features-point", |bencher| bencher.iter(features));
    group.finish();

    let mut group = criterion.benchmark_group("distance");
    group.sample_size(10).throughput(Throughput::Elements(DISTANCES as u64));
    assert!(typical().iter().all(|point| point.status == Status::Ok));
    group.bench_function("franz-parisi-30", |bencher| bencher.iter(typical));
    let free = || dense(Replicas::Infinite, Centre::Free);
    assert!(free().iter().all(|point| point.status == Status::Ok));
    group.bench_function("dense-region-30", |bencher| bencher.iter(free));
    group.finish();
    criterion.final_summary();

    if timing_is_wanted() {
        let constrained = || drop(dense(Replicas::Finite(10.0), Centre::Solution));
        let all = || drop(thresholds::all().expect("averages that converge"));
        println!();
        for (what, calls, curve) in [
            ("storage-50", 100, &mut (|| drop(storage(Weights::Binary))) as &mut dyn FnMut()),
            ("teacher-student-50", 50, &mut || drop(learning(Weights::Binary))),
            ("algorithmic-spinodal", 50, &mut || assert!(spinodal() > 1.0)),
            ("all thresholds", 5, &mut { all }),
            ("franz-parisi-30", 3, &mut || drop(typical())),
            ("dense-region-30, y → ∞", 10, &mut || drop(dense(Replicas::Infinite, Centre::Free))),
            ("dense-region-30, centre a solution, y = 10", 1, &mut { constrained }),
            ("random-features-point", 100_000, &mut || assert!(features().status == Status::Ok)),
        ] {
            println!("{what}: {:.4} CPU-ms", 1e3 * cpu_seconds_per_call(calls, curve));
        }
    }
}
