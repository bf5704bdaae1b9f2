//! Real numbers as `.npy`, such as the parameters of a network.

use super::FormatError;
use super::npy::{self, Array};

/// Reads an array of one axis: numbers of any type that [`read_weights`](super::read_weights) takes, of any value, infinite
/// ones and NaN included.
///
/// ```
/// use piccole_core::formats::read_real_vector;
/// let mut bytes = b"\x93NUMPY\x01\x00\x37\x00{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}".to_vec();
/// bytes.extend([0.5_f32, -2.0].iter().flat_map(|x| x.to_le_bytes()));
/// assert_eq!(read_real_vector(&bytes).unwrap(), [0.5, -2.0]);
/// ```
///
/// # Errors
/// A [`FormatError`] that says what is wrong.
pub fn read_real_vector(bytes: &[u8]) -> Result<Vec<f64>, FormatError> {
    if bytes.is_empty() {
        return Err(FormatError::Empty);
    }
    let array = Array::parse("weights", bytes)?;
    array.length("(P,), one axis")?;
    Ok(array.numbers()?.collect())
}

/// Writes real numbers, such as the parameters of a network: a float64 array of shape (P,).
///
/// ```
/// use piccole_core::formats::{read_real_vector, write_real_vector};
/// assert_eq!(read_real_vector(&write_real_vector(&[0.5, -2.0])).unwrap(), [0.5, -2.0]);
/// ```
pub fn write_real_vector(numbers: &[f64]) -> Vec<u8> {
    npy::write("<f8", &[numbers.len()], numbers.iter().flat_map(|x| x.to_le_bytes()))
}
