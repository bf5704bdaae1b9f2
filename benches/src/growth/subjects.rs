//! What is measured, with sizes at which the leading order shows.

use super::{Family, Size, Subject};
use crate::work::{Work, kernels, networks, solvers, theory};
use piccole_core::gauss;
use piccole_theory::dense_region::{Centre, Replicas};
use piccole_theory::storage::Weights;

/// Exponents of time, and of memory where it can be told.
type Exponents = (f64, Option<f64>);

const FLAT: Exponents = (0.0, None);
const LINEAR: Exponents = (1.0, None);
const SQUARE: Exponents = (2.0, None);
const SQUARE_WITH_MEMORY: Exponents = (2.0, Some(2.0));
const CUBE_WITH_SQUARE_OF_MEMORY: Exponents = (3.0, Some(2.0));

const fn subject(
    name: &'static str,
    (family, size): (Family, Size),
    sizes: &'static [usize],
    (time, memory): Exponents,
    make: fn(usize) -> Work,
) -> Subject {
    Subject { name, family, size, sizes, time, memory, make }
}

const KERNELS: (Family, Size) = (Family::Kernels, Size::Weights);
const PASSING: (Family, Size) = (Family::MessagePassing, Size::Weights);
const RULES: (Family, Size) = (Family::Rules, Size::Weights);
const MONTE_CARLO: (Family, Size) = (Family::MonteCarlo, Size::Weights);
const CURVES: (Family, Size) = (Family::Curves, Size::Points);
const DISTANCES: (Family, Size) = (Family::LocalEntropies, Size::Points);
const WIDTHS: (Family, Size) = (Family::Networks, Size::Width);
const EXAMPLES: (Family, Size) = (Family::Networks, Size::Examples);
const PATTERNS: (Family, Size) = (Family::Others, Size::Patterns);
const REPLICAS: (Family, Size) = (Family::Others, Size::Replicas);
const THREADS: (Family, Size) = (Family::Others, Size::Threads);

/// Weights whose messages are many bytes.
const MESSAGES: &[usize] = &[1001, 2001, 4001, 8001];
/// Weights of what is done at a bit or a byte each.
const BITS: &[usize] = &[2001, 4001, 8001, 16_001, 32_001];
/// Weights of what goes through the patterns one by one.
const ONE_BY_ONE: &[usize] = &[1001, 2001, 4001, 8001];

