//! Formulas in the documentation: fenced blocks with the language tag `math`.

/// One block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MathBlock {
    /// Line of the opening fence, from 1.
    pub(crate) line: usize,
    /// The LaTeX between the fences.
    pub(crate) latex: String,
    /// Whether there is a closing fence.
    pub(crate) closed: bool,
}

/// Whether a file can hold formulas: Rust sources and Markdown.
pub(crate) fn may_hold_math(path: &str) -> bool {
    path.ends_with(".rs") || path.ends_with(".md")
}

/// Every math block of a file, in doc comments of Rust sources or in the text of Markdown.
pub(crate) fn blocks(path: &str, text: &str) -> Vec<MathBlock> {
    let in_rust = path.ends_with(".rs");
    let mut found = Vec::new();
    // The fence that is open, with the block that it began if it is one of math.
    let mut open: Option<(&str, Option<MathBlock>)> = None;
    for (number, line) in text.lines().enumerate() {
        let line = if in_rust { doc_comment(line) } else { Some(line) };
        let Some(line) = line else {
            // A doc comment that ends within a block leaves it open.
            found.extend(open.take().and_then(|(_, block)| block));
            continue;
        };
        let trimmed = line.trim();
        match &mut open {
            Some((fence, block)) if trimmed == *fence => {
                found.extend(block.take().map(|block| MathBlock { closed: true, ..block }));
                open = None;
            }
            Some((_, Some(block))) => {
                block.latex.push_str(line);
                block.latex.push('\n');
            }
            Some((_, None)) => {}
            None => {
                if let Some(fence) = ["```", "~~~"].into_iter().find(|fence| trimmed.starts_with(fence)) {
                    let block = MathBlock { line: number + 1, latex: String::new(), closed: false };
                    open = Some((fence, (trimmed[3..].trim() == "math").then_some(block)));
                }
            }
        }
    }
    found.extend(open.and_then(|(_, block)| block));
    found
}

/// The text of a line of a doc comment.
fn doc_comment(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let text = line.strip_prefix("//!").or_else(|| line.strip_prefix("///"))?;
    Some(text.strip_prefix(' ').unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<(usize, String, bool)> {
        blocks(path, text).into_iter().map(|block| (block.line, block.latex, block.closed)).collect()
    }

    #[test]
    fn blocks_are_found_in_doc_comments_and_in_markdown() {
        let rust = "//! Text.\n//!\n//! ```math\n//! a\n//!   + b\n//! ```\nfn f() {}\n    /// ```math\n    /// c\n    /// ```\n";
        let expected = [(3, "a\n  + b\n".to_owned(), true), (8, "c\n".to_owned(), true)];
        assert_eq!(found("src/a.rs", rust), expected);
        assert_eq!(found("README.md", "x\n```math\na\n```\n"), [(2, "a\n".to_owned(), true)]);
    }

    #[test]
    fn other_blocks_and_plain_comments_are_left_alone() {
        assert_eq!(found("a.rs", "/// ```\n/// ```math\n/// ```\n// ```math\n// a\n// ```\n"), []);
        assert_eq!(found("a.md", "~~~text\n```math\na\n```\n~~~\n```mathematica\nb\n```\n"), []);
    }

    #[test]
    fn a_block_that_never_ends_is_reported_open() {
        assert_eq!(found("a.md", "```math\na\n"), [(1, "a\n".to_owned(), false)]);
        assert_eq!(found("a.rs", "/// ```math\n/// a\nfn f() {}\n/// b\n"), [(1, "a\n".to_owned(), false)]);
    }
}
