//! Interrupted work on disk: the rows that are there, and the run that was under way.
//!
//! A checkpoint is a line with the format and a BLAKE3 hash of all that follows, a line of JSON ([`Header`]), and the bytes of
//! the run as the library gave them.

use super::row::Row;
use crate::failure::Failure;
use piccole_experiments::write_atomically;
use piccole_msg_passing::AlgorithmError;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::path::PathBuf;
use std::time::{Duration, Instant};

const FORMAT: &str = "piccole solve checkpoint, version 1, BLAKE3 ";

/// A file of checkpoints.
pub(super) struct CheckpointFile {
    path: PathBuf,
    interval: Duration,
    written: Instant,
    /// What the work is: version, options, parameters.
    settings: Map<String, Value>,
}

#[derive(Serialize, Deserialize)]
struct Header {
    settings: Map<String, Value>,
    rows: Vec<Row>,
    /// CPU seconds of the run that was under way.
    seconds: f64,
}

/// What there was to go on from.
#[derive(Default)]
pub(super) struct Kept {
    /// Rows of the runs that had ended.
    pub(super) rows: Vec<Row>,
    /// The run that was under way.
    pub(super) run: Option<Running>,
}

/// A run that was under way.
pub(super) struct Running {
    pub(super) bytes: Vec<u8>,
    /// CPU seconds it had taken.
    pub(super) seconds: f64,
}

impl CheckpointFile {
    pub(super) fn new(path: PathBuf, interval: Duration, settings: Map<String, Value>) -> Self {
        Self { path, interval, written: Instant::now(), settings }
    }

    /// What the file holds, nothing if it is not there.
    pub(super) fn read(&self) -> Result<Kept, Failure> {
        let bytes = match std::fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Kept::default()),
            Err(error) => return Err(Failure::in_file(&self.path, error)),
        };
        let (Header { settings, rows, seconds }, run) =
            parse(&bytes).ok_or_else(|| self.refuse("it is damaged or no checkpoint of solve"))?;
        if let Some(difference) = difference(&settings, &self.settings) {
            return Err(self.refuse(&format!("it is of another command: {difference}")));
        }
        let run = (!run.is_empty()).then(|| Running { bytes: run.to_vec(), seconds });
        Ok(Kept { rows, run })
    }

    /// Why the library does not go on from the bytes.
    pub(super) fn refusal(&self, error: AlgorithmError) -> Failure {
        match error {
            AlgorithmError::Checkpoint(error) => self.refuse(&error.to_string()),
            other => other.into(),
        }
    }

    fn refuse(&self, reason: &str) -> Failure {
        Failure::in_file(&self.path, format!("{reason}; move it away to start afresh, or name another file"))
    }

    /// Writes if the last time is long ago. That it cannot be written is no reason to stop: the last one is still there.
    pub(super) fn write_if_due(&mut self, rows: &[Row], run: impl FnOnce() -> Running) {
        if self.written.elapsed() >= self.interval
            && let Err(failure) = self.write(rows, Some(run()))
        {
            eprintln!("{failure}; going on without");
        }
    }

    /// Replaces the file.
    pub(super) fn write(&mut self, rows: &[Row], run: Option<Running>) -> Result<(), Failure> {
        self.written = Instant::now();
        let Running { bytes, seconds } = run.unwrap_or(Running { bytes: Vec::new(), seconds: 0.0 });
        let header = Header { settings: self.settings.clone(), rows: rows.to_vec(), seconds };
        let header = serde_json::to_vec(&header).map_err(|error| Failure::Work(error.into()))?;
        let content = [&header[..], b"\n", &bytes].concat();
        let first = format!("{FORMAT}{}\n", blake3::hash(&content).to_hex());
        write_atomically(&self.path, &[first.as_bytes(), &content].concat())
            .map_err(|error| Failure::Work(anyhow::anyhow!("no checkpoint: {error}")))
    }

    /// Removes the file: the work is done.
    pub(super) fn remove(&self) -> Result<(), Failure> {
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Failure::in_file(&self.path, error)),
            _ => Ok(()),
        }
    }
}

/// Header and run, if the bytes are whole.
fn parse(bytes: &[u8]) -> Option<(Header, &[u8])> {
    let line = |bytes: &[u8]| bytes.iter().position(|&byte| byte == b'\n');
    let (first, content) = bytes.split_at_checked(line(bytes)? + 1)?;
    let hash = std::str::from_utf8(first).ok()?.strip_prefix(FORMAT)?.trim_end();
    if blake3::hash(content).to_hex().as_str() != hash {
        return None;
    }
    let (header, run) = content.split_at_checked(line(content)? + 1)?;
    Some((serde_json::from_slice(header).ok()?, run))
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
