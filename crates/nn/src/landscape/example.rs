//! A small classification problem with random inputs, for the tests.

use crate::{Activation, Examples, Mlp, Objective};
use nalgebra::DMatrix;
use piccole_core::{StandardNormal, StreamKey};

/// A network and twelve labelled examples.
pub(crate) struct Example {
    pub(crate) mlp: Mlp,
    pub(crate) inputs: DMatrix<f64>,
    pub(crate) labels: Vec<usize>,
}

impl Example {
    /// A tanh network of the given widths.
    pub(crate) fn new(widths: &[usize]) -> Self {
        Self::with_activation(widths, Activation::Tanh)
    }

    pub(crate) fn with_activation(widths: &[usize], activation: Activation) -> Self {
        let mlp = Mlp::fully_connected(widths, activation).unwrap();
        let inputs = DMatrix::from_vec(widths[0], 12, gaussians(12 * widths[0], "inputs"));
        let labels = (0..12).map(|i| i % mlp.outputs()).collect();
        Self { mlp, inputs, labels }
    }

    pub(crate) fn objective(&self) -> Objective<'_, f64> {
        Objective::new(&self.mlp, Examples::labelled(&self.inputs, &self.labels).unwrap()).unwrap()
    }

    /// Parameters with biases that are not zero.
    pub(crate) fn parameters(&self) -> Vec<f64> {
        gaussians(self.mlp.parameter_count(), "parameters").iter().map(|z| 0.7 * z).collect()
    }
}

/// Gaussians from a stream of the given name.
pub(crate) fn gaussians(count: usize, name: &str) -> Vec<f64> {
    StandardNormal::new(StreamKey::from_seed(1).named(name).rng()).take(count).collect()
}
