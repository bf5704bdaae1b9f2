//! Interrupted work on disk: the rows that are there, and the run that was under way.

use super::row::Row;
use crate::failure::Failure;
use piccole_experiments::CheckpointFile as File;
use piccole_msg_passing::AlgorithmError;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// A file of checkpoints.
pub(super) struct CheckpointFile {
    file: File,
    interval: Duration,
    written: Instant,
}

#[derive(Serialize, Deserialize)]
struct Header {
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
        Self { file: File::new("solve", path, settings), interval, written: Instant::now() }
    }

    /// What the file holds, nothing if it is not there.
    pub(super) fn read(&self) -> Result<Kept, Failure> {
        let Some((Header { rows, seconds }, bytes)) = self.file.read()? else { return Ok(Kept::default()) };
        Ok(Kept { rows, run: (!bytes.is_empty()).then_some(Running { bytes, seconds }) })
    }

    /// Why the library does not go on from the bytes.
    pub(super) fn refusal(&self, error: AlgorithmError) -> Failure {
        match error {
            AlgorithmError::Checkpoint(error) => self.file.refusal(error.to_string()).into(),
            other => other.into(),
        }
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
        self.file.write(&Header { rows: rows.to_vec(), seconds }, &bytes).map_err(Failure::no_checkpoint)
    }

    /// Removes the file: the work is done.
    pub(super) fn remove(&self) -> Result<(), Failure> {
        Ok(self.file.remove()?)
    }
}
