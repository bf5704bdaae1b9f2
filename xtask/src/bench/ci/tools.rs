//! valgrind and the runner that drives it.

use anyhow::{Context, bail};
use cargo_metadata::{CargoOpt, MetadataCommand};
use std::path::PathBuf;
use xshell::{Shell, cmd};

/// Where the runner is put, relative to the root: beside everything else that cargo makes.
const FOLDER: &str = "target/tools";

/// Installs valgrind by the package manager of Debian and its kin, if there is none.
pub(super) fn valgrind(sh: &Shell) -> anyhow::Result<()> {
    let there = || cmd!(sh, "valgrind --version").quiet().ignore_stdout().ignore_stderr().run().is_ok();
    if there() {
        return Ok(());
    }
    println!("valgrind is missing: installing it");
    let root = cmd!(sh, "id -u").quiet().read().is_ok_and(|id| id == "0");
    let (program, before): (&str, &[&str]) = if root { ("apt-get", &[]) } else { ("sudo", &["-n", "apt-get"]) };
    let updated = cmd!(sh, "{program} {before...} update --quiet").run();
    let installed = updated.and_then(|()| cmd!(sh, "{program} {before...} install --yes --quiet valgrind").run());
    if installed.is_err() || !there() {
        bail!("valgrind is missing and could not be installed; install it (Debian, Ubuntu: apt-get install valgrind)");
    }
    Ok(())
}

/// The folder of the runner in the version of the library, which is built if it is not there.
pub(super) fn runner(sh: &Shell) -> anyhow::Result<PathBuf> {
    let version = version(sh)?;
    let folder = sh.current_dir().join(FOLDER);
    let bin = folder.join("bin");
    let runner = bin.join("gungraun-runner");
    let found = cmd!(sh, "{runner} --version").quiet().ignore_stderr().read().unwrap_or_default();
    if found.split_whitespace().last() != Some(version.as_str()) {
        println!("gungraun-runner {version} is missing: building it");
        // It waits for valgrind most of its time: built in half the time without optimisation.
        cmd!(sh, "cargo install gungraun-runner --version ={version} --locked --quiet --debug --root {folder}")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .run()
            .with_context(|| format!("cannot build gungraun-runner {version}"))?;
    }
    Ok(bin)
}

/// The version of gungraun that the benches depend on.
fn version(sh: &Shell) -> anyhow::Result<String> {
    let metadata = MetadataCommand::new().current_dir(sh.current_dir()).features(CargoOpt::AllFeatures).exec()?;
    let package = metadata.packages.iter().find(|package| package.name.as_str() == "gungraun");
    Ok(package.context("the benches do not depend on gungraun")?.version.to_string())
}
