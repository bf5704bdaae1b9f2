//! How long is a step of stochastic gradient descent?
//!
//! Labels are the cross-entropy's classes, or with one output values for the mean squared error. Inputs and initial weights come
//! from a formula that both sides know.

use crate::{Failure, Side};
use nalgebra::DMatrix;
use piccole_nn::{Activation, Examples, Mlp, Objective, Workspace};

/// A number in [−1, 1) that is exact in single precision: a linear congruence, the same on both sides.
fn number(index: usize) -> f32 {
    let bits = (index as u64 * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    let scrambled = ((bits >> 8) ^ (bits << 7)) & 0xf_ffff;
    scrambled as f32 / 524_288.0 - 1.0
}

/// ReLU networks on fixed inputs, learning rate 0.01.
pub(crate) struct MlpStep {
    mlp: Mlp,
    inputs: DMatrix<f32>,
    labels: Vec<usize>,
    values: DMatrix<f32>,
    parameters: Vec<f32>,
    gradient: Vec<f32>,
    workspace: Workspace<f32>,
}

impl MlpStep {
    /// The answer is the loss that the last of so many steps started from.
    const STEPS_TO_ANSWER: usize = 11;

    pub(crate) fn new(widths: &str, batch: usize) -> Result<Self, Failure> {
        let widths = widths.split('-').map(str::parse).collect::<Result<Vec<usize>, _>>()?;
        let mlp = Mlp::fully_connected(&widths, Activation::Relu)?;
        let inputs = DMatrix::from_fn(widths[0], batch, |i, j| number(3 + i + widths[0] * j));
        let labels = (0..batch).map(|j| (7 * j) % mlp.outputs()).collect();
        let values = DMatrix::from_fn(1, batch, |_, j| number(5 + 11 * j));
        let parameters = initial(&mlp);
        let gradient = vec![0.0; parameters.len()];
        Ok(Self { mlp, inputs, labels, values, parameters, gradient, workspace: Workspace::default() })
    }

    fn step(&mut self) -> f64 {
        let examples = match self.mlp.outputs() {
            1 => Examples::with_values(&self.inputs, &self.values),
            _ => Examples::labelled(&self.inputs, &self.labels),
        };
        let objective = Objective::new(&self.mlp, examples.expect("finite numbers")).expect("sizes match");
        let loss = objective.gradient(&self.parameters, &mut self.workspace, &mut self.gradient);
        for (w, g) in self.parameters.iter_mut().zip(&self.gradient) {
            *w -= 0.01 * g;
        }
        loss
    }
}

fn initial(mlp: &Mlp) -> Vec<f32> {
    let mut parameters = vec![0.0_f32; mlp.parameter_count()];
    for (l, layer) in mlp.layers().iter().enumerate() {
        let scale = (2.0 / layer.inputs as f32).sqrt();
        for (k, w) in parameters[mlp.weight_range(l)].iter_mut().enumerate() {
            *w = scale * number(k + 7 * l + 1);
        }
    }
    parameters
}

impl Side for MlpStep {
    fn call(&mut self) {
        self.step();
    }

    fn answer(&mut self) -> Vec<f64> {
        self.parameters = initial(&self.mlp);
        vec![(0..Self::STEPS_TO_ANSWER).fold(0.0, |_, _| self.step())]
    }
}
