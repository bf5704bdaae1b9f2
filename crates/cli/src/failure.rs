//! What a command ends with, and the exit codes that stand for it.

use piccole_core::enumerate::EnumerateError;
use piccole_core::formats::FormatError;
use piccole_core::patterns::PatternsError;
use piccole_msg_passing::AlgorithmError;
use piccole_theory::TheoryError;
use std::fmt;
use std::path::Path;
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
        Self::bad_input(format!("{}: {error}", path.display()))
    }

    /// A checkpoint could not be written.
    pub(crate) fn no_checkpoint(error: piccole_experiments::Error) -> Self {
        Self::Work(anyhow::anyhow!("no checkpoint: {error}"))
    }

    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Work(_) => 1,
            Self::BadInput(_) => 2,
        }
    }
}

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
            _ => Self::BadInput(error.into()),
        }
    }
}
