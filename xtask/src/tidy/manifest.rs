//! What a package's `Cargo.toml` has to say: shared lints, and no version of its own.

use super::{Finding, TextFile};

/// Findings of the root manifest: the lint that makes documentation a duty has to be there.
pub(super) fn check_root(root: &TextFile) -> Vec<Finding> {
    let denied = |entry: &Entry| {
        let value = entry.value.as_str();
        entry.section == "workspace.lints.rust"
            && entry.key == "missing_docs"
            && ["\"deny\"", "\"forbid\""].contains(&value)
    };
    if entries(&root.text).iter().any(denied) {
        return Vec::new();
    }
    vec![Finding::new(
        &root.path,
        1,
        "public items may lack documentation; set missing_docs = \"deny\" in [workspace.lints.rust]",
    )]
}

/// Findings of a package's manifest.
pub(super) fn check_package(manifest: &TextFile) -> Vec<Finding> {
    let entries = entries(&manifest.text);
    let mut findings = Vec::new();
    let inherits = |entry: &Entry| {
        let name = format!("{}.{}", entry.section, entry.key);
        ["lints.workspace", ".lints.workspace"].contains(&name.as_str()) && entry.value == "true"
    };
    if !entries.iter().any(inherits) {
        findings.push(Finding::new(
            &manifest.path,
            1,
            "the workspace's lints are not in force; add [lints] workspace = true",
        ));
    }
    let tables: Vec<&str> = entries.iter().filter(|entry| inherits_version(entry)).filter_map(own_table).collect();
    for entry in &entries {
        let named =
            own_table(entry).map_or_else(|| is_dependency_table(&entry.section), |table| !tables.contains(&table));
        if named && !inherits_version(entry) {
            let name = own_table(entry).and_then(|table| table.rsplit('.').next()).unwrap_or(&entry.key);
            let what = format!(
                "dependency {name} has settings of its own; name its version in [workspace.dependencies] of the root and \
                 write `workspace = true` here"
            );
            findings.push(Finding::new(&manifest.path, entry.line, what));
        }
    }
    findings
}

/// A `key = value` of a manifest.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    section: String,
    key: String,
    value: String,
    line: usize,
}

/// The entries of a manifest. Reads the part of TOML that manifests use: comments end at the line, no `#` in a string, a
/// value continues over lines until its brackets are closed.
fn entries(text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let (mut section, mut open) = (String::new(), 0);
    for (number, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if open > 0 {
            let last = entries.last_mut().expect("brackets open in an entry");
            last.value.push_str(line);
            open += balance(line);
        } else if let Some(name) = line.strip_prefix('[') {
            section = name.trim_matches(['[', ']', ' ']).to_owned();
        } else if let Some((key, value)) = line.split_once('=') {
            let (key, value) = (key.trim().to_owned(), value.trim().to_owned());
            open = balance(&value);
            entries.push(Entry { section: section.clone(), key, value, line: number + 1 });
        }
    }
    entries
}

/// Brackets and braces opened less those closed.
fn balance(text: &str) -> i32 {
    text.chars().map(|c| i32::from("[{".contains(c)) - i32::from("]}".contains(c))).sum()
}

const KINDS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

/// `[dependencies]` and its kin, `[target.'…'.dependencies]` too.
fn is_dependency_table(section: &str) -> bool {
    section.rsplit('.').next().is_some_and(|last| KINDS.contains(&last))
}

/// The table of an entry, if it is that of one dependency: `[dependencies.NAME]`.
fn own_table(entry: &Entry) -> Option<&str> {
    let (above, _) = entry.section.rsplit_once('.')?;
    is_dependency_table(above).then_some(entry.section.as_str())
}

/// Whether an entry of a dependency takes the version from the root.
fn inherits_version(entry: &Entry) -> bool {
    let value: String = entry.value.split_whitespace().collect();
    let inline = value.contains("{workspace=true") || value.contains(",workspace=true");
    let key_says = entry.key.ends_with(".workspace") || entry.key == "workspace";
    inline || (key_says && value == "true")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINTS: &str = "[lints]\nworkspace = true\n";

    fn package(text: &str) -> Vec<(usize, String)> {
        let manifest = TextFile { path: "crates/x/Cargo.toml".to_owned(), text: text.to_owned() };
        check_package(&manifest).into_iter().map(|finding| (finding.line, finding.what)).collect()
    }

    #[test]
    fn inherited_dependencies_are_accepted_in_every_form() {
        let text = "[package]\nversion.workspace = true\n[dependencies]\na.workspace = true\nb = { workspace = true }\n\
                    c = { optional = true, workspace = true } # why\nd = { workspace = true, features = [\n  \"x\",\n] }\n\
                    [target.'cfg(unix)'.dev-dependencies]\ne.workspace = true\n[dependencies.f]\nworkspace = true\n\
                    features = [\"y\"]\n";
        assert_eq!(package(&format!("{text}{LINTS}")), []);
    }

    #[test]
    fn a_version_outside_the_root_is_refused_in_every_form() {
        let text = "[dependencies]\na = \"1\"\nb = { version = \"1\" }\n[target.'cfg(unix)'.build-dependencies]\n\
                    c = { path = \"../c\" }\n[dev-dependencies.d]\nversion = \"1\"\n";
        let found = package(&format!("{text}{LINTS}"));
        let lines: Vec<_> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 3, 5, 7]);
        assert!(found[3].1.starts_with("dependency d has settings of its own"));
    }

    #[test]
    fn lints_have_to_be_inherited() {
        assert!(package("[package]\nname = \"x\"\n")[0].1.contains("add [lints] workspace = true"));
        assert_eq!(package("lints.workspace = true\n"), []);
    }

    #[test]
    fn the_root_has_to_deny_missing_documentation() {
        let root = |text: &str| check_root(&TextFile { path: "Cargo.toml".to_owned(), text: text.to_owned() }).len();
        assert_eq!(root("[workspace.lints.rust]\nmissing_docs = \"deny\"\n"), 0);
        assert_eq!(root("[workspace.lints.rust]\nmissing_docs = \"warn\"\n"), 1);
        assert_eq!(root("[workspace.lints.clippy]\nmissing_docs = \"deny\"\n"), 1);
    }
}
