//! Formulas are closed blocks of balanced, plain LaTeX.
//!
//! That finds what a slip of the pen leaves behind, on every machine; whether KaTeX knows the commands is checked by
//! `cargo xtask doc`, where Node.js is at hand.

use super::{Finding, TextFile};
use crate::math::{MathBlock, blocks, may_hold_math};

/// Findings of one file.
pub(super) fn check(file: &TextFile) -> Vec<Finding> {
    if !may_hold_math(&file.path) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for block in blocks(&file.path, &file.text) {
        if let Some(what) = fault(&block) {
            findings.push(Finding::new(&file.path, block.line, format!("the formula {what}")));
        }
    }
    findings
}

/// The first thing that is wrong.
fn fault(block: &MathBlock) -> Option<String> {
    if !block.closed {
        return Some("has no closing fence; add it".to_owned());
    }
    if block.latex.trim().is_empty() {
        return Some("is empty; write or remove it".to_owned());
    }
    if let Some(c) = block.latex.chars().find(|c| !c.is_ascii()) {
        return Some(format!("contains {c:?}; write it as a command of LaTeX"));
    }
    unbalanced(&block.latex)
}

/// Braces, environments and `\left … \right`, which have to be closed in the order in which they were opened.
fn unbalanced(latex: &str) -> Option<String> {
    let mut open: Vec<String> = Vec::new();
    let mut rest = latex;
    while let Some(at) = rest.find(['\\', '{', '}', '%', '$']) {
        let (token, after) = token(&rest[at..]);
        rest = after;
        let close = match token {
            "{" => {
                open.push("}".to_owned());
                continue;
            }
            "\\left" => {
                open.push("\\right".to_owned());
                continue;
            }
            "\\begin" | "\\end" => {
                let Some((name, after)) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) else {
                    return Some(format!("has {token} without the name of an environment"));
                };
                rest = after;
                if token == "\\begin" {
                    open.push(format!("\\end{{{name}}}"));
                    continue;
                }
                format!("\\end{{{name}}}")
            }
            "}" | "\\right" => token.to_owned(),
            "%" => return Some("contains a comment (%); write \\% for the sign".to_owned()),
            "$" => return Some("contains $; the block is in math mode already".to_owned()),
            _ => continue,
        };
        match open.pop() {
            Some(expected) if expected == close => {}
            Some(expected) => return Some(format!("has {close} where {expected} should be")),
            None => return Some(format!("has {close} that closes nothing")),
        }
    }
    open.pop().map(|expected| format!("ends without {expected}"))
}

/// One of `{ } % $`, a command of letters, or a backslash with the character that it hides.
fn token(text: &str) -> (&str, &str) {
    let Some(name) = text.strip_prefix('\\') else { return text.split_at(1) };
    let letters = name.len() - name.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    let hidden = name.chars().next().map_or(0, char::len_utf8);
    text.split_at(1 + letters.max(hidden))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(latex: &str) -> Option<String> {
        let text = format!("//! ```math\n//! {}\n//! ```\n", latex.replace('\n', "\n//! "));
        let findings = check(&TextFile { path: "src/a.rs".to_owned(), text });
        assert!(findings.len() <= 1 && findings.iter().all(|finding| finding.line == 1));
        findings.into_iter().next().map(|finding| finding.what)
    }

    #[test]
    fn balanced_formulas_are_accepted() {
        for latex in [
            r"\frac{a}{b} + \{ x \mid y \}",
            r"\begin{aligned} a &= \left( \frac{1}{2} \right) \\ b &= 50\% \end{aligned}",
            r"\begin{pmatrix} 1 & \begin{cases} a \\ b \end{cases} \end{pmatrix}",
            r"\left. \leftarrow \rightarrow \right|",
        ] {
            assert_eq!(found(latex), None, "{latex}");
        }
    }

    #[test]
    fn slips_are_found() {
        for (latex, what) in [
            (r"\frac{a}{b", "ends without }"),
            (r"a}", "has } that closes nothing"),
            (r"\left( \frac{a \right)}{b}", r"has \right where } should be"),
            ("\\begin{aligned}\na", r"ends without \end{aligned}"),
            (r"\begin{aligned} a \end{cases}", r"has \end{cases} where \end{aligned} should be"),
            (r"\begin a", r"has \begin without the name of an environment"),
            ("α + 1", "contains 'α'; write it as a command of LaTeX"),
            ("a % b", r"contains a comment (%); write \% for the sign"),
            ("$a$", "contains $; the block is in math mode already"),
            ("", "is empty; write or remove it"),
        ] {
            assert_eq!(found(latex), Some(format!("the formula {what}")), "{latex}");
        }
    }

    #[test]
    fn an_open_block_is_found_and_other_files_are_left_alone() {
        let file = |path: &str| TextFile { path: path.to_owned(), text: "```math\na\n".to_owned() };
        assert_eq!(check(&file("README.md"))[0].what, "the formula has no closing fence; add it");
        assert_eq!(check(&file("notes.txt")), []);
    }
}
