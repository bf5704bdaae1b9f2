//! Why data were refused.

use piccole_core::formats::FormatError;

/// Why bytes could not be read, or data not be used. Lines count from 1, examples and components from 0.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DataError {
    /// A gzip stream is cut, damaged, or unfolds to too many bytes.
    #[error(transparent)]
    Gzip(#[from] FormatError),
    /// The bytes do not begin as an IDX file does.
    #[error(
        "the file begins with {found:02x?}: an IDX file has two zero bytes, the element type and the number of dimensions"
    )]
    Magic {
        /// The first bytes, four if there are as many.
        found: Vec<u8>,
    },
    /// An IDX file of other elements.
    #[error("the IDX file holds {found} (type 0x{code:02x}), expected unsigned bytes (type 0x08)")]
    ElementType {
        /// Code of the type.
        code: u8,
        /// Its name.
        found: &'static str,
    },
    /// An IDX file of another number of dimensions: labels taken for images, or the reverse.
    #[error("the IDX file has {found} dimension(s), expected {expected}")]
    DimensionCount {
        /// Dimensions in the header.
        found: u8,
        /// What would be accepted.
        expected: &'static str,
    },
    /// There are more or fewer bytes than the header promises.
    #[error(
        "the IDX header promises {shape} = {promised} bytes after it and there are {got}: {}",
        if u128::from(*got) < *promised { "truncated" } else { "trailing garbage" }
    )]
    Length {
        /// The dimensions, such as `2 x 28 x 28`.
        shape: String,
        /// Bytes promised.
        promised: u128,
        /// Bytes present.
        got: u64,
    },
    /// The file ends within its header.
    #[error("the IDX header needs {needed} bytes and the file has {got}: truncated")]
    TruncatedHeader {
        /// Length of the header.
        needed: usize,
        /// Bytes present.
        got: usize,
    },
    /// There is no example, or an example has no component.
    #[error("{examples} examples of {dimension} components: need at least one of each")]
    Empty {
        /// Number of examples.
        examples: usize,
        /// Components of each.
        dimension: usize,
    },
    /// Inputs and targets differ in number.
    #[error("{inputs} inputs and {targets} targets: each input needs one")]
    Counts {
        /// Number of inputs.
        inputs: usize,
        /// Number of targets.
        targets: usize,
    },
    /// A label names no class.
    #[error("label {label} of example {example}, expected a class from 0 to {}", classes - 1)]
    Label {
        /// Example, from 0.
        example: usize,
        /// The label.
        label: usize,
        /// Number of classes.
        classes: usize,
    },
    /// Labels without a class to name.
    #[error("targets with no class, expected at least one")]
    NoSuchClass,
    /// A number is infinite or NaN.
    #[error("component {component} of {what} {example} is {value}, expected a finite number")]
    NotFinite {
        /// `input` or `target`.
        what: &'static str,
        /// Example, from 0.
        example: usize,
        /// Component, from 0.
        component: usize,
        /// What stood there.
        value: f64,
    },
    /// An example that there is not.
    #[error("example {index} of {examples}")]
    NoSuchExample {
        /// The index asked for.
        index: usize,
        /// Number of examples.
        examples: usize,
    },
    /// Inputs are no images of this shape, or the shape cannot be divided.
    #[error("cannot pool {rows} x {columns} pixels by {factor} in inputs of {dimension} components")]
    Pooling {
        /// Rows of an image.
        rows: usize,
        /// Columns of an image.
        columns: usize,
        /// Side of the squares that are averaged.
        factor: usize,
        /// Components of an input.
        dimension: usize,
    },
    /// Two data sets, or a data set and a transformation, differ in dimension.
    #[error("inputs of {got} components, expected {expected}")]
    Dimension {
        /// Components expected.
        expected: usize,
        /// Components of the inputs.
        got: usize,
    },
    /// All inputs are the same: there is no scale.
    #[error("all inputs are equal: there is no deviation to divide by")]
    Constant,
    /// Classes were needed and the targets are real.
    #[error("the targets are real numbers, expected classes")]
    NoClasses,
    /// A table is not text, or its lines differ in length.
    #[error("line {line}: {reason}")]
    Csv {
        /// Line, from 1.
        line: u64,
        /// What is wrong.
        reason: String,
    },
    /// A table has no column of this name.
    #[error("no column {name:?}; the header has {present:?}")]
    NoColumn {
        /// The name asked for.
        name: String,
        /// The names there are, at most the first fifty.
        present: Vec<String>,
    },
    /// A field of a table is not what it should be.
    #[error("line {line}, column {column:?} is {value:?}, expected {expected}")]
    Field {
        /// Line, from 1.
        line: u64,
        /// Name of the column.
        column: String,
        /// The first characters of what stood there.
        value: String,
        /// What would be accepted.
        expected: &'static str,
    },
    /// A generator was asked for nothing.
    #[error("{name} = {value}, expected {accepted}")]
    Parameter {
        /// Which parameter.
        name: &'static str,
        /// Its value.
        value: usize,
        /// What would be accepted.
        accepted: &'static str,
    },
}
