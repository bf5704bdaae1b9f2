//! Why a loss has no value.

/// Why a loss has no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LossError {
    /// The batch has no row or no column.
    #[error("a batch of {values} numbers in {columns} columns: need at least one of each")]
    Empty {
        /// Numbers given.
        values: usize,
        /// Columns asked for.
        columns: usize,
    },
    /// The numbers do not fill whole rows.
    #[error("{values} numbers are no whole rows of {columns} columns: the last row has {}", values % columns)]
    Ragged {
        /// Numbers given.
        values: usize,
        /// Columns asked for.
        columns: usize,
    },
    /// Outputs and targets differ in shape.
    #[error("targets of {target_rows} rows, {target_columns} columns for outputs of {rows} rows, {columns} columns")]
    TargetShape {
        /// Rows of the outputs.
        rows: usize,
        /// Columns of the outputs.
        columns: usize,
        /// Rows of the targets.
        target_rows: usize,
        /// Columns of the targets.
        target_columns: usize,
    },
    /// Labels and rows differ in number.
    #[error("{labels} labels for {rows} rows")]
    LabelCount {
        /// Labels given.
        labels: usize,
        /// Rows of the batch.
        rows: usize,
    },
    /// A label names no class.
    #[error("label {label} of row {row}, expected a class from 0 to {}", classes - 1)]
    LabelOutOfRange {
        /// Row, from 0.
        row: usize,
        /// The label given.
        label: usize,
        /// Number of classes.
        classes: usize,
    },
    /// The buffer for the result has another length than the batch.
    #[error("a buffer of {got} numbers for a batch of {expected}")]
    BufferLength {
        /// Length of the buffer.
        got: usize,
        /// Numbers in the batch.
        expected: usize,
    },
}
