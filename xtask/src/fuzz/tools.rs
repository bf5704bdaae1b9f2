//! cargo-fuzz, and the compiler it needs.

use anyhow::{Context, bail};
use std::path::{Path, PathBuf};
use xshell::{PushEnv, Shell, cmd};

/// The version that is installed where there is none.
const VERSION: &str = "0.13.2";
/// Where it is put, relative to the root: beside everything else that cargo makes.
const FOLDER: &str = "target/tools";
/// Memory with the face of a folder, where the system has it: stores and checkpoints are written there a million times.
const MEMORY: &str = "/dev/shm";

/// cargo-fuzz: that of the user, or our own, built if it is not there.
pub(super) fn cargo_fuzz(sh: &Shell) -> anyhow::Result<PathBuf> {
    let folder = sh.current_dir().join(FOLDER);
    let own = folder.join("bin/cargo-fuzz");
    let works = |program: &Path| cmd!(sh, "{program} --version").quiet().ignore_stdout().ignore_stderr().run().is_ok();
    let mut candidates = [PathBuf::from("cargo-fuzz"), own.clone()].into_iter();
    if let Some(found) = candidates.find(|program| works(program)) {
        return Ok(found);
    }
    println!("cargo-fuzz is missing: building {VERSION}");
    cmd!(sh, "cargo install cargo-fuzz --version ={VERSION} --locked --quiet --root {folder}")
        .run()
        .with_context(|| format!("cannot build cargo-fuzz {VERSION}"))?;
    Ok(own)
}

/// Has every `cargo` that is run be the nightly one, and temporary folders be in memory, as long as the values live.
pub(super) fn nightly(sh: &Shell) -> anyhow::Result<Vec<PushEnv<'_>>> {
    let toolchains = cmd!(sh, "rustup toolchain list").quiet().ignore_stderr().read().unwrap_or_default();
    if !toolchains.lines().any(|line| line.starts_with("nightly")) {
        bail!(
            "libFuzzer needs a nightly compiler; install it with: rustup toolchain install nightly --profile minimal"
        );
    }
    // `cargo` by name is rustup's, which looks at the variable; the path that cargo hands to this program is not.
    let mut environment = vec![sh.push_env("RUSTUP_TOOLCHAIN", "nightly"), sh.push_env("CARGO", "cargo")];
    if Path::new(MEMORY).is_dir() {
        environment.push(sh.push_env("TMPDIR", MEMORY));
    }
    Ok(environment)
}
