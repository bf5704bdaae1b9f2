//! Symmetric matrices known by their products with vectors.

use crate::Scalar;
use crate::mlp::{Mlp, Objective, Workspace};
use std::ops::Range;

/// A symmetric matrix `A` of `n × n`, known by its products with vectors.
pub trait SymmetricOperator {
    /// `n`.
    fn dimension(&self) -> usize;

    /// Writes `A v` into `product`; both have `n` numbers.
    fn apply(&mut self, vector: &[f64], product: &mut [f64]);
}

/// The Hessian `∂²ℓ/∂θ²` of a network's loss at some parameters, or a diagonal block of it, such as that of one layer.
///
/// ```
/// use nalgebra::DMatrix;
/// use piccole_nn::landscape::curvature::{Hessian, SymmetricOperator};
/// use piccole_nn::{Activation, Examples, Mlp, Objective};
/// // ℓ = ((w + b − 2)² + (2w + b − 5)²)/2.
/// let mlp = Mlp::fully_connected(&[1, 1], Activation::Tanh)?;
/// let (inputs, values) = (DMatrix::from_row_slice(1, 2, &[1.0, 2.0]), DMatrix::from_row_slice(1, 2, &[2.0, 5.0]));
/// let objective = Objective::new(&mlp, Examples::with_values(&inputs, &values)?)?;
/// let mut product = [0.0; 2];
/// Hessian::new(objective, &[3.0, 1.0]).apply(&[1.0, 0.0], &mut product);
/// assert_eq!(product, [5.0, 3.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Hessian<'a, T> {
    objective: Objective<'a, T>,
    parameters: Vec<T>,
    block: Range<usize>,
    vector: Vec<T>,
    product: Vec<T>,
    workspace: Workspace<T>,
}

impl<'a, T: Scalar> Hessian<'a, T> {
    /// The whole Hessian.
    ///
    /// # Panics
    /// Unless there are as many parameters as the network has.
    pub fn new(objective: Objective<'a, T>, parameters: &[T]) -> Self {
        Self::of_block(objective, parameters, 0..parameters.len())
    }

    /// The block of the parameters in a range: second derivatives with respect to two of them.
    ///
    /// # Panics
    /// Unless there are as many parameters as the network has, and the range is within them.
    pub fn of_block(objective: Objective<'a, T>, parameters: &[T], block: Range<usize>) -> Self {
        objective.mlp().assert_parameters(parameters);
        assert!(block.start <= block.end && block.end <= parameters.len(), "block {block:?} of {}", parameters.len());
        let zeros = vec![T::ZERO; parameters.len()];
        let (vector, product) = (zeros.clone(), zeros);
        Self { objective, parameters: parameters.to_vec(), block, vector, product, workspace: Workspace::default() }
    }

    /// The block of one layer, weights and biases.
    ///
    /// # Panics
    /// Unless there are as many parameters as the network has, and there is such a layer.
    pub fn of_layer(objective: Objective<'a, T>, parameters: &[T], layer: usize) -> Self {
        Self::of_block(objective, parameters, layer_range(objective.mlp(), layer))
    }
}

/// Where the parameters of each layer lie, weights and biases together.
pub fn layer_ranges(mlp: &Mlp) -> Vec<Range<usize>> {
    (0..mlp.layers().len()).map(|layer| layer_range(mlp, layer)).collect()
}

fn layer_range(mlp: &Mlp, layer: usize) -> Range<usize> {
    mlp.weight_range(layer).start..mlp.bias_range(layer).end
}

impl<T: Scalar> SymmetricOperator for Hessian<'_, T> {
    fn dimension(&self) -> usize {
        self.block.len()
    }

    fn apply(&mut self, vector: &[f64], product: &mut [f64]) {
        let Self { objective, parameters, block, vector: embedded, product: whole, workspace } = self;
        assert_eq!(vector.len(), block.len(), "a vector of {} for a block of {}", vector.len(), block.len());
        for (v, &x) in embedded[block.clone()].iter_mut().zip(vector) {
            *v = T::from_f64(x);
        }
        objective.hessian_vector_product(parameters, embedded, workspace, whole);
        for (out, &x) in product.iter_mut().zip(&whole[block.clone()]) {
            *out = x.into();
        }
    }
}
