//! Programs of the package `piccole-benches`.

use anyhow::bail;
use cargo_metadata::Message;
use std::path::PathBuf;
use xshell::{Shell, cmd};

/// Builds an example with optimisation and returns where cargo put it.
pub(super) fn example(sh: &Shell, name: &str) -> anyhow::Result<PathBuf> {
    build(sh, name, &[])
}

/// The same with everything that this CPU has, in the code of the example itself.
pub(super) fn native_example(sh: &Shell, name: &str) -> anyhow::Result<PathBuf> {
    build(sh, name, &["--", "-C", "target-cpu=native"])
}

fn build(sh: &Shell, name: &str, flags: &[&str]) -> anyhow::Result<PathBuf> {
    let messages = cmd!(
        sh,
        "cargo rustc --release --package piccole-benches --example {name} --message-format json-render-diagnostics {flags...}"
    )
    .read()?;
    for message in Message::parse_stream(messages.as_bytes()) {
        if let Message::CompilerArtifact(artifact) = message?
            && artifact.target.name == name
            && let Some(executable) = artifact.executable
        {
            return Ok(executable.into());
        }
    }
    bail!("cargo built no example {name}")
}
