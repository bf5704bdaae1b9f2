//! Relative links of Markdown files lead to files of the repository.

use super::{Finding, TextFile};
use std::collections::BTreeSet;

/// Findings of one Markdown file; `tree` holds every file and folder of the repository.
pub(super) fn check(file: &TextFile, tree: &BTreeSet<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (line, target) in targets(&file.text) {
        let path = target.split(['#', '?']).next().unwrap_or_default().replace("%20", " ");
        if is_elsewhere(&target) || path.is_empty() {
            continue;
        }
        if !resolve(&file.path, &path).is_some_and(|path| path.is_empty() || tree.contains(&path)) {
            let what = format!("link to {target} leads to no file of the repository; mend the path or add the file");
            findings.push(Finding::new(&file.path, line, what));
        }
    }
    findings
}

/// An address with a scheme, or the path of a Rust item, which rustdoc checks.
fn is_elsewhere(target: &str) -> bool {
    target.contains("://") || target.starts_with("mailto:") || target.contains("::")
}

/// The path from the root to the target of a link; none if it leaves the repository or starts at the machine's root.
fn resolve(from: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for (number, part) in target.split('/').enumerate() {
        match part {
            "" if number == 0 => return None,
            "" | "." => {}
            ".." => drop(parts.pop()?),
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Line and target of every link, image, reference definition and `src`/`href` attribute outside of code.
fn targets(text: &str) -> Vec<(usize, String)> {
    let mut targets = Vec::new();
    let mut fence = None;
    for (number, line) in text.lines().enumerate() {
        let trimmed = line.trim_start();
        let marker = ["```", "~~~"].into_iter().find(|marker| trimmed.starts_with(marker));
        if fence.is_some() || marker.is_some() {
            fence = match (fence, marker) {
                (None, opened) => opened,
                (Some(open), Some(marker)) if open == marker => None,
                (open, _) => open,
            };
            continue;
        }
        targets.extend(in_line(&without_code(line)).into_iter().map(|target| (number + 1, target)));
    }
    targets
}

fn in_line(line: &str) -> Vec<String> {
    let definition = line.trim_start().strip_prefix('[').and_then(|rest| rest.split_once("]: "));
    let definition = definition.filter(|(name, _)| !name.contains(']')).map(|(_, target)| target);
    let inline = line.match_indices("](").map(|(at, found)| &line[at + found.len()..]);
    let attributes = ["src=\"", "href=\""].into_iter().flat_map(|name| line.match_indices(name));
    let attributes = attributes.map(|(at, found)| line[at + found.len()..].split('"').next().unwrap_or_default());
    definition.into_iter().chain(inline).map(destination).chain(attributes).map(str::to_owned).collect()
}

/// The destination at the start of a text: in angle brackets, or up to a space (before a title) or the closing bracket.
fn destination(text: &str) -> &str {
    let text = text.trim_start();
    if let Some(text) = text.strip_prefix('<') {
        return text.split('>').next().unwrap_or_default();
    }
    let mut depth = 0;
    let end = text.find(|c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c.is_whitespace() || depth < 0
    });
    &text[..end.unwrap_or(text.len())]
}

/// The line without its code spans.
fn without_code(line: &str) -> String {
    let parts: Vec<&str> = line.split('`').collect();
    // An odd number of backticks leaves the last one open: what follows it is text.
    let closed = parts.len() - usize::from(parts.len().is_multiple_of(2));
    let text = parts.iter().enumerate().filter(|&(k, _)| k % 2 == 0 || k >= closed);
    text.map(|(_, part)| *part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<usize> {
        let tree = ["README.md", "docs", "docs/a.md", "docs/b c.md", "docs/d(1).svg"].map(str::to_owned).into();
        let file = TextFile { path: "docs/a.md".to_owned(), text: text.to_owned() };
        check(&file, &tree).into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn links_that_resolve_are_accepted() {
        let text = "[a](a.md) [b](../README.md#top) [c](./b%20c.md \"title\") [d](<b c.md>) ![e](d(1).svg)\n[f](..)\n\
                    [g](../docs/) [h](#here)\n[i]: ../README.md\n<img src=\"d(1).svg\">\n";
        assert!(found(text).is_empty());
    }

    #[test]
    fn links_that_do_not_resolve_are_refused_at_their_line() {
        assert_eq!(
            found("[a](b.md)\n\n[b](../docs/c.md) [c](a.md)\n[d]: e.md\n![f](f.png)\n<a href=\"g\">\n"),
            [1, 3, 4, 5, 6]
        );
    }

    #[test]
    fn links_out_of_the_repository_are_refused() {
        assert_eq!(found("[a](../../README.md)\n[b](/README.md)\n"), [1, 2]);
    }

    #[test]
    fn addresses_items_and_code_are_left_alone() {
        let text = "[a](https://example.org/b.md) [b](mailto:c@example.org) [`C`](crate::C)\n`[d](e.md)`\n```\n[f](g.md)\n\
                    ```\n~~~text\n```\n[h](i.md)\n~~~\n[j](k.md) an odd ` backtick\n";
        assert_eq!(found(text), [10]);
    }
}
