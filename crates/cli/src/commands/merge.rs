//! `piccole merge`.

use crate::failure::{Failure, Outcome};
use crate::terminal::note;
use clap::Args;
use piccole_experiments::{gallery, merge};
use std::path::PathBuf;

/// Write tables and figures from the shards that several processes have computed
#[derive(Args)]
#[command(after_help = "Example:\n  piccole merge results")]
pub(crate) struct Merge {
    /// Folder that the shards were run into
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

impl Merge {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let mut files = merge(&self.dir)?;
        files.push(gallery(&self.dir)?);
        for file in &files {
            note!("wrote {}", file.display());
        }
        Ok(Outcome::Done)
    }
}
