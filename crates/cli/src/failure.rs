//! What a command ends with, and the exit codes that stand for it.

use piccole_core::enumerate::EnumerateError;
use piccole_core::formats::FormatError;
use piccole_core::patterns::PatternsError;
use piccole_msg_passing::AlgorithmError;
use piccole_theory::TheoryError;
use serde::Serialize;
use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How a command that could do its work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything asked for was found.
    Done,
    /// Something was not solved or did not converge; a row or a message says what.
    NotDone,
}

impl Outcome {
    /// Done if `all` holds.
    pub(crate) fn done_if(all: bool) -> Self {
        if all { Self::Done } else { Self::NotDone }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::NotDone => Self::from(1),
        }
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The work itself failed: exit code 1.
    Work(anyhow::Error),
    /// What was given cannot be worked with: exit code 2.
    BadInput(anyhow::Error),
}

impl Failure {
    /// Bad input with a message of our own.
    pub(crate) fn bad_input(message: impl fmt::Display) -> Self {
        Self::BadInput(anyhow::anyhow!("{message}"))
    }

    /// Bad input found in a file.
    pub(crate) fn in_file(path: &Path, error: impl fmt::Display) -> Self {
        Self::BadInput(InFile { path: path.to_owned(), reason: error.to_string() }.into())
    }

    /// A checkpoint could not be written.
    pub(crate) fn no_checkpoint(error: piccole_experiments::Error) -> Self {
        Self::Work(anyhow::anyhow!("no checkpoint: {error}"))
    }

    /// The exit code that stands for it.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Work(_) => 1,
            Self::BadInput(_) => 2,
        }
    }

    /// What a program calls it.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Work(_) => "work-failed",
            Self::BadInput(_) => "bad-input",
        }
    }

    /// Where it was found, as far as the message or its cause tell.
    pub(crate) fn place(&self) -> Place {
        let (Self::Work(error) | Self::BadInput(error)) = self;
        let message = error.to_string();
        let own = error.downcast_ref::<InFile>().map(|in_file| in_file.path.clone());
        let file = own.or_else(|| error.downcast_ref::<piccole_experiments::Error>()?.path().map(Path::to_owned));
        let number = |after: &str| {
            let digits = message.split_once(after)?.1;
            digits.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
        };
        let (line, column) = if file.is_some() { (number("line "), number("column ")) } else { (None, None) };
        let option = message.split([' ', ':']).next().filter(|word| word.starts_with("--")).map(str::to_owned);
        Place { file, line, column, option }
    }
}

/// Where bad input was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Place {
    /// A file of the user's.
    pub(crate) file: Option<PathBuf>,
    /// Line in it, from 1.
    pub(crate) line: Option<usize>,
    /// Column in the line, from 1.
    pub(crate) column: Option<usize>,
    /// An option of the command line.
    pub(crate) option: Option<String>,
}

/// Bad input in a file.
#[derive(Debug)]
struct InFile {
    path: PathBuf,
    reason: String,
}

impl fmt::Display for InFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.reason)
    }
}

impl std::error::Error for InFile {}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Work(error) | Self::BadInput(error)) = self;
        // Every message of the workspace holds what its source says.
        write!(f, "{error}")
    }
}

impl From<TheoryError> for Failure {
    fn from(error: TheoryError) -> Self {
        match error {
            TheoryError::Average(_) => Self::Work(error.into()),
            _ => Self::BadInput(error.into()),
        }
    }
}

impl From<PatternsError> for Failure {
    fn from(error: PatternsError) -> Self {
        Self::BadInput(error.into())
    }
}

impl From<FormatError> for Failure {
    fn from(error: FormatError) -> Self {
        Self::BadInput(error.into())
    }
}

impl From<AlgorithmError> for Failure {
    fn from(error: AlgorithmError) -> Self {
        Self::BadInput(error.into())
    }
}

impl From<EnumerateError> for Failure {
    fn from(error: EnumerateError) -> Self {
        Self::BadInput(error.into())
    }
}

impl From<piccole_experiments::RunError> for Failure {
    fn from(error: piccole_experiments::RunError) -> Self {
        match error {
            piccole_experiments::RunError::Diverged { .. } => Self::Work(error.into()),
            _ => Self::BadInput(error.into()),
        }
    }
}

impl From<piccole_experiments::Error> for Failure {
    fn from(error: piccole_experiments::Error) -> Self {
        use piccole_experiments::Error;
        match error {
            Error::Aggregation { .. }
            | Error::Encoding { .. }
            | Error::Drawing { .. }
            | Error::Incomplete { .. }
            | Error::Ranks { .. } => Self::Work(error.into()),
            // A disk that has filled up is nobody's input.
            Error::File { ref source, .. }
                if matches!(
                    source.kind(),
                    ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::WriteZero
                ) =>
            {
                Self::Work(error.into())
            }
            _ => Self::BadInput(error.into()),
        }
    }
}
