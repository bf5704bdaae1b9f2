//! rFBP text: a line of labels, then inputs, a line a pattern.

use super::{FormatError, text};
use crate::patterns::{Inputs, Patterns};
use crate::{BitMatrix, BitVector};

/// Reads labels and inputs.
pub(super) fn read(bytes: &[u8]) -> Result<Patterns, FormatError> {
    let mut rows = text::text(bytes)?.lines();
    let first = rows.next().unwrap_or_default();
    let (m, n) = (rows.clone().count(), rows.clone().next().map_or(0, text::count));
    if text::count(first) != m {
        return Err(FormatError::FirstLine { got: text::count(first), patterns: m, entries: n });
    }
    let labels = text::signs(std::iter::once(first), 1, m)?;
    let inputs = text::signs(rows, 2, n)?;
    let gauged = BitMatrix::from_fn(m, n, |mu, i| inputs[mu * n + i] == labels[mu]);
    Ok(Patterns::from_gauged(Inputs::Signs(gauged), BitVector::from_fn(m, |mu| labels[mu]), None)?)
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
