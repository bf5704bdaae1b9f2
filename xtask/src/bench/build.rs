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

/// Vectors as wide as there are: for processors that had to slow down for them, the compiler prefers half of that. (It warns that it
/// does not promise to know this feature for ever.)
#[cfg(target_arch = "x86_64")]
const WIDEST: [&str; 2] = ["-C", "target-feature=-prefer-256-bit"];
#[cfg(not(target_arch = "x86_64"))]
const WIDEST: [&str; 0] = [];

/// The same with everything that this CPU has, in the code of the program itself.
pub(super) fn native_program(sh: &Shell, name: &str) -> anyhow::Result<PathBuf> {
    // Cargo takes flags for one target only; what it stands on is built as for the others.
    program(sh, name, &[])?;
    let messages = cmd!(
        sh,
        "cargo rustc --release --package piccole-benches --bin {name} --message-format json-render-diagnostics
         -- -C target-cpu=native {WIDEST...}"
    );
    executable(&messages.read()?, name)
}
