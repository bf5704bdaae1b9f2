//! Why a network cannot be built, or cannot learn from given examples.

/// Why layers do not make a network. Layers are counted from 0.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ArchitectureError {
    /// There is no layer.
    #[error("a network of no layers")]
    NoLayer,
    /// A layer has no input or no output.
    #[error("layer {layer} has {inputs} inputs and {outputs} outputs: need at least one of each")]
    ZeroWidth {
        /// The layer.
        layer: usize,
        /// Its inputs.
        inputs: usize,
        /// Its outputs.
        outputs: usize,
    },
    /// A layer does not take what the one before gives.
    #[error("layer {layer} takes {inputs} inputs, but layer {} gives {previous_outputs}", layer - 1)]
    SizesDoNotChain {
        /// The later layer.
        layer: usize,
        /// Its inputs.
        inputs: usize,
        /// Outputs of the layer before.
        previous_outputs: usize,
    },
    /// A residual connection would add vectors of different length.
    #[error("layer {layer} is residual, which needs as many outputs as inputs, not {outputs} and {inputs}")]
    ResidualNotSquare {
        /// The layer.
        layer: usize,
        /// Its inputs.
        inputs: usize,
        /// Its outputs.
        outputs: usize,
    },
    /// The branch factor of a residual layer is infinite or not a number.
    #[error("branch factor {factor} of layer {layer}, expected a finite number")]
    BranchFactor {
        /// The layer.
        layer: usize,
        /// The factor given.
        factor: f64,
    },
    /// A dropout rate that is no probability below 1.
    #[error("dropout rate {rate} of layer {layer}, expected 0 ≤ rate < 1")]
    DropoutRate {
        /// The layer.
        layer: usize,
        /// The rate given.
        rate: f64,
    },
}

/// Why a network cannot learn from given examples.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ExamplesError {
    /// There is no example.
    #[error("no examples")]
    Empty,
    /// Inputs and targets differ in number.
    #[error("{targets} targets for {inputs} inputs")]
    Count {
        /// Columns of the inputs.
        inputs: usize,
        /// Labels, or columns of the target values.
        targets: usize,
    },
    /// An input is infinite or not a number.
    #[error("input {value} in feature {feature} of example {example}, expected a finite number")]
    InputNotFinite {
        /// Column, from 0.
        example: usize,
        /// Row, from 0.
        feature: usize,
        /// The number found.
        value: f64,
    },
    /// A target value is infinite or not a number.
    #[error("target {value} in output {output} of example {example}, expected a finite number")]
    TargetNotFinite {
        /// Column, from 0.
        example: usize,
        /// Row, from 0.
        output: usize,
        /// The number found.
        value: f64,
    },
    /// The examples have another number of features than the network has inputs.
    #[error("examples of {features} features for a network of {inputs} inputs")]
    Features {
        /// Rows of the inputs.
        features: usize,
        /// Inputs of the first layer.
        inputs: usize,
    },
    /// The target values have another size than the network's output.
    #[error("targets of {values} values for a network of {outputs} outputs")]
    Outputs {
        /// Rows of the target values.
        values: usize,
        /// Outputs of the last layer.
        outputs: usize,
    },
    /// A label names no output of the network.
    #[error("label {label} of example {example}, but the network's {outputs} outputs are classes 0 to {}", outputs - 1)]
    Label {
        /// Column, from 0.
        example: usize,
        /// The label given.
        label: usize,
        /// Outputs of the last layer.
        outputs: usize,
    },
}
