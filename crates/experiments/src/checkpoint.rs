//! Unfinished work on disk.

use crate::{Error, write_atomically};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// The file in which a command keeps unfinished work, and goes on from.
///
/// A checkpoint is a line with the format and a BLAKE3 hash of all that follows, a line of JSON with the settings of the work
/// and what else the command keeps, and the bytes of the state as the library gave them. Written whole or not at all; read
/// only where it is undamaged and of the same settings.
#[derive(Clone, Debug)]
pub struct CheckpointFile {
    command: &'static str,
    path: PathBuf,
    /// What the work is: version, options, parameters.
    settings: Map<String, Value>,
}

#[derive(Serialize, Deserialize)]
struct Header<H> {
    settings: Map<String, Value>,
    #[serde(flatten)]
    kept: H,
}

impl CheckpointFile {
    /// The file of a command's work with some settings; it need not exist.
    pub fn new(command: &'static str, path: PathBuf, settings: Map<String, Value>) -> Self {
        Self { command, path, settings }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the file holds, nothing if it is not there.
    ///
    /// # Errors
    /// [`Error::Checkpoint`] if it is damaged, something else, or of other settings, of which one is named;
    /// [`Error::File`] if it cannot be read.
    pub fn read<H: DeserializeOwned>(&self) -> Result<Option<(H, Vec<u8>)>, Error> {
        let bytes = match std::fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::file("read", &self.path)(error)),
        };
        let damaged = || self.refusal(format!("it is damaged or no checkpoint of {}", self.command));
        let (Header { settings, kept }, state) = self.parse(&bytes).ok_or_else(damaged)?;
        match difference(&settings, &self.settings) {
            Some(difference) => Err(self.refusal(format!("it is of another command: {difference}"))),
            None => Ok(Some((kept, state.to_vec()))),
        }
    }

    /// Replaces the file.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be written; what was there is still there.
    pub fn write<H: Serialize>(&self, kept: &H, state: &[u8]) -> Result<(), Error> {
        let header = serde_json::to_vec(&Header { settings: self.settings.clone(), kept })
            .map_err(|error| Error::Encoding { what: "a checkpoint", reason: error.to_string() })?;
        let content = [&header[..], b"\n", state].concat();
        let first = format!("{}{}\n", self.format(), blake3::hash(&content).to_hex());
        write_atomically(&self.path, &[first.as_bytes(), &content].concat())
    }

    /// Removes the file: the work is done.
    ///
    /// # Errors
    /// [`Error::File`] if it is there and cannot be removed.
    pub fn remove(&self) -> Result<(), Error> {
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::file("remove", &self.path)(error)),
            _ => Ok(()),
        }
    }

    /// The error that the file is not gone on from.
    pub fn refusal(&self, reason: String) -> Error {
        Error::Checkpoint { path: self.path.clone(), reason }
    }

    fn format(&self) -> String {
        format!("piccole {} checkpoint, version 1, BLAKE3 ", self.command)
    }

    /// Header and state, if the bytes are whole.
    fn parse<'a, H: DeserializeOwned>(&self, bytes: &'a [u8]) -> Option<(Header<H>, &'a [u8])> {
        let line = |bytes: &[u8]| bytes.iter().position(|&byte| byte == b'\n');
        let (first, content) = bytes.split_at_checked(line(bytes)? + 1)?;
        let hash = std::str::from_utf8(first).ok()?.strip_prefix(&self.format())?.trim_end();
        if blake3::hash(content).to_hex().as_str() != hash {
            return None;
        }
        let (header, state) = content.split_at_checked(line(content)? + 1)?;
        Some((serde_json::from_slice(header).ok()?, state))
    }
}

/// The first setting that is not the same.
fn difference(found: &Map<String, Value>, expected: &Map<String, Value>) -> Option<String> {
    let names = expected.keys().chain(found.keys());
    let differing = |name: &&String| found.get(*name) != expected.get(*name);
    let show = |value: Option<&Value>| value.map_or("not given".to_owned(), Value::to_string);
    names
        .into_iter()
        .find(differing)
        .map(|name| format!("{name} is {} there and {} here", show(found.get(name)), show(expected.get(name))))
}
