//! A small random network as teacher.

use super::DataError;
use crate::Activation;
use nalgebra::DMatrix;
use piccole_core::{StandardNormal, StreamKey};

/// A committee of `M` units on inputs of `D` components,
///
/// ```math
/// y(x) = \frac{1}{\sqrt M} \sum_{m=1}^M g\!\left(\frac{w_m\cdot x}{\sqrt D}\right),
/// ```
///
/// with unit Gaussian weights. With one unit and [`Activation::Identity`] it is a linear teacher; [`CommitteeTeacher::sign`] makes a
/// perceptron of that.
#[derive(Clone, Debug, PartialEq)]
pub struct CommitteeTeacher {
    /// `w_m`, a column for each unit.
    weights: DMatrix<f64>,
    activation: Activation,
}

impl CommitteeTeacher {
    /// Draws the weights.
    ///
    /// # Errors
    /// [`DataError::Parameter`] without inputs or units.
    pub fn draw(activation: Activation, dimension: usize, units: usize, key: &StreamKey) -> Result<Self, DataError> {
        for (name, value) in [("dimension", dimension), ("units", units)] {
            if value == 0 {
                return Err(DataError::Parameter { name, value, accepted: "at least 1" });
            }
        }
        let normal = StandardNormal::new(key.named("committee").rng());
        Ok(Self { weights: DMatrix::from_iterator(dimension, units, normal.take(dimension * units)), activation })
    }

    /// The weights `w_m`, a column for each unit.
    pub fn weights(&self) -> &DMatrix<f64> {
        &self.weights
    }

    /// `y(x)`.
    ///
    /// # Panics
    /// If the input has another dimension.
    pub fn value(&self, input: &[f64]) -> f64 {
        let (dimension, units) = self.weights.shape();
        assert_eq!(input.len(), dimension, "components of the input of a committee");
        let fields = self.weights.column_iter().map(|unit| {
            let product: f64 = unit.iter().zip(input).map(|(w, x)| w * x).sum();
            product / (dimension as f64).sqrt()
        });
        fields.map(|field| self.activation.value(field)).sum::<f64>() / (units as f64).sqrt()
    }

    /// The sign of `y(x)`, +1 at 0.
    ///
    /// # Panics
    /// As [`CommitteeTeacher::value`].
    pub fn sign(&self, input: &[f64]) -> f64 {
        if self.value(input) < 0.0 { -1.0 } else { 1.0 }
    }
}
