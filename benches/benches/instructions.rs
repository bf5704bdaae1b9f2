//! How many instructions does every kernel and every solver take?
//!
//! Kernels are called by tier, not by choice of the best; everything else takes the best that valgrind's CPU has, which is AVX2
//! with FMA on any machine that has these. `cargo xtask bench-ci` compares the counts with `benches/baseline.json`.

#![forbid(unsafe_code)]
#![allow(missing_docs)] // The macros of gungraun make public items.

use gungraun::prelude::*;
use piccole_benches::work::{Work, kernels, networks, on_this_thread, solvers, theory};
use piccole_core::arch::Tier;
use piccole_core::gauss;
use piccole_theory::capacity::CapacityModel;
use piccole_theory::covariates::Loss;
use piccole_theory::dense_region::{Centre, Replicas};
use piccole_theory::storage::Weights;

/// Work on one thread, made there.
fn ready(make: impl FnOnce() -> Work) -> Work {
    on_this_thread();
    make()
}

/// The kernel of a tier; nothing where the CPU lacks it, which `cargo xtask bench-ci` says.
fn of_tier(tier: &str, n: usize, p: usize) -> Work {
    let there = Tier::available().iter().any(|other| other.name() == tier);
    if there { kernels::stabilities(tier, n, p) } else { Work::nothing() }
}

#[library_benchmark(setup = ready)]
#[bench::stabilities_scalar_n1023(|| of_tier("scalar", 1023, 256))]
#[bench::stabilities_popcnt_n1023(|| of_tier("popcnt", 1023, 256))]
#[bench::stabilities_avx2_n1023(|| of_tier("avx2", 1023, 256))]
#[bench::stabilities_scalar_n10001(|| of_tier("scalar", 10_001, 64))]
#[bench::stabilities_popcnt_n10001(|| of_tier("popcnt", 10_001, 64))]
#[bench::stabilities_avx2_n10001(|| of_tier("avx2", 10_001, 64))]
#[bench::product(|| kernels::product(true, 1001, 701))]
#[bench::product_transposed(|| kernels::product(false, 1001, 701))]
#[bench::ln_tails(|| kernels::tails(gauss::ln_tails_into, 4096))]
#[bench::hazards(|| kernels::tails(gauss::hazards_into, 4096))]
#[bench::ln_tails_single(|| kernels::single_tails(gauss::ln_tails_f32_into, 4096))]
#[bench::hazards_single(|| kernels::single_tails(gauss::hazards_f32_into, 4096))]
#[bench::ln_tail(|| kernels::ln_tail(4096))]
#[bench::metropolis(|| kernels::metropolis(1001, 5))]
#[bench::metropolis_plain(|| kernels::plain_metropolis(1001, 1))]
#[bench::enumeration(|| kernels::enumeration(17))]
#[bench::errors(|| kernels::errors(2001))]
#[bench::generation(|| kernels::generation(501))]
fn core(mut work: Work) -> Work {
    work.run();
    work
}

#[library_benchmark(setup = ready)]
#[bench::bp(|| solvers::marginals(301, 0.5, 3))]
#[bench::amp(|| solvers::amp(501, 0.5, 5))]
#[bench::bp_decimation(|| solvers::solver("bp-decimation", &[], [301, 1], 0.5, 3))]
#[bench::reinforced_bp(|| solvers::solver("reinforced-bp", &[], [301, 1], 0.5, 3))]
#[bench::max_sum(|| solvers::solver("max-sum", &[], [201, 1], 0.4, 3))]
#[bench::sbpi(|| solvers::solver("sbpi", &[], [501, 1], 0.4, 3))]
#[bench::bpi(|| solvers::solver("bpi", &[], [501, 1], 0.4, 3))]
#[bench::cp_r(|| solvers::solver("cp-r", &[], [501, 1], 0.4, 3))]
#[bench::clipped_perceptron(|| solvers::solver("clipped-perceptron", &[], [501, 1], 0.4, 3))]
#[bench::focusing_bp(|| solvers::solver("focusing-bp", &[], [301, 1], 0.5, 3))]
#[bench::focusing_bp_committee(|| solvers::solver("focusing-bp", &[], [101, 3], 0.3, 3))]
#[bench::reinforced_amp(|| solvers::solver("reinforced-amp", &[], [501, 1], 0.5, 5))]
#[bench::annealing(|| solvers::solver("annealing", &[], [501, 1], 0.4, 5))]
#[bench::replicated_annealing(|| solvers::solver("replicated-annealing", &[], [301, 1], 0.4, 3))]
#[bench::entropy_driven(|| solvers::solver("entropy-driven", &[], [101, 1], 0.3, 1))]
#[bench::replicated_sgd(|| solvers::solver("replicated-sgd", &[], [301, 1], 0.4, 3))]
fn msg_passing(mut work: Work) -> Work {
    work.run();
    work
}

#[library_benchmark(setup = ready)]
#[bench::average_wide(|| theory::average(0.5))]
#[bench::average_narrow(|| theory::average(0.999))]
#[bench::storage(|| theory::storage(Weights::Binary, 5))]
#[bench::storage_spherical(|| theory::storage(Weights::Spherical, 5))]
#[bench::teacher_student(|| theory::teacher_student(Weights::Binary, 5))]
#[bench::teacher_student_spherical(|| theory::teacher_student(Weights::Spherical, 5))]
#[bench::state_evolution(|| theory::evolution(20))]
#[bench::capacity_binary(|| theory::critical_density(CapacityModel::Binary))]
#[bench::capacity_spherical(|| theory::critical_density(CapacityModel::Spherical))]
#[bench::algorithmic_spinodal(theory::spinodal)]
#[bench::franz_parisi_typical(|| theory::typical(1))]
#[bench::franz_parisi_teacher(|| theory::around_a_teacher(5))]
#[bench::dense_region(|| theory::dense(Replicas::Infinite, Centre::Free, 5))]
#[bench::dense_region_replicas(|| theory::dense(Replicas::Finite(10.0), Centre::Free, 1))]
#[bench::isolation(theory::isolation_distance)]
#[bench::pairs(|| theory::pairs_of_solutions(3))]
#[bench::random_features(|| theory::random_feature_points(1000))]
#[bench::covariates_square(|| theory::covariates_point(Loss::Square))]
#[bench::covariates_logistic(|| theory::covariates_point(Loss::Logistic))]
fn saddle_points(mut work: Work) -> Work {
    work.run();
    work
}

#[library_benchmark(setup = ready)]
#[bench::step(|| networks::step(&[784, 256, 128, 10], 8))]
#[bench::step_tiny(|| networks::step(&[20, 32, 2], 32))]
#[bench::hessian_vector_product(|| networks::hessian_vector_product(&[100, 50, 10], 32))]
#[bench::ridge_primal(|| networks::primal_ridge(60, 120))]
#[bench::ridge_dual(|| networks::dual_ridge(120, 60))]
fn nn(mut work: Work) -> Work {
    work.run();
    work
}

library_benchmark_group!(name = crates, benchmarks = [core, msg_passing, saddle_points, nn]);

/// The C library fills and copies large blocks by an instruction of which valgrind counts every byte, from a size on that depends on
/// the caches of the machine: never, here.
const NO_BYTE_BY_BYTE: &str =
    "glibc.cpu.x86_rep_stosb_threshold=0x40000000:glibc.cpu.x86_rep_movsb_threshold=0x40000000";

main!(
    config = LibraryBenchmarkConfig::default().env("GLIBC_TUNABLES", NO_BYTE_BY_BYTE),
    library_benchmark_groups = crates
);
