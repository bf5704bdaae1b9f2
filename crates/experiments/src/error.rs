//! What can go wrong around an experiment.

use std::io;
use std::path::{Path, PathBuf};

/// Why a plan, a run, a store, a table or a figure was refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("cannot {action} {path}: {source}")]
    File {
        /// What was tried, such as `read` or `create the folder`.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// A plan is not what it should be; the message shows the line and what would be accepted.
    #[error("{path}: {source}")]
    Plan {
        /// The plan.
        path: PathBuf,
        /// Line, column, and what was expected there.
        source: Box<toml::de::Error>,
    },
    /// A shard that does not exist.
    #[error("shard `{text}`, expected INDEX/COUNT with 0 <= INDEX < COUNT, such as 0/4")]
    Shard {
        /// The shard as given.
        text: String,
    },
    /// The store was made from another plan.
    #[error(
        "{store} holds the points of another plan (its plan hash is {found}, this plan's is {expected}); \
         choose another output folder, or delete the store to start afresh"
    )]
    OtherPlan {
        /// Folder of the store.
        store: PathBuf,
        /// Hash of the plan the store was made from.
        found: String,
        /// Hash of the plan that was to run.
        expected: String,
    },
    /// The store was made by another version, whose numbers may differ.
    #[error(
        "{store} was written by {found}, this is {expected}; go on with that version, choose another output folder, \
         or delete the store to start afresh"
    )]
    OtherVersion {
        /// Folder of the store.
        store: PathBuf,
        /// What the manifest says.
        found: String,
        /// What it would have to say.
        expected: String,
    },
    /// The manifest of a store cannot be understood.
    #[error("{path} is not a manifest of a run store: {reason}; delete the store to start afresh")]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A line of a store is damaged, and it is not the last one.
    #[error("{path}, line {line}: {reason}; delete the line and run again to have its point computed again")]
    CorruptLine {
        /// The file.
        path: PathBuf,
        /// Line number, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// Another process works on the same shard of the same store.
    #[error("{store} is in use by {holder}, which computes the same shard; wait for it or stop it")]
    InUse {
        /// Folder of the store.
        store: PathBuf,
        /// The other process.
        holder: String,
    },
    /// Points are missing, so that no table can be written.
    #[error(
        "{store} lacks {missing} of {total} points ({failed} failed), the first is number {first}{reason}; run the plan \
         again with the same output folder to compute them"
    )]
    Incomplete {
        /// Folder of the store.
        store: PathBuf,
        /// Points that are not done.
        missing: usize,
        /// Points that were tried and failed.
        failed: usize,
        /// All points of the plan.
        total: usize,
        /// Number of the first point that is not done, from 0.
        first: usize,
        /// The first error, if a point failed, with a separator.
        reason: String,
    },
    /// A folder has no store to merge or no table to draw.
    #[error("{dir} holds no {what}")]
    NothingThere {
        /// The folder.
        dir: PathBuf,
        /// What was looked for.
        what: &'static str,
    },
    /// A folder has several stores and none was named.
    #[error("{dir} holds several run stores ({names}); name one")]
    Several {
        /// The folder.
        dir: PathBuf,
        /// Their figures.
        names: String,
    },
    /// A table is not one of ours.
    #[error("{path}: {source}")]
    Table {
        /// The table.
        path: PathBuf,
        /// Line and field.
        source: csv::Error,
    },
    /// The outcomes of all points could not be put together.
    #[error("table of {experiment}: {source}")]
    Aggregation {
        /// Name of the experiment.
        experiment: &'static str,
        /// Why not.
        source: Box<RunError>,
    },
    /// A plan or an outcome could not be written as text.
    #[error("cannot write {what} as text: {reason}")]
    Encoding {
        /// What was to be written.
        what: &'static str,
        /// Why not.
        reason: String,
    },
    /// A checkpoint is damaged or belongs to other work.
    #[error("{path}: {reason}; move it away to start afresh, or name another file")]
    Checkpoint {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A figure could not be drawn.
    #[error("cannot draw {figure}: {reason}")]
    Drawing {
        /// Name of the figure.
        figure: &'static str,
        /// Why not.
        reason: String,
    },
    /// The ranks of an MPI run do not work together.
    #[error("MPI: {reason}")]
    Ranks {
        /// Why not.
        reason: String,
    },
    /// The threads could not be started.
    #[error("cannot start {threads} threads: {reason}")]
    Threads {
        /// How many.
        threads: usize,
        /// The system's answer.
        reason: String,
    },
}

