//! What a solver is asked to do.

use crate::error::AlgorithmError;
use piccole_core::Patterns;

/// A training set, and the number of hidden units of the machine that is to satisfy it.
#[derive(Clone, Copy, Debug)]
pub struct Problem<'a> {
    patterns: &'a Patterns,
    hidden: usize,
}

impl<'a> From<&'a Patterns> for Problem<'a> {
    /// For a perceptron.
    fn from(patterns: &'a Patterns) -> Self {
        Self { patterns, hidden: 1 }
    }
}

impl<'a> Problem<'a> {
    /// For a committee of `hidden` units, each of which sees every input.
    ///
    /// # Errors
    /// [`AlgorithmError::EvenUnits`] if the number of units is not odd.
    pub fn committee(patterns: &'a Patterns, hidden: usize) -> Result<Self, AlgorithmError> {
        if hidden % 2 == 1 { Ok(Self { patterns, hidden }) } else { Err(AlgorithmError::EvenUnits { hidden }) }
    }

    /// The training set.
    pub fn patterns(&self) -> &'a Patterns {
        self.patterns
    }

    /// Number of hidden units `K`.
    pub fn hidden(&self) -> usize {
        self.hidden
    }

    /// Weights of a unit, `N`.
    pub fn n(&self) -> usize {
        self.patterns.n()
    }

    /// Number of patterns `P`.
    pub fn p(&self) -> usize {
        self.patterns.p()
    }

    /// Constraint density `α = P/(K N)`.
    pub fn constraint_density(&self) -> f64 {
        self.p() as f64 / (self.hidden * self.n()) as f64
    }

    /// The training set, for an algorithm that trains one unit only.
    ///
    /// # Errors
    /// [`AlgorithmError::OneUnit`] if there are more.
    pub(crate) fn of_one_unit(&self, algorithm: &'static str) -> Result<&'a Patterns, AlgorithmError> {
        let hidden = self.hidden;
        if hidden == 1 { Ok(self.patterns) } else { Err(AlgorithmError::OneUnit { algorithm, hidden }) }
    }
}
