//! The command: reads the repository and applies the rules.

use super::layers::{self, Package};
use super::{Finding, TextFile, formulas, links, manifest, portability, rust_code};
use anyhow::{Context, bail};
use cargo_metadata::{Metadata, MetadataCommand, TargetKind};
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;
use xshell::{Shell, cmd};

/// Check the rules that no compiler checks.
///
/// Layers (which package may depend on which), length of files, documentation and unsafe code, versions in one place,
/// unfinished work, paths of one machine, hosts of registries, links between documents, formulas. Looks at every file that git
/// tracks or would track.
#[derive(clap::Args)]
pub(crate) struct Tidy {}

impl Tidy {
    /// Prints every finding, and fails if there is one.
    pub(crate) fn run(self, sh: &Shell) -> anyhow::Result<()> {
        let root = sh.current_dir();
        let paths: Vec<String> = cmd!(sh, "git ls-files -z --cached --others --exclude-standard")
            .quiet()
            .read()
            .context("tidy looks at the files that git knows; run it in a clone of the repository")?
            .split_terminator('\0')
            .map(str::to_owned)
            .collect();
        let files = read_texts(&root, &paths)?;
        let metadata = MetadataCommand::new().current_dir(&root).no_deps().exec()?;

        let mut findings = of_files(&files, &paths);
        findings.extend(of_packages(&files, &metadata)?);
        findings.sort();
        findings.dedup();
        for finding in &findings {
            println!("{finding}");
        }
        if !findings.is_empty() {
            bail!("{} findings in {} text files", findings.len(), files.len());
        }
        println!("tidy: {} text files, no findings", files.len());
        Ok(())
    }
}

/// The files that are UTF-8 text; those deleted but still in git's index are skipped.
fn read_texts(root: &Path, paths: &[String]) -> anyhow::Result<Vec<TextFile>> {
    let mut files = Vec::new();
    for path in paths {
        match std::fs::read(root.join(path)) {
            Ok(bytes) => {
                files.extend(String::from_utf8(bytes).ok().map(|text| TextFile { path: path.clone(), text }));
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| format!("cannot read {path}")),
        }
    }
    Ok(files)
}

/// Files of others, kept as their authors published them: our rules are not theirs. What documents them is ours.
const VENDORED: &str = "docs/katex/";

fn is_vendored(path: &str) -> bool {
    path.starts_with(VENDORED) && !path.ends_with("/README.md")
}

fn of_files(files: &[TextFile], paths: &[String]) -> Vec<Finding> {
    let tree = with_folders(paths);
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| !is_vendored(&file.path)) {
        findings.extend(portability::check(file));
        findings.extend(formulas::check(file));
        if file.path.ends_with(".rs") {
            findings.extend(rust_code::check(file));
        }
        if file.path.ends_with(".md") {
            findings.extend(links::check(file, &tree));
        }
    }
    findings
}

/// The paths and every folder above them.
fn with_folders(paths: &[String]) -> BTreeSet<String> {
    let folders = paths.iter().flat_map(|path| path.match_indices('/').map(|(at, _)| path[..at].to_owned()));
    folders.chain(paths.iter().cloned()).collect()
}

fn of_packages(files: &[TextFile], metadata: &Metadata) -> anyhow::Result<Vec<Finding>> {
    let find = |path: &cargo_metadata::camino::Utf8Path| -> anyhow::Result<&TextFile> {
        let relative = path.strip_prefix(&metadata.workspace_root).unwrap_or(path);
        let file = files.iter().find(|file| file.path == relative.as_str());
        file.with_context(|| format!("{relative} is not among the files that git knows"))
    };
    let mut findings = manifest::check_root(find(&metadata.workspace_root.join("Cargo.toml"))?);
    let mut packages = Vec::new();
    for package in metadata.workspace_packages() {
        let file = find(&package.manifest_path)?;
        findings.extend(manifest::check_package(file));
        let dependencies = package.dependencies.iter().map(|dependency| dependency.name.as_str()).collect();
        packages.push(Package { name: &package.name, dependencies, manifest: (&file.path, &file.text) });
        // The kernels live in core, whose other modules are held by the rule of the single folder.
        if package.name == "piccole-core" {
            continue;
        }
        let is_root = |kind: &TargetKind| matches!(kind, TargetKind::Lib | TargetKind::Bin);
        for target in package.targets.iter().filter(|target| target.kind.iter().any(is_root)) {
            findings.extend(rust_code::check_crate_root(find(&target.src_path)?));
        }
    }
    findings.extend(layers::check(&packages));
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendored_files_are_exempt_and_their_description_is_not() {
        let marked = ["FIX", "ME"].concat();
        let found = |path: &str| {
            let file = TextFile { path: path.to_owned(), text: marked.clone() };
            of_files(&[file], &[path.to_owned()]).len()
        };
        assert_eq!(found("docs/katex/katex.min.js"), 0);
        assert_eq!(found("docs/katex/README.md"), 1);
        assert_eq!(found("docs/katex.js"), 1);
    }
}
