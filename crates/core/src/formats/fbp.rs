//! FBP text: gauged inputs, a line a pattern.

use super::{FormatError, text};
use crate::patterns::{Inputs, Patterns};
use crate::{BitMatrix, BitVector};

/// Reads gauged inputs; the labels are all +1.
pub(super) fn read(bytes: &[u8]) -> Result<Patterns, FormatError> {
    let lines = text::lines(bytes)?;
    let n = text::count(lines[0]);
    let rows = text::rows(&lines, 1, n)?;
    let inputs = BitMatrix::from_rows(n, &rows).expect("every row was read with the same length");
    Ok(Patterns::from_gauged(Inputs::Signs(inputs), BitVector::from_fn(rows.len(), |_| true), None)?)
}

/// Writes gauged inputs.
pub(super) fn write(gauged: &BitMatrix) -> Vec<u8> {
    let mut text = String::with_capacity(gauged.rows() * gauged.cols() * 5);
    for mu in 0..gauged.rows() {
        text::push_row(&mut text, gauged.row(mu).signs(), ["1.0", "-1.0"], ' ');
    }
    text.into_bytes()
}
