//! Weights as `.npy`.

use super::FormatError;
use super::npy::{Array, write_signs};
use crate::BitVector;

/// Reads weights: an array of ±1 of shape (K, N), or (N,) for one unit; one vector for each hidden unit.
///
/// The elements may be integers of 8 to 64 bits or floats of 32 or 64, of either byte order, in C or Fortran order.
///
/// ```
/// use piccole_core::BitVector;
/// use piccole_core::formats::{read_weights, write_weights};
/// let units = [BitVector::from_signs(&[1, -1, 1]).unwrap(), BitVector::from_signs(&[-1, -1, 1]).unwrap()];
/// assert_eq!(read_weights(&write_weights(&units)).unwrap(), units);
/// ```
///
/// # Errors
/// A [`FormatError`] that says what is wrong and where.
pub fn read_weights(bytes: &[u8]) -> Result<Vec<BitVector>, FormatError> {
    const EXPECTED: &str = "(K, N) or (N,) with at least one weight";
    if bytes.is_empty() {
        return Err(FormatError::Empty);
    }
    if bytes.starts_with(b"PK") {
        return Err(FormatError::Unexpected {
            found: "a .npz (or other zip) archive",
            expected: "weights, a .npy array",
        });
    }
    let array = Array::parse("weights", bytes)?;
    let [k, n] = if array.axes() == 1 { [1, array.length(EXPECTED)?] } else { array.dimensions(EXPECTED)? };
    if k == 0 || n == 0 {
        return Err(array.wrong_shape(EXPECTED));
    }
    array.vectors(n)
}

/// Writes weights: an int8 array of shape (K, N), a row for each hidden unit.
///
/// # Panics
/// If there is no unit, or the units differ in their number of weights.
pub fn write_weights(units: &[BitVector]) -> Vec<u8> {
    let n = units.first().expect("weights of at least one unit").len();
    assert!(units.iter().all(|unit| unit.len() == n), "units differ in their number of weights");
    write_signs(&[units.len(), n], units.iter().flat_map(BitVector::signs))
}
