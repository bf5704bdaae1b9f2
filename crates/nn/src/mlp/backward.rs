//! Back-propagation.

use super::forward::{Dropout, Trace, add, mask, scale_branch};
use super::{Layer, Mlp};
use crate::Scalar;
use crate::matrix::{Update, product_transposed, transposed_product};

/// Derivatives of the loss with respect to numbers of one layer, on their way down; a column an example.
#[derive(Clone, Debug, Default)]
pub(super) struct Backward<T> {
    /// With respect to the output of the layer; the caller sets that of the last.
    pub(super) delta: Vec<T>,
    /// With respect to the preactivations of the layer.
    pub(super) branch: Vec<T>,
}

impl<T: Scalar> Backward<T> {
    /// The gradient of the loss; `delta` holds the derivatives with respect to the outputs.
    pub(super) fn run(
        &mut self,
        mlp: &Mlp,
        parameters: &[T],
        inputs: &[T],
        trace: &Trace<T>,
        dropout: &Dropout<'_, T>,
        gradient: &mut [T],
    ) {
        let examples = inputs.len() / mlp.inputs();
        for (l, layer) in mlp.layers().iter().enumerate().rev() {
            let below = if l == 0 { inputs } else { &trace.outputs[l - 1] };
            self.enter(layer, mask(dropout, l, layer));
            layer.activation.backpropagate(&trace.preactivations[l], &mut self.branch);
            let (weights, biases) = mlp.split_mut(gradient, l);
            product_transposed(Update::Set, weights, &self.branch, below, [layer.outputs, examples, layer.inputs]);
            sum_columns(biases, &self.branch);
            if l > 0 {
                let past = self.leave(layer, examples);
                let shape = [layer.inputs, layer.outputs, examples];
                transposed_product(past, &mut self.delta, mlp.split(parameters, l).0, &self.branch, shape);
            }
        }
    }

    /// Makes `branch` the derivative with respect to `σ(W x + b)`; `delta` is kept only where a connection goes past it.
    pub(super) fn enter(&mut self, layer: &Layer, mask: Option<&[T]>) {
        if layer.branch_factor.is_some() {
            self.branch.clone_from(&self.delta);
        } else {
            std::mem::swap(&mut self.branch, &mut self.delta);
        }
        scale_branch(layer, mask, &mut self.branch);
    }

    /// Readies `delta` for the layer below: what reaches it through the branch is added to what went past it, or replaces
    /// numbers that are of no more use.
    pub(super) fn leave(&mut self, layer: &Layer, examples: usize) -> Update {
        if layer.branch_factor.is_some() {
            return Update::Add;
        }
        self.delta.resize(layer.inputs * examples, T::ZERO);
        Update::Set
    }
}

/// `Σ_j A_j` over the columns of `A`, in order, into `b`.
pub(super) fn sum_columns<T: Scalar>(b: &mut [T], a: &[T]) {
    b.fill(T::ZERO);
    for column in a.chunks_exact(b.len()) {
        add(b, column);
    }
}
