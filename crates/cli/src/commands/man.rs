//! `piccole man`.

use super::Cli;
use crate::failure::{Failure, Outcome};
use crate::output::print;
use crate::terminal::note;
use clap::{Args, CommandFactory};
use std::path::PathBuf;

/// Print the manual page, or write the pages of all commands
#[derive(Args)]
#[command(after_help = "Examples:
  piccole man > piccole.1
  piccole man --out ~/.local/share/man/man1")]
pub(crate) struct Man {
    /// Write a page for every command to DIR instead
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Man {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        match &self.out {
            Some(dir) => {
                std::fs::create_dir_all(dir)
                    .and_then(|()| clap_mangen::generate_to(Cli::command(), dir))
                    .map_err(|error| Failure::in_file(dir, error))?;
                note!("wrote the pages of all commands to {}", dir.display());
            }
            None => {
                let mut page = Vec::new();
                clap_mangen::Man::new(Cli::command()).render(&mut page).map_err(|error| Failure::Work(error.into()))?;
                print(&String::from_utf8_lossy(&page))?;
            }
        }
        Ok(Outcome::Done)
    }
}
