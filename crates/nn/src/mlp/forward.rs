//! The forward pass.

use super::{DropoutMasks, Layer, Mlp};
use crate::Scalar;
use crate::matrix::{Update, product};
use nalgebra::DMatrix;
use std::ops::Range;

/// Examples that go through the network together. Longer lists go in blocks of this many, in order, so that memory stays
/// bounded and the numbers of a pass in the cache; sums over blocks are in order too.
pub(super) const BLOCK: usize = 256;

/// Dropout of one pass: the masks, and which of their columns belong to the examples.
pub(super) type Dropout<'a, T> = Option<(&'a DropoutMasks<T>, Range<usize>)>;

/// What a forward pass leaves behind for a backward pass; a column an example everywhere.
#[derive(Clone, Debug, Default)]
pub(super) struct Trace<T> {
    /// `W_l x_{l−1} + b_l`.
    pub(super) preactivations: Vec<Vec<T>>,
    /// `x_l`.
    pub(super) outputs: Vec<Vec<T>>,
}

impl<T: Scalar> Trace<T> {
    /// Sends `inputs`, a column of features for each example, through the network.
    pub(super) fn run(&mut self, mlp: &Mlp, parameters: &[T], inputs: &[T], dropout: &Dropout<'_, T>) {
        let examples = inputs.len() / mlp.inputs();
        self.preactivations.resize(mlp.layers().len(), Vec::new());
        self.outputs.resize(mlp.layers().len(), Vec::new());
        for (l, layer) in mlp.layers().iter().enumerate() {
            let (weights, biases) = mlp.split(parameters, l);
            let (below, here) = self.outputs.split_at_mut(l);
            let below = below.last().map_or(inputs, Vec::as_slice);
            let preactivations = &mut self.preactivations[l];
            preactivations.clear();
            for _ in 0..examples {
                preactivations.extend_from_slice(biases);
            }
            product(Update::Add, preactivations, weights, below, [layer.outputs, layer.inputs, examples]);
            let output = &mut here[0];
            output.resize(preactivations.len(), T::ZERO);
            layer.activation.apply(preactivations, output);
            scale_branch(layer, mask(dropout, l, layer), output);
            if layer.branch_factor.is_some() {
                add(output, below);
            }
        }
    }

    /// The outputs of the last layer.
    pub(super) fn output(&self) -> &[T] {
        &self.outputs[self.outputs.len() - 1]
    }
}

/// The part of a layer's mask that belongs to the examples.
pub(super) fn mask<'a, T: Scalar>(dropout: &Dropout<'a, T>, l: usize, layer: &Layer) -> Option<&'a [T]> {
    let (masks, examples) = dropout.as_ref()?;
    Some(&masks.layer(l)?[examples.start * layer.outputs..examples.end * layer.outputs])
}

/// Multiplies the branch of a layer, or a derivative of it, by mask and branch factor.
pub(super) fn scale_branch<T: Scalar>(layer: &Layer, mask: Option<&[T]>, branch: &mut [T]) {
    if let Some(mask) = mask {
        for (x, &m) in branch.iter_mut().zip(mask) {
            *x *= m;
        }
    }
    if let Some(factor) = layer.branch_factor {
        let factor = T::from_f64(factor);
        for x in branch {
            *x *= factor;
        }
    }
}

/// `x ← x + y`.
pub(super) fn add<T: Scalar>(x: &mut [T], y: &[T]) {
    for (x, &y) in x.iter_mut().zip(y) {
        *x += y;
    }
}

impl Mlp {
    /// The outputs of the network, without dropout: a column of `inputs` is an example, and so is one of the result.
    ///
    /// # Panics
    /// Unless `inputs` has a row for each input and `parameters` are as many as the network's.
    pub fn forward<T: Scalar>(&self, parameters: &[T], inputs: &DMatrix<T>) -> DMatrix<T> {
        self.assert_parameters(parameters);
        assert_eq!(inputs.nrows(), self.inputs(), "{} features for {} inputs", inputs.nrows(), self.inputs());
        let mut trace = Trace { preactivations: Vec::new(), outputs: Vec::new() };
        let mut outputs = Vec::with_capacity(self.outputs() * inputs.ncols());
        for block in inputs.as_slice().chunks(BLOCK * self.inputs()) {
            trace.run(self, parameters, block, &None);
            outputs.extend_from_slice(trace.output());
        }
        DMatrix::from_vec(self.outputs(), inputs.ncols(), outputs)
    }
}
