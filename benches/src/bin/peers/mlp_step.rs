//! How long is a step of stochastic gradient descent?
//!
//! Labels are the cross-entropy's classes, or with one output values for the mean squared error. Inputs and initial weights come
//! from a formula that both sides know.

use crate::{Failure, Side};
use nalgebra::DMatrix;
use piccole_benches::work::networks::Training;
use piccole_nn::{Activation, Mlp};

/// A number in [−1, 1) that is exact in single precision: a linear congruence, the same on both sides.
fn number(index: usize) -> f32 {
    let bits = (index as u64 * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    let scrambled = ((bits >> 8) ^ (bits << 7)) & 0xf_ffff;
    scrambled as f32 / 524_288.0 - 1.0
}

/// ReLU networks on fixed inputs, learning rate 0.01.
pub(crate) struct MlpStep(Training);

impl MlpStep {
    /// The answer is the loss that the last of so many steps started from.
    const STEPS_TO_ANSWER: usize = 11;
    const RATE: f32 = 0.01;

    pub(crate) fn new(widths: &str, batch: usize) -> Result<Self, Failure> {
        let widths = widths.split('-').map(str::parse).collect::<Result<Vec<usize>, _>>()?;
        let mlp = Mlp::fully_connected(&widths, Activation::Relu)?;
        let inputs = DMatrix::from_fn(widths[0], batch, |i, j| number(3 + i + widths[0] * j));
        let parameters = initial(&mlp);
        Ok(Self(Training::new(mlp, inputs, |j| number(5 + 11 * j), parameters)))
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
        self.0.step(Self::RATE);
    }

    fn answer(&mut self) -> Vec<f64> {
        self.0.parameters = initial(self.0.network());
        vec![(0..Self::STEPS_TO_ANSWER).fold(0.0, |_, _| self.0.step(Self::RATE))]
    }
}
