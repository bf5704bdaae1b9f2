//! `cargo xtask doc`: the documentation with its formulas rendered.

use crate::math::{blocks, may_hold_math};
use anyhow::{Context, bail};
use cargo_metadata::MetadataCommand;
use std::path::Path;
use xshell::{Shell, cmd};

/// Build the documentation of the workspace, with formulas that need no network.
///
/// Denies rustdoc's warnings. Formulas are rendered by the copy of KaTeX in `docs/katex`, which is put beside the
/// pages; where Node.js is installed each one is checked first. The pages are in `target/doc`. A change of
/// `docs/katex-header.html` alone does not rebuild them: `cargo clean --doc` does.
#[derive(clap::Args)]
pub(crate) struct Doc {}

/// What is put into every page, relative to the root.
const HEADER: &str = "docs/katex-header.html";
/// The files that the header loads, relative to the root and, by their last name, to the documentation.
const KATEX: &str = "docs/katex";
/// Reads formulas and reports those that KaTeX refuses.
const CHECK: &str = include_str!("check.js");

impl Doc {
    /// Checks the formulas, builds the pages and copies what they load.
    pub(crate) fn run(self, sh: &Shell) -> anyhow::Result<()> {
        check_formulas(sh)?;
        let root = sh.current_dir();
        let header = root.join(HEADER);
        let header = header.to_str().context("the path of the repository is not UTF-8")?;
        // The encoded form, because the path may contain spaces.
        let flags = ["-D", "warnings", "--html-in-header", header].join("\u{1f}");
        cmd!(sh, "cargo doc --workspace --no-deps").env("CARGO_ENCODED_RUSTDOCFLAGS", flags).run()?;
        let metadata = MetadataCommand::new().current_dir(&root).no_deps().exec()?;
        let pages = metadata.target_directory.join("doc");
        copy_folder(&root.join(KATEX), pages.join("katex").as_std_path())?;
        println!("{pages}: the documentation, with formulas rendered by the files beside it");
        Ok(())
    }
}

/// Hands every formula to KaTeX, if there is a program to run it.
fn check_formulas(sh: &Shell) -> anyhow::Result<()> {
    if cmd!(sh, "node --version").quiet().ignore_stdout().ignore_stderr().run().is_err() {
        println!(
            "node is not installed: formulas are built unchecked (cargo xtask tidy checks that they are balanced)"
        );
        return Ok(());
    }
    let listed = cmd!(sh, "git ls-files -z --cached --others --exclude-standard").quiet().read()?;
    let mut input = String::new();
    for path in listed.split_terminator('\0').filter(|path| may_hold_math(path) && sh.path_exists(path)) {
        for block in blocks(path, &sh.read_file(path)?) {
            // Place and LaTeX, each ended by a character that no source contains.
            input.push_str(&format!("{path}:{}\0{}\0", block.line, block.latex));
        }
    }
    let katex = sh.current_dir().join(KATEX).join("katex.min.js");
    let checked = cmd!(sh, "node -e {CHECK} {katex}").quiet().stdin(input).ignore_status().output()?;
    print!("{}", String::from_utf8_lossy(&checked.stdout));
    if !checked.status.success() {
        bail!("KaTeX refuses formulas\n{}", String::from_utf8_lossy(&checked.stderr));
    }
    Ok(())
}

/// Copies a folder and the folders in it.
fn copy_folder(from: &Path, to: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for entry in std::fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let (source, target) = entry.map(|entry| (entry.path(), to.join(entry.file_name())))?;
        if source.is_dir() {
            copy_folder(&source, &target)?;
        } else {
            std::fs::copy(&source, &target).with_context(|| format!("cannot copy {}", source.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_and_the_files_it_loads_are_there() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let header = std::fs::read_to_string(root.join(HEADER)).unwrap();
        for name in ["katex.min.css", "katex.min.js"] {
            assert!(header.contains(&format!("katex/{name}")), "{name}");
            assert!(root.join(KATEX).join(name).is_file(), "{name}");
        }
        // Nothing comes from elsewhere, and every font that a browser would take first is there.
        assert!(!header.contains("http"));
        let style = std::fs::read_to_string(root.join(KATEX).join("katex.min.css")).unwrap();
        let fonts: Vec<&str> = style.split("url(").skip(1).map(|rest| rest.split(')').next().unwrap()).collect();
        let first: Vec<_> = fonts.iter().filter(|font| font.ends_with(".woff2")).collect();
        assert!(first.len() >= 20 && first.iter().all(|font| root.join(KATEX).join(font).is_file()), "{first:?}");
    }

    #[test]
    fn a_folder_is_copied_with_the_folders_in_it() {
        let temporary = tempfile::tempdir().unwrap();
        let (from, to) = (temporary.path().join("from"), temporary.path().join("a/to"));
        std::fs::create_dir_all(from.join("fonts")).unwrap();
        std::fs::write(from.join("fonts/x"), "1").unwrap();
        copy_folder(&from, &to).unwrap();
        assert_eq!(std::fs::read_to_string(to.join("fonts/x")).unwrap(), "1");
    }
}
