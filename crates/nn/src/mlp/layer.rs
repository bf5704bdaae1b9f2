//! One layer of a network.

use crate::Activation;

/// A dense layer: `y = σ(W x + b)`, or with a residual connection `y = x + s σ(W x + b)`.
///
/// Dropout of rate `p` multiplies every unit `σ(…)` by a mask of value 0 with probability `p` and `1/(1 − p)` otherwise,
/// so that the mean is that of the layer without (inverted dropout); in a residual layer only the branch is masked. It
/// acts where a mask is given (in training) and nowhere else.
///
/// References: K. He et al., CVPR 2016, 770, doi:10.1109/CVPR.2016.90 (residual connections); N. Srivastava et al.,
/// J. Mach. Learn. Res. 15, 1929 (2014) (dropout).
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Layer {
    /// Number of inputs, the columns of `W`.
    pub inputs: usize,
    /// Number of outputs, the rows of `W`.
    pub outputs: usize,
    /// The function `σ`.
    pub activation: Activation,
    /// The factor `s` of a residual connection, if there is one.
    pub branch_factor: Option<f64>,
    /// The probability `p` that dropout silences a unit; 0 for none.
    pub dropout: f64,
}

impl Layer {
    /// `y = σ(W x + b)`.
    pub fn dense(inputs: usize, outputs: usize, activation: Activation) -> Self {
        Self { inputs, outputs, activation, branch_factor: None, dropout: 0.0 }
    }

    /// `y = x + s σ(W x + b)` with `width` inputs and outputs.
    ///
    /// A network of `L` such layers keeps the size of its signal with a branch factor `s` of the order of `1/√L`.
    pub fn residual(width: usize, activation: Activation, branch_factor: f64) -> Self {
        Self { branch_factor: Some(branch_factor), ..Self::dense(width, width, activation) }
    }

    /// The same with dropout of rate `p`.
    pub fn with_dropout(self, rate: f64) -> Self {
        Self { dropout: rate, ..self }
    }

    /// Number of parameters, `(inputs + 1) outputs`.
    pub fn parameter_count(&self) -> usize {
        (self.inputs + 1) * self.outputs
    }
}
