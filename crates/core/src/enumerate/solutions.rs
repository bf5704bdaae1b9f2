//! All solutions, kept.

use super::{EnumerateError, count, visit};
use crate::Patterns;

/// The solutions of an instance in ascending order, eight bytes each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solutions {
    pub(super) n: usize,
    pub(super) weights: Vec<u64>,
}

impl Solutions {
    /// Enumerates the solutions at margin `κ` and keeps them, unless there are more than `limit`.
    ///
    /// # Errors
    /// [`EnumerateError::TooMany`] before any memory is taken; otherwise as [`count`](super::count()).
    pub fn collect(patterns: &Patterns, margin: f64, limit: u64) -> Result<Self, EnumerateError> {
        let found = count(patterns, margin)?.solutions();
        if found > limit {
            return Err(EnumerateError::TooMany { found, limit });
        }
        let mut weights = Vec::with_capacity(found as usize);
        visit(patterns, margin, |solution| weights.push(solution))?;
        Ok(Self { n: patterns.n(), weights })
    }

    /// Number of weights `N`.
    pub fn n(&self) -> usize {
        self.n
    }

    /// Number of solutions `Z`.
    pub fn len(&self) -> usize {
        self.weights.len()
    }

    /// Whether there is no solution.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// The solutions; bit `i` is set where `W_i = +1`.
    pub fn weights(&self) -> &[u64] {
        &self.weights
    }
}
