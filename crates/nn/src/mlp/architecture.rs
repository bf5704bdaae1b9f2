//! The layers of a network and where their parameters lie.

use super::{ArchitectureError, Layer};
use crate::{Activation, Scalar};
use nalgebra::{DMatrixView, DMatrixViewMut};
use std::ops::Range;

/// A multilayer perceptron: its layers, without their parameters.
///
/// ```math
/// x_0 = x, \qquad x_l = \sigma_l(W_l x_{l-1} + b_l) \quad\text{or}\quad x_l = x_{l-1} + s_l\, \sigma_l(W_l x_{l-1} + b_l),
/// \qquad l = 1, \dots, L .
/// ```
///
/// The parameters of a network are *one* vector `θ`, so that paths, surfaces and optimisers are algebra of vectors. It
/// holds, layer after layer, the weights `W_l` column by column (`W_l` has a row for each output and a column for each
/// input: entry `(i, j)` is at `i + j · outputs`), then the biases `b_l`. [`weights`](Self::weights) and
/// [`biases`](Self::biases) are views into it.
///
/// ```
/// use piccole_nn::{Activation, Mlp};
/// let mlp = Mlp::fully_connected(&[2, 3, 1], Activation::Tanh)?;
/// assert_eq!(mlp.parameter_count(), (2 * 3 + 3) + (3 + 1));
/// let parameters: Vec<f64> = (0..13).map(f64::from).collect();
/// assert_eq!(mlp.weights(&parameters, 0)[(2, 1)], 5.0);
/// assert_eq!(mlp.biases(&parameters, 0), [6.0, 7.0, 8.0]);
/// assert_eq!(mlp.weight_range(1), 9..12);
/// # Ok::<(), piccole_nn::ArchitectureError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Mlp {
    layers: Vec<Layer>,
    /// Where the parameters of each layer start, and where the last one's end.
    starts: Vec<usize>,
}

impl Mlp {
    /// A network of the given layers.
    ///
    /// # Errors
    /// An [`ArchitectureError`] naming the layer if there is none, one is empty, the sizes do not chain, a residual layer
    /// is not square, or a branch factor or dropout rate is out of range.
    pub fn new(layers: Vec<Layer>) -> Result<Self, ArchitectureError> {
        if layers.is_empty() {
            return Err(ArchitectureError::NoLayer);
        }
        let mut starts = vec![0];
        for (l, layer) in layers.iter().enumerate() {
            check_layer(l, layer)?;
            if l > 0 && layers[l - 1].outputs != layer.inputs {
                let previous_outputs = layers[l - 1].outputs;
                return Err(ArchitectureError::SizesDoNotChain { layer: l, inputs: layer.inputs, previous_outputs });
            }
            starts.push(starts[l] + layer.parameter_count());
        }
        Ok(Self { layers, starts })
    }

    /// Dense layers of the given widths, inputs first and outputs last; the last layer is linear, the others have the
    /// activation.
    ///
    /// # Errors
    /// [`ArchitectureError::NoLayer`] for fewer than two widths, [`ArchitectureError::ZeroWidth`] if one is 0.
    pub fn fully_connected(widths: &[usize], activation: Activation) -> Result<Self, ArchitectureError> {
        let mut layers: Vec<Layer> = widths.windows(2).map(|pair| Layer::dense(pair[0], pair[1], activation)).collect();
        if let Some(last) = layers.last_mut() {
            last.activation = Activation::Identity;
        }
        Self::new(layers)
    }

    /// The layers, first to last.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// Number of inputs of the first layer.
    pub fn inputs(&self) -> usize {
        self.layers[0].inputs
    }

    /// Number of outputs of the last layer.
    pub fn outputs(&self) -> usize {
        self.layers[self.layers.len() - 1].outputs
    }

    /// Number `P` of parameters.
    pub fn parameter_count(&self) -> usize {
        self.starts[self.layers.len()]
    }

    /// Where the weights of a layer lie in the vector of parameters.
    ///
    /// # Panics
    /// If there is no such layer.
    pub fn weight_range(&self, layer: usize) -> Range<usize> {
        let Layer { inputs, outputs, .. } = self.layers[layer];
        self.starts[layer]..self.starts[layer] + inputs * outputs
    }

    /// Where the biases of a layer lie in the vector of parameters.
    ///
    /// # Panics
    /// If there is no such layer.
    pub fn bias_range(&self, layer: usize) -> Range<usize> {
        self.weight_range(layer).end..self.starts[layer + 1]
    }

