//! `piccole solve`.

mod checkpoint;
mod flags;
mod row;

use crate::failure::{Failure, Outcome};
use crate::instance::Source;
use crate::interrupt;
use crate::output::{Output, Settings, check_folder};
use crate::progress::Progress;
use crate::terminal::note;
use checkpoint::{CheckpointFile, Kept, Running};
use clap::Args;
use clap::builder::PossibleValuesParser;
use cpu_time::ProcessTime;
use flags::{Given, algorithm_names, long_help};
use piccole_core::formats::write_weights;
use piccole_core::{Patterns, StreamKey};
use piccole_experiments::catalogue::{Configured, named};
use piccole_experiments::write_atomically;
use piccole_msg_passing::{LocalEntropy, Outcome as Solution, Problem, Search, Solver, Stop};
use row::{HistoryRow, Row};
use serde::Serialize;
use serde_json::{Map, Value};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const EXAMPLES: &str = "\
Examples:
  piccole solve --algorithm reinforced-bp --n 1001 --alpha 0.7 --seed 1 --weights-out w.npy
  piccole solve --algorithm sbpi --n 2001 --alpha 0.5 --samples 10
  piccole solve --algorithm replicated-sgd --hidden 5 --n 321 --alpha 0.5 --checkpoint run.checkpoint
  piccole solve --algorithm reinforced-bp --patterns patterns.npz --kappa 0.1";

/// Look for weights that satisfy every pattern
///
/// Each row counts the errors anew from the patterns. Exit code 1 if errors remain in any row; the weights written are then
/// the best that were seen.
///
/// Ctrl-C and SIGTERM stop at the end of the sweep. With --checkpoint FILE the work is kept there, also now and then and
/// after every sample; the same command takes it up again and ends in the same rows (the CPU seconds are those of all its
/// parts), and FILE is removed once they are written. Without it the rows are printed as they are, the last one with
/// stop = interrupted.
#[derive(Args, Serialize)]
#[command(after_help = EXAMPLES, after_long_help = long_help(EXAMPLES))]
pub(crate) struct Solve {
    /// The algorithm
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(algorithm_names()))]
    algorithm: String,
    #[command(flatten)]
    #[serde(flatten)]
    source: Source,
    /// Hidden units of the machine, an odd number; 1 is the perceptron
    #[arg(long, value_name = "K", default_value_t = 1)]
    hidden: usize,
    /// Margin that a stability must exceed
    #[arg(long, default_value_t = 0.0, allow_hyphen_values = true)]
    kappa: f64,
    /// Number of runs, with seeds SEED, SEED+1, … (each draws its own instance, unless it is read from a file)
    #[arg(long, default_value_t = 1)]
    samples: u64,
    /// Measure the entropy of the solutions at distance D (share of the weights) around the weights found; of perceptrons
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    local_entropy: Option<f64>,
    #[command(flatten)]
    #[serde(skip)]
    given: Given,
    /// Keep unfinished work in FILE, and go on from it if it is there
    #[arg(long, value_name = "FILE", help_heading = "Interruptions")]
    #[serde(skip)]
    checkpoint: Option<PathBuf>,
    /// Seconds between two checkpoints
    #[arg(long, value_name = "SECONDS", default_value_t = 60, requires = "checkpoint", help_heading = "Interruptions")]
    #[serde(skip)]
    checkpoint_interval: u64,
    /// Write the weights as .npy, int8 of shape (K, N); with one sample
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    #[serde(skip)]
    weights_out: Option<PathBuf>,
    /// Write errors and overlap after every sweep as CSV or JSON; with one sample
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    #[serde(skip)]
    history_out: Option<PathBuf>,
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

/// All options with the parameters of the algorithm, defaults included.
#[derive(Serialize)]
struct Recorded<'a> {
    #[serde(flatten)]
    options: &'a Solve,
    #[serde(flatten)]
    parameters: Map<String, Value>,
}

