//! Forward and backward pass of a direction: the Hessian times a vector.
//!
//! Pearlmutter's operator `R f(θ) = d/dε f(θ + ε v)` at `ε = 0` obeys the rules of differentiation. Applied to the two
//! passes it gives, for a layer `z = W x + b`, `y = σ(z)` with the direction `(V, c)` of its parameters,
//!
//! ```math
//! R z = V x + W\, R x + c, \quad R y = \sigma'(z)\, R z, \qquad
//! R \delta_z = \sigma'(z)\, R \delta_y + \sigma''(z)\, \delta_y\, R z,
//! ```
//!
//! ```math
//! R\, \partial_W \ell = R\delta_z\, x^T + \delta_z\, R x^T, \quad R\, \partial_b \ell = R \delta_z, \quad
//! R \delta_x = V^T \delta_z + W^T R \delta_z .
//! ```

use super::Mlp;
use super::backward::{Backward, sum_columns};
use super::forward::{Trace, add, scale_branch};
use crate::Scalar;
use crate::matrix::{Update, product, product_transposed, transposed_product};

/// The images under `R` of what forward and backward pass compute.
#[derive(Clone, Debug, Default)]
pub(super) struct Tangent<T> {
    /// Of preactivations and outputs.
    pub(super) trace: Trace<T>,
    /// Of the derivatives; the caller sets `delta` of the last layer.
    pub(super) backward: Backward<T>,
}

impl<T: Scalar> Tangent<T> {
    /// The forward pass, after that of the network itself.
    pub(super) fn forward(&mut self, mlp: &Mlp, parameters: &[T], direction: &[T], inputs: &[T], trace: &Trace<T>) {
        let examples = inputs.len() / mlp.inputs();
        let Trace { preactivations, outputs } = &mut self.trace;
        preactivations.resize(mlp.layers().len(), Vec::new());
        outputs.resize(mlp.layers().len(), Vec::new());
        for (l, layer) in mlp.layers().iter().enumerate() {
            let shape = [layer.outputs, layer.inputs, examples];
            let (weights, biases) = mlp.split(direction, l);
            let rz = &mut preactivations[l];
            rz.clear();
            for _ in 0..examples {
                rz.extend_from_slice(biases);
            }
            product(Update::Add, rz, weights, if l == 0 { inputs } else { &trace.outputs[l - 1] }, shape);
            let (below, here) = outputs.split_at_mut(l);
            let below = below.last();
            if let Some(rx) = below {
                product(Update::Add, rz, mlp.split(parameters, l).0, rx, shape);
            }
            let ry = &mut here[0];
            ry.clone_from(rz);
            layer.activation.backpropagate(&trace.preactivations[l], ry);
            scale_branch(layer, None, ry);
            if let (Some(_), Some(rx)) = (layer.branch_factor, below) {
                add(ry, rx);
            }
        }
    }

    /// The backward pass, together with that of the network: the product, into `curvature`.
    pub(super) fn backward(
        &mut self,
        mlp: &Mlp,
        [parameters, direction]: [&[T]; 2],
        inputs: &[T],
        trace: &Trace<T>,
        backward: &mut Backward<T>,
        curvature: &mut [T],
    ) {
        let examples = inputs.len() / mlp.inputs();
        for (l, layer) in mlp.layers().iter().enumerate().rev() {
            let z = &trace.preactivations[l];
            backward.enter(layer, None);
            self.backward.enter(layer, None);
            layer.activation.backpropagate(z, &mut self.backward.branch);
            let bends = z.iter().zip(&self.trace.preactivations[l]).zip(&backward.branch);
            for (r, ((&z, &rz), &delta)) in self.backward.branch.iter_mut().zip(bends) {
                *r += layer.activation.second_derivative(z) * delta * rz;
            }
            layer.activation.backpropagate(z, &mut backward.branch);

            let (weights, biases) = mlp.split_mut(curvature, l);
            let shape = [layer.outputs, examples, layer.inputs];
            let below = if l == 0 { inputs } else { &trace.outputs[l - 1] };
            product_transposed(Update::Set, weights, &self.backward.branch, below, shape);
            sum_columns(biases, &self.backward.branch);
            if l > 0 {
                product_transposed(Update::Add, weights, &backward.branch, &self.trace.outputs[l - 1], shape);
                let shape = [layer.inputs, layer.outputs, examples];
                let (w, v) = (mlp.split(parameters, l).0, mlp.split(direction, l).0);
                let past = backward.leave(layer, examples);
                transposed_product(past, &mut backward.delta, w, &backward.branch, shape);
                let past = self.backward.leave(layer, examples);
                transposed_product(past, &mut self.backward.delta, w, &self.backward.branch, shape);
                transposed_product(Update::Add, &mut self.backward.delta, v, &backward.branch, shape);
            }
        }
    }
}
