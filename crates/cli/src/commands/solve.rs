//! `piccole solve`.

use crate::failure::{Failure, Outcome};
use crate::instance::Source;
use crate::output::{Output, Settings, check_folder};
use crate::progress::Progress;
use clap::{Args, ValueEnum};
use cpu_time::ThreadTime;
use piccole_core::formats::write_weights;
use piccole_core::{Patterns, StreamKey};
use piccole_experiments::write_atomically;
use piccole_msg_passing::{
    BpDecimation, Bpi, ClippedPerceptron, Outcome as Solution, Problem, ReinforcedAmp, ReinforcedBp, Sbpi, Solver,
};
use serde::Serialize;
use std::path::PathBuf;

/// Look for weights that satisfy every pattern
///
/// Each row counts the errors anew from the patterns. Exit code 1 if errors remain in any row; the weights written are then
/// the best that were seen.
#[derive(Args, Serialize)]
#[command(after_help = "Examples:
  piccole solve --algorithm reinforced-bp --n 1001 --alpha 0.7 --seed 1 --weights-out w.npy
  piccole solve --algorithm sbpi --n 2001 --alpha 0.5 --samples 10
  piccole solve --algorithm reinforced-bp --patterns patterns.npz --kappa 0.1")]
pub(crate) struct Solve {
    /// The algorithm
    #[arg(long, value_enum)]
    algorithm: Algorithm,
    #[command(flatten)]
    #[serde(flatten)]
    source: Source,
    /// Hidden units of the network; these algorithms train one
    #[arg(long, value_name = "K", default_value_t = 1)]
    hidden: usize,
    /// Margin that a stability must exceed
    #[arg(long, default_value_t = 0.0, allow_hyphen_values = true)]
    kappa: f64,
    /// Number of runs, with seeds SEED, SEED+1, … (each draws its own instance, unless it is read from a file)
    #[arg(long, default_value_t = 1)]
    samples: u64,
    #[command(flatten)]
    #[serde(flatten)]
    parameters: Parameters,
    /// Write the weights as .npy, int8 of shape (1, N); with one sample
    #[arg(long, value_name = "FILE")]
    #[serde(skip)]
    weights_out: Option<PathBuf>,
    /// Write errors and overlap after every sweep as CSV or JSON; with one sample
    #[arg(long, value_name = "FILE")]
    #[serde(skip)]
    history_out: Option<PathBuf>,
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

/// Parameters of the algorithms; each has its own defaults.
#[derive(Args, Clone, Copy, Serialize)]
struct Parameters {
    /// Sweeps allowed [default: reinforced-bp and reinforced-amp 1000, bp-decimation 10000, on-line rules 3000]
    #[arg(long, help_heading = "Parameters of the algorithm")]
    max_sweeps: Option<usize>,
    /// reinforced-bp, reinforced-amp: rate at which the reinforcement grows, in (0, 1) [default: 0.015, 0.012]
    #[arg(long, help_heading = "Parameters of the algorithm")]
    rate: Option<f64>,
    /// reinforced-bp, bp-decimation: share of the old message kept in an update, in [0, 1) [default: 0]
    #[arg(long, help_heading = "Parameters of the algorithm")]
    damping: Option<f64>,
    /// bp-decimation: share of the weights that a round fixes, in (0, 1] [default: 0.01]
    #[arg(long, help_heading = "Parameters of the algorithm")]
    fraction: Option<f64>,
    /// sbpi, bpi: products up to this much above the margin are barely right [default: 2]
    #[arg(long, help_heading = "Parameters of the algorithm")]
    threshold: Option<f64>,
    /// sbpi: probability of consolidating a pattern that is barely right [default: 0.3]
    #[arg(long, help_heading = "Parameters of the algorithm")]
    probability: Option<f64>,
    /// cp-r: rate of the reinforcement in units of √(2/(πN)), in [0, 1] [default: 0.07]
    #[arg(long, help_heading = "Parameters of the algorithm")]
    reinforcement: Option<f64>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Algorithm {
    /// Reinforced belief propagation
    ReinforcedBp,
    /// Reinforced approximate message passing
    ReinforcedAmp,
    /// Belief propagation that fixes the most polarised weights, round by round
    BpDecimation,
    /// The on-line rule SBPI
    Sbpi,
    /// The on-line rule BPI: SBPI that consolidates every time
    Bpi,
    /// The on-line rule CP+R: the clipped perceptron with reinforcement
    CpR,
    /// The on-line rule CP: the clipped perceptron
    ClippedPerceptron,
}

#[derive(Serialize)]
struct Row {
    algorithm: Algorithm,
    n: usize,
    hidden: usize,
    p: usize,
    alpha: f64,
    kappa: f64,
    seed: u64,
    solved: bool,
    errors: usize,
    sweeps: usize,
    stop: &'static str,
    cpu_seconds: f64,
    generalization_error: Option<f64>,
    /// Of the solution found; not measured by these algorithms.
    local_entropy: Option<f64>,
}

#[derive(Serialize)]
struct HistoryRow {
    sweep: usize,
    errors: usize,
    overlap: f64,
}

impl Solve {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        self.check()?;
        let progress = Progress::new("runs", self.samples);
        let mut rows = Vec::new();
        for sample in 0..self.samples {
            // One instance serves all runs if it comes from a file; reading it again costs little.
            let patterns = self.source.instance(sample)?;
            let seed = self.source.seed.wrapping_add(sample);
            let start = ThreadTime::now();
            let solution = self.solve(&patterns, seed)?;
            rows.push(self.row(&patterns, seed, &solution, start.elapsed().as_secs_f64()));
            self.write_files(&solution)?;
            progress.advance();
        }
        drop(progress);
        self.output.write(&rows, &Settings::new("solve", self))?;
        Ok(Outcome::done_if(rows.iter().all(|row| row.solved)))
    }

