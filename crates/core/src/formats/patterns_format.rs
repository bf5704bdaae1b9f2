//! Which format bytes have, and the way from there to the reader or writer.

use super::{FormatError, fbp, gzip, npz, rfbp_binary, rfbp_text, text};
use crate::patterns::{Inputs, Patterns};
use std::fmt;
use std::str::FromStr;

/// A format for patterns; the table is in the [module](super)'s documentation.
///
/// As text, `fbp`, `fbp-gzip`, `rfbp`, `rfbp-binary` and `npz`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PatternsFormat {
    /// FBP text: gauged inputs, a line a pattern.
    Fbp,
    /// FBP text in gzip.
    FbpGzip,
    /// rFBP text: a line of labels, then inputs, a line a pattern.
    Rfbp,
    /// rFBP binary, little-endian.
    RfbpBinary,
    /// NumPy arrays in a zip archive, which keep everything.
    Npz,
}

impl PatternsFormat {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Fbp, Self::FbpGzip, Self::Rfbp, Self::RfbpBinary, Self::Npz];

    /// The name, in kebab case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fbp => "fbp",
            Self::FbpGzip => "fbp-gzip",
            Self::Rfbp => "rfbp",
            Self::RfbpBinary => "rfbp-binary",
            Self::Npz => "npz",
        }
    }
}

impl fmt::Display for PatternsFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for PatternsFormat {
    type Err = FormatError;

    fn from_str(name: &str) -> Result<Self, FormatError> {
        let unknown = || FormatError::UnknownFormat { name: name.to_owned() };
        Self::ALL.into_iter().find(|format| format.as_str() == name).ok_or_else(unknown)
    }
}

/// Reads patterns in whatever format they are.
///
/// ```
/// use piccole_core::formats::read_patterns;
/// let patterns = read_patterns(b"1 -1 1\n-1 -1 1\n").unwrap(); // FBP text
/// assert_eq!((patterns.p(), patterns.n()), (2, 3));
/// let error = read_patterns(b"1 -1 1\n-1 0 1\n").unwrap_err();
/// assert_eq!(error.to_string(), "line 2, entry 2 is \"0\", expected 1 or -1");
/// ```
///
/// # Errors
/// A [`FormatError`] that says what is wrong and where.
pub fn read_patterns(bytes: &[u8]) -> Result<Patterns, FormatError> {
    read_patterns_as(bytes, recognize_patterns(bytes)?)
}

/// Reads patterns in the format that the caller knows them to have.
///
/// # Errors
/// A [`FormatError`] that says what is wrong and where.
pub fn read_patterns_as(bytes: &[u8], format: PatternsFormat) -> Result<Patterns, FormatError> {
    if bytes.is_empty() {
        return Err(FormatError::Empty);
    }
    match format {
        PatternsFormat::Fbp => fbp::read(bytes),
        PatternsFormat::FbpGzip => fbp::read(&gzip::decompress(bytes)?),
        PatternsFormat::Rfbp => rfbp_text::read(bytes),
        PatternsFormat::RfbpBinary => rfbp_binary::read(bytes),
        PatternsFormat::Npz => npz::read(bytes),
    }
}

/// Tells by content which format patterns have; the bytes may still turn out to be damaged.
///
/// # Errors
/// [`FormatError::Empty`], [`FormatError::Unexpected`], [`FormatError::NotUtf8`], and for a text that is neither FBP's nor
/// rFBP's [`FormatError::FirstLine`] or [`FormatError::RaggedLine`].
pub fn recognize_patterns(bytes: &[u8]) -> Result<PatternsFormat, FormatError> {
    const HEADER: usize = 16;
    if bytes.starts_with(b"\x1f\x8b") {
        Ok(PatternsFormat::FbpGzip)
    } else if bytes.starts_with(b"PK") {
        Ok(PatternsFormat::Npz)
    } else if bytes.starts_with(b"\x93NUMPY") {
        Err(FormatError::Unexpected {
            found: "a single .npy array",
            expected: "patterns (a .npz holds several arrays)",
        })
    } else if bytes[..bytes.len().min(HEADER)].contains(&0) {
        Ok(PatternsFormat::RfbpBinary)
    } else {
        recognize_text(text::text(bytes)?)
    }
}

/// Tells FBP from rFBP text by the number of entries in each line.
fn recognize_text(text: &str) -> Result<PatternsFormat, FormatError> {
    let mut lines = text.lines();
    let first_line = lines.next().unwrap_or_default();
    let (first, mut rest) = (text::count(first_line), lines.map(text::count));
    let Some(entries) = rest.clone().next() else {
        return Ok(PatternsFormat::Fbp);
    };
    let patterns = rest.clone().count();
    let has_labels = first == patterns;
    if has_labels && first == entries {
        let integers = !first_line.contains(['.', 'e', 'E']);
        return Ok(if integers { PatternsFormat::Rfbp } else { PatternsFormat::Fbp });
    }
    if has_labels {
        Ok(PatternsFormat::Rfbp)
    } else if first == entries {
        Ok(PatternsFormat::Fbp)
    } else if patterns > 1 && rest.all(|count| count == entries) {
        Err(FormatError::FirstLine { got: first, patterns, entries })
    } else {
        Err(FormatError::RaggedLine { line: 2, got: entries, expected: first })
    }
}

/// Writes patterns; what a format does not keep (the [module](super)'s table) is left out.
///
/// # Errors
/// [`FormatError::RealInputs`] if the inputs are real and the format is not [`PatternsFormat::Npz`].
pub fn write_patterns(patterns: &Patterns, format: PatternsFormat) -> Result<Vec<u8>, FormatError> {
    let signs = match patterns.gauged() {
        Inputs::Signs(signs) => Ok(signs),
        Inputs::Real(_) => Err(FormatError::RealInputs { format }),
    };
    Ok(match format {
        PatternsFormat::Fbp => fbp::write(signs?),
        PatternsFormat::FbpGzip => gzip::compress(&fbp::write(signs?)),
        PatternsFormat::Rfbp => rfbp_text::write(signs?, patterns.labels()),
        PatternsFormat::RfbpBinary => rfbp_binary::write(signs?, patterns.labels()),
        PatternsFormat::Npz => npz::write(patterns, None),
    })
}
