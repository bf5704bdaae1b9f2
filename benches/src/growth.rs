//! How costs grow with size: what is measured, and the exponents that are expected.

use crate::work::{Work, kernels, networks, solvers, theory};
use piccole_core::gauss;
use piccole_theory::storage::Weights;

/// Something whose cost is a power of a size.
pub struct Subject {
    /// Its name.
    pub name: &'static str,
    /// What it is shown together with.
    pub family: Family,
    /// What grows.
    pub size: Size,
    /// Sizes, ascending.
    pub sizes: &'static [usize],
    /// The exponent of the time.
    pub time: f64,
    /// The exponent of the memory, where there is so much of it that it can be told.
    pub memory: Option<f64>,
    /// The work of a size.
    pub make: fn(usize) -> Work,
}

/// What belongs into one panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Kernels of `core`.
    Kernels,
    /// Message passing.
    MessagePassing,
    /// On-line rules and Monte Carlo.
    Rules,
    /// Saddle points.
    SaddlePoints,
    /// Networks and regressions.
    Networks,
    /// Patterns and replicas.
    Others,
}

impl Family {
    /// All, in the order of the panels.
    pub const ALL: [Self; 6] =
        [Self::Kernels, Self::MessagePassing, Self::Rules, Self::SaddlePoints, Self::Networks, Self::Others];

    /// Title of the panel.
    pub fn title(self) -> &'static str {
        match self {
            Self::Kernels => "Kernels",
            Self::MessagePassing => "Message passing",
            Self::Rules => "Rules, Monte Carlo",
            Self::SaddlePoints => "Saddle points",
            Self::Networks => "Networks, ridge",
            Self::Others => "Patterns, replicas",
        }
    }
}

/// What grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Weights `N`, with `P = αN`.
    Weights,
    /// Weight vectors, `2^N`: the size given is `N`.
    WeightVectors,
    /// Patterns `P` at fixed `N`, in hundredths of `N`.
    Patterns,
    /// Replicas.
    Replicas,
    /// Points of a curve, or steps.
    Points,
    /// Arguments of a function.
    Arguments,
    /// Examples of a step.
    Examples,
    /// Width of a layer.
    Width,
    /// Features of a regression, with twice as many examples.
    Features,
}

impl Size {
    /// The number whose power the cost is.
    pub fn number(self, size: usize) -> f64 {
        if self == Self::WeightVectors { libm::exp2(size as f64) } else { size as f64 }
    }

    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Weights => "N",
            Self::WeightVectors => "2^N",
            Self::Patterns => "100 P/N",
            Self::Replicas => "replicas",
            Self::Points => "points",
            Self::Arguments => "arguments",
            Self::Examples => "examples",
            Self::Width => "width",
            Self::Features => "features",
        }
    }
}

/// How far a fitted exponent may be from the expected one: caches, and costs of lower order, bend the lines.
pub const TOLERANCE: f64 = 0.3;

/// The slope of a straight line through logarithms, by least squares.
///
/// # Panics
/// If there are fewer than two points.
pub fn exponent(points: &[(f64, f64)]) -> f64 {
    assert!(points.len() >= 2, "a slope needs two points");
    let logs: Vec<(f64, f64)> = points.iter().map(|&(x, y)| (libm::log(x), libm::log(y))).collect();
    let count = logs.len() as f64;
    let mean = |part: fn(&(f64, f64)) -> f64| logs.iter().map(part).sum::<f64>() / count;
    let (x0, y0) = (mean(|log| log.0), mean(|log| log.1));
    let covariance: f64 = logs.iter().map(|(x, y)| (x - x0) * (y - y0)).sum();
    covariance / logs.iter().map(|(x, _)| (x - x0) * (x - x0)).sum::<f64>()
}

const fn subject(
    name: &'static str,
    (family, size): (Family, Size),
    sizes: &'static [usize],
    (time, memory): (f64, Option<f64>),
    make: fn(usize) -> Work,
) -> Subject {
    Subject { name, family, size, sizes, time, memory, make }
}

const KERNELS: (Family, Size) = (Family::Kernels, Size::Weights);
const PASSING: (Family, Size) = (Family::MessagePassing, Size::Weights);
const RULES: (Family, Size) = (Family::Rules, Size::Weights);
const CURVES: (Family, Size) = (Family::SaddlePoints, Size::Points);
/// Sizes whose messages are many bytes.
const MESSAGES: &[usize] = &[501, 1001, 2001];
const SQUARE: (f64, Option<f64>) = (2.0, None);
const SQUARE_WITH_MEMORY: (f64, Option<f64>) = (2.0, Some(2.0));
const LINEAR: (f64, Option<f64>) = (1.0, None);

