//! `piccole export`.

use crate::failure::{Failure, Outcome};
use crate::output::check_folder;
use crate::terminal::note;
use clap::Args;
use piccole_experiments::{ExportFormat, export};
use std::path::PathBuf;

/// Write the points of a run, computed so far or failed, as one table for other programs
///
/// A row a point, in the order of the plan, a column for each value of the point (`point.…`) and of its outcome
/// (`outcome.…`); arrays are JSON text. The name of the file says the format: .csv or .npz (NumPy), and in builds with the
/// features of these names .parquet or .sqlite (the table `points`).
#[derive(Args)]
#[command(after_help = "Examples:
  piccole export results --out points.csv
  piccole export results --figure entropy --out points.npz")]
pub(crate) struct Export {
    /// Folder that plans were run into
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// The figure whose points to write, where the folder holds several
    #[arg(long, value_name = "NAME")]
    figure: Option<String>,
    /// The file
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Export {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let path = &self.out;
        let Some(format) = ExportFormat::of_name(path) else {
            let known: Vec<String> = ExportFormat::ALL.iter().map(|(_, extension)| format!(".{extension}")).collect();
            let known = known.join(", ");
            return Err(Failure::bad_input(format!(
                "--out {}: expected a name that ends in one of {known}",
                path.display()
            )));
        };
        check_folder(path)?;
        let rows = export(&self.dir, self.figure.as_deref(), format, path)?;
        note!("wrote {}, {rows} rows", path.display());
        Ok(Outcome::Done)
    }
}
