//! How costs grow with size: what is measured, and the exponents that are expected.

mod subjects;

use crate::work::Work;

pub use subjects::SUBJECTS;

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
    /// On-line rules and gradient descent of replicas.
    Rules,
    /// Monte Carlo.
    MonteCarlo,
    /// Saddle points at many densities.
    Curves,
    /// Saddle points at many distances.
    LocalEntropies,
    /// Networks and regressions.
    Networks,
    /// Patterns, replicas and threads.
    Others,
}

impl Family {
    /// All, in the order of the panels.
    pub const ALL: [Self; 8] = [
        Self::Kernels,
        Self::MessagePassing,
        Self::Rules,
        Self::MonteCarlo,
        Self::Curves,
        Self::LocalEntropies,
        Self::Networks,
        Self::Others,
    ];

    /// Title of the panel.
    pub fn title(self) -> &'static str {
        match self {
            Self::Kernels => "Kernels",
            Self::MessagePassing => "Message passing",
            Self::Rules => "On-line rules, gradient descent",
            Self::MonteCarlo => "Monte Carlo",
            Self::Curves => "Saddle points: curves",
            Self::LocalEntropies => "Saddle points: distances",
            Self::Networks => "Networks, regressions",
            Self::Others => "Patterns, replicas, threads",
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
    /// Threads that share the work: its CPU time should not grow with them.
    Threads,
    /// Points of a curve.
    Points,
    /// Steps of an iteration.
    Steps,
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
            Self::Threads => "threads",
            Self::Points => "points",
            Self::Steps => "steps",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponent_of_a_power_is_found_exactly() {
        let powers: Vec<(f64, f64)> = [10.0, 20.0, 50.0].iter().map(|&x| (x, 3.0 * x * x)).collect();
        assert!((exponent(&powers) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn every_solver_of_the_catalogue_is_measured() {
        for entry in piccole_experiments::catalogue::table() {
            let named = |subject: &&Subject| subject.name == entry.name() && subject.size == Size::Weights;
            assert!(SUBJECTS.iter().any(|subject| named(&subject)), "{}", entry.name());
        }
    }

    #[test]
    fn subjects_have_names_of_their_own_and_sizes_for_a_slope() {
        for (number, subject) in SUBJECTS.iter().enumerate() {
            assert!(subject.sizes.len() >= 3 && subject.sizes.is_sorted(), "{}", subject.name);
            let [first, last] =
                [subject.sizes[0], subject.sizes[subject.sizes.len() - 1]].map(|s| subject.size.number(s));
            // Threads are as many as a small machine has; any other cost is followed over three doublings.
            assert!(subject.size == Size::Threads || last / first >= 7.9, "{}: {first} to {last}", subject.name);
            assert!(SUBJECTS[..number].iter().all(|other| other.name != subject.name), "{}", subject.name);
        }
    }
}
