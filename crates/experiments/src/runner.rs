//! Runs the points of a plan that its store lacks.

use crate::experiment::Experiment;
use crate::store::{Appender, PointState, Shard, Store};
use crate::{Error, output};
use piccole_core::StreamKey;
use rayon::prelude::*;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How to run a plan.
///
/// [`RunOptions::new`] is a whole run on all processors; what differs is written over it:
/// `RunOptions { threads: NonZero::new(1), ..RunOptions::new("results".as_ref()) }`.
#[derive(Clone, Copy)]
pub struct RunOptions<'a> {
    /// Folder for table, figures and store; created if it is not there.
    pub out: &'a Path,
    /// Number of threads; none for one a processor. The table does not depend on it.
    pub threads: Option<NonZero<usize>>,
    /// The part of the plan to compute.
    pub shard: Shard,
    /// Whether points that have failed before are computed again.
    pub retry_failed: bool,
    /// Revision of the program's source, for the manifest of the store.
    pub revision: Option<&'a str>,
    /// Set to stop after the points that are being computed; the rest waits for a resume.
    pub stop: &'a AtomicBool,
    /// Called at the start and after every point, from any thread.
    pub progress: &'a (dyn Fn(Progress) + Sync),
}

impl<'a> RunOptions<'a> {
    /// The whole plan on one thread a processor, failed points left alone, nothing reported and nothing to stop it.
    pub fn new(out: &'a Path) -> Self {
        static NEVER: AtomicBool = AtomicBool::new(false);
        let (shard, retry_failed) = (Shard::WHOLE, false);
        Self { out, threads: None, shard, retry_failed, revision: None, stop: &NEVER, progress: &|_| {} }
    }
}

/// How far a run has come, in points of its shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Points that are finished, those of earlier runs included, failed ones not.
    pub done: usize,
    /// Of these, the points that an earlier run had finished.
    pub skipped: usize,
    /// Points that failed, in this run or, if they are left alone, before.
    pub failed: usize,
    /// All points of the shard.
    pub total: usize,
}

/// What a run has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Points computed in this run.
    pub done: usize,
    /// Points that failed, in this run or, if they were left alone, before.
    pub failed: usize,
    /// Points of the shard that were in the store already.
    pub skipped: usize,
    /// All points of the shard.
    pub total: usize,
    /// The error of the first failed point, in the order of the points.
    pub first_error: Option<String>,
    /// Whether every point of the plan, of all shards, is in the store, so that table and figures were written.
    pub complete: bool,
    /// The files that were written: plan, and table and figures of a complete run.
    pub files: Vec<PathBuf>,
}

/// Computes what is missing and, when nothing is missing any more, writes table and figures.
pub(crate) fn run<E: Experiment>(experiment: &E, options: &RunOptions<'_>) -> Result<Summary, Error> {
    run_by(experiment, options, |store, points, missing, tally| compute(experiment, store, points, missing, tally))
}