/// How the work on a run ended.
enum Worked {
    /// The run has come to its end, or was closed early where there is no checkpoint to keep it.
    Closed(Solution),
    /// It waits in the checkpoint.
    Kept,
}

impl Solve {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        self.check()?;
        let Configured { solver, settings: parameters } = self.configure()?;
        let recorded = Recorded { options: self, parameters };
        let mut file = self.checkpoint_file(&recorded)?;
        let stop = interrupt::watch("the sweep in hand")?;

        let Kept { mut rows, mut run } = file.as_ref().map_or(Ok(Kept::default()), CheckpointFile::read)?;
        let progress = Progress::new("runs", self.samples);
        progress.reached_from(rows.len() as u64, rows.len() as u64);
        for sample in rows.len() as u64..self.samples {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            // One instance serves all runs if it comes from a file; reading it again costs little.
            let patterns = self.source.instance(sample, self.hidden)?;
            let problem = Problem::committee(&patterns, self.hidden)?;
            let seed = self.source.seed.wrapping_add(sample);
            let resumed = run.take();
            let clock = Clock::after(resumed.as_ref().map_or(0.0, |running| running.seconds));
            let search = self.begin(&*solver, problem, seed, (resumed, file.as_ref()))?;
            let Worked::Closed(solution) = work(search, (&rows, file.as_mut()), (&clock, &stop, &progress))? else {
                return Ok(Outcome::NotDone);
            };
            let seconds = clock.seconds();
            let local_entropy = self.local_entropy(&patterns, &solution)?;
            rows.push(Row::new((&self.algorithm, problem, self.kappa, seed), &solution, (seconds, local_entropy)));
            self.write_files(&solution, &recorded)?;
            if let Some(file) = &mut file
                && self.samples > 1
            {
                file.write(&rows, None)?;
            }
            progress.advance();
        }
        drop(progress);
        if rows.len() < self.samples as usize && file.is_some() {
            eprintln!("interrupted after {} of {} runs; the same command goes on", rows.len(), self.samples);
            return Ok(Outcome::NotDone);
        }
        self.output.write(&rows, &Settings::new("solve", &recorded))?;
        file.map_or(Ok(()), |file| file.remove())?;
        Ok(Outcome::done_if(rows.len() == self.samples as usize && rows.iter().all(|row| row.solved)))
    }

    /// Refuses options that do not fit together.
    fn check(&self) -> Result<(), Failure> {
        if !self.kappa.is_finite() {
            return Err(Failure::bad_input(format!("--kappa {}: expected a finite number", self.kappa)));
        }
        if self.samples == 0 {
            return Err(Failure::bad_input("--samples 0: expected at least 1"));
        }
        if let Some(distance) = self.local_entropy
            && !(distance > 0.0 && distance < 1.0)
        {
            return Err(Failure::bad_input(format!("--local-entropy {distance}: expected a number in (0, 1)")));
        }
        if self.local_entropy.is_some() && self.hidden != 1 {
            let complaint = format!("--local-entropy measures around perceptrons, not {} hidden units", self.hidden);
            return Err(Failure::bad_input(complaint));
        }
        let one_file = [("--weights-out", &self.weights_out), ("--history-out", &self.history_out)];
        if let Some((name, _)) = one_file.iter().find(|(_, path)| path.is_some() && self.samples > 1) {
            return Err(Failure::bad_input(format!("{name} writes one run, expected --samples 1")));
        }
        self.weights_out.as_deref().map_or(Ok(()), check_folder)?;
        self.checkpoint.as_deref().map_or(Ok(()), check_folder)?;
        self.history_out.as_deref().map_or(Ok(()), |path| Output::to_file(path).check())
    }

    /// The algorithm, and its parameters as they are.
    fn configure(&self) -> Result<Configured, Failure> {
        let configured = named(&self.algorithm).and_then(|entry| entry.configure(self.kappa, &self.given.0));
        configured.map_err(Failure::bad_input)
    }

    fn checkpoint_file(&self, recorded: &Recorded<'_>) -> Result<Option<CheckpointFile>, Failure> {
        let Some(path) = &self.checkpoint else { return Ok(None) };
        match serde_json::to_value(Settings::new("solve", recorded)) {
            Ok(Value::Object(mut settings)) => {
                // A file of the same name may hold other patterns the next time.
                settings.extend(self.source.file_hash()?.map(|hash| ("patterns_blake3".to_owned(), hash.into())));
                let interval = Duration::from_secs(self.checkpoint_interval);
                Ok(Some(CheckpointFile::new(path.clone(), interval, settings)))
            }
            other => Err(Failure::Work(anyhow::anyhow!("settings are no object: {other:?}"))),
        }
    }

    /// A run at its start, or where it was put aside.
    fn begin<'a>(
        &self,
        solver: &dyn Solver,
        problem: Problem<'a>,
        seed: u64,
        from: (Option<Running>, Option<&CheckpointFile>),
    ) -> Result<Box<dyn Search + 'a>, Failure> {
        let (Some(running), Some(file)) = from else {
            return Ok(solver.begin(problem, StreamKey::from_seed(seed).named("dynamics").rng())?);
        };
        let search = solver.resume(problem, &running.bytes).map_err(|error| file.refusal(error))?;
        note!("seed {seed}: going on after sweep {}", search.history().len());
        Ok(search)
    }

    /// The local entropy around a solution, none if it was not asked for or nothing is there to measure.
    fn local_entropy(&self, patterns: &Patterns, solution: &Solution) -> Result<Option<f64>, Failure> {
        let (Some(distance), Some(weights)) = (self.local_entropy, solution.weights.as_perceptron()) else {
            return Ok(None);
        };
        let measure = LocalEntropy { margin: self.kappa, ..LocalEntropy::default() };
        let point = measure.at_distance(patterns, weights, distance)?;
        if point.stop != Stop::Converged {
            note!("local entropy at distance {distance}: {} (change {:.1e})", point.stop, point.change);
        }
        Ok((point.stop == Stop::Converged).then_some(point.entropy))
    }

    fn write_files(&self, solution: &Solution, recorded: &Recorded<'_>) -> Result<(), Failure> {
        if let Some(path) = &self.weights_out {
            write_atomically(path, &write_weights(solution.weights.units()))?;
            Settings::new("solve", recorded).write_beside(path)?;
        }
        if let Some(path) = &self.history_out {
            let rows = HistoryRow::all(&solution.history);
            Output::to_file(path).write(&rows, &Settings::new("solve --history-out", recorded))?;
        }
        Ok(())
    }
}

