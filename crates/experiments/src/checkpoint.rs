//! Unfinished work on disk.

use crate::{Error, write_atomically};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;
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

/// The line of JSON.
#[derive(Serialize)]
struct Header<'a, H> {
    settings: &'a Map<String, Value>,
    #[serde(flatten)]
    kept: &'a H,
}

/// A part of it: settings as they are written. As values, lists of digits would take a hundred times their text; and read
/// together with the settings, what is kept would be held twice.
#[derive(Deserialize)]
struct Settings<'a> {
    #[serde(borrow)]
    settings: BTreeMap<Cow<'a, str>, &'a RawValue>,
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
        let (header, state) = self.parse(&bytes).ok_or_else(damaged)?;
        let Settings { settings } = serde_json::from_slice(header).map_err(|_| damaged())?;
        match difference(&settings, &self.settings) {
            Some(difference) => Err(self.refusal(format!("it is of another command: {difference}"))),
            None => Ok(Some((serde_json::from_slice(header).map_err(|_| damaged())?, state.to_vec()))),
        }
    }

    /// Replaces the file.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be written; what was there is still there.
    pub fn write<H: Serialize>(&self, kept: &H, state: &[u8]) -> Result<(), Error> {
        let header = serde_json::to_vec(&Header { settings: &self.settings, kept })
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
    fn parse<'a>(&self, bytes: &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
        let line = |bytes: &[u8]| bytes.iter().position(|&byte| byte == b'\n');
        let (first, content) = bytes.split_at_checked(line(bytes)? + 1)?;
        let hash = std::str::from_utf8(first).ok()?.strip_prefix(&self.format())?.trim_end();
        if blake3::hash(content).to_hex().as_str() != hash {
            return None;
        }
        content.split_at_checked(line(content)? + 1)
    }
}

/// The first setting that is not the same, of those here and then of those there.
fn difference(found: &BTreeMap<Cow<'_, str>, &RawValue>, expected: &Map<String, Value>) -> Option<String> {
    let here = |name: &str| expected.get(name).map(Value::to_string);
    let there = |name: &str| found.get(name).map(|value| value.get().to_owned());
    let mut names = expected.keys().map(String::as_str).chain(found.keys().map(AsRef::as_ref));
    let show = |value: Option<String>| value.unwrap_or_else(|| "not given".to_owned());
    names
        .find(|name| there(name) != here(name))
        .map(|name| format!("{name} is {} there and {} here", show(there(name)), show(here(name))))
}
