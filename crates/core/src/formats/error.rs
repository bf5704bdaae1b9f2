//! Why bytes were refused.

use super::PatternsFormat;
use crate::patterns::PatternsError;

/// Why bytes could not be read, or a training set not written.
///
/// Lines and entries of text count from 1, rows and columns of arrays from 0.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FormatError {
    /// There is no byte, or nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// The bytes are something else.
    #[error("this is {found}, expected {expected}")]
    Unexpected {
        /// What the bytes are.
        found: &'static str,
        /// What would be accepted.
        expected: &'static str,
    },
    /// No magic bytes, no zero bytes, and no UTF-8 text either.
    #[error("byte {offset} is not UTF-8 text, and the file has the signature of no binary format")]
    NotUtf8 {
        /// Offset of the first byte that is not UTF-8.
        offset: usize,
    },
    /// A line has another number of entries than those before it.
    #[error("line {line} has {got} entries, expected {expected}")]
    RaggedLine {
        /// Number of the line, from 1.
        line: usize,
        /// Entries in it.
        got: usize,
        /// Entries in the lines before.
        expected: usize,
    },
    /// The first line differs from all others, but is not a line of labels for them.
    #[error(
        "line 1 has {got} entries, expected {patterns} labels for the {patterns} lines after it (rFBP text) or {entries} \
         entries like theirs (FBP text)"
    )]
    FirstLine {
        /// Entries in the first line.
        got: usize,
        /// Number of the lines after it.
        patterns: usize,
        /// Entries in each of those.
        entries: usize,
    },
    /// An entry of a text is not ±1.
    #[error("line {line}, entry {entry} is {value:?}, expected 1 or -1")]
    TextEntry {
        /// Number of the line, from 1.
        line: usize,
        /// Number of the entry in its line, from 1.
        entry: usize,
        /// The first characters of what stood there.
        value: String,
    },
    /// An entry of an array is not what it should be.
    #[error("{array}[{row}, {column}] is {value}, expected {expected}")]
    ArrayEntry {
        /// Name of the array.
        array: &'static str,
        /// Row, from 0.
        row: usize,
        /// Column, from 0.
        column: usize,
        /// What stood there.
        value: f64,
        /// What would be accepted.
        expected: &'static str,
    },
    /// A gzip stream ends too early.
    #[error("the gzip data end before they are complete: the file is truncated")]
    TruncatedGzip,
    /// A gzip stream is damaged.
    #[error("the gzip data are damaged: {reason}")]
    Gzip {
        /// What the decoder says.
        reason: String,
    },
    /// Compressed data unfold to suspiciously many bytes.
    #[error("{compressed} compressed bytes unfold to more than {limit}: refused, decompress the file first")]
    DecompressedSize {
        /// Size of the compressed data.
        compressed: usize,
        /// The size that would be accepted.
        limit: usize,
    },
    /// A binary header has dimensions that cannot be.
    #[error(
        "the header says {m} patterns of {n} entries, expected each between 1 and {} (a file that is no text, gzip or \
         .npz is taken for little-endian rFBP binary)",
        i32::MAX
    )]
    Dimensions {
        /// Patterns `M` promised.
        m: i64,
        /// Entries `N` promised.
        n: i64,
    },
    /// There are more or fewer bytes than the header promises.
    #[error("{part} should have {promised} bytes by its header and has {got}: {}", if u128::from(*got) < *promised { "truncated" } else { "trailing garbage" })]
    Length {
        /// What is too long or too short.
        part: &'static str,
        /// Bytes promised.
        promised: u128,
        /// Bytes present.
        got: u64,
    },
    /// A zip archive is damaged, or uses what `.npz` files do not.
    #[error("the .npz archive is damaged or unusual: {reason}")]
    Zip {
        /// What is wrong.
        reason: String,
    },
    /// An array is missing from a `.npz`.
    #[error("the .npz has no array {array:?}; it holds {present:?}")]
    MissingArray {
        /// The array that is needed.
        array: &'static str,
        /// Those that are there.
        present: Vec<String>,
    },
    /// An array of a `.npz` has a name without meaning.
    #[error("the .npz holds an array {array:?}, expected inputs, labels, teacher or settings")]
    UnknownArray {
        /// Its name.
        array: String,
    },
    /// The header of an array is not that of a `.npy`.
    #[error("{array} is not a .npy array: {reason}")]
    Npy {
        /// Name of the array.
        array: &'static str,
        /// What is wrong.
        reason: &'static str,
    },
    /// An array has an element type that is not read.
    #[error("{array} has elements of type {got:?}, expected {expected}")]
    ElementType {
        /// Name of the array.
        array: &'static str,
        /// NumPy's name of the type, such as `<f8`.
        got: String,
        /// What would be accepted.
        expected: &'static str,
    },
    /// An array has the wrong shape.
    #[error("{array} has shape {got:?}, expected {expected}")]
    Shape {
        /// Name of the array.
        array: &'static str,
        /// Its shape.
        got: Vec<usize>,
        /// What would be accepted.
        expected: String,
    },
    /// The settings are not text.
    #[error("the settings are not UTF-8 text")]
    Settings,
    /// The format holds ±1 alone.
    #[error("{format} holds inputs ±1 only and these are real; npz holds them")]
    RealInputs {
        /// The format asked for.
        format: PatternsFormat,
    },
    /// No format has this name.
    #[error("unknown format {name:?}, expected fbp, fbp-gzip, rfbp, rfbp-binary or npz")]
    UnknownFormat {
        /// The name given.
        name: String,
    },
    /// The parts were read and make no training set.
    #[error(transparent)]
    Patterns(#[from] PatternsError),
}
