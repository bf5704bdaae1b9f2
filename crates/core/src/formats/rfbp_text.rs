//! rFBP text: a line of labels, then inputs, a line a pattern.

use super::{FormatError, text};
use crate::patterns::{Inputs, Patterns};
use crate::{BitMatrix, BitVector};

/// Reads labels and inputs.
pub(super) fn read(bytes: &[u8]) -> Result<Patterns, FormatError> {
    let lines = text::lines(bytes)?;
    let (first, rest) = (lines[0], &lines[1..]);
    let entries = rest.first().map_or(0, |line| text::count(line));
    if text::count(first) != rest.len() {
        return Err(FormatError::FirstLine { got: text::count(first), patterns: rest.len(), entries });
    }
    let labels = text::row(first, 1, rest.len())?;
    let rows = text::rows(rest, 2, entries)?;
    from_ungauged(entries, &rows, labels)
}

/// Writes labels and inputs as rFBP does: in integers, with tabs.
pub(super) fn write(gauged: &BitMatrix, labels: &BitVector) -> Vec<u8> {
    let mut text = String::with_capacity((gauged.rows() + 1) * (gauged.cols() + 1) * 3);
    text::push_row(&mut text, labels.signs(), ["1", "-1"], '\t');
    for mu in 0..gauged.rows() {
        let label = labels.sign(mu);
        text::push_row(&mut text, gauged.row(mu).signs().map(|sign| label * sign), ["1", "-1"], '\t');
    }
    text.into_bytes()
}

/// Gauges inputs ±1 of `n` entries by their labels.
pub(super) fn from_ungauged(n: usize, rows: &[BitVector], labels: BitVector) -> Result<Patterns, FormatError> {
    let gauged = BitMatrix::from_fn(rows.len(), n, |mu, i| rows[mu].sign(i) == labels.sign(mu));
    Ok(Patterns::from_gauged(Inputs::Signs(gauged), labels, None)?)
}
