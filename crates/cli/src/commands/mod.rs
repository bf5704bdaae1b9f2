//! The commands, one file each.

mod amp;
mod bethe;
mod completions;
mod doctor;
mod dynamics;
mod enumerate;
mod export;
mod figures;
mod generate;
mod landscape;
mod man;
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
/// a:step:b (end included) or comma lists. Exit codes: 0 done, 1 the work failed (the row says so), 2 bad input. What went
/// wrong is told on standard error, with --format json as one JSON object: kind, message, place and exit code.
#[derive(Parser)]
#[command(version, propagate_version = true, after_help = EXAMPLES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Threads to use [default: one a processor]; results do not depend on it
    #[arg(long, global = true, value_name = "T")]
    threads: Option<NonZero<usize>>,
    /// No notes and no progress on standard error, only what went wrong
    #[arg(long, short, global = true)]
    quiet: bool,
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
    #[command(
        subcommand,
        after_help = "Examples:
  piccole theory thresholds
  piccole theory teacher-student --alpha 0.1:0.1:1.4 --format csv"
    )]
    Theory(theory::Theory),
    #[command(
        subcommand,
        after_help = "Example:
  piccole landscape path plan.toml --out path.csv"
    )]
    Landscape(landscape::Landscape),
    Generate(generate::Generate),
    Enumerate(enumerate::Enumerate),
    Bethe(bethe::Bethe),
    Amp(amp::Amp),
    Solve(solve::Solve),
    Verify(verify::Verify),
    Train(train::Train),
    Dynamics(dynamics::Dynamics),
    #[command(
        subcommand,
        after_help = "Examples:
  piccole plan check data/plans/full/entropy.toml
  piccole plan show data/plans/quick/entropy.toml"
    )]
    Plan(plan::Plan),
    Run(run::Run),
    Status(status::Status),
    Merge(merge::Merge),
    Export(export::Export),
    Figures(figures::Figures),
    Doctor(doctor::Doctor),
    Completions(completions::Completions),
    Man(man::Man),
}

impl Cli {
    /// Carries out the command.
    pub(crate) fn run(self) -> Result<Outcome, Failure> {
        if self.quiet {
            crate::terminal::silence();
        }
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
            Command::Export(export) => export.run(),
            Command::Figures(figures) => figures.run(),
            Command::Doctor(doctor) => doctor.run(),
            Command::Completions(completions) => completions.run(),
            Command::Man(man) => man.run(),
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

    /// A command and all below it, with their words.
    fn with_all_below(words: &str, command: clap::Command) -> Vec<(String, clap::Command)> {
        let below = command.get_subcommands().filter(|below| below.get_name() != "help").cloned();
        let below: Vec<_> =
            below.flat_map(|below| with_all_below(&format!("{words} {}", below.get_name()), below)).collect();
        std::iter::once((words.to_owned(), command)).chain(below).collect()
    }

    fn commands() -> Vec<(String, clap::Command)> {
        with_all_below("piccole", Cli::command())
    }

    /// Parses a line as a shell would hand it over, or says why it cannot be.
    fn parse(line: &str) -> Result<(), String> {
        let words = line.split(" > ").next().unwrap_or_default().split_whitespace();
        match Cli::command().try_get_matches_from(words) {
            Err(error) if error.use_stderr() => Err(format!("`{line}`: {error}")),
            _ => Ok(()),
        }
    }

    #[test]
    fn every_command_says_what_it_does_with_examples_that_are_understood() {
        let commands = commands();
        assert!(commands.len() > 30, "{} commands", commands.len());
        for (words, command) in commands {
            assert!(command.get_about().is_some(), "`{words}` does not say what it does");
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let examples: Vec<&str> = help.lines().filter_map(|line| line.strip_prefix("  ")).collect();
            let examples: Vec<&str> = examples.into_iter().filter(|line| line.starts_with("piccole ")).collect();
            assert!(examples.iter().any(|line| line.starts_with(&words)), "`{words}` has no example");
            for example in examples {
                parse(example).unwrap();
            }
        }
    }

    #[test]
    fn options_of_one_name_mean_one_thing() {
        const SHARED: [&str; 5] = ["seed", "format", "threads", "quiet", "scenario"];
        for name in SHARED {
            let all = commands();
            let options = all.iter().flat_map(|(words, command)| {
                let own = command.get_arguments().filter(|option| option.get_long() == Some(name));
                own.map(|option| {
                    (words.clone(), option.get_help().map(ToString::to_string), option.get_default_values())
                })
            });
            let mut options: Vec<_> = options.collect();
            let (first, help, default) = options.pop().expect(name);
            for (words, other_help, other_default) in options {
                assert_eq!((other_help, other_default), (help.clone(), default), "--{name} of {words} and {first}");
            }
        }
    }

    #[test]
    fn the_commands_that_the_gallery_names_are_understood() {
        let references = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/reference/quick");
        let folder = tempfile::tempdir().unwrap();
        for table in std::fs::read_dir(references).unwrap() {
            let table = table.unwrap();
            std::fs::copy(table.path(), folder.path().join(table.file_name())).unwrap();
        }
        let page = std::fs::read_to_string(piccole_experiments::gallery(folder.path()).unwrap()).unwrap();
        let lines: Vec<&str> = page.split("<code>").skip(1).filter_map(|rest| rest.split("</code>").next()).collect();
        let lines: Vec<&str> = lines.into_iter().filter(|line| line.starts_with("piccole ")).collect();
        assert!(lines.len() > 30, "{} commands", lines.len());
        for line in lines {
            parse(line).unwrap();
        }
    }
}
