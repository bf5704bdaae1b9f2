//! Rules of every text file: nothing of one machine, no host of a package registry, nothing marked as unfinished.
//!
//! The needles are put together at run time, so that this file passes its own rules.

use super::{Finding, Hit, TextFile, hits};

/// Top-level folders whose mention makes a path one machine's own.
const FOLDERS: [&str; 5] = ["home", "root", "work", "tmp", "Users"];

/// Hosts of package registries: name and top-level domain.
const REGISTRIES: [(&str, &str); 5] =
    [("crates", "io"), ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "com"), ("npmjs", "org")];

/// Findings of one text file.
pub(super) fn check(file: &TextFile) -> Vec<Finding> {
    let mut findings = machine_paths(file);
    if file.path != "Cargo.lock" {
        findings.extend(registries(file));
    }
    findings.extend(unfinished(file));
    findings
}

fn machine_paths(file: &TextFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    for folder in FOLDERS {
        let needle = format!("/{folder}");
        for hit in hits(&file.text, &needle) {
            let begins = !hit.before.ends_with(|c: char| c.is_alphanumeric() || "_-.~/$%*)]}>".contains(c));
            let whole = !hit.after.starts_with(|c: char| c.is_alphanumeric() || "_-.".contains(c));
            if begins && whole {
                let what = format!(
                    "{needle} is a folder of one machine; use a path relative to the repository, or a temporary folder of the system's choice"
                );
                findings.push(Finding::new(&file.path, hit.line, what));
            }
        }
    }
    findings
}

fn registries(file: &TextFile) -> Vec<Finding> {
    let text = file.text.to_ascii_lowercase();
    let mut findings = Vec::new();
    for (name, domain) in REGISTRIES {
        let host = format!("{name}.{domain}");
        for hit in hits(&text, &host) {
            let what = format!("{host} is the host of a package registry; name the package alone");
            findings.push(Finding::new(&file.path, hit.line, what));
        }
    }
    findings
}

fn unfinished(file: &TextFile) -> Vec<Finding> {
    let marker = ["FIX", "ME"].concat();
    let marked = hits(&file.text, &marker).filter(Hit::is_word);
    marked.map(|hit| Finding::new(&file.path, hit.line, format!("{marker} marks unfinished work; finish it"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: String) -> Vec<(usize, String)> {
        let file = TextFile { path: path.to_owned(), text };
        check(&file).into_iter().map(|finding| (finding.line, finding.what)).collect()
    }

    #[test]
    fn absolute_paths_of_a_machine_are_refused() {
        for folder in FOLDERS {
            let text = format!("first\npath = \"/{folder}/piccole\"\n`/{folder}`\n");
            let lines: Vec<_> = found("docs/a.md", text).iter().map(|(line, _)| *line).collect();
            assert_eq!(lines, [2, 3], "{folder}");
        }
    }

    #[test]
    fn relative_paths_and_addresses_are_accepted() {
        for prefix in ["docs", "..", "~", "$HOME", "${out}", "example.org", "https://example.org/a", "/"] {
            assert_eq!(found("docs/a.md", format!("see {prefix}/{}/b", FOLDERS[0])), [], "{prefix}");
        }
        assert_eq!(found("docs/a.md", format!("/{}shop/b /{}-done", FOLDERS[2], FOLDERS[1])), []);
    }

    #[test]
    fn registry_hosts_are_refused_but_in_the_lock_file() {
        for (name, domain) in REGISTRIES {
            let text = format!("a\nhttps://{}.{domain}/piccole\n", name.to_uppercase());
            assert_eq!(found("README.md", text.clone())[0].0, 2);
            assert_eq!(found("Cargo.lock", text), []);
        }
    }

    #[test]
    fn a_marker_of_unfinished_work_is_refused_in_any_text() {
        let marker = ["FIX", "ME"].concat();
        assert_eq!(found("data/plans/a.toml", format!("# {marker}: later\n")).len(), 1);
        assert_eq!(found("data/plans/a.toml", format!("{marker}S\n")), []);
    }
}