    /// Refuses options that do not fit together.
    fn check(&self) -> Result<(), Failure> {
        let Parameters { rate, damping, fraction, threshold, probability, reinforcement, .. } = self.parameters;
        let given = [
            ("--rate", rate),
            ("--damping", damping),
            ("--fraction", fraction),
            ("--threshold", threshold),
            ("--probability", probability),
            ("--reinforcement", reinforcement),
        ];
        let own: &[&str] = match self.algorithm {
            Algorithm::ReinforcedBp => &["--rate", "--damping"],
            Algorithm::ReinforcedAmp => &["--rate"],
            Algorithm::BpDecimation => &["--damping", "--fraction"],
            Algorithm::Sbpi => &["--threshold", "--probability"],
            Algorithm::Bpi => &["--threshold"],
            Algorithm::CpR => &["--reinforcement"],
            Algorithm::ClippedPerceptron => &[],
        };
        if let Some((name, _)) = given.iter().find(|(name, value)| value.is_some() && !own.contains(name)) {
            return Err(Failure::bad_input(format!("{name} is no parameter of this algorithm, see --help")));
        }
        if self.hidden != 1 {
            let hidden = self.hidden;
            return Err(Failure::bad_input(format!("--hidden {hidden}: this algorithm trains 1 unit")));
        }
        if self.samples == 0 {
            return Err(Failure::bad_input("--samples 0: expected at least 1"));
        }
        let one_file = [("--weights-out", &self.weights_out), ("--history-out", &self.history_out)];
        if let Some((name, _)) = one_file.iter().find(|(_, path)| path.is_some() && self.samples > 1) {
            return Err(Failure::bad_input(format!("{name} writes one run, expected --samples 1")));
        }
        self.weights_out.as_deref().map_or(Ok(()), check_folder)?;
        self.history_out.as_deref().map_or(Ok(()), |path| Output::to_file(path).check())
    }

