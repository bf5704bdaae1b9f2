//! The run store: every finished point, one line each, in a folder that survives a kill at any byte.
//!
//! `NAME.store/` beside the table holds
//!
//! - `manifest.json`: format, version and revision of the program and the processor's instruction sets when the store was
//!   made, the plan with every default filled in, its seed, and its hash;
//! - `points-I-of-N.jsonl`, one for each shard: a line of JSON per finished or failed point, appended and flushed;
//! - `points-I-of-N.lock`, locked while a process works on the shard.
//!
//! A line is identified by a hash of (plan hash, point) and begins with a checksum of the rest, so that a damaged line
//! cannot pass for a result. A kill can only tear the last line: when the store is opened again a last line that has no
//! newline, or that fails its checksum, is cut off and its point computed again. A damaged line further up is no
//! accident of ours and an error that names the line. Where a point has several lines, success wins over failure.

mod index;
mod lines;
mod lock;
mod manifest;
mod shard;

pub(crate) use index::Index;
pub(crate) use lines::Appender;
pub(crate) use manifest::plan_of;
pub use shard::Shard;

use crate::experiment::Experiment;
use crate::{Error, files};
use lines::{Content, Read, ShardFile};
use manifest::Manifest;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The store of one plan.
pub(crate) struct Store {
    dir: PathBuf,
    plan_hash: String,
}

/// All points of an experiment with their outcomes, in order.
pub(crate) type Outcomes<E> = Vec<(<E as Experiment>::Point, <E as Experiment>::Outcome)>;

/// How far the run of a plan is.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// Name of the figure.
    pub figure: &'static str,
    /// All points of the plan.
    pub points: usize,
    /// Points with an outcome.
    pub done: usize,
    /// Points that were tried and failed.
    pub failed: usize,
    /// Seconds that the points in the store took, each on its thread.
    pub seconds: f64,
    /// The error of the first failed point, in the order of the points.
    pub first_error: Option<String>,
}

impl Status {
    /// Points without an outcome that were not tried either.
    pub fn missing(&self) -> usize {
        self.points - self.done - self.failed
    }

    /// Seconds of one thread that the points without an outcome take, if they take as long as the others did on average;
    /// none before the first.
    pub fn seconds_left(&self) -> Option<f64> {
        let tried = self.done + self.failed;
        (tried > 0).then(|| self.seconds / tried as f64 * (self.points - self.done) as f64)
    }
}

/// What the store knows about a point.
pub(crate) enum PointState<O> {
    /// Nothing.
    Missing,
    /// It was tried and failed.
    Failed(String),
    /// Its outcome.
    Done(O),
}

impl Store {
    /// Opens the store of a plan below `out`, or creates it; `revision` is that of the program, as far as it knows.
    ///
    /// # Errors
    /// [`Error::OtherPlan`] or [`Error::OtherVersion`] if the store is not this plan's.
    pub(crate) fn open<E: Experiment>(experiment: &E, out: &Path, revision: Option<&str>) -> Result<Self, Error> {
        let dir = folder(out, E::NAME);
        let manifest = Manifest::of(experiment, revision)?;
        files::create_folder(&dir)?;
        manifest.claim(&dir)?;
        Ok(Self { dir, plan_hash: manifest.plan_hash })
    }

    /// Opens the store of a plan below `out`, which has to be there; nothing is written.
    ///
    /// # Errors
    /// As those of [`Store::open`], and [`Error::File`] if there is no store.
    pub(crate) fn existing<E: Experiment>(experiment: &E, out: &Path) -> Result<Self, Error> {
        let dir = folder(out, E::NAME);
        let manifest = Manifest::of(experiment, None)?;
        manifest.check(&dir)?;
        Ok(Self { dir, plan_hash: manifest.plan_hash })
    }

