//! What a network learns from.

use super::{ExamplesError, Mlp};
use crate::Scalar;
use crate::finite::first_not_finite;
use nalgebra::DMatrix;

/// What the output of the network is compared with, and by which loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Targets<'a, T> {
    /// A class for each example: the loss is the [`cross_entropy`](crate::losses::cross_entropy) of the softmax.
    Labels(&'a [usize]),
    /// Values for each output of each example, example after example: the loss is the
    /// [`mean_squared_error`](crate::losses::mean_squared_error).
    Values(&'a [T]),
}

/// Borrowed examples: a column of inputs and a target each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Examples<'a, T> {
    features: usize,
    inputs: &'a [T],
    /// Numbers of a target: 1 for a label.
    target_width: usize,
    targets: Targets<'a, T>,
}

impl<'a, T: Scalar> Examples<'a, T> {
    /// Inputs (a column an example) and their classes, counted from 0; the loss is the cross-entropy.
    ///
    /// # Errors
    /// [`ExamplesError::Empty`], [`ExamplesError::Count`] unless there is a label for each column, and
    /// [`ExamplesError::InputNotFinite`].
    pub fn labelled(inputs: &'a DMatrix<T>, labels: &'a [usize]) -> Result<Self, ExamplesError> {
        Self::new(inputs, 1, labels.len(), Targets::Labels(labels))
    }

    /// Inputs and the values the outputs should take, a column an example in both; the loss is the mean squared error.
    ///
    /// # Errors
    /// [`ExamplesError::Empty`], [`ExamplesError::Count`] unless the matrices have as many columns, and
    /// [`ExamplesError::InputNotFinite`] or [`ExamplesError::TargetNotFinite`].
    pub fn with_values(inputs: &'a DMatrix<T>, values: &'a DMatrix<T>) -> Result<Self, ExamplesError> {
        let examples = Self::new(inputs, values.nrows(), values.ncols(), Targets::Values(values.as_slice()))?;
        match first_not_finite(values.as_slice()) {
            None => Ok(examples),
            Some(k) => Err(ExamplesError::TargetNotFinite {
                example: k / values.nrows(),
                output: k % values.nrows(),
                value: values[k].into(),
            }),
        }
    }

    fn new(
        inputs: &'a DMatrix<T>,
        target_width: usize,
        target_count: usize,
        targets: Targets<'a, T>,
    ) -> Result<Self, ExamplesError> {
        if inputs.is_empty() || target_width == 0 {
            return Err(ExamplesError::Empty);
        }
        if inputs.ncols() != target_count {
            return Err(ExamplesError::Count { inputs: inputs.ncols(), targets: target_count });
        }
        let features = inputs.nrows();
        match first_not_finite(inputs.as_slice()) {
            None => Ok(Self { features, inputs: inputs.as_slice(), target_width, targets }),
            Some(k) => Err(ExamplesError::InputNotFinite {
                example: k / features,
                feature: k % features,
                value: inputs[k].into(),
            }),
        }
    }

    /// Number of examples, never 0.
    #[expect(clippy::len_without_is_empty, reason = "there is always an example")]
    pub fn len(&self) -> usize {
        self.inputs.len() / self.features
    }

    /// Number of inputs of an example.
    pub fn features(&self) -> usize {
        self.features
    }

    /// All inputs, example after example.
    pub fn inputs(&self) -> &'a [T] {
        self.inputs
    }

    /// All targets.
    pub fn targets(&self) -> Targets<'a, T> {
        self.targets
    }

    /// The first `count` examples.
    ///
    /// # Panics
    /// Unless `1 ≤ count ≤ len()`.
    pub fn first(&self, count: usize) -> Self {
        assert!((1..=self.len()).contains(&count), "first {count} of {} examples", self.len());
        self.range(0, count)
    }

    /// Examples `from` to `to`, the last one excluded.
    pub(super) fn range(&self, from: usize, to: usize) -> Self {
        let targets = match self.targets {
            Targets::Labels(labels) => Targets::Labels(&labels[from..to]),
            Targets::Values(values) => Targets::Values(&values[from * self.target_width..to * self.target_width]),
        };
        Self { inputs: &self.inputs[from * self.features..to * self.features], targets, ..*self }
    }

    /// Checks that the network takes these inputs and can give these targets.
    pub(super) fn check(&self, mlp: &Mlp) -> Result<(), ExamplesError> {
        let (inputs, outputs) = (mlp.inputs(), mlp.outputs());
        if self.features != inputs {
            return Err(ExamplesError::Features { features: self.features, inputs });
        }
        match self.targets {
            Targets::Labels(labels) => match labels.iter().position(|&label| label >= outputs) {
                Some(example) => Err(ExamplesError::Label { example, label: labels[example], outputs }),
                None => Ok(()),
            },
            Targets::Values(_) if self.target_width != outputs => {
                Err(ExamplesError::Outputs { values: self.target_width, outputs })
            }
            Targets::Values(_) => Ok(()),
        }
    }
}