/// Everything that is measured.
pub const SUBJECTS: &[Subject] = &[
    subject("stabilities", KERNELS, BITS, SQUARE_WITH_MEMORY, |n| kernels::stabilities("scalar", n, n / 2)),
    subject("product", KERNELS, BITS, SQUARE, |n| kernels::product(true, n, n / 2)),
    subject("transposed product", KERNELS, BITS, SQUARE, |n| kernels::product(false, n, n / 2)),
    subject("errors", KERNELS, BITS, SQUARE, kernels::errors),
    subject("generation", KERNELS, BITS, SQUARE, kernels::generation),
    subject("ln H", (Family::Kernels, Size::Arguments), &[10_000, 40_000, 160_000, 640_000], LINEAR, |count| {
        kernels::tails(gauss::ln_tails_into, count)
    }),
    subject("enumeration", (Family::Kernels, Size::WeightVectors), &[19, 21, 23, 25, 27], LINEAR, kernels::enumeration),
    subject("bp", PASSING, MESSAGES, SQUARE_WITH_MEMORY, |n| solvers::marginals(n, 0.5, 3)),
    subject("reinforced-bp", PASSING, MESSAGES, SQUARE_WITH_MEMORY, |n| solve("reinforced-bp", n, 3)),
    subject("bp-decimation", PASSING, MESSAGES, SQUARE_WITH_MEMORY, |n| solve("bp-decimation", n, 3)),
    subject("focusing-bp", PASSING, MESSAGES, SQUARE_WITH_MEMORY, |n| solve("focusing-bp", n, 3)),
    subject("max-sum", PASSING, MESSAGES, SQUARE, |n| solve("max-sum", n, 2)),
    subject("amp", PASSING, BITS, SQUARE, |n| solvers::amp(n, 0.5, 10)),
    subject("reinforced-amp", PASSING, BITS, SQUARE, |n| solve("reinforced-amp", n, 10)),
    subject("sbpi", RULES, ONE_BY_ONE, SQUARE, |n| solve("sbpi", n, 3)),
    subject("bpi", RULES, ONE_BY_ONE, SQUARE, |n| solve("bpi", n, 3)),
    subject("cp-r", RULES, ONE_BY_ONE, SQUARE, |n| solve("cp-r", n, 3)),
    subject("clipped-perceptron", RULES, ONE_BY_ONE, SQUARE, |n| solve("clipped-perceptron", n, 3)),
    subject("replicated-sgd", RULES, ONE_BY_ONE, SQUARE, |n| solve("replicated-sgd", n, 2)),
    subject("metropolis", MONTE_CARLO, &[4001, 8001, 16_001, 32_001], SQUARE, |n| kernels::metropolis(n, 2)),
    subject("annealing", MONTE_CARLO, BITS, SQUARE, |n| solve("annealing", n, 4)),
    subject("replicated-annealing", MONTE_CARLO, BITS, SQUARE, |n| solve("replicated-annealing", n, 2)),
    subject("entropy-driven", MONTE_CARLO, BITS, SQUARE, |n| solve("entropy-driven", n, 2)),
    subject("storage", CURVES, &[50, 100, 200, 400], LINEAR, |points| theory::storage(Weights::Binary, points)),
    subject("teacher-student", CURVES, &[200, 400, 800, 1600], LINEAR, |points| {
        theory::teacher_student(Weights::Binary, points)
    }),
    subject("state evolution", (Family::Curves, Size::Steps), &[100, 200, 400, 800], LINEAR, theory::evolution),
    subject("random features", CURVES, &[5000, 10_000, 20_000, 40_000], LINEAR, theory::random_feature_points),
    subject("franz-parisi, typical", DISTANCES, &[16, 32, 64, 128], LINEAR, theory::typical),
    subject("franz-parisi, teacher", DISTANCES, &[25, 50, 100, 200], LINEAR, theory::around_a_teacher),
    subject("dense region", DISTANCES, &[100, 200, 400, 800], LINEAR, |points| {
        theory::dense(Replicas::Infinite, Centre::Free, points)
    }),
    subject("dense region, 10 replicas", DISTANCES, &[16, 32, 64, 128], LINEAR, |points| {
        theory::dense(Replicas::Finite(10.0), Centre::Free, points)
    }),
    subject("pairs", DISTANCES, &[10, 20, 40, 80], LINEAR, theory::pairs_of_solutions),
    subject("step, batch", EXAMPLES, &[128, 256, 512, 1024, 2048], LINEAR, |batch| {
        networks::step(&[784, 256, 128, 10], batch)
    }),
    subject("step, width", WIDTHS, &[256, 512, 1024, 2048], SQUARE, |width| {
        networks::step(&[width, width, width, 10], 256)
    }),
    subject("Hessian × vector", EXAMPLES, &[128, 256, 512, 1024], LINEAR, |batch| {
        networks::hessian_vector_product(&[784, 256, 128, 10], batch)
    }),
    subject("spectrum", (Family::Networks, Size::Steps), &[10, 20, 40, 80], LINEAR, |steps| {
        networks::spectrum(&[100, 50, 10], 2048, steps)
    }),
    subject(
        "ridge",
        (Family::Networks, Size::Features),
        &[300, 600, 1200, 2400],
        CUBE_WITH_SQUARE_OF_MEMORY,
        |features| networks::primal_ridge(features, 2 * features),
    ),
    subject("ridge, examples", EXAMPLES, &[4000, 8000, 16_000, 32_000], LINEAR, |examples| {
        networks::primal_ridge(300, examples)
    }),
    subject("bp, P", PATTERNS, &[20, 40, 80, 160], LINEAR, |hundredths| {
        solvers::marginals(1001, hundredths as f64 / 100.0, 3)
    }),
    subject("amp, P", PATTERNS, &[80, 160, 320, 640], LINEAR, |hundredths| {
        solvers::amp(4001, hundredths as f64 / 100.0, 10)
    }),
    subject("sgd, replicas", REPLICAS, &[3, 6, 12, 24], LINEAR, |replicas| {
        solvers::solver("replicated-sgd", &[("replicas", &replicas.to_string())], [501, 1], 0.4, 2)
    }),
    subject("annealing, replicas", REPLICAS, &[3, 6, 12, 24], LINEAR, |replicas| {
        solvers::solver("replicated-annealing", &[("replicas", &replicas.to_string())], [2001, 1], 0.4, 20)
    }),
    subject("enumeration, threads", THREADS, &[1, 2, 4], FLAT, |_| kernels::enumeration(29)),
    subject("product, threads", THREADS, &[1, 2, 4], FLAT, |_| kernels::product(true, 16_001, 8001)),
    subject("step, threads", THREADS, &[1, 2, 4], FLAT, |_| networks::step(&[784, 256, 128, 10], 1024)),
];

/// A solver at α = 0.4, where none is done after a few sweeps.
fn solve(name: &'static str, n: usize, sweeps: usize) -> Work {
    solvers::solver(name, &[], [n, 1], 0.4, sweeps)
}
