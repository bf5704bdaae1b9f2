//! What a rule reports, and the search all rules share.

use std::fmt;

/// A place that breaks a rule, and what would mend it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Finding {
    /// Path relative to the root.
    pub(super) file: String,
    /// Line, from 1.
    pub(super) line: usize,
    /// What is wrong, and what to do.
    pub(super) what: String,
}

impl Finding {
    pub(super) fn new(file: &str, line: usize, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// A place where a needle was found.
pub(super) struct Hit<'a> {
    /// Line, from 1.
    pub(super) line: usize,
    /// The text before the needle.
    pub(super) before: &'a str,
    /// The text after the needle.
    pub(super) after: &'a str,
}

impl Hit<'_> {
    /// Whether the needle stands alone, no part of a longer identifier.
    pub(super) fn is_word(&self) -> bool {
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !joins(self.before.chars().next_back()) && !joins(self.after.chars().next())
    }
}

/// Every place of a needle in a text.
pub(super) fn hits<'a>(text: &'a str, needle: &'a str) -> impl Iterator<Item = Hit<'a>> {
    let (mut line, mut counted) = (1, 0);
    text.match_indices(needle).map(move |(at, _)| {
        line += text[counted..at].matches('\n').count();
        counted = at;
        Hit { line, before: &text[..at], after: &text[at + needle.len()..] }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_carry_line_and_surroundings() {
        let found: Vec<_> = hits("a b\nab a\n", "a").map(|hit| (hit.line, hit.is_word())).collect();
        assert_eq!(found, [(1, true), (2, false), (2, true)]);
    }

    #[test]
    fn a_finding_reads_as_place_and_text() {
        assert_eq!(Finding::new("src/lib.rs", 7, "what").to_string(), "src/lib.rs:7: what");
    }
}
