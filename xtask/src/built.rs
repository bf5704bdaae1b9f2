//! What cargo has built.

use anyhow::bail;
use cargo_metadata::Message;
use std::path::PathBuf;

/// Where cargo put a program, from the messages of its build.
pub(crate) fn executable(messages: &str, name: &str) -> anyhow::Result<PathBuf> {
    for message in Message::parse_stream(messages.as_bytes()) {
        if let Message::CompilerArtifact(artifact) = message?
            && artifact.target.name == name
            && let Some(executable) = artifact.executable
        {
            return Ok(executable.into());
        }
    }
    bail!("cargo built no program {name}")
}
