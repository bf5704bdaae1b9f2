//! `piccole generate`.

use crate::failure::{Failure, Outcome};
use crate::instance::{Entries, Law, as_text, draw, text};
use crate::output::Settings;
use crate::terminal::note;
use clap::Args;
use piccole_core::formats::{PatternsFormat, write_npz, write_patterns};
use piccole_core::patterns::Scenario;
use piccole_experiments::write_atomically;
use serde::Serialize;
use std::path::PathBuf;

/// Draw patterns and write them to a file
///
/// The format follows the file's name: .npz (keeps labels, teacher and settings), .txt (FBP text), .gz (FBP text in gzip),
/// .bin (rFBP binary); --patterns-format names another. The settings are recorded inside an .npz and beside any other file,
/// in FILE.toml.
#[derive(Args, Serialize)]
#[command(after_help = "Examples:
  piccole generate storage --n 1001 --alpha 0.6 --seed 1 --out patterns.npz
  piccole generate teacher-student --n 501 --alpha 1.2 --inputs gaussian --seed 2 --out teacher.npz
  piccole generate teacher-student --hidden 3 --n 201 --alpha 0.8 --out committee.npz
  piccole generate storage --n 101 --alpha 0.3 --seed 3 --out fbp.txt.gz")]
pub(crate) struct Generate {
    /// Where labels come from: storage (random labels) or teacher-student
    #[serde(serialize_with = "text")]
    scenario: Scenario,
    /// Number of weights N
    #[arg(long)]
    n: usize,
    /// Constraint density P/N, for K hidden units P/(K N)
    #[arg(long, allow_hyphen_values = true)]
    alpha: f64,
    /// Hidden units of the machine that is to learn, and of the teacher; an odd number
    #[arg(long, value_name = "K", default_value_t = 1)]
    hidden: usize,
    #[command(flatten)]
    #[serde(flatten)]
    inputs: Entries,
    /// Seed of everything random
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    #[serde(skip)]
    out: PathBuf,
    /// Format of the file: fbp, fbp-gzip, rfbp, rfbp-binary or npz [default: by its name]
    #[arg(long, value_name = "FORMAT")]
    #[serde(serialize_with = "as_text")]
    patterns_format: Option<PatternsFormat>,
}

impl Generate {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let format = self.format()?;
        let law = Law { scenario: self.scenario, inputs: self.inputs };
        let patterns = draw(law, (self.n, self.hidden), self.alpha, self.seed)?;
        let settings = Settings::new("generate", self);
        if format == PatternsFormat::Npz {
            write_atomically(&self.out, &write_npz(&patterns, &settings.to_toml()?))?;
        } else {
            write_atomically(&self.out, &write_patterns(&patterns, format)?)?;
            settings.write_beside(&self.out)?;
        }
        note!("{}: {} patterns of {} entries, {format}", self.out.display(), patterns.p(), patterns.n());
        Ok(Outcome::Done)
    }

    fn format(&self) -> Result<PatternsFormat, Failure> {
        if let Some(format) = self.patterns_format {
            return Ok(format);
        }
        match self.out.extension().and_then(|extension| extension.to_str()) {
            Some("npz") => Ok(PatternsFormat::Npz),
            Some("txt") => Ok(PatternsFormat::Fbp),
            Some("gz") => Ok(PatternsFormat::FbpGzip),
            Some("bin") => Ok(PatternsFormat::RfbpBinary),
            _ => Err(Failure::bad_input(format!(
                "--out {}: expected a name that ends in .npz, .txt, .gz or .bin, or --patterns-format",
                self.out.display()
            ))),
        }
    }
}