impl Error {
    /// The file or folder it is about, if there is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File { path, .. }
            | Self::Plan { path, .. }
            | Self::Manifest { path, .. }
            | Self::CorruptLine { path, .. }
            | Self::Table { path, .. }
            | Self::Checkpoint { path, .. } => Some(path),
            Self::OtherPlan { store, .. }
            | Self::OtherVersion { store, .. }
            | Self::InUse { store, .. }
            | Self::Incomplete { store, .. } => Some(store),
            Self::NothingThere { dir, .. } | Self::Several { dir, .. } => Some(dir),
            _ => None,
        }
    }

    /// A plan that was refused, for `map_err`.
    pub(crate) fn plan(path: &Path) -> impl FnOnce(toml::de::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Plan { path, source: Box::new(source) }
    }

    /// An error of the file system, for `map_err`.
    pub(crate) fn file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { action, path, source }
    }
}

/// Why one point of an experiment has no outcome.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The patterns could not be drawn.
    #[error(transparent)]
    Patterns(#[from] piccole_core::patterns::PatternsError),
    /// Enumeration was refused.
    #[error(transparent)]
    Enumerate(#[from] piccole_core::enumerate::EnumerateError),
    /// A theory curve was refused.
    #[error(transparent)]
    Theory(#[from] piccole_theory::TheoryError),
    /// An algorithm was refused.
    #[error(transparent)]
    MessagePassing(#[from] piccole_msg_passing::AlgorithmError),
    /// The catalogue refused an algorithm or a parameter.
    #[error("{0}")]
    Algorithm(String),
    /// Of all instances enumerated none has a solution, so that none can be drawn.
    #[error("none of {instances} instances at alpha = {alpha} has a solution")]
    NoSolutions {
        /// Instances enumerated.
        instances: usize,
        /// Constraint density.
        alpha: f64,
    },
    /// A regression has no result.
    #[error(transparent)]
    Ridge(#[from] piccole_nn::ridge::RidgeError),
    /// A file of a data set cannot be read.
    #[error("cannot read {path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// A data set is not what it should be.
    #[error("{what}: {source}")]
    Data {
        /// The file or part it came from.
        what: String,
        /// What is wrong with it.
        source: Box<piccole_nn::data::DataError>,
    },
    /// Layers do not make a network.
    #[error(transparent)]
    Architecture(#[from] piccole_nn::ArchitectureError),
    /// Examples do not fit.
    #[error(transparent)]
    Examples(#[from] piccole_nn::ExamplesError),
    /// A training cannot start.
    #[error(transparent)]
    Training(#[from] piccole_nn::train::TrainingError),
    /// Points that span no plane.
    #[error(transparent)]
    Plane(#[from] piccole_nn::landscape::surface::PlaneError),
    /// Parameters that are not those of the network.
    #[error("{reason}")]
    Weights {
        /// What is wrong with them.
        reason: String,
    },
    /// A training ends before two times could be compared.
    #[error("no two times to compare: the training has {steps} steps, the first waiting time is {first}")]
    NoPair {
        /// The first waiting time, 0 without any.
        first: u64,
        /// Steps of the training.
        steps: u64,
    },
    /// A training ran away, where an outcome was to be measured at its end.
    #[error("the training diverged: loss {loss} after {step} steps; lower the learning rate")]
    Diverged {
        /// Steps made.
        step: u64,
        /// The loss then.
        loss: f64,
    },
}

impl RunError {
    /// An error of a data set, for `map_err`.
    pub(crate) fn data(what: &str) -> impl FnOnce(piccole_nn::data::DataError) -> Self {
        let what = what.to_owned();
        move |source| Self::Data { what, source: Box::new(source) }
    }
}
