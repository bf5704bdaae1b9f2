//! `piccole verify`.

use crate::failure::{Failure, Outcome};
use crate::instance::{as_text, read_file, read_instance};
use crate::output::{Output, Settings};
use clap::Args;
use piccole_core::formats::{PatternsFormat, read_weights};
use piccole_core::{BitVector, Patterns};
use serde::Serialize;
use std::path::PathBuf;

/// Count the errors of weights on patterns
///
/// The smallest stability is in units of the field's standard deviation, √N for ±1 inputs. Exit code 1 if there are errors.
#[derive(Args, Serialize)]
#[command(after_help = "Example:\n  piccole verify --patterns patterns.npz --weights w.npy")]
pub(crate) struct Verify {
    /// File of patterns, in any format that is read
    #[arg(long, value_name = "FILE")]
    patterns: PathBuf,
    /// Read --patterns as this format (fbp, fbp-gzip, rfbp, rfbp-binary, npz) instead of looking at its content
    #[arg(long, value_name = "FORMAT")]
    #[serde(serialize_with = "as_text")]
    patterns_format: Option<PatternsFormat>,
    /// Weights as .npy, ±1 of shape (1, N)
    #[arg(long, value_name = "FILE.npy")]
    weights: PathBuf,
    /// Margin that a stability must exceed
    #[arg(long, default_value_t = 0.0, allow_hyphen_values = true)]
    kappa: f64,
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

#[derive(Serialize)]
struct Row {
    n: usize,
    p: usize,
    kappa: f64,
    errors: usize,
    smallest_stability: f64,
    generalization_error: Option<f64>,
}

impl Verify {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        if self.kappa.is_nan() {
            return Err(Failure::bad_input("--kappa NaN: expected a number"));
        }
        let patterns = read_instance(&self.patterns, self.patterns_format)?;
        let weights = self.read_weights(&patterns)?;
        let errors = patterns.errors(&weights, self.kappa);
        let row = Row {
            n: patterns.n(),
            p: patterns.p(),
            kappa: self.kappa,
            errors,
            smallest_stability: patterns.stabilities(&weights).into_iter().fold(f64::INFINITY, f64::min),
            generalization_error: patterns.generalization_error(&weights.into()),
        };
        self.output.write(&[row], &Settings::new("verify", self))?;
        Ok(Outcome::done_if(errors == 0))
    }

    /// The weights of one unit that fit the patterns.
    fn read_weights(&self, patterns: &Patterns) -> Result<BitVector, Failure> {
        let units = read_file(&self.weights, read_weights)?;
        let (k, n) = (units.len(), units.first().map_or(0, BitVector::len));
        match <[BitVector; 1]>::try_from(units) {
            Ok([weights]) if weights.len() == patterns.n() => Ok(weights),
            _ => Err(Failure::in_file(
                &self.weights,
                format!("weights of shape ({k}, {n}), expected (1, {}) for these patterns", patterns.n()),
            )),
        }
    }
}