    fn solve(&self, patterns: &Patterns, seed: u64) -> Result<Solution, Failure> {
        let rng = StreamKey::from_seed(seed).named("dynamics").rng();
        let mut search = self.solver().begin(Problem::from(patterns), rng)?;
        while search.sweep().is_none() {}
        Ok(search.close())
    }

    /// The algorithm with its parameters.
    fn solver(&self) -> Box<dyn Solver> {
        let margin = self.kappa;
        let Parameters { max_sweeps, rate, damping, fraction, threshold, probability, reinforcement } = self.parameters;
        match self.algorithm {
            Algorithm::ReinforcedBp => {
                let default = ReinforcedBp::default();
                Box::new(ReinforcedBp {
                    margin,
                    rate: rate.unwrap_or(default.rate),
                    damping: damping.unwrap_or(default.damping),
                    max_sweeps: max_sweeps.unwrap_or(default.max_sweeps),
                })
            }
            Algorithm::ReinforcedAmp => {
                let default = ReinforcedAmp::default();
                Box::new(ReinforcedAmp {
                    margin,
                    rate: rate.unwrap_or(default.rate),
                    max_sweeps: max_sweeps.unwrap_or(default.max_sweeps),
                })
            }
            Algorithm::BpDecimation => {
                let default = BpDecimation::default();
                Box::new(BpDecimation {
                    margin,
                    fraction: fraction.unwrap_or(default.fraction),
                    damping: damping.unwrap_or(default.damping),
                    max_sweeps: max_sweeps.unwrap_or(default.max_sweeps),
                    ..default
                })
            }
            Algorithm::Sbpi => {
                let default = Sbpi::default();
                Box::new(Sbpi {
                    margin,
                    threshold: threshold.unwrap_or(default.threshold),
                    probability: probability.unwrap_or(default.probability),
                    max_sweeps: max_sweeps.unwrap_or(default.max_sweeps),
                })
            }
            Algorithm::Bpi => {
                let default = Bpi::default();
                Box::new(Bpi {
                    margin,
                    threshold: threshold.unwrap_or(default.threshold),
                    max_sweeps: max_sweeps.unwrap_or(default.max_sweeps),
                })
            }
            Algorithm::CpR | Algorithm::ClippedPerceptron => {
                let default = ClippedPerceptron::default();
                let plain = self.algorithm == Algorithm::ClippedPerceptron;
                Box::new(ClippedPerceptron {
                    margin,
                    reinforcement: if plain { 0.0 } else { reinforcement.unwrap_or(default.reinforcement) },
                    max_sweeps: max_sweeps.unwrap_or(default.max_sweeps),
                })
            }
        }
    }

    fn row(&self, patterns: &Patterns, seed: u64, solution: &Solution, cpu_seconds: f64) -> Row {
        Row {
            algorithm: self.algorithm,
            n: patterns.n(),
            hidden: self.hidden,
            p: patterns.p(),
            alpha: patterns.constraint_density(),
            kappa: self.kappa,
            seed,
            solved: solution.solved(),
            errors: solution.errors,
            sweeps: solution.sweeps,
            stop: solution.stop.as_str(),
            cpu_seconds,
            generalization_error: patterns.generalization_error(&solution.weights),
            local_entropy: None,
        }
    }

    fn write_files(&self, solution: &Solution) -> Result<(), Failure> {
        if let Some(path) = &self.weights_out {
            write_atomically(path, &write_weights(solution.weights.units()))?;
            Settings::new("solve", self).write_beside(path)?;
        }
        if let Some(path) = &self.history_out {
            let row = |(k, record): (usize, &piccole_msg_passing::SweepRecord)| HistoryRow {
                sweep: k + 1,
                errors: record.errors,
                overlap: record.overlap,
            };
            let rows: Vec<HistoryRow> = solution.history.iter().enumerate().map(row).collect();
            Output::to_file(path).write(&rows, &Settings::new("solve --history-out", self))?;
        }
        Ok(())
    }
}
