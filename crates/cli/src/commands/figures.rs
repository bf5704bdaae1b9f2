//! `piccole figures`.

use crate::failure::{Failure, Outcome};
use crate::terminal::note;
use clap::Args;
use piccole_experiments::{draw, gallery};
use std::path::PathBuf;

/// Draw the figures of a folder again from their tables, and the page that shows them
///
/// Writes NAME.svg, NAME.png, NAME.pdf and index.html; the tables stay as they are.
#[derive(Args)]
#[command(after_help = "Example:\n  piccole figures results")]
pub(crate) struct Figures {
    /// Folder with tables
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

impl Figures {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let mut files = draw(&self.dir)?;
        files.push(gallery(&self.dir)?);
        for file in &files {
            note!("wrote {}", file.display());
        }
        Ok(Outcome::Done)
    }
}
