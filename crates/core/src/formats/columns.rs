//! Columns of a table as a `.npz`.

use super::{npy, zip};

/// One column: a value a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// As `bool`.
    Booleans(Vec<bool>),
    /// As `int64`.
    Integers(Vec<i64>),
    /// As `float64`; an absent value is NaN.
    Reals(Vec<f64>),
    /// As bytes of UTF-8, as many an entry as the longest text has (at least one), shorter ones filled up with zeros, which
    /// NumPy takes off again.
    Texts(Vec<String>),
}

impl Column {
    fn to_npy(&self) -> Vec<u8> {
        match self {
            Self::Booleans(values) => npy::write("|b1", &[values.len()], values.iter().map(|&value| u8::from(value))),
            Self::Integers(values) => npy::write("<i8", &[values.len()], values.iter().flat_map(|x| x.to_le_bytes())),
            Self::Reals(values) => npy::write("<f8", &[values.len()], values.iter().flat_map(|x| x.to_le_bytes())),
            Self::Texts(values) => {
                let width = values.iter().map(String::len).max().unwrap_or(0).max(1);
                let padded = |text: &'_ String| {
                    let mut bytes = text.clone().into_bytes();
                    bytes.resize(width, 0);
                    bytes
                };
                npy::write(&format!("|S{width}"), &[values.len()], values.iter().flat_map(padded))
            }
        }
    }
}

/// Writes a `.npz` with an array for each column, under its name. The bytes depend on the arguments alone.
///
/// ```
/// use piccole_core::formats::{Column, write_columns};
/// let bytes = write_columns([("alpha".to_owned(), Column::Reals(vec![0.3, 0.5]))]);
/// assert!(bytes.starts_with(b"PK"));
/// ```
///
/// # Panics
/// If two columns have the same name.
pub fn write_columns(columns: impl IntoIterator<Item = (String, Column)>) -> Vec<u8> {
    let members: Vec<(String, Vec<u8>)> =
        columns.into_iter().map(|(name, column)| (format!("{name}.npy"), column.to_npy())).collect();
    zip::write(&members)
}
