//! FBP text: gauged inputs, a line a pattern.

use super::{FormatError, text};
use crate::patterns::{Inputs, Patterns};
use crate::{BitMatrix, BitVector};

/// Reads gauged inputs; the labels are all +1.
pub(super) fn read(bytes: &[u8]) -> Result<Patterns, FormatError> {
    let text = text::text(bytes)?;
    let n = text.lines().next().map_or(0, text::count);
    let signs = text::signs(text.lines(), 1, n)?;
    let p = signs.len() / n;
    let inputs = BitMatrix::from_fn(p, n, |mu, i| signs[mu * n + i]);
    Ok(Patterns::from_gauged(Inputs::Signs(inputs), BitVector::from_fn(p, |_| true), None)?)
}

/// Writes gauged inputs.
pub(super) fn write(gauged: &BitMatrix) -> Vec<u8> {
    let mut text = String::with_capacity(gauged.rows() * gauged.cols() * 5);
    for mu in 0..gauged.rows() {
        text::push_row(&mut text, gauged.row(mu).signs(), ["1.0", "-1.0"], ' ');
    }
    text.into_bytes()
}
