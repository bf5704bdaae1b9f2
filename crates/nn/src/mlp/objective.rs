//! The loss as a function of the parameters.

use super::blocks::{Lanes, Passes, block};
use super::examples::Gathered;
use super::forward::{BLOCK, Dropout};
use super::{DropoutMasks, Examples, ExamplesError, Mlp, Targets};
use crate::Scalar;
use crate::losses::{
    Batch, cross_entropy, cross_entropy_gradient, cross_entropy_hessian_product, mean_squared_error,
    mean_squared_error_gradient, mean_squared_error_hessian_product,
};

/// The mean loss `ℓ(θ)` of a network on some examples, as a function of its parameters `θ`, with its gradient and the
/// products of its Hessian with vectors.
///
/// Inputs and targets were checked against the network, so that nothing but the length of a vector can be wrong later.
/// Examples are taken in blocks of 256, which threads share (with the feature `rayon`), and summed in order.
///
/// ```
/// use nalgebra::DMatrix;
/// use piccole_nn::{Activation, Examples, Mlp, Objective, Workspace};
/// // y = w x + b at w = 3, b = 1 on the points (1, 2), (2, 5): deviations 2 and 2.
/// let mlp = Mlp::fully_connected(&[1, 1], Activation::Tanh)?;
/// let (inputs, values) = (DMatrix::from_row_slice(1, 2, &[1.0, 2.0]), DMatrix::from_row_slice(1, 2, &[2.0, 5.0]));
/// let objective = Objective::new(&mlp, Examples::with_values(&inputs, &values)?)?;
/// let (mut workspace, mut out) = (Workspace::default(), [0.0; 2]);
/// assert_eq!(objective.gradient(&[3.0, 1.0], &mut workspace, &mut out), 4.0);
/// assert_eq!(out, [2.0 * (1.0 + 2.0), 2.0 * (1.0 + 1.0)]);
/// objective.hessian_vector_product(&[3.0, 1.0], &[1.0, 0.0], &mut workspace, &mut out);
/// assert_eq!(out, [1.0 + 4.0, 1.0 + 2.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Objective<'a, T> {
    mlp: &'a Mlp,
    examples: Examples<'a, T>,
}

/// Memory of the passes through a network, of any network and number of examples: it grows on first use, after which no
/// pass allocates. Beyond 256 examples every thread has memory of its own.
#[derive(Clone, Debug, Default)]
pub struct Workspace<T> {
    gathered: Gathered<T>,
    lanes: Lanes<T>,
}

/// Loss and classification error of the same parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evaluation {
    /// Mean loss.
    pub loss: f64,
    /// Fraction of examples classified wrongly; see [`Objective::error`].
    pub error: f64,
}

impl<'a, T: Scalar> Objective<'a, T> {
    /// The loss of a network on examples.
    ///
    /// # Errors
    /// [`ExamplesError::Features`], [`ExamplesError::Outputs`] or [`ExamplesError::Label`] if the examples are for another
    /// network.
    pub fn new(mlp: &'a Mlp, examples: Examples<'a, T>) -> Result<Self, ExamplesError> {
        examples.check(mlp)?;
        Ok(Self { mlp, examples })
    }