    /// The key of a point: a hash of the plan's hash and the point.
    fn key<P: serde::Serialize>(&self, point: &P) -> Result<blake3::Hash, Error> {
        let point = lines::json("a point", point)?;
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.plan_hash.as_bytes()).update(b"\n").update(point.as_bytes());
        Ok(hasher.finalize())
    }

    /// The number of every point by its key.
    fn numbers<P: serde::Serialize>(&self, points: &[P]) -> Result<HashMap<blake3::Hash, usize>, Error> {
        let mut numbers = HashMap::with_capacity(points.len());
        for (number, point) in points.iter().enumerate() {
            numbers.insert(self.key(point)?, number);
        }
        Ok(numbers)
    }

    /// Hands out the number of its point with every line of all shards.
    fn read_lines<P: serde::Serialize, O: DeserializeOwned>(
        &self,
        points: &[P],
        mut take: impl FnMut(&ShardFile, usize, Read<'_, O>),
    ) -> Result<(), Error> {
        let numbers = self.numbers(points)?;
        for file in ShardFile::all(&self.dir)? {
            file.read(|line| {
                let number = blake3::Hash::from_hex(line.key).ok().and_then(|key| numbers.get(&key));
                take(&file, *number.ok_or("a point of another plan")?, line);
                Ok(())
            })?;
        }
        Ok(())
    }

    /// What is known about each point, in the order of the points, with the seconds that all lines took.
    fn read<P: serde::Serialize, O: DeserializeOwned>(&self, points: &[P]) -> Result<(Vec<PointState<O>>, f64), Error> {
        let mut states: Vec<_> = points.iter().map(|_| PointState::Missing).collect();
        let mut total = 0.0;
        self.read_lines(points, |_, number, line| {
            total += line.seconds;
            match (line.content, &states[number]) {
                (_, PointState::Done(_)) => {}
                (Content::Outcome(outcome), _) => states[number] = PointState::Done(outcome),
                (Content::Error(error), _) => states[number] = PointState::Failed(error),
            }
        })?;
        Ok((states, total))
    }

    /// Which points are done and which have failed, in the order of the points, with the seconds that all lines took.
    ///
    /// Outcomes are passed over, so that this is quick and small whatever they hold.
    pub(crate) fn survey<P: serde::Serialize>(&self, points: &[P]) -> Result<(Vec<PointState<()>>, f64), Error> {
        let (states, seconds) = self.read::<P, IgnoredAny>(points)?;
        let passed_over = |state| match state {
            PointState::Missing => PointState::Missing,
            PointState::Failed(error) => PointState::Failed(error),
            PointState::Done(IgnoredAny) => PointState::Done(()),
        };
        Ok((states.into_iter().map(passed_over).collect(), seconds))
    }

    /// Locks the shard and opens its file for appending, after cutting off a torn last line.
    ///
    /// # Errors
    /// [`Error::InUse`] while another process works on the shard.
    pub(crate) fn append(&self, shard: Shard) -> Result<Appender, Error> {
        Appender::open(&self.dir, shard)
    }

    /// One line for a point: its outcome or its error.
    pub(crate) fn line<E: Experiment>(
        &self,
        point: &E::Point,
        outcome: Result<&E::Outcome, String>,
        seconds: f64,
    ) -> Result<String, Error> {
        lines::line(&self.key(point)?.to_hex(), seconds, point, outcome)
    }

    /// How far the points are, from the files of all shards.
    pub(crate) fn status<E: Experiment>(&self, experiment: &E) -> Result<Status, Error> {
        let points = experiment.points();
        let (states, seconds) = self.survey(&points)?;
        let mut status =
            Status { figure: E::NAME, points: points.len(), done: 0, failed: 0, seconds, first_error: None };
        for state in states {
            match state {
                PointState::Missing => {}
                PointState::Done(_) => status.done += 1,
                PointState::Failed(error) => {
                    status.failed += 1;
                    status.first_error.get_or_insert(error);
                }
            }
        }
        Ok(status)
    }

    /// The outcomes of all points.
    ///
    /// # Errors
    /// [`Error::Incomplete`] says how many points are missing and which is the first.
    pub(crate) fn complete<E: Experiment>(&self, experiment: &E) -> Result<Outcomes<E>, Error> {
        let points = experiment.points();
        let (states, _) = self.read::<_, E::Outcome>(&points)?;
        let missing = states.iter().filter(|state| !matches!(state, PointState::Done(_))).count();
        let failed = states.iter().filter(|state| matches!(state, PointState::Failed(_))).count();
        let total = states.len();
        if let Some(first) = states.iter().position(|state| !matches!(state, PointState::Done(_))) {
            let error = states.iter().find_map(|state| match state {
                PointState::Failed(error) => Some(format!("; the first error: {error}")),
                _ => None,
            });
            let (store, reason) = (self.dir.clone(), error.unwrap_or_default());
            return Err(Error::Incomplete { store, missing, failed, total, first, reason });
        }
        let outcome = |state| match state {
            PointState::Done(outcome) => Some(outcome),
            _ => None,
        };
        Ok(points.into_iter().zip(states.into_iter().filter_map(outcome)).collect())
    }
}

/// The folder of a store.
fn folder(out: &Path, name: &str) -> PathBuf {
    out.join(format!("{name}.store"))
}
