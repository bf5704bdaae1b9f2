//! The table: theory and measurements, row by row.

use super::Entropy;
use super::enumeration::{extrapolate, typical_entropy};
use super::points::{BetheMeasurement, Instance, Outcome, Point, ReplicaSolution, realised_density};
use crate::statistics::{Estimate, mean_with_error};
use piccole_core::patterns::pattern_count;
use serde::{Deserialize, Serialize};

/// Where a row comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Replica-symmetric theory, `N → ∞`; the last row is the capacity.
    Replica,
    /// Belief propagation on instances.
    Bethe,
    /// Enumeration of instances.
    Enumeration,
    /// Enumeration, `1/N → 0`.
    EnumerationExtrapolated,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Where it comes from.
    pub method: Method,
    /// Number of weights; none for `N → ∞`.
    pub n: Option<usize>,
    /// Constraint density `α = P/N` (for belief propagation the one asked for; `p/n` is the one realised).
    pub alpha: f64,
    /// Number of patterns, where it is a whole number.
    pub p: Option<usize>,
    /// Instances that entered: all that were enumerated, or those on which belief propagation converged.
    pub samples: Option<usize>,
    /// Entropy in nats per weight.
    pub entropy: Option<f64>,
    /// Standard error of the entropy over instances.
    pub entropy_sem: Option<f64>,
    /// Systematic error of the entropy: distance of linear and quadratic extrapolation.
    pub entropy_systematic: Option<f64>,
    /// Overlap of two solutions.
    pub overlap: Option<f64>,
    /// Standard error of the overlap over instances.
    pub overlap_sem: Option<f64>,
    /// Replica-symmetric entropy at the same density.
    pub reference: Option<f64>,
    /// Entropy minus reference in units of the error (both errors in quadrature); none where finite size is not accounted
    /// for.
    pub deviation: Option<f64>,
}

impl Row {
    fn new(method: Method, alpha: f64) -> Self {
        Self {
            method,
            n: None,
            alpha,
            p: None,
            samples: None,
            entropy: None,
            entropy_sem: None,
            entropy_systematic: None,
            overlap: None,
            overlap_sem: None,
            reference: None,
            deviation: None,
        }
    }

    /// Statistical and systematic error together.
    pub(super) fn total_error(&self) -> Option<f64> {
        let (statistical, systematic) = (self.entropy_sem?, self.entropy_systematic.unwrap_or(0.0));
        Some((statistical * statistical + systematic * systematic).sqrt())
    }

    /// Fills in reference and deviation.
    fn compared(mut self, reference: Option<f64>) -> Self {
        self.reference = reference;
        self.deviation = (|| finite((self.entropy? - reference?) / self.total_error()?))();
        self
    }
}

/// A number the table can hold.
fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// The whole table: curve, belief propagation, enumeration at each size, enumeration extrapolated.
pub(super) fn rows(plan: &Entropy, outcomes: &[(Point, Outcome)]) -> Vec<Row> {
    let theory = Theory::from(outcomes);
    let mut rows = theory.rows(plan.replica.alpha.values());
    rows.extend(plan.bethe.alpha.values().iter().map(|&alpha| bethe_row(plan.bethe.n.get(), alpha, outcomes, &theory)));

    let alphas = plan.enumeration.alpha.values();
    let sizes: Vec<SizeSamples<'_>> =
        plan.enumeration.sizes.0.iter().map(|size| SizeSamples::from(size.n.get(), outcomes)).collect();
    for size in &sizes {
        rows.extend(alphas.iter().map(|&alpha| size.row(alpha, &theory)));
    }
    rows.extend(alphas.iter().filter_map(|&alpha| extrapolated_row(alpha, &sizes, &theory)));
    rows
}

/// The replica-symmetric solution.
struct Theory<'a> {
    curve: &'a [ReplicaSolution],
    capacity: Option<f64>,
}

impl<'a> Theory<'a> {
    fn from(outcomes: &'a [(Point, Outcome)]) -> Self {
        let found = outcomes.iter().find_map(|(_, outcome)| match outcome {
            Outcome::Replica { curve, capacity } => Some(Self { curve, capacity: *capacity }),
            _ => None,
        });
        found.unwrap_or(Self { curve: &[], capacity: None })
    }

    fn at(&self, alpha: f64) -> Option<&ReplicaSolution> {
        self.curve.iter().find(|solution| solution.alpha == alpha)
    }

