//! A matrix as four streams.

/// Rows counted together, one of each quarter.
pub(super) const ROWS: usize = 4;

/// Four parts of equal length.
pub(super) fn quarters(words: &[u64]) -> [&[u64]; ROWS] {
    let (left, right) = words.split_at(words.len() / 2);
    let ((a, b), (c, d)) = (left.split_at(left.len() / 2), right.split_at(right.len() / 2));
    [a, b, c, d]
}
