//! Centring and scaling, learnt from one data set and applied to others.

use super::{DataError, Dataset};
use nalgebra::DVector;

/// Subtracts the mean of every component and divides by one deviation.
///
/// The deviation is that of all centred entries together, so that a component keeps its weight relative to the others: of
/// images, a pixel at the border that is almost always dark is not blown up.
///
/// ```
/// use nalgebra::DMatrix;
/// use piccole_nn::data::{Dataset, Standardisation};
/// let train = Dataset::labelled_by(DMatrix::from_row_slice(2, 4, &[1.0, 1.0, 3.0, 3.0, 4.0, 6.0, 4.0, 6.0]), |x| x[0])?;
/// let scaled = Standardisation::of(&train)?.apply(&train)?;
/// assert_eq!(scaled.inputs().as_slice(), [-1.0, -1.0, -1.0, 1.0, 1.0, -1.0, 1.0, 1.0]);
/// # Ok::<(), piccole_nn::data::DataError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Standardisation {
    /// Mean of each component.
    pub mean: DVector<f64>,
    /// Root of the mean square of all centred entries.
    pub deviation: f64,
}

impl Standardisation {
    /// Measures a data set, by rule the one for training alone.
    ///
    /// # Errors
    /// [`DataError::Constant`] if all its inputs are equal.
    pub fn of(train: &Dataset) -> Result<Self, DataError> {
        let inputs = train.inputs();
        let mut mean = DVector::zeros(train.dimension());
        for column in inputs.column_iter() {
            mean += column;
        }
        mean /= train.examples() as f64;
        let mut squares = 0.0;
        for column in inputs.column_iter() {
            for (x, mean) in column.iter().zip(&mean) {
                squares += (x - mean) * (x - mean);
            }
        }
        let deviation = (squares / inputs.len() as f64).sqrt();
        if deviation > 0.0 { Ok(Self { mean, deviation }) } else { Err(DataError::Constant) }
    }

    /// The standardised inputs with their targets.
    ///
    /// # Errors
    /// [`DataError::Dimension`] for inputs of another dimension, [`DataError::NotFinite`] if one overflows.
    pub fn apply(&self, data: &Dataset) -> Result<Dataset, DataError> {
        if data.dimension() != self.mean.len() {
            return Err(DataError::Dimension { expected: self.mean.len(), got: data.dimension() });
        }
        let mut inputs = data.inputs().clone();
        for mut column in inputs.column_iter_mut() {
            for (x, mean) in column.iter_mut().zip(&self.mean) {
                *x = (*x - mean) / self.deviation;
            }
        }
        data.with_inputs(inputs)
    }
}
