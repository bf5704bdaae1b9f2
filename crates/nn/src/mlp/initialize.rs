//! Random initial parameters.

use super::Mlp;
use crate::Scalar;
use piccole_core::{StandardNormal, StreamKey};

/// How wide the initial weights are. Biases start at 0 and weights are Gaussian of mean 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Initialization {
    /// Variance `2/inputs`, which keeps the size of the signal through ReLU layers (K. He et al., ICCV 2015, 1026,
    /// doi:10.1109/ICCV.2015.123).
    He,
    /// Variance `2/(inputs + outputs)`, for tanh and other odd functions (X. Glorot and Y. Bengio, AISTATS 2010, 249).
    Xavier,
}

impl Initialization {
    fn variance(self, inputs: usize, outputs: usize) -> f64 {
        match self {
            Self::He => 2.0 / inputs as f64,
            Self::Xavier => 2.0 / (inputs + outputs) as f64,
        }
    }
}

impl Mlp {
    /// Random parameters; layer `l` is drawn from the stream `key.named("initial weights").indexed(l)`, in the order of the layout.
    ///
    /// Both precisions start from the same Gaussians, rounded.
    pub fn initialize<T: Scalar>(&self, initialization: Initialization, key: StreamKey) -> Vec<T> {
        let mut parameters = vec![T::ZERO; self.parameter_count()];
        let key = key.named("initial weights");
        for (l, layer) in self.layers().iter().enumerate() {
            let deviation = initialization.variance(layer.inputs, layer.outputs).sqrt();
            let gaussians = StandardNormal::new(key.indexed(l as u64).rng());
            for (w, z) in parameters[self.weight_range(l)].iter_mut().zip(gaussians) {
                *w = T::from_f64(deviation * z);
            }
        }
        parameters
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Activation;

    #[test]
    fn weights_have_the_stated_variance_and_biases_are_zero() {
        let mlp = Mlp::fully_connected(&[300, 200, 100], Activation::Relu).unwrap();
        for (initialization, variances) in
            [(Initialization::He, [2.0 / 300.0, 2.0 / 200.0]), (Initialization::Xavier, [2.0 / 500.0, 2.0 / 300.0])]
        {
            let parameters: Vec<f64> = mlp.initialize(initialization, StreamKey::from_seed(1));
            for (l, variance) in variances.into_iter().enumerate() {
                let weights = mlp.weights(&parameters, l);
                let ratio = weights.norm_squared() / (weights.len() as f64 * variance);
                // The ratio has standard deviation √(2/20000) = 0.01 or less: five of them in four tests, 2e-6.
                assert!((ratio - 1.0).abs() < 0.05, "{initialization:?}, layer {l}: {ratio}");
                assert!(mlp.biases(&parameters, l).iter().all(|&b| b == 0.0));
            }
        }
    }

    #[test]
    fn the_first_weights_are_pinned_in_both_precisions() {
        let mlp = Mlp::fully_connected(&[2, 1], Activation::Relu).unwrap();
        let double: Vec<f64> = mlp.initialize(Initialization::He, StreamKey::from_seed(1));
        let single: Vec<f32> = mlp.initialize(Initialization::He, StreamKey::from_seed(1));
        assert_eq!(double.iter().map(|&w| w as f32).collect::<Vec<_>>(), single);
        assert_eq!(
            double.iter().map(|w| w.to_bits()).collect::<Vec<_>>(),
            [0x3ff2_3faa_6771_d1b3, 0x3ff2_49e1_353e_8158, 0]
        );
    }
}
