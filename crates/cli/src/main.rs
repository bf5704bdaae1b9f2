//! The `piccole` command: theory, algorithms and exact enumeration for small neural networks, and the figures that lay
//! them over one another.
//!
//! Rows go to standard output (a table on a terminal, CSV into a pipe, JSON with `--format json`), everything else to
//! standard error. Exit codes: 0 done, 1 the work failed (and the row says so), 2 bad input.

#![forbid(unsafe_code)]

mod commands;
mod failure;
mod instance;
mod interrupt;
mod output;
mod progress;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match commands::Cli::parse().run() {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            eprintln!("piccole: {failure}");
            failure.exit_code().into()
        }
    }
}