/// Memory for the examples of a mini-batch, gathered from all.
#[derive(Clone, Debug, Default)]
pub(super) struct Gathered<T> {
    inputs: Vec<T>,
    labels: Vec<usize>,
    values: Vec<T>,
}

impl<T: Scalar> Gathered<T> {
    /// Copies the examples of the given indices.
    pub(super) fn gather<'a>(&'a mut self, all: &Examples<'_, T>, indices: &[usize]) -> Examples<'a, T> {
        gather_columns(&mut self.inputs, all.inputs, all.features, indices);
        let targets = match all.targets {
            Targets::Labels(labels) => {
                self.labels.clear();
                self.labels.extend(indices.iter().map(|&i| labels[i]));
                Targets::Labels(&self.labels)
            }
            Targets::Values(values) => {
                gather_columns(&mut self.values, values, all.target_width, indices);
                Targets::Values(&self.values)
            }
        };
        Examples { features: all.features, inputs: &self.inputs, target_width: all.target_width, targets }
    }
}

fn gather_columns<T: Copy>(out: &mut Vec<T>, all: &[T], rows: usize, indices: &[usize]) {
    out.clear();
    for &i in indices {
        out.extend_from_slice(&all[i * rows..(i + 1) * rows]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Activation;

    #[test]
    fn examples_that_do_not_belong_together_are_refused() {
        let inputs = DMatrix::<f64>::zeros(2, 3);
        let message = |result: Result<Examples<'_, f64>, ExamplesError>| result.unwrap_err().to_string();
        assert_eq!(message(Examples::labelled(&inputs, &[0, 1])), "2 targets for 3 inputs");
        assert_eq!(message(Examples::labelled(&DMatrix::zeros(2, 0), &[])), "no examples");
        let values = DMatrix::zeros(1, 4);
        assert_eq!(message(Examples::with_values(&inputs, &values)), "4 targets for 3 inputs");
    }

    #[test]
    fn numbers_that_are_not_finite_are_found() {
        let mut matrix = DMatrix::<f32>::zeros(2, 3);
        let finite = matrix.clone();
        matrix[(1, 2)] = f32::NAN;
        assert_eq!(
            Examples::labelled(&matrix, &[0; 3]).unwrap_err().to_string(),
            "input NaN in feature 1 of example 2, expected a finite number"
        );
        matrix[(1, 2)] = f32::INFINITY;
        assert_eq!(
            Examples::with_values(&finite, &matrix).unwrap_err().to_string(),
            "target inf in output 1 of example 2, expected a finite number"
        );
    }

    #[test]
    fn examples_for_another_network_are_refused() {
        let mlp = Mlp::fully_connected(&[2, 4, 2], Activation::Relu).unwrap();
        let check = |examples: Examples<'_, f64>| examples.check(&mlp).unwrap_err().to_string();
        let (two, three) = (DMatrix::zeros(2, 2), DMatrix::zeros(3, 2));
        assert_eq!(
            check(Examples::labelled(&three, &[0, 0]).unwrap()),
            "examples of 3 features for a network of 2 inputs"
        );
        assert_eq!(
            check(Examples::labelled(&two, &[0, 2]).unwrap()),
            "label 2 of example 1, but the network's 2 outputs are classes 0 to 1"
        );
        assert_eq!(
            check(Examples::with_values(&two, &three).unwrap()),
            "targets of 3 values for a network of 2 outputs"
        );
    }

    #[test]
    fn gathered_examples_are_those_of_the_indices() {
        let inputs = DMatrix::from_fn(2, 4, |i, j| (10 * j + i) as f64);
        let mut memory = Gathered::default();
        let all = Examples::labelled(&inputs, &[5, 6, 7, 8]).unwrap();
        let some = memory.gather(&all, &[3, 0, 3]);
        assert_eq!(some.inputs(), [30.0, 31.0, 0.0, 1.0, 30.0, 31.0]);
        assert_eq!(some.targets(), Targets::Labels(&[8, 5, 8]));
        let all = Examples::with_values(&inputs, &inputs).unwrap();
        let some = memory.gather(&all, &[1]);
        assert_eq!((some.inputs(), some.targets()), (&[10.0, 11.0][..], Targets::Values(&[10.0, 11.0])));
        assert_eq!(all.range(1, 3).targets(), Targets::Values(&[10.0, 11.0, 20.0, 21.0]));
        assert_eq!(all.first(1).len(), 1);
    }
}