    /// The network.
    pub fn mlp(&self) -> &'a Mlp {
        self.mlp
    }

    /// The examples.
    pub fn examples(&self) -> Examples<'a, T> {
        self.examples
    }

    /// Mean loss, without dropout.
    ///
    /// # Panics
    /// Unless there are as many parameters as the network has; so do all methods below.
    pub fn loss(&self, parameters: &[T], workspace: &mut Workspace<T>) -> f64 {
        self.evaluate(parameters, workspace).loss
    }

    /// Fraction of examples classified wrongly.
    ///
    /// An example with a label is right when the output of its class is larger than every other. One with values is right
    /// when its largest output is where its largest value is, or, for a network of one output, when output and value have
    /// the same sign. A tie is an error, and so is NaN.
    pub fn error(&self, parameters: &[T], workspace: &mut Workspace<T>) -> f64 {
        self.evaluate(parameters, workspace).error
    }

    /// Loss and error in one pass, without dropout.
    pub fn evaluate(&self, parameters: &[T], workspace: &mut Workspace<T>) -> Evaluation {
        self.mlp.assert_parameters(parameters);
        let trace = &mut workspace.lanes.first().trace;
        let (mut loss, mut errors) = (0.0, 0);
        for number in 0..self.examples.len().div_ceil(BLOCK) {
            let block = block(number, self.examples.len());
            let examples = self.examples.range(block.start, block.end);
            trace.run(self.mlp, parameters, examples.inputs(), &None);
            let outputs = batch(trace.output(), self.mlp);
            let mean = match examples.targets() {
                Targets::Labels(labels) => cross_entropy(outputs, labels),
                Targets::Values(values) => mean_squared_error(outputs, batch(values, self.mlp)),
            };
            loss += mean.expect("checked by `new`") * examples.len() as f64;
            errors += wrong(trace.output(), examples.targets(), self.mlp.outputs());
        }
        let count = self.examples.len() as f64;
        Evaluation { loss: loss / count, error: errors as f64 / count }
    }

    /// Writes the gradient `∂ℓ/∂θ` over all examples into `gradient` and returns `ℓ`, without dropout.
    pub fn gradient(&self, parameters: &[T], workspace: &mut Workspace<T>, gradient: &mut [T]) -> f64 {
        self.sum_gradient(parameters, None, &mut workspace.lanes, gradient)
    }

    /// The gradient over all examples with the given dropout, and the loss with it.
    ///
    /// # Panics
    /// Unless the masks are for as many examples.
    pub fn gradient_with_masks(
        &self,
        parameters: &[T],
        masks: &DropoutMasks<T>,
        workspace: &mut Workspace<T>,
        gradient: &mut [T],
    ) -> f64 {
        assert_masks(masks, self.examples.len());
        self.sum_gradient(parameters, Some(masks), &mut workspace.lanes, gradient)
    }

    /// The gradient over a mini-batch, the examples of the given indices, and the mean loss on it; with dropout if there
    /// are masks.
    ///
    /// The indices `0, 1, …, len − 1` give the bits of [`gradient`](Self::gradient).
    ///
    /// # Panics
    /// If there is no index, or one is out of range, or unless the masks are for as many examples.
    pub fn batch_gradient(
        &self,
        parameters: &[T],
        indices: &[usize],
        masks: Option<&DropoutMasks<T>>,
        workspace: &mut Workspace<T>,
        gradient: &mut [T],
    ) -> f64 {
        assert!(!indices.is_empty(), "a mini-batch of no examples");
        if let Some(masks) = masks {
            assert_masks(masks, indices.len());
        }
        let Workspace { gathered, lanes } = workspace;
        let batch = Objective { mlp: self.mlp, examples: gathered.gather(&self.examples, indices) };
        batch.sum_gradient(parameters, masks, lanes, gradient)
    }

    /// Writes the product `H v` of the Hessian `H = ∂²ℓ/∂θ²` over all examples with a vector into `product`, exactly (up to
    /// rounding) and at the cost of about two gradients; without dropout. Where a ReLU is at its kink, or a path through
    /// it, the second derivative is taken as 0.
    ///
    /// Reference: B. A. Pearlmutter, Neural Comput. 6, 147 (1994), doi:10.1162/neco.1994.6.1.147.
    pub fn hessian_vector_product(
        &self,
        parameters: &[T],
        vector: &[T],
        workspace: &mut Workspace<T>,
        product: &mut [T],
    ) {
        self.mlp.assert_parameters(parameters);
        self.mlp.assert_parameters(vector);
        self.mlp.assert_parameters(product);
        workspace.lanes.sum(self.examples.len(), product, |passes, block, share, product| {
            let Passes { trace, backward, tangent } = passes;
            let examples = self.examples.range(block.start, block.end);
            let inputs = examples.inputs();
            trace.run(self.mlp, parameters, inputs, &None);
            tangent.forward(self.mlp, parameters, vector, inputs, trace);
            let loss = output_gradient(self.mlp, &examples, trace.output(), share, &mut backward.delta);
            let (r_output, r_delta) = (batch(tangent.trace.output(), self.mlp), &mut tangent.backward.delta);
            r_delta.resize(trace.output().len(), T::ZERO);
            let checked = match examples.targets() {
                Targets::Labels(_) => cross_entropy_hessian_product(batch(trace.output(), self.mlp), r_output, r_delta),
                Targets::Values(_) => mean_squared_error_hessian_product(r_output, r_delta),
            };
            checked.expect("checked by `new`");
            scale(r_delta, share);
            tangent.backward(self.mlp, [parameters, vector], inputs, trace, backward, product);
            loss
        });
    }

    fn sum_gradient(
        &self,
        parameters: &[T],
        masks: Option<&DropoutMasks<T>>,
        lanes: &mut Lanes<T>,
        gradient: &mut [T],
    ) -> f64 {
        self.mlp.assert_parameters(parameters);
        self.mlp.assert_parameters(gradient);
        lanes.sum(self.examples.len(), gradient, |passes, block, share, gradient| {
            let Passes { trace, backward, .. } = passes;
            let examples = self.examples.range(block.start, block.end);
            let dropout: Dropout<'_, T> = masks.map(|masks| (masks, block));
            trace.run(self.mlp, parameters, examples.inputs(), &dropout);
            let loss = output_gradient(self.mlp, &examples, trace.output(), share, &mut backward.delta);
            backward.run(self.mlp, parameters, examples.inputs(), trace, &dropout, gradient);
            loss
        })
    }
}