/// Everything that is measured.
pub const SUBJECTS: &[Subject] = &[
    subject("stabilities", KERNELS, &[4001, 8001, 16_001], SQUARE, |n| kernels::stabilities("scalar", n, n / 2)),
    subject("product", KERNELS, &[2001, 4001, 8001], SQUARE, |n| kernels::product(true, n, n / 2)),
    subject("transposed product", KERNELS, &[2001, 4001, 8001], SQUARE, |n| kernels::product(false, n, n / 2)),
    subject("errors", KERNELS, &[4001, 8001, 16_001], SQUARE, kernels::errors),
    subject("generation", KERNELS, &[1001, 2001, 4001], SQUARE, kernels::generation),
    subject("ln H", (Family::Kernels, Size::Arguments), &[10_000, 40_000, 160_000], LINEAR, |count| {
        kernels::tails(gauss::ln_tails_into, count)
    }),
    subject("enumeration", (Family::Kernels, Size::WeightVectors), &[19, 21, 23, 25], LINEAR, kernels::enumeration),
    subject("bp", PASSING, MESSAGES, SQUARE_WITH_MEMORY, |n| solvers::marginals(n, 0.5, 3)),
    subject("reinforced-bp", PASSING, MESSAGES, SQUARE_WITH_MEMORY, |n| solve("reinforced-bp", n, 3)),
    subject("bp-decimation", PASSING, MESSAGES, SQUARE_WITH_MEMORY, |n| solve("bp-decimation", n, 3)),
    subject("focusing-bp", PASSING, MESSAGES, SQUARE_WITH_MEMORY, |n| solve("focusing-bp", n, 3)),
    subject("max-sum", PASSING, &[501, 1001, 2001], SQUARE_WITH_MEMORY, |n| solve("max-sum", n, 2)),
    subject("amp", PASSING, &[2001, 4001, 8001], SQUARE, |n| solvers::amp(n, 0.5, 10)),
    subject("reinforced-amp", PASSING, &[2001, 4001, 8001], SQUARE, |n| solve("reinforced-amp", n, 10)),
    subject("sbpi", RULES, &[1001, 2001, 4001], SQUARE, |n| solve("sbpi", n, 3)),
    subject("bpi", RULES, &[1001, 2001, 4001], SQUARE, |n| solve("bpi", n, 3)),
    subject("cp-r", RULES, &[1001, 2001, 4001], SQUARE, |n| solve("cp-r", n, 3)),
    subject("metropolis", RULES, &[8001, 16_001, 32_001], SQUARE, |n| kernels::metropolis(n, 2)),
    subject("annealing", RULES, &[4001, 8001, 16_001], SQUARE, |n| solve("annealing", n, 4)),
    subject("replicated-annealing", RULES, &[2001, 4001, 8001], SQUARE, |n| solve("replicated-annealing", n, 2)),
    subject("replicated-sgd", RULES, &[501, 1001, 2001], SQUARE, |n| solve("replicated-sgd", n, 2)),
    subject("state evolution", CURVES, &[200, 400, 800], LINEAR, theory::evolution),
    subject("storage", CURVES, &[25, 50, 100], LINEAR, |points| theory::storage(Weights::Binary, points)),
    subject("teacher-student", CURVES, &[25, 50, 100], LINEAR, |points| {
        theory::teacher_student(Weights::Binary, points)
    }),
    subject("random features", CURVES, &[10_000, 20_000, 40_000], LINEAR, theory::random_feature_points),
    subject("pairs", CURVES, &[10, 20, 40], LINEAR, theory::pairs_of_solutions),
    subject("step, batch", (Family::Networks, Size::Examples), &[128, 256, 512, 1024], LINEAR, |batch| {
        networks::step(&[784, 256, 128, 10], batch)
    }),
    subject("step, width", (Family::Networks, Size::Width), &[256, 512, 1024], SQUARE, |width| {
        networks::step(&[width, width, width, 10], 256)
    }),
    subject("Hessian × vector, batch", (Family::Networks, Size::Examples), &[128, 256, 512], LINEAR, |batch| {
        networks::hessian_vector_product(&[784, 256, 128, 10], batch)
    }),
    subject("ridge", (Family::Networks, Size::Features), &[300, 600, 1200], (3.0, Some(2.0)), |features| {
        networks::primal_ridge(features, 2 * features)
    }),
    subject("reinforced-bp, P", (Family::Others, Size::Patterns), &[20, 40, 80], LINEAR, |hundredths| {
        solvers::solver("reinforced-bp", &[], [1001, 1], hundredths as f64 / 100.0, 3)
    }),
    subject("annealing, replicas", (Family::Others, Size::Replicas), &[3, 6, 12], LINEAR, |replicas| {
        solvers::solver("replicated-annealing", &[("replicas", &replicas.to_string())], [2001, 1], 0.4, 2)
    }),
    subject("sgd, replicas", (Family::Others, Size::Replicas), &[3, 6, 12], LINEAR, |replicas| {
        solvers::solver("replicated-sgd", &[("replicas", &replicas.to_string())], [501, 1], 0.4, 2)
    }),
];

/// A solver at α = 0.4, where none is done after a few sweeps.
fn solve(name: &'static str, n: usize, sweeps: usize) -> Work {
    solvers::solver(name, &[], [n, 1], 0.4, sweeps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponent_of_a_power_is_found_exactly() {
        let powers: Vec<(f64, f64)> = [10.0, 20.0, 50.0].iter().map(|&x| (x, 3.0 * x * x)).collect();
        assert!((exponent(&powers) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn subjects_have_names_of_their_own_and_sizes_for_a_slope() {
        for (number, subject) in SUBJECTS.iter().enumerate() {
            assert!(subject.sizes.len() >= 3 && subject.sizes.is_sorted(), "{}", subject.name);
            assert!(SUBJECTS[..number].iter().all(|other| other.name != subject.name), "{}", subject.name);
        }
    }
}
