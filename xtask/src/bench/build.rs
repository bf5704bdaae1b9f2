//! Programs of the package `piccole-benches`.

use anyhow::bail;
use cargo_metadata::Message;
use std::path::PathBuf;
use xshell::{Shell, cmd};

/// Builds an example with optimisation and returns where cargo put it.
pub(super) fn example(sh: &Shell, name: &str) -> anyhow::Result<PathBuf> {
    let messages = cmd!(
        sh,
        "cargo build --release --package piccole-benches --example {name} --message-format json-render-diagnostics"
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
