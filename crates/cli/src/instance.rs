//! Where an instance comes from: drawn at random or read from a file.

use crate::failure::Failure;
use clap::Args;
use piccole_core::formats::{PatternsFormat, read_patterns, read_patterns_as};
use piccole_core::patterns::{InputLaw, Patterns, Scenario, pattern_count};
use piccole_core::{StreamKey, formats::FormatError};
use serde::{Serialize, Serializer};
use std::fmt::Display;
use std::path::{Path, PathBuf};

/// An instance: `--n` and `--alpha`, or `--patterns`.
#[derive(Args, Clone, Debug, Serialize)]
pub(crate) struct Source {
    /// Number of weights N
    #[arg(long, required_unless_present = "patterns", conflicts_with = "patterns")]
    n: Option<usize>,
    /// Constraint density of an instance drawn at random, P/N or for K hidden units P/(K N)
    #[arg(long, required_unless_present = "patterns", conflicts_with = "patterns", allow_hyphen_values = true)]
    alpha: Option<f64>,
    #[command(flatten)]
    #[serde(flatten)]
    law: Law,
    /// Read the instance from FILE: FBP text (plain or gzip), rFBP text or binary, or .npz, told apart by content
    #[arg(long, value_name = "FILE")]
    patterns: Option<PathBuf>,
    /// Read --patterns as this format (fbp, fbp-gzip, rfbp, rfbp-binary, npz) instead of looking at its content
    #[arg(long, value_name = "FORMAT", requires = "patterns")]
    #[serde(serialize_with = "as_text")]
    patterns_format: Option<PatternsFormat>,
    /// Seed of everything random
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}

/// The law of a random instance.
#[derive(Args, Clone, Copy, Debug, Serialize)]
pub(crate) struct Law {
    /// Where labels come from: storage (random labels) or teacher-student
    #[arg(long, default_value_t = Scenario::Storage)]
    #[serde(serialize_with = "text")]
    pub(crate) scenario: Scenario,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) inputs: Entries,
}

/// The law of the inputs.
#[derive(Args, Clone, Copy, Debug, Serialize)]
pub(crate) struct Entries {
    /// Entries of the inputs: signs (±1) or gaussian
    #[arg(long, default_value_t = InputLaw::Signs)]
    #[serde(serialize_with = "text")]
    pub(crate) inputs: InputLaw,
}

impl Source {
    /// BLAKE3 hash of the file, if the instance is read from one.
    pub(crate) fn file_hash(&self) -> Result<Option<String>, Failure> {
        let hash = |path: &PathBuf| match std::fs::read(path) {
            Ok(bytes) => Ok(blake3::hash(&bytes).to_hex().to_string()),
            Err(error) => Err(Failure::in_file(path, error)),
        };
        self.patterns.as_ref().map(hash).transpose()
    }

    /// The instance number `sample` for a machine of `hidden` units: the file, or random patterns from the seed plus that
    /// number.
    pub(crate) fn instance(&self, sample: u64, hidden: usize) -> Result<Patterns, Failure> {
        match (&self.patterns, self.n, self.alpha) {
            (Some(path), _, _) => read_instance(path, self.patterns_format),
            (None, Some(n), Some(alpha)) => draw(self.law, (n, hidden), alpha, self.seed.wrapping_add(sample)),
            _ => Err(Failure::bad_input("expected --n and --alpha, or --patterns")),
        }
    }
}

/// Draws an instance for `K` units of `N` weights from the streams of a seed.
pub(crate) fn draw(law: Law, (n, hidden): (usize, usize), alpha: f64, seed: u64) -> Result<Patterns, Failure> {
    if hidden % 2 == 0 {
        let reason = "expected an odd number (of an even number half may vote either way)";
        return Err(Failure::bad_input(format!("--hidden {hidden}: {reason}")));
    }
    let p = pattern_count(n.saturating_mul(hidden), alpha)?;
    let key = StreamKey::from_seed(seed).named("patterns");
    Ok(Patterns::generate_hidden(law.scenario, law.inputs.inputs, n, hidden, p, &key)?)
}

/// Reads an instance, with the file's name in every complaint.
pub(crate) fn read_instance(path: &Path, format: Option<PatternsFormat>) -> Result<Patterns, Failure> {
    let read = |bytes: &[u8]| format.map_or_else(|| read_patterns(bytes), |format| read_patterns_as(bytes, format));
    read_file(path, read)
}

/// Reads a file with a reader of bytes.
pub(crate) fn read_file<T>(path: &Path, read: impl Fn(&[u8]) -> Result<T, FormatError>) -> Result<T, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::in_file(path, error))?;
    read(&bytes).map_err(|error| Failure::in_file(path, error))
}

/// Records an option by the name it has on the command line.
pub(crate) fn text<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// Records an option that may be absent.
pub(crate) fn as_text<T: Display, S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.collect_str(value),
        None => serializer.serialize_none(),
    }
}