    /// The weights of a layer as a matrix of `outputs × inputs`: row `i` holds the incoming weights of unit `i`.
    ///
    /// # Panics
    /// If there is no such layer, or unless there are `P` parameters.
    pub fn weights<'a, T: Scalar>(&self, parameters: &'a [T], layer: usize) -> DMatrixView<'a, T> {
        self.assert_parameters(parameters);
        let Layer { inputs, outputs, .. } = self.layers[layer];
        DMatrixView::from_slice(&parameters[self.weight_range(layer)], outputs, inputs)
    }

    /// The same to write to.
    ///
    /// # Panics
    /// As [`weights`](Self::weights).
    pub fn weights_mut<'a, T: Scalar>(&self, parameters: &'a mut [T], layer: usize) -> DMatrixViewMut<'a, T> {
        self.assert_parameters(parameters);
        let Layer { inputs, outputs, .. } = self.layers[layer];
        DMatrixViewMut::from_slice(&mut parameters[self.weight_range(layer)], outputs, inputs)
    }

    /// The biases of a layer.
    ///
    /// # Panics
    /// As [`weights`](Self::weights).
    pub fn biases<'a, T: Scalar>(&self, parameters: &'a [T], layer: usize) -> &'a [T] {
        self.assert_parameters(parameters);
        &parameters[self.bias_range(layer)]
    }

    /// The same to write to.
    ///
    /// # Panics
    /// As [`weights`](Self::weights).
    pub fn biases_mut<'a, T: Scalar>(&self, parameters: &'a mut [T], layer: usize) -> &'a mut [T] {
        self.assert_parameters(parameters);
        &mut parameters[self.bias_range(layer)]
    }

    pub(crate) fn assert_parameters<T>(&self, parameters: &[T]) {
        let (expected, got) = (self.parameter_count(), parameters.len());
        assert_eq!(expected, got, "a network of {expected} parameters, but a vector of {got}");
    }

    /// The slices of one layer: weights and biases.
    pub(super) fn split<'a, T>(&self, parameters: &'a [T], layer: usize) -> (&'a [T], &'a [T]) {
        (&parameters[self.weight_range(layer)], &parameters[self.bias_range(layer)])
    }

    /// The same to write to.
    pub(super) fn split_mut<'a, T>(&self, parameters: &'a mut [T], layer: usize) -> (&'a mut [T], &'a mut [T]) {
        let weights = self.weight_range(layer).len();
        parameters[self.starts[layer]..self.starts[layer + 1]].split_at_mut(weights)
    }
}

fn check_layer(l: usize, layer: &Layer) -> Result<(), ArchitectureError> {
    let Layer { inputs, outputs, branch_factor, dropout, .. } = *layer;
    if inputs == 0 || outputs == 0 {
        return Err(ArchitectureError::ZeroWidth { layer: l, inputs, outputs });
    }
    if let Some(factor) = branch_factor {
        if inputs != outputs {
            return Err(ArchitectureError::ResidualNotSquare { layer: l, inputs, outputs });
        }
        if !factor.is_finite() {
            return Err(ArchitectureError::BranchFactor { layer: l, factor });
        }
    }
    if !(0.0..1.0).contains(&dropout) {
        return Err(ArchitectureError::DropoutRate { layer: l, rate: dropout });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_that_make_no_network_are_named() {
        let dense = |inputs, outputs| Layer::dense(inputs, outputs, Activation::Relu);
        let residual = Layer { branch_factor: Some(1.0), ..dense(3, 4) };
        let infinite = Layer::residual(3, Activation::Tanh, f64::INFINITY);
        let cases = [
            (vec![], "a network of no layers"),
            (vec![dense(3, 0)], "layer 0 has 3 inputs and 0 outputs: need at least one of each"),
            (vec![dense(3, 4), dense(5, 2)], "layer 1 takes 5 inputs, but layer 0 gives 4"),
            (vec![dense(3, 3), residual], "layer 1 is residual, which needs as many outputs as inputs, not 4 and 3"),
            (vec![infinite], "branch factor inf of layer 0, expected a finite number"),
            (vec![dense(3, 3).with_dropout(1.0)], "dropout rate 1 of layer 0, expected 0 ≤ rate < 1"),
            (vec![dense(3, 3).with_dropout(f64::NAN)], "dropout rate NaN of layer 0, expected 0 ≤ rate < 1"),
        ];
        for (layers, message) in cases {
            assert_eq!(Mlp::new(layers).unwrap_err().to_string(), message);
        }
        assert_eq!(Mlp::fully_connected(&[3], Activation::Relu), Err(ArchitectureError::NoLayer));
    }

    #[test]
    fn the_layers_tile_the_vector_of_parameters() {
        let mlp = Mlp::fully_connected(&[4, 3, 2, 1], Activation::Relu).unwrap();
        let mut next = 0;
        for l in 0..3 {
            assert_eq!(mlp.weight_range(l).start, next);
            assert_eq!(mlp.weight_range(l).end, mlp.bias_range(l).start);
            next = mlp.bias_range(l).end;
        }
        assert_eq!(next, mlp.parameter_count());
        let mut parameters = vec![0.0; next];
        mlp.weights_mut(&mut parameters, 1)[(1, 2)] = 5.0;
        mlp.biases_mut(&mut parameters, 1)[1] = 7.0;
        assert_eq!(parameters[mlp.weight_range(1)], [0.0, 0.0, 0.0, 0.0, 0.0, 5.0]);
        assert_eq!(parameters[mlp.bias_range(1)], [0.0, 7.0]);
    }

    #[test]
    #[should_panic(expected = "a network of 13 parameters, but a vector of 12")]
    fn a_vector_of_another_length_breaks_the_contract() {
        Mlp::fully_connected(&[2, 3, 1], Activation::Relu).unwrap().biases(&[0.0; 12], 0);
    }
}
