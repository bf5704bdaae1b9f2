//! `piccole verify`.

use crate::failure::{Failure, Outcome};
use crate::instance::{as_text, read_file, read_instance};
use crate::output::{Output, Settings};
use clap::Args;
use piccole_core::formats::{PatternsFormat, read_weights};
use piccole_core::{BitVector, Committee, Patterns};
use serde::Serialize;
use std::path::PathBuf;

/// Count the errors of weights on patterns
///
/// The smallest stability is in units of the field's standard deviation, √N for ±1 inputs; that of a committee is the median
/// of its units'. Exit code 1 if there are errors.
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
    /// Weights as .npy, ±1 of shape (K, N) with K odd
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
    hidden: usize,
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
        let machine = self.read_weights(&patterns)?;
        let errors = machine.errors(&patterns, self.kappa);
        let row = Row {
            n: patterns.n(),
            hidden: machine.hidden(),
            p: patterns.p(),
            kappa: self.kappa,
            errors,
            smallest_stability: machine.stabilities(&patterns).into_iter().fold(f64::INFINITY, f64::min),
            generalization_error: patterns.generalization_error(&machine),
        };
        self.output.write(&[row], &Settings::new("verify", self))?;
        Ok(Outcome::done_if(errors == 0))
    }

    /// The weights of a machine that fits the patterns.
    fn read_weights(&self, patterns: &Patterns) -> Result<Committee, Failure> {
        let units = read_file(&self.weights, read_weights)?;
        let (k, n, expected) = (units.len(), units.first().map_or(0, BitVector::len), patterns.n());
        if n != expected {
            let complaint = format!("weights of shape ({k}, {n}), expected (K, {expected}) for these patterns");
            return Err(Failure::in_file(&self.weights, complaint));
        }
        Committee::new(units).map_err(|error| Failure::in_file(&self.weights, error))
    }
}
