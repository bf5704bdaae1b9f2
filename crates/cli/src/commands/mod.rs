//! The commands, one file each.

mod amp;
mod bethe;
mod completions;
mod doctor;
mod dynamics;
mod enumerate;
mod figures;
mod generate;
mod landscape;
mod merge;
mod plan;
mod ranks;
mod run;
mod solve;
mod status;
mod theory;
mod train;
mod verify;

use crate::failure::{Failure, Outcome};
use clap::{Parser, Subcommand};
use std::num::NonZero;

/// Statistical mechanics of small neural networks: replica theory, message passing and exact enumeration side by side.
///
/// Rows go to standard output: a table on a terminal, CSV into a pipe, one JSON array with --format json. Grids are
/// a:step:b (end included) or comma lists. Exit codes: 0 done, 1 the work failed (the row says so), 2 bad input.
#[derive(Parser)]
#[command(version, propagate_version = true, after_help = EXAMPLES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Threads to use [default: one a processor]; results do not depend on it
    #[arg(long, global = true, value_name = "T")]
    threads: Option<NonZero<usize>>,
}

const EXAMPLES: &str = "\
Examples:
  piccole theory storage --alpha 0.1:0.1:0.8
  piccole enumerate --n 25 --alpha 0.4 --seed 1
  piccole solve --algorithm reinforced-bp --n 1001 --alpha 0.7 --weights-out w.npy
  piccole run data/plans/quick/entropy.toml --out results";

#[derive(Subcommand)]
enum Command {
    /// Curves and thresholds from the replica method
    #[command(subcommand)]
    Theory(theory::Theory),
    #[command(subcommand)]
    Landscape(landscape::Landscape),
    Generate(generate::Generate),
    Enumerate(enumerate::Enumerate),
    Bethe(bethe::Bethe),
    Amp(amp::Amp),
    Solve(solve::Solve),
    Verify(verify::Verify),
    Train(train::Train),
    Dynamics(dynamics::Dynamics),
    #[command(subcommand)]
    Plan(plan::Plan),
    Run(run::Run),
    Status(status::Status),
    Merge(merge::Merge),
    Figures(figures::Figures),
    Doctor(doctor::Doctor),
    Completions(completions::Completions),
}

impl Cli {
    /// Carries out the command.
    pub(crate) fn run(self) -> Result<Outcome, Failure> {
        if let Some(threads) = self.threads {
            rayon::ThreadPoolBuilder::new()
                .num_threads(threads.get())
                .build_global()
                .map_err(|error| Failure::Work(error.into()))?;
        }
        match self.command {
            Command::Theory(theory) => theory.run(),
            Command::Landscape(landscape) => landscape.run(),
            Command::Generate(generate) => generate.run(),
            Command::Enumerate(enumerate) => enumerate.run(),
            Command::Bethe(bethe) => bethe.run(),
            Command::Amp(amp) => amp.run(),
            Command::Solve(solve) => solve.run(),
            Command::Verify(verify) => verify.run(),
            Command::Train(train) => train.run(),
            Command::Dynamics(dynamics) => dynamics.run(),
            Command::Plan(plan) => plan.run(self.threads),
            Command::Run(run) => run.run(self.threads),
            Command::Status(status) => status.run(),
            Command::Merge(merge) => merge.run(),
            Command::Figures(figures) => figures.run(),
            Command::Doctor(doctor) => doctor.run(),
            Command::Completions(completions) => completions.run(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
