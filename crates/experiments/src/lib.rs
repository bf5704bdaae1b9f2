//! Plans, run store, tables and figures for experiments on small neural networks.
//!
//! An experiment is a plan in TOML. [`Plan::run`] computes its points on any number of threads, keeps every finished
//! point in a run store that survives a kill at any byte, and writes one table (CSV), one figure (SVG, PNG, PDF) and the
//! plan with every default filled in:
//!
//! ```no_run
//! use piccole_experiments::{Plan, RunOptions};
//!
//! # fn main() -> Result<(), piccole_experiments::Error> {
//! let plan = Plan::read("data/plans/quick/entropy.toml".as_ref())?;
//! let summary = plan.run(&RunOptions {
//!     progress: &|progress| eprintln!("{} of {}", progress.done, progress.total),
//!     ..RunOptions::new("results".as_ref())
//! })?;
//! assert!(summary.complete);
//! # Ok(())
//! # }
//! ```
//!
//! - [`Plan`] reads and checks a plan; [`Grid`] reads the grids in it, and those of a command line.
//! - [`Experiment`] is what an experiment has to say: points, one point's outcome, the table, the picture. [`diagram`],
//!   [`connected_minima`], [`surfaces`], [`overfitting`], [`solutions`], [`local_entropy`], [`generalization`], [`entropy`],
//!   [`algorithms`], [`teacher_student`], [`flatness`], [`dynamics`], [`entropic_sgd`] and [`structured_data`] are the
//!   experiments there are.
//! - [`network`] and [`landscape`] hold what plans with networks share, and the measurements that are no figure.
//! - With the feature `mpi`, `Ranks` has the ranks of an MPI run compute a plan together.
//! - [`merge`] puts the shards of several processes together, [`draw`] draws all figures of a folder again from their
//!   tables, [`gallery`] writes an `index.html` that shows them, [`export()`] writes the points of a store for other
//!   programs.
//!
//! # What a result depends on
//!
//! The plan and its seed. Not the number of threads, not the shards, not how often a run was killed and resumed: every
//! point has random streams of its own, outcomes enter the table in the order of the points, and floats pass through
//! store and table without losing a bit.

#![forbid(unsafe_code)]

pub mod algorithms;
pub mod catalogue;
mod checkpoint;
pub mod connected_minima;
pub mod diagram;
pub mod dynamics;
pub mod entropic_sgd;
pub mod entropy;
mod error;
mod experiment;
mod export;
pub mod figures;
mod files;
pub mod flatness;
pub mod found;
mod gallery;
pub mod generalization;
mod grid;
pub mod landscape;
pub mod local_entropy;
pub mod network;
mod output;
pub mod overfitting;
pub mod parameters;
mod plan;
#[cfg(feature = "mpi")]
mod ranks;
mod runner;
mod schema;
pub mod solutions;
pub mod statistics;
mod store;
pub mod structured_data;
pub mod surfaces;
pub mod teacher_student;

pub use checkpoint::CheckpointFile;
pub use error::{Error, RunError};
pub use experiment::{Experiment, Undecided, Verdict};
pub use export::{ExportFormat, export};
pub use files::write_atomically;
pub use gallery::gallery;
pub use grid::{Grid, GridError, MAX_POINTS};
pub use output::{draw, merge, status};
pub use plan::Plan;
#[cfg(feature = "mpi")]
pub use ranks::Ranks;
pub use runner::{Estimate, Progress, RunOptions, Summary};
pub use schema::PlanKind;
pub use store::{Shard, Status};
