//! The `piccole` command: theory, algorithms and exact enumeration for small neural networks, and the figures that lay
//! them over one another.
//!
//! Rows go to standard output (a table on a terminal, CSV into a pipe, JSON with `--format json`), everything else to
//! standard error, with `--format json` failures as one JSON object. Exit codes: 0 done, 1 the work failed (and the row
//! says so), 2 bad input.

#![forbid(unsafe_code)]

mod commands;
mod failure;
mod instance;
mod interrupt;
mod output;
mod progress;
mod report;
mod terminal;

use clap::Parser;
use std::process::ExitCode;

/// Revision of the source that this program was built from, marked where files differed from it; none outside a repository.
const REVISION: Option<&str> = option_env!("PICCOLE_REVISION");

fn main() -> ExitCode {
    let json = report::wants_json(std::env::args_os());
    match commands::Cli::try_parse() {
        Ok(command) => command.run().map_or_else(|failure| report::failure(&failure, json), ExitCode::from),
        Err(error) => report::usage(&error, json),
    }
}
