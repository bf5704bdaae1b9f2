//! `piccole plan`.

use crate::failure::{Failure, Outcome};
use crate::output::{Output, Settings, print};
use clap::{Args, Subcommand};
use piccole_experiments::{Plan as Experiment, PlanKind};
use serde::Serialize;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What a plan asks for, before it runs
#[derive(Subcommand)]
pub(crate) enum Plan {
    Check(Check),
    Show(Show),
    Schema(Schema),
}

impl Plan {
    pub(super) fn run(&self, threads: Option<NonZero<usize>>) -> Result<Outcome, Failure> {
        match self {
            Self::Check(check) => check.run(threads),
            Self::Show(show) => show.run(),
            Self::Schema(schema) => schema.run(),
        }
    }
}

/// Points, time and memory of a plan, from a timed sample of its points
///
/// Computes points spread evenly over the plan as long as the time given has not passed (at least one), keeps nothing, and
/// tells how long all take: `seconds` on as many threads as `run` would use, `thread_seconds` on one. Points differ, so
/// that the estimate is as good as the sample. `memory_mb` is the most memory that the sample took, on one thread.
#[derive(Args, Serialize)]
#[command(after_help = "Example:\n  piccole plan check data/plans/full/entropy.toml --time 30")]
pub(crate) struct Check {
    /// The plan
    #[arg(value_name = "PLAN.toml")]
    plan: PathBuf,
    /// Seconds for the sample
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, value_parser = seconds)]
    time: f64,
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.0..=1e6).contains(&seconds) => Ok(seconds),
        _ => Err("expected a number of seconds from 0 to 1000000".into()),
    }
}

#[derive(Serialize)]
struct Row {
    figure: &'static str,
    points: usize,
    sampled: usize,
    thread_seconds: f64,
    threads: usize,
    seconds: f64,
    memory_mb: Option<f64>,
    first_error: Option<String>,
}

impl Check {
    fn run(&self, threads: Option<NonZero<usize>>) -> Result<Outcome, Failure> {
        self.output.check()?;
        let plan = read(&self.plan)?;
        let threads = threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZero::get);
        let estimate = plan.estimate(Duration::from_secs_f64(self.time));
        let parallel = threads.min(estimate.points).max(1);
        let row = Row {
            figure: plan.name(),
            points: estimate.points,
            sampled: estimate.sampled,
            thread_seconds: estimate.seconds,
            threads,
            seconds: estimate.seconds / parallel as f64,
            memory_mb: peak_memory(),
            first_error: estimate.first_error,
        };
        let done = row.first_error.is_none();
        self.output.write_with_decimals(&[row], &Settings::new("plan check", self), 1)?;
        Ok(Outcome::done_if(done))
    }
}

/// The plan with every default filled in, as TOML
#[derive(Args)]
#[command(after_help = "Example:\n  piccole plan show data/plans/quick/entropy.toml")]
pub(crate) struct Show {
    /// The plan
    #[arg(value_name = "PLAN.toml")]
    plan: PathBuf,
}

impl Show {
    fn run(&self) -> Result<Outcome, Failure> {
        print(&read(&self.plan)?.to_toml()?)?;
        Ok(Outcome::Done)
    }
}

/// The JSON schema of plans, for editors that complete and check them
#[derive(Args)]
#[command(after_help = "Examples:
  piccole plan schema > figure.schema.json
  piccole plan schema train > train.schema.json")]
pub(crate) struct Schema {
    /// Kind of plan: a figure's (for `run`), or one of `train`, `dynamics` and `landscape`
    #[arg(value_name = "KIND", default_value = PlanKind::ALL[0].1, value_parser = plan_kind)]
    kind: PlanKind,
}

fn plan_kind(text: &str) -> Result<PlanKind, String> {
    let names = PlanKind::ALL.map(|(_, name)| name);
    let found = PlanKind::ALL.iter().find(|(_, name)| *name == text);
    found.map(|(kind, _)| *kind).ok_or_else(|| format!("expected one of {}", names.join(", ")))
}

impl Schema {
    fn run(&self) -> Result<Outcome, Failure> {
        let text = serde_json::to_string_pretty(&self.kind.schema()).map_err(|error| Failure::Work(error.into()))?;
        print(&format!("{text}\n"))?;
        Ok(Outcome::Done)
    }
}

fn read(path: &Path) -> Result<Experiment, Failure> {
    Ok(Experiment::read(path)?)
}

/// The most memory that this process had so far in megabytes, where the system tells.
fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes / 1000.0)
}
