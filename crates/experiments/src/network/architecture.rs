//! The network of a plan.

use crate::RunError;
use crate::parameters::{Count, Positive, Share};
use piccole_nn::{Activation, Layer, Mlp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A multilayer perceptron whose inputs and outputs the data decide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NetworkParameters {
    /// Units of the hidden layers.
    hidden: Vec<Count>,
    /// Activation of the hidden layers; that of the last layer is the identity.
    #[serde(default = "relu")]
    #[schemars(schema_with = "crate::schema::activation")]
    activation: Activation,
    /// Probability with which a hidden unit is left out of a gradient.
    #[serde(default = "no_dropout")]
    dropout: Share,
    /// Whether a hidden layer as wide as the one before adds to it, `x ← x + s σ(Wx + b)`, instead of replacing it.
    #[serde(default)]
    skip: bool,
    /// The branch factor `s`; without it one over the root of the number of such layers, with which deep networks train.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    branch_factor: Option<Positive>,
}

fn relu() -> Activation {
    Activation::Relu
}

fn no_dropout() -> Share {
    Share::try_from(0.0).expect("0 is a share")
}

impl NetworkParameters {
    /// So many hidden layers of equal width with rectified linear units, all but the first residual if asked for.
    pub fn of_equal_width(width: Count, layers: usize, skip: bool) -> Self {
        Self { hidden: vec![width; layers], activation: relu(), dropout: no_dropout(), skip, branch_factor: None }
    }

    /// The network with so many inputs and outputs.
    ///
    /// # Errors
    /// [`RunError::Architecture`] if it is too large.
    pub fn build(&self, inputs: usize, outputs: usize) -> Result<Mlp, RunError> {
        let widths: Vec<usize> = std::iter::once(inputs).chain(self.hidden.iter().map(|units| units.get())).collect();
        let square = widths.windows(2).skip(1).filter(|pair| pair[0] == pair[1]).count();
        let factor = self.branch_factor.map_or_else(|| 1.0 / (square.max(1) as f64).sqrt(), Positive::get);
        let hidden = widths.windows(2).enumerate().map(|(l, pair)| {
            let layer = if self.skip && l > 0 && pair[0] == pair[1] {
                Layer::residual(pair[0], self.activation, factor)
            } else {
                Layer::dense(pair[0], pair[1], self.activation)
            };
            layer.with_dropout(self.dropout.get())
        });
        let last = Layer::dense(widths[widths.len() - 1], outputs, Activation::Identity);
        Ok(Mlp::new(hidden.chain(std::iter::once(last)).collect())?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(toml: &str) -> Mlp {
        toml::from_str::<NetworkParameters>(toml).unwrap().build(49, 10).unwrap()
    }

    #[test]
    fn layers_chain_from_the_inputs_to_the_classes() {
        assert_eq!(network("hidden = [64, 64]"), Mlp::fully_connected(&[49, 64, 64, 10], Activation::Relu).unwrap());
        assert_eq!(network("hidden = []"), Mlp::fully_connected(&[49, 10], Activation::Relu).unwrap());
    }

    #[test]
    fn layers_of_equal_width_skip_where_asked() {
        let mlp = network("hidden = [24, 24, 24, 24, 24]\nskip = true\nactivation = 'tanh'\ndropout = 0.1");
        let branch = |l: usize| mlp.layers()[l].branch_factor;
        assert_eq!((branch(0), branch(1), branch(4), branch(5)), (None, Some(0.5), Some(0.5), None));
        assert_eq!((mlp.layers()[0].dropout, mlp.layers()[5].dropout), (0.1, 0.0));
    }
}
