//! Programs of the package `piccole-benches`.

use crate::built::executable;
use std::path::PathBuf;
use xshell::{Shell, cmd};

/// Builds a program with optimisation and returns where cargo put it.
///
/// Together with `piccole`: what that is made of has the same features then, and is there already where the figures have been drawn.
pub(super) fn program(sh: &Shell, name: &str, flags: &[&str]) -> anyhow::Result<PathBuf> {
    let messages = cmd!(
        sh,
        "cargo build --release --package piccole --package piccole-benches --bin {name} {flags...}
         --message-format json-render-diagnostics"
    );
    executable(&messages.read()?, name)
}

/// Builds an example with optimisation and returns where cargo put it.
pub(super) fn example(sh: &Shell, name: &str) -> anyhow::Result<PathBuf> {
    build_example(sh, name, &[])
}

/// The same with everything that this CPU has, in the code of the example itself.
pub(super) fn native_example(sh: &Shell, name: &str) -> anyhow::Result<PathBuf> {
    build_example(sh, name, &["--", "-C", "target-cpu=native"])
}

fn build_example(sh: &Shell, name: &str, flags: &[&str]) -> anyhow::Result<PathBuf> {
    let messages = cmd!(
        sh,
        "cargo rustc --release --package piccole-benches --example {name} --message-format json-render-diagnostics {flags...}"
    );
    executable(&messages.read()?, name)
}