/// CPU time of a run, over all of its parts.
struct Clock {
    before: f64,
    start: ProcessTime,
}

impl Clock {
    fn after(before: f64) -> Self {
        Self { before, start: ProcessTime::now() }
    }

    fn seconds(&self) -> f64 {
        self.before + self.start.elapsed().as_secs_f64()
    }
}

/// Sweeps until the run ends or is interrupted.
fn work(
    mut search: Box<dyn Search + '_>,
    (rows, mut file): (&[Row], Option<&mut CheckpointFile>),
    (clock, stop, progress): (&Clock, &AtomicBool, &Progress),
) -> Result<Worked, Failure> {
    while search.sweep().is_none() {
        progress.inside(|| {
            let (sweep, last) = (search.history().len(), search.history().last());
            format!("sweep {sweep}: {} errors", last.map_or(0, |record| record.errors))
        });
        let running = || Running { bytes: search.checkpoint(), seconds: clock.seconds() };
        let interrupted = stop.load(Ordering::Relaxed);
        match &mut file {
            Some(file) if interrupted => {
                file.write(rows, Some(running()))?;
                eprintln!("interrupted after sweep {}; the same command goes on", search.history().len());
                return Ok(Worked::Kept);
            }
            Some(file) => file.write_if_due(rows, running),
            None if interrupted => break,
            None => {}
        }
    }
    Ok(Worked::Closed(search.close()))
}
