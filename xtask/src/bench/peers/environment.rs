//! The Python environment of the rivals.

use anyhow::Context;
use std::path::{Path, PathBuf};
use xshell::{Shell, cmd};

/// What is installed, relative to the root.
const REQUIREMENTS: &str = "benches/peers/requirements.txt";

/// The interpreter of an environment with the pinned requirements, in a folder; made unless it is there already.
pub(super) fn python(sh: &Shell, folder: &Path) -> anyhow::Result<PathBuf> {
    let python = folder.join("bin/python");
    let wanted = sh.read_file(REQUIREMENTS)?;
    // What was installed completely.
    let installed = folder.join("installed.txt");
    if sh.path_exists(&python) && sh.path_exists(&installed) && sh.read_file(&installed)? == wanted {
        return Ok(python);
    }
    println!("installing {REQUIREMENTS} into {} (once; PyTorch is large)", folder.display());
    cmd!(sh, "python3 -m venv --clear {folder}")
        .run()
        .context("a Python 3 with its module venv is needed; or name an interpreter with --python")?;
    cmd!(sh, "{python} -m pip install --disable-pip-version-check --quiet --requirement {REQUIREMENTS}")
        .run()
        .with_context(|| format!("pip cannot install {REQUIREMENTS}"))?;
    sh.write_file(&installed, wanted)?;
    Ok(python)
}
