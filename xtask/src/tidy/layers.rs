//! Which package may depend on which.

use super::{Finding, hits};

const CORE: &str = "piccole-core";
const NN: &str = "piccole-nn";
const MSG_PASSING: &str = "piccole-msg-passing";
const THEORY: &str = "piccole-theory";
const EXPERIMENTS: &str = "piccole-experiments";
const CLI: &str = "piccole";

/// Every package of the workspace with those of ours it may depend on, in whatever role (build and tests included):
/// `core ← {nn, msg-passing, theory} ← experiments ← cli`, and a test that joins layers belongs into `tests`.
const LAYERS: &[(&str, &[&str])] = &[
    (CORE, &[]),
    (NN, &[CORE]),
    (MSG_PASSING, &[CORE]),
    (THEORY, &[CORE]),
    (EXPERIMENTS, &[CORE, NN, MSG_PASSING, THEORY]),
    (CLI, &[CORE, MSG_PASSING, THEORY, EXPERIMENTS]),
    ("piccole-tests", &[CORE, NN, MSG_PASSING, THEORY, EXPERIMENTS, CLI]),
    ("piccole-benches", &[CORE, NN, MSG_PASSING, THEORY, EXPERIMENTS, CLI]),
    ("xtask", &[]),
];

/// A package and the names of everything it depends on.
#[derive(Clone, Debug)]
pub(super) struct Package<'a> {
    pub(super) name: &'a str,
    pub(super) dependencies: Vec<&'a str>,
    /// Path and text of its manifest.
    pub(super) manifest: (&'a str, &'a str),
}

/// Packages missing from the table, and edges it does not have.
pub(super) fn check(packages: &[Package<'_>]) -> Vec<Finding> {
    packages.iter().flat_map(check_package).collect()
}

fn check_package(package: &Package<'_>) -> Vec<Finding> {
    let (path, text) = package.manifest;
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == package.name) else {
        let what = format!("package {} has no layer; give it one in xtask/src/tidy/layers.rs", package.name);
        return vec![Finding::new(path, 1, what)];
    };
    let ours = |name: &&&str| LAYERS.iter().any(|(layer, _)| *layer == **name);
    let refused = package.dependencies.iter().filter(ours).filter(|name| !allowed.contains(name));
    refused
        .map(|name| {
            let list = if allowed.is_empty() { "none of ours".to_owned() } else { allowed.join(", ") };
            let what = format!(
                "{} must not depend on {name}, only on {list}; move the code that needs it to a layer above both",
                package.name
            );
            Finding::new(path, line_of(text, name), what)
        })
        .collect()
}

/// The line of a manifest that names a dependency; 1 if it is renamed beyond recognition.
fn line_of(text: &str, name: &str) -> usize {
    let alone = |after: &str| !after.starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_');
    let starts_line = |before: &str| before.is_empty() || before.ends_with('\n');
    hits(text, name).find(|hit| starts_line(hit.before) && alone(hit.after)).map_or(1, |hit| hit.line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package<'a>(name: &'a str, dependencies: &[&'a str], text: &'a str) -> Package<'a> {
        Package { name, dependencies: dependencies.to_vec(), manifest: ("crates/x/Cargo.toml", text) }
    }

    #[test]
    fn the_layers_as_designed_are_accepted() {
        let packages: Vec<_> = LAYERS.iter().map(|(name, allowed)| package(name, allowed, "")).collect();
        assert_eq!(check(&packages), []);
    }

    #[test]
    fn the_table_has_no_cycle() {
        for (number, (name, allowed)) in LAYERS.iter().enumerate() {
            let below: Vec<_> = LAYERS[..number].iter().map(|(name, _)| name).collect();
            assert!(allowed.iter().all(|dependency| below.contains(&dependency)), "{name}");
        }
    }

    #[test]
    fn an_edge_between_siblings_is_refused_at_its_line() {
        let text = "[dependencies]\npiccole-core.workspace = true\npiccole-theory.workspace = true\n";
        let found = check(&[package(MSG_PASSING, &["libm", CORE, THEORY], text)]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 3);
        assert!(
            found[0].what.starts_with("piccole-msg-passing must not depend on piccole-theory, only on piccole-core;")
        );
    }

    #[test]
    fn an_edge_upwards_or_from_xtask_is_refused() {
        assert_eq!(check(&[package(CORE, &[EXPERIMENTS], "")]).len(), 1);
        assert_eq!(check(&[package("xtask", &[CORE, "clap"], "")]).len(), 1);
    }

    #[test]
    fn a_package_outside_the_table_is_reported() {
        let found = check(&[package("piccole-python", &[CORE], "")]);
        assert!(found[0].what.starts_with("package piccole-python has no layer"));
    }
}