/// The mean loss of one block, and its derivatives, times the share of the block.
fn output_gradient<T: Scalar>(
    mlp: &Mlp,
    examples: &Examples<'_, T>,
    outputs: &[T],
    share: f64,
    delta: &mut Vec<T>,
) -> f64 {
    delta.resize(outputs.len(), T::ZERO);
    let outputs = batch(outputs, mlp);
    let loss = match examples.targets() {
        Targets::Labels(labels) => cross_entropy_gradient(outputs, labels, delta),
        Targets::Values(values) => mean_squared_error_gradient(outputs, batch(values, mlp), delta),
    };
    scale(delta, share);
    loss.expect("checked by `Objective::new`") * share
}

/// Multiplies by a share, which is 1 but where there are several blocks.
fn scale<T: Scalar>(values: &mut [T], share: f64) {
    if share != 1.0 {
        let share = T::from_f64(share);
        for x in values {
            *x *= share;
        }
    }
}

/// Outputs, example after example, as the rows that a loss takes.
fn batch<'a, T>(outputs: &'a [T], mlp: &Mlp) -> Batch<'a, T> {
    Batch::new(outputs, mlp.outputs()).expect("a block has an example, a network an output")
}

fn assert_masks<T: Scalar>(masks: &DropoutMasks<T>, examples: usize) {
    assert_eq!(masks.examples(), examples, "masks for {} examples, but {examples} examples", masks.examples());
}

/// Number of wrong answers.
fn wrong<T: Scalar>(outputs: &[T], targets: Targets<'_, T>, width: usize) -> usize {
    let rows = outputs.chunks_exact(width);
    match targets {
        Targets::Labels(labels) => rows.zip(labels).filter(|&(z, &label)| !is_largest(z, label)).count(),
        Targets::Values(values) if width == 1 => {
            outputs.iter().zip(values).filter(|&(&z, &t)| !same_sign(z, t)).count()
        }
        Targets::Values(values) => {
            let right = |z: &[T], t: &[T]| (0..width).any(|class| is_largest(t, class) && is_largest(z, class));
            rows.zip(values.chunks_exact(width)).filter(|&(z, t)| !right(z, t)).count()
        }
    }
}

fn same_sign<T: Scalar>(z: T, t: T) -> bool {
    (z > T::ZERO && t > T::ZERO) || (z < T::ZERO && t < T::ZERO)
}

/// Whether one number is larger than all others.
fn is_largest<T: Scalar>(z: &[T], class: usize) -> bool {
    z.iter().enumerate().all(|(k, &other)| k == class || z[class] > other)
}
