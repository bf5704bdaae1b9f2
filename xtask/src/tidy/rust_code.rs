//! Rules of Rust sources.

use super::rust_text::code_only;
use super::{Finding, Hit, TextFile, hits};

/// The longest source file.
const MAX_LINES: usize = 600;

/// The only folder with unsafe code.
const UNSAFE_FOLDER: &str = "crates/core/src/arch/";

/// What is not finished, as code.
const UNFINISHED: [(&str, &str); 3] = [
    ("todo!", "write what is missing"),
    ("unimplemented!", "write what is missing, or return an error"),
    ("#[ignore", "make the test fast and let it run, or remove it"),
];

/// Findings of one source file.
pub(super) fn check(file: &TextFile) -> Vec<Finding> {
    let code = code_only(&file.text);
    let finding = |line, what: String| Finding::new(&file.path, line, what);
    let mut findings = Vec::new();
    let lines = file.text.lines().count();
    if lines > MAX_LINES {
        let what = format!("{lines} lines, at most {MAX_LINES}; find the second idea and give it a file");
        findings.push(finding(MAX_LINES + 1, what));
    }
    if !file.path.starts_with(UNSAFE_FOLDER) {
        for hit in hits(&code, "unsafe").filter(Hit::is_word) {
            findings.push(finding(
                hit.line,
                format!("unsafe code outside {UNSAFE_FOLDER}; move it there behind a safe function"),
            ));
        }
    }
    if in_library_or_program(&file.path) {
        for hit in hits(&code, "missing_docs").filter(Hit::is_word) {
            let attribute = &hit.before[hit.before.rfind('#').unwrap_or_default()..];
            if ["allow", "expect", "warn"].iter().any(|level| hits(attribute, level).any(|hit| hit.is_word())) {
                let what = "missing_docs is switched off; document the items instead";
                findings.push(finding(hit.line, what.to_owned()));
            }
        }
    }
    for (needle, remedy) in UNFINISHED {
        for hit in hits(&code, needle).filter(|hit| needle.starts_with('#') || !hit.before.ends_with(is_name)) {
            findings.push(finding(hit.line, format!("{needle} is unfinished work; {remedy}")));
        }
    }
    findings
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a file is part of a library or program; benches, whose macros make public functions, and examples are not.
fn in_library_or_program(path: &str) -> bool {
    path.starts_with("src/") || path.contains("/src/")
}

/// Finding of a crate root (`lib.rs`, `main.rs`) that does not forbid unsafe code.
pub(super) fn check_crate_root(root: &TextFile) -> Vec<Finding> {
    if code_only(&root.text).contains("#![forbid(unsafe_code)]") {
        return Vec::new();
    }
    vec![Finding::new(&root.path, 1, "the crate does not forbid unsafe code; add #![forbid(unsafe_code)]")]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> TextFile {
        TextFile { path: path.to_owned(), text: text.to_owned() }
    }

    fn found(text: &str) -> Vec<(usize, String)> {
        check(&file("crates/x/src/a.rs", text)).into_iter().map(|finding| (finding.line, finding.what)).collect()
    }

    #[test]
    fn a_file_of_600_lines_is_accepted_and_one_more_is_not() {
        assert_eq!(found(&"//\n".repeat(600)), []);
        assert_eq!(found(&"//\n".repeat(601))[0].0, 601);
    }

    #[test]
    fn unsafe_code_is_refused_outside_the_kernels() {
        let text = "//! unsafe in prose\n#![forbid(unsafe_code)]\nfn f() { let s = \"unsafe\"; }\nunsafe fn g() {}\n";
        let lines: Vec<_> = found(text).iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [4]);
        assert_eq!(check(&file("crates/core/src/arch/avx2.rs", text)), []);
    }

    #[test]
    fn documentation_cannot_be_switched_off() {
        assert_eq!(found("#![deny(missing_docs)]\n"), []);
        let found = found("#[allow(\n    dead_code,\n    missing_docs,\n)]\npub fn f() {}\n");
        assert_eq!(found, [(3, "missing_docs is switched off; document the items instead".to_owned())]);
        assert_eq!(check(&file("benches/benches/a.rs", "#![allow(missing_docs)]\n")), []);
    }

    #[test]
    fn unfinished_work_is_refused() {
        let text = "fn f() { todo!() }\nfn g() { unimplemented!(\"x\") }\n#[ignore = \"slow\"]\nfn h() {}\n// todo! in prose\n";
        let lines: Vec<_> = found(text).iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 2, 3]);
        assert_eq!(found("fn f() { my_todo!() }\n"), []);
    }

    #[test]
    fn a_crate_root_has_to_forbid_unsafe_code() {
        assert_eq!(check_crate_root(&file("src/lib.rs", "//! Text.\n#![forbid(unsafe_code)]\n")), []);
        assert_eq!(check_crate_root(&file("src/lib.rs", "// #![forbid(unsafe_code)]\n")).len(), 1);
    }
}
