//! Lines of ±1, the common ground of the text formats.

use super::FormatError;

/// Characters of an offending entry that an error quotes.
const QUOTED: usize = 32;

/// The text without white space at its end; it has at least one line, and its last one an entry.
///
/// # Errors
/// [`FormatError::NotUtf8`], or [`FormatError::Empty`] if nothing is left.
pub(super) fn text(bytes: &[u8]) -> Result<&str, FormatError> {
    let text = std::str::from_utf8(bytes).map_err(|error| FormatError::NotUtf8 { offset: error.valid_up_to() })?;
    match text.trim_end() {
        "" => Err(FormatError::Empty),
        text => Ok(text),
    }
}

/// The entries of a line. A lone carriage return is no delimiter: it would join the lines of an old text into one pattern.
fn entries(line: &str) -> impl Iterator<Item = &str> {
    line.split([' ', '\t']).filter(|entry| !entry.is_empty())
}

/// Number of entries in a line.
pub(super) fn count(line: &str) -> usize {
    entries(line).count()
}

/// Reads lines of `expected` entries ±1, line after line: whether each is +1. `first` is the number of the first line.
///
/// A byte for each entry, which has at least two in the text: lines are not collected, nor vectors of their own for them,
/// because many short ones would take a multiple of the text.
///
/// # Errors
/// [`FormatError::RaggedLine`] or [`FormatError::TextEntry`].
pub(super) fn signs<'a>(
    lines: impl Iterator<Item = &'a str>,
    first: usize,
    expected: usize,
) -> Result<Vec<bool>, FormatError> {
    let mut positive = Vec::new();
    for (line, number) in lines.zip(first..) {
        let got = count(line);
        if got != expected {
            return Err(FormatError::RaggedLine { line: number, got, expected });
        }
        for (token, entry) in entries(line).zip(1..) {
            let value = || token.chars().take(QUOTED).collect();
            positive.push(is_plus(token).ok_or_else(|| FormatError::TextEntry {
                line: number,
                entry,
                value: value(),
            })?);
        }
    }
    Ok(positive)
}

/// Whether an entry is +1 or −1, `None` if it is neither.
fn is_plus(token: &str) -> Option<bool> {
    match token {
        "1" | "1.0" => Some(true),
        "-1" | "-1.0" => Some(false),
        other => match other.parse::<f64>() {
            Ok(1.0) => Some(true),
            Ok(-1.0) => Some(false),
            _ => None,
        },
    }
}

/// Appends a line of entries, written `plus` or `minus`.
pub(super) fn push_row(text: &mut String, signs: impl Iterator<Item = i8>, [plus, minus]: [&str; 2], delimiter: char) {
    for (i, sign) in signs.enumerate() {
        if i > 0 {
            text.push(delimiter);
        }
        text.push_str(if sign == 1 { plus } else { minus });
    }
    text.push('\n');
}
