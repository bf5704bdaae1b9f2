//! Weights with finitely many values.

use super::{Component, ModelError, Moments, Prior, Singularities};
use std::f64::consts::PI;

/// A weight with the value `w_k` with probability `p_k`: `Z = Σ_k p_k exp(−a w_k²/2 + b w_k)`.
///
/// ```
/// use piccole_core::model::{FiniteSet, Prior};
/// let ternary = FiniteSet::uniform(&[-1.0, 0.0, 1.0])?;
/// assert!((ternary.second_moment() - 2.0 / 3.0).abs() < 1e-15);
/// let error = FiniteSet::new(&[-1.0, 0.0, 1.0], &[0.5, 0.3, 0.3]).unwrap_err();
/// assert!(error.to_string().contains("sum to 1"));
/// # Ok::<(), piccole_core::model::ModelError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct FiniteSet {
    values: Vec<f64>,
    probabilities: Vec<f64>,
}

impl FiniteSet {
    /// Values in ascending order with their probabilities.
    ///
    /// # Errors
    /// [`ModelError::Lengths`] for an empty set or lists of different lengths, [`ModelError::Value`] unless the values
    /// are finite and ascend, [`ModelError::Probability`] unless each is positive, [`ModelError::NotNormalised`] if they
    /// miss 1 by more than 10⁻¹². What rounding leaves is divided out.
    pub fn new(values: &[f64], probabilities: &[f64]) -> Result<Self, ModelError> {
        const ROUNDING: f64 = 1e-12;
        if values.is_empty() || values.len() != probabilities.len() {
            return Err(ModelError::Lengths { values: values.len(), probabilities: probabilities.len() });
        }
        for (position, &value) in values.iter().enumerate() {
            if !value.is_finite() || (position > 0 && value <= values[position - 1]) {
                return Err(ModelError::Value { position, value });
            }
        }
        for (position, &value) in probabilities.iter().enumerate() {
            if !(value > 0.0 && value.is_finite()) {
                return Err(ModelError::Probability { position, value });
            }
        }
        let sum: f64 = probabilities.iter().sum();
        if (sum - 1.0).abs() > ROUNDING {
            return Err(ModelError::NotNormalised { sum });
        }
        Ok(Self { values: values.to_vec(), probabilities: probabilities.iter().map(|p| p / sum).collect() })
    }

    /// Values in ascending order, all equally probable.
    ///
    /// # Errors
    /// As [`FiniteSet::new`].
    pub fn uniform(values: &[f64]) -> Result<Self, ModelError> {
        Self::new(values, &vec![1.0 / values.len() as f64; values.len()])
    }

    /// Logarithms of `p_k exp(−a w_k²/2 + b w_k)`, and the largest.
    fn exponents(&self, a: f64, b: f64) -> (Vec<f64>, f64) {
        let states = self.values.iter().zip(&self.probabilities);
        let exponents: Vec<f64> = states.map(|(w, p)| libm::log(*p) - 0.5 * a * w * w + b * w).collect();
        let largest = exponents.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (exponents, largest)
    }
}

impl Prior for FiniteSet {
    fn ln_partition(&self, a: f64, b: f64) -> f64 {
        let (exponents, largest) = self.exponents(a, b);
        largest + libm::log(exponents.iter().map(|x| libm::exp(x - largest)).sum())
    }

    fn moments(&self, a: f64, b: f64) -> Moments {
        let (exponents, largest) = self.exponents(a, b);
        let shares: Vec<f64> = exponents.iter().map(|x| libm::exp(x - largest)).collect();
        let sum: f64 = shares.iter().sum();
        let average = |f: &dyn Fn(f64) -> f64| -> f64 {
            shares.iter().zip(&self.values).map(|(share, w)| share * f(*w)).sum::<f64>() / sum
        };
        let mean = average(&|w| w);
        Moments { mean, variance: average(&|w| (w - mean) * (w - mean)) }
    }

    fn components(&self) -> Vec<Component> {
        let states = self.values.iter().zip(&self.probabilities);
        states.map(|(&mean, &probability)| Component { probability, mean, variance: 0.0 }).collect()
    }

    /// While `|Im b|` is below `π/(w_max − w_min)` the phases of all terms lie within a half-plane and the sum cannot
    /// vanish. For two values that is the distance of the zeros, which then lie above the field of equal weights.
    fn singularities(&self, a: f64) -> Singularities {
        let range = self.values[self.values.len() - 1] - self.values[0];
        if let ([low, high], [p_low, p_high]) = (&self.values[..], &self.probabilities[..]) {
            let balance = libm::log(p_low / p_high) + 0.5 * a * (high - low) * (high + low);
            return Singularities { centre: Some(balance / range), distance: PI / range };
        }
        Singularities { centre: None, distance: PI / range }
    }

    fn ln_states(&self) -> f64 {
        let first = self.probabilities[0];
        let uniform = self.probabilities.iter().all(|p| (p / first - 1.0).abs() < 1e-12);
        if uniform { libm::log(self.values.len() as f64) } else { 0.0 }
    }
}
