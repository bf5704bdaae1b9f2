//! A batch of rows.

use super::LossError;

/// A view of a row-major matrix: `M` rows, one a sample, of `C` columns, one an output of the network; neither is 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Batch<'a, T> {
    values: &'a [T],
    columns: usize,
}

impl<'a, T> Batch<'a, T> {
    /// Sees `values` as rows of `columns` numbers.
    ///
    /// # Errors
    /// [`LossError::Empty`] if there is no number or no column, [`LossError::Ragged`] if the last row is not whole.
    pub fn new(values: &'a [T], columns: usize) -> Result<Self, LossError> {
        if values.is_empty() || columns == 0 {
            return Err(LossError::Empty { values: values.len(), columns });
        }
        if !values.len().is_multiple_of(columns) {
            return Err(LossError::Ragged { values: values.len(), columns });
        }
        Ok(Self { values, columns })
    }

    /// Number of rows `M`.
    pub fn rows(&self) -> usize {
        self.values.len() / self.columns
    }

    /// Number of columns `C`.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// All numbers, row after row.
    pub fn values(&self) -> &'a [T] {
        self.values
    }

    /// Checks that a buffer has one number for each of the batch.
    pub(super) fn check_buffer(&self, buffer: &[T]) -> Result<(), LossError> {
        let (got, expected) = (buffer.len(), self.values.len());
        if got == expected { Ok(()) } else { Err(LossError::BufferLength { got, expected }) }
    }

    /// Checks that targets, or a vector, have the shape of the batch.
    pub(super) fn check_shape(&self, targets: Self) -> Result<(), LossError> {
        let (rows, columns) = (self.rows(), self.columns());
        let (target_rows, target_columns) = (targets.rows(), targets.columns());
        if (rows, columns) == (target_rows, target_columns) {
            Ok(())
        } else {
            Err(LossError::TargetShape { rows, columns, target_rows, target_columns })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_batch_has_its_shape() {
        let batch = Batch::new(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 2).unwrap();
        assert_eq!((batch.rows(), batch.columns(), batch.values().len()), (3, 2, 6));
    }

    #[test]
    fn an_empty_or_ragged_batch_is_refused() {
        let refused = |values: &[f64], columns| Batch::new(values, columns).unwrap_err();
        assert_eq!(refused(&[], 3), LossError::Empty { values: 0, columns: 3 });
        assert_eq!(refused(&[1.0], 0), LossError::Empty { values: 1, columns: 0 });
        assert_eq!(refused(&[1.0; 7], 3).to_string(), "7 numbers are no whole rows of 3 columns: the last row has 1");
    }
}
