//! Networks of growing width on images with some labels wrong.

use super::SweepParameters;
use crate::RunError;
use piccole_core::StreamKey;
use piccole_nn::{Activation, Examples, Mlp, Objective, Workspace};
use rand::RngExt;
use serde::{Deserialize, Serialize};

/// Errors of one network at the end of its training.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct NetworkErrors {
    /// Parameters of the network.
    pub parameters: usize,
    /// Examples it learnt from.
    pub examples: usize,
    /// Mean squared distance from the training labels, the wrong ones included.
    pub train_loss: f64,
    /// Mean squared distance from the true labels of the test images.
    pub test_loss: f64,
    /// Fraction of training labels that are not reproduced.
    pub train_wrong: f64,
    /// Fraction of test images with another label.
    pub test_wrong: f64,
}

/// Trains a network of one hidden layer on parities of classes. The labels that are turned round are the same for all
/// widths of a sample, which `labels` is the key of.
pub(super) fn network(
    sweep: &SweepParameters,
    width: usize,
    labels: &StreamKey,
    key: &StreamKey,
) -> Result<NetworkErrors, RunError> {
    let (train, test) = sweep.data.datasets()?;
    let parity = |data: &piccole_nn::data::Dataset| data.with_parity().map_err(RunError::data("the labels"));
    let (train, test) = (parity(&train)?, parity(&test)?);
    let mut rng = labels.rng();
    let mut noisy = train.real_targets().map(|label| label as f32);
    noisy.iter_mut().for_each(|label| {
        if rng.random::<f64>() < sweep.label_noise.get() {
            *label = -*label;
        }
    });
    let (inputs, test_inputs) = (train.inputs_as::<f32>(), test.inputs_as::<f32>());
    let truth = test.real_targets().map(|label| label as f32);
    let mlp = Mlp::fully_connected(&[train.dimension(), width, 1], Activation::Relu)?;
    let examples = Examples::with_values(&inputs, &noisy)?;
    let parameters = sweep.training.train_to_end(&mlp, examples, key)?;
    let errors = |examples| -> Result<_, RunError> {
        Ok(Objective::new(&mlp, examples)?.evaluate(&parameters, &mut Workspace::default()))
    };
    let (train, test) = (errors(examples)?, errors(Examples::with_values(&test_inputs, &truth)?)?);
    Ok(NetworkErrors {
        parameters: mlp.parameter_count(),
        examples: examples.len(),
        train_loss: train.loss,
        test_loss: test.loss,
        train_wrong: train.error,
        test_wrong: test.error,
    })
}