    fn entropy(&self, alpha: f64) -> Option<f64> {
        self.at(alpha)?.entropy
    }

    /// The curve down to zero, where it ends: beyond the capacity there is no typical solution.
    fn rows(&self, alphas: &[f64]) -> Vec<Row> {
        let solutions = alphas.iter().filter_map(|&alpha| self.at(alpha));
        let before = solutions.filter(|solution| solution.entropy.is_none_or(|entropy| entropy > 0.0));
        let mut rows: Vec<Row> = before
            .map(|solution| Row {
                entropy: solution.entropy,
                overlap: solution.overlap,
                ..Row::new(Method::Replica, solution.alpha)
            })
            .collect();
        if let Some(capacity) = self.capacity {
            rows.retain(|row| row.alpha < capacity);
            rows.push(Row { entropy: Some(0.0), ..Row::new(Method::Replica, capacity) });
        }
        rows
    }
}

/// Belief propagation at one density.
fn bethe_row(n: usize, alpha: f64, outcomes: &[(Point, Outcome)], theory: &Theory<'_>) -> Row {
    let measured: Vec<BetheMeasurement> = outcomes
        .iter()
        .filter_map(|(point, outcome)| match (point, outcome) {
            (Point::Bethe { alpha: at, .. }, Outcome::Bethe(measurement)) if *at == alpha => Some(*measurement),
            _ => None,
        })
        .collect();
    let entropies: Vec<f64> = measured.iter().filter_map(|measurement| measurement.entropy).collect();
    let overlaps: Vec<f64> = measured.iter().filter_map(|measurement| measurement.overlap).collect();
    let (entropy, overlap) = (mean_with_error(&entropies), mean_with_error(&overlaps));
    let row = Row {
        n: Some(n),
        p: pattern_count(n, alpha).ok(),
        samples: Some(entropies.len()),
        entropy: finite(entropy.value),
        entropy_sem: finite(entropy.error),
        overlap: finite(overlap.value),
        overlap_sem: finite(overlap.error),
        ..Row::new(Method::Bethe, alpha)
    };
    row.compared(theory.entropy(realised_density(n, alpha)))
}

/// All enumerated instances of one size.
struct SizeSamples<'a> {
    n: usize,
    instances: Vec<&'a Instance>,
}

impl<'a> SizeSamples<'a> {
    fn from(n: usize, outcomes: &'a [(Point, Outcome)]) -> Self {
        let blocks = outcomes.iter().filter_map(|(point, outcome)| match (point, outcome) {
            (Point::Enumeration { n: at, .. }, Outcome::Enumeration(block)) if *at == n => Some(block),
            _ => None,
        });
        Self { n, instances: blocks.flatten().collect() }
    }

    fn entropy(&self, alpha: f64) -> Option<Estimate> {
        typical_entropy(&self.instances, self.n, alpha)
    }

    fn row(&self, alpha: f64, theory: &Theory<'_>) -> Row {
        let p = alpha * self.n as f64;
        let estimate = self.entropy(alpha);
        Row {
            n: Some(self.n),
            p: ((p - p.round()).abs() < 1e-9).then_some(p.round() as usize),
            samples: Some(self.instances.len()),
            entropy: estimate.map(|estimate| estimate.value),
            entropy_sem: estimate.and_then(|estimate| finite(estimate.error)),
            reference: theory.entropy(alpha),
            ..Row::new(Method::Enumeration, alpha)
        }
    }
}

/// The limit `1/N → 0` at one density; none where a size has no typical entropy or there are too few sizes.
fn extrapolated_row(alpha: f64, sizes: &[SizeSamples<'_>], theory: &Theory<'_>) -> Option<Row> {
    let estimates: Option<Vec<(usize, Estimate)>> =
        sizes.iter().map(|size| Some((size.n, size.entropy(alpha)?))).collect();
    let limit = extrapolate(&estimates?)?;
    let row = Row {
        samples: Some(sizes.iter().map(|size| size.instances.len()).sum()),
        entropy: Some(limit.line.value),
        entropy_sem: Some(limit.line.error),
        entropy_systematic: Some(limit.systematic),
        ..Row::new(Method::EnumerationExtrapolated, alpha)
    };
    Some(row.compared(theory.entropy(alpha)))
}