/// The same where `compute` sees to it that the missing points, named by their numbers, are computed and tallied.
pub(crate) fn run_by<E: Experiment>(
    experiment: &E,
    options: &RunOptions<'_>,
    compute: impl FnOnce(&Store, &[E::Point], &[usize], &Tally<'_>) -> Result<(), Error>,
) -> Result<Summary, Error> {
    let store = Store::open(experiment, options.out, options.revision)?;
    let appender = store.append(options.shard)?;
    let mut files = vec![output::write_plan(experiment, options.out)?];

    let points = experiment.points();
    let Task { missing, skipped, failed } = Task::of::<E>(&store, &points, options)?;
    let total = missing.len() + skipped + failed.len();
    let known = failed.len();
    let tally = Tally {
        appender: Mutex::new(Progressing { appender, done: 0, failures: failed, broken: None }),
        skipped,
        total,
        options,
    };
    tally.report(0, known);
    compute(&store, &points, &missing, &tally)?;
    let Progressing { done, mut failures, broken, .. } =
        tally.appender.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(error) = broken {
        return Err(error);
    }

    failures.sort();
    let failed = failures.len();
    let first_error = failures.into_iter().next().map(|(_, error)| error);
    // Outcomes are read, all of them, only where they may be complete.
    let complete = done + skipped == total && write_if_complete(experiment, &store, options.out, &mut files)?;
    Ok(Summary { done, failed, skipped, total, first_error, complete, files })
}

/// Table and figures, unless other shards lack points; whether they were written.
fn write_if_complete<E: Experiment>(
    experiment: &E,
    store: &Store,
    out: &Path,
    files: &mut Vec<PathBuf>,
) -> Result<bool, Error> {
    match store.complete(experiment) {
        Ok(outcomes) => {
            files.extend(output::write(experiment, &outcomes, out)?);
            Ok(true)
        }
        Err(Error::Incomplete { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// What there is to do in a shard.
struct Task {
    /// Numbers of the points to compute.
    missing: Vec<usize>,
    /// How many points have an outcome.
    skipped: usize,
    /// Points that have failed and are left alone, with their errors.
    failed: Vec<(usize, String)>,
}

impl Task {
    fn of<E: Experiment>(store: &Store, points: &[E::Point], options: &RunOptions<'_>) -> Result<Self, Error> {
        let mut task = Self { missing: Vec::new(), skipped: 0, failed: Vec::new() };
        let (states, _) = store.survey(points)?;
        for (number, state) in states.into_iter().enumerate().filter(|&(number, _)| options.shard.holds(number)) {
            match state {
                PointState::Done(()) => task.skipped += 1,
                PointState::Failed(error) if !options.retry_failed => task.failed.push((number, error)),
                PointState::Missing | PointState::Failed(_) => task.missing.push(number),
            }
        }
        Ok(task)
    }
}

/// Runs points on a pool of threads of our own.
fn compute<E: Experiment>(
    experiment: &E,
    store: &Store,
    points: &[E::Point],
    missing: &[usize],
    tally: &Tally<'_>,
) -> Result<(), Error> {
    pool(tally.options.threads.map_or(0, NonZero::get))?.install(|| {
        missing.par_iter().with_max_len(1).for_each(|&number| {
            if tally.options.stop.load(Ordering::Relaxed) || tally.is_broken() {
                return;
            }
            let start = Instant::now();
            let outcome = run_point(experiment, &points[number]);
            let seconds = start.elapsed().as_secs_f64();
            let line = store.line::<E>(&points[number], outcome.as_ref().map_err(Clone::clone), seconds);
            tally.record(number, outcome.err(), line);
        });
    });
    Ok(())
}

/// Threads for points; 0 for one a processor.
pub(crate) fn pool(threads: usize) -> Result<rayon::ThreadPool, Error> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| Error::Threads { threads, reason: error.to_string() })
}

/// What a plan asks for, from some of its points.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// All points of the plan.
    pub points: usize,
    /// Points that were computed to see how long they take.
    pub sampled: usize,
    /// Seconds that all points take on one thread: as long as the sampled ones did on average.
    pub seconds: f64,
    /// The error of the first sampled point that failed.
    pub first_error: Option<String>,
}

/// Computes points spread evenly over the plan, at least one and as many as start within `time`, and keeps nothing.
pub(crate) fn estimate<E: Experiment>(experiment: &E, time: Duration) -> Estimate {
    let points = experiment.points();
    let start = Instant::now();
    let (mut sampled, mut first_error) = (0, None);
    // Steps of about the golden section leave no large gap at any time; coprime to the number, they come to every point once.
    let step = golden_step(points.len());
    for k in 0..points.len() {
        let outcome = run_point(experiment, &points[k * step % points.len()]);
        sampled += 1;
        first_error = first_error.or(outcome.err());
        if start.elapsed() >= time {
            break;
        }
    }
    let seconds = start.elapsed().as_secs_f64() / sampled.max(1) as f64 * points.len() as f64;
    Estimate { points: points.len(), sampled, seconds, first_error }
}

/// The first number from 0.618 `count` on that has no divisor with it in common.
fn golden_step(count: usize) -> usize {
    let coprime = |step: &usize| {
        let (mut a, mut b) = (*step, count);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a == 1
    };
    ((0.618 * count as f64) as usize..).find(coprime).expect("one of count consecutive numbers is coprime to it")
}

/// One point with the random streams that belong to it.
pub(crate) fn run_point<E: Experiment>(experiment: &E, point: &E::Point) -> Result<E::Outcome, String> {
    let name = serde_json::to_string(point).map_err(|error| error.to_string())?;
    let key = StreamKey::from_seed(experiment.seed()).named(E::NAME).named(&name);
    experiment.run(point, &key).map_err(|error| error.to_string())
}

/// Takes finished points in, one at a time.
pub(crate) struct Tally<'a> {
    appender: Mutex<Progressing>,
    skipped: usize,
    total: usize,
    options: &'a RunOptions<'a>,
}

struct Progressing {
    appender: Appender,
    done: usize,
    failures: Vec<(usize, String)>,
    /// Why the store takes no more lines: after a torn line nothing may follow.
    broken: Option<Error>,
}

impl Tally<'_> {
    pub(crate) fn is_broken(&self) -> bool {
        self.lock().broken.is_some()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Progressing> {
        self.appender.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn record(&self, number: usize, error: Option<String>, line: Result<String, Error>) {
        let mut state = self.lock();
        if state.broken.is_some() {
            return;
        }
        match line.and_then(|line| state.appender.append(&line)) {
            Err(error) => state.broken = Some(error),
            Ok(()) => match error {
                None => state.done += 1,
                Some(error) => state.failures.push((number, error)),
            },
        }
        let (done, failed) = (state.done, state.failures.len());
        // Reported under the lock, so that the counts a caller sees never go back.
        self.report(done, failed);
    }

    fn report(&self, done: usize, failed: usize) {
        let (skipped, total) = (self.skipped, self.total);
        (self.options.progress)(Progress { done: done + skipped, skipped, failed, total });
    }
}

#[cfg(test)]
mod tests {
    use super::golden_step;

    #[test]
    fn a_sample_comes_to_every_point_once_and_leaves_no_large_gap() {
        for count in 1..200 {
            let visited: Vec<usize> = (0..count).map(|k| k * golden_step(count) % count).collect();
            let mut sorted = visited.clone();
            sorted.sort_unstable();
            assert!(sorted.into_iter().eq(0..count), "{count}");
            if count >= 50 {
                let mut first = visited[..5].to_vec();
                first.sort_unstable();
                let gaps = first.windows(2).map(|pair| pair[1] - pair[0]).chain([first[0], count - first[4]]);
                assert!(gaps.max().unwrap() <= count * 45 / 100, "{count}: {first:?}");
            }
        }
    }
}
