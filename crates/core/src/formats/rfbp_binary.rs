//! rFBP binary, little-endian: int64 `M`, int64 `N`, `M` int64 labels, `M·N` float64 inputs.

use super::FormatError;
use crate::patterns::{Inputs, Patterns};
use crate::{BitMatrix, BitVector};

/// Bytes of a number, be it of the header, a label or an input.
const WORD: usize = 8;

/// Reads labels and inputs.
pub(super) fn read(bytes: &[u8]) -> Result<Patterns, FormatError> {
    let [m, n] = header(bytes)?;
    let (labels, inputs) = bytes[2 * WORD..].split_at(m * WORD);
    let labels = signs(labels, i64::from_le_bytes, [1, -1])
        .map_err(|(column, value)| not_a_sign("labels", 0, column, value as f64))?;
    let inputs = signs(inputs, f64::from_le_bytes, [1.0, -1.0])
        .map_err(|(index, value)| not_a_sign("inputs", index / n, index % n, value))?;
    let gauged = BitMatrix::from_fn(m, n, |mu, i| inputs[mu * n + i] == labels[mu]);
    Ok(Patterns::from_gauged(Inputs::Signs(gauged), BitVector::from_fn(m, |mu| labels[mu]), None)?)
}

/// The dimensions `[M, N]`, once the bytes are known to be as many as they promise.
fn header(bytes: &[u8]) -> Result<[usize; 2], FormatError> {
    let length = |promised| FormatError::Length { part: "the file", promised, got: bytes.len() as u64 };
    let (header, _) = bytes.split_at_checked(2 * WORD).ok_or_else(|| length(2 * WORD as u128))?;
    let number = |k: usize| i64::from_le_bytes(word(&header[k * WORD..]));
    let (m, n) = (number(0), number(1));
    let accepted = 1..=i64::from(i32::MAX);
    if !accepted.contains(&m) || !accepted.contains(&n) {
        return Err(FormatError::Dimensions { m, n });
    }
    let promised = WORD as u128 * (2 + m as u128 + m as u128 * n as u128);
    if promised == bytes.len() as u128 { Ok([m as usize, n as usize]) } else { Err(length(promised)) }
}

/// The first eight bytes.
fn word(bytes: &[u8]) -> [u8; WORD] {
    *bytes.first_chunk().expect("the caller counted the bytes")
}

/// Whether each number is `plus` rather than `minus`, or index and value of the first that is neither.
fn signs<T: PartialEq + Copy>(
    bytes: &[u8],
    decode: fn([u8; WORD]) -> T,
    [plus, minus]: [T; 2],
) -> Result<Vec<bool>, (usize, T)> {
    let decoded = bytes.chunks_exact(WORD).map(|number| decode(word(number))).enumerate();
    decoded
        .map(|(index, value)| if value == plus || value == minus { Ok(value == plus) } else { Err((index, value)) })
        .collect()
}

fn not_a_sign(array: &'static str, row: usize, column: usize, value: f64) -> FormatError {
    FormatError::ArrayEntry { array, row, column, value, expected: "1 or -1" }
}

/// Writes labels and inputs.
pub(super) fn write(gauged: &BitMatrix, labels: &BitVector) -> Vec<u8> {
    let (m, n) = (gauged.rows(), gauged.cols());
    let mut bytes = Vec::with_capacity(WORD * (2 + m + m * n));
    for number in [m as i64, n as i64].into_iter().chain(labels.signs().map(i64::from)) {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
    for mu in 0..m {
        let label = labels.sign(mu);
        bytes.extend(gauged.row(mu).signs().flat_map(|sign| f64::from(label * sign).to_le_bytes()));
    }
    bytes
}
