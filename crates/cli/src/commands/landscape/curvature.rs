//! `piccole landscape curvature`.

use super::Source;
use crate::failure::{Failure, Outcome};
use crate::progress::Progress;
use clap::Args;

/// Shown after the options.
const PLAN: &str = r#"The plan is TOML:

  seed = 1

  [network]
  hidden = [64, 64]         # units of the hidden layers; activation = "relu", skip = true

  [training]                # and [data], of which the default is 1000 images of the Fashion-MNIST subset
  batch = 32
  epochs = 60
  stop_loss = 0.03
  optimizer = { sgd = { learning_rate = 0.05 } }

  [curvature]               # defaults
  eigenvalues = 3           # at each end
  tolerance = 1e-3          # of their residuals, as a share of the largest
  max_products = 300
  trace_draws = 50
  density_steps = 40        # of Lanczos, from each of
  density_starts = 2
  strengths = [0.05, 0.1, 0.2]
  draws = 40                # of the noise

Examples:
  piccole landscape curvature plan.toml --format json
  piccole landscape curvature plan.toml --weights w.npy"#;

/// Eigenvalues, trace and spectral density of the Hessian, whole and per layer, and local energies
///
/// Trains a network (or takes one with --weights) and measures the second derivatives of its mean loss over the training
/// images. Rows by quantity:
///
///   eigenvalue     at 0, 1, ... from the largest, at -1, -2, ... from the smallest; error is the residual
///   trace          the mean over random vectors; error is its standard error
///   density        the share (value) of eigenvalues at a place (at) of their axis; shares of a block add up to 1
///   local-energy   how much the share of wrong training images grows under noise of a strength (at), a share of each weight
///   loss-growth    the same of the loss
///
/// layer is the block of one layer, from 0; empty for the whole. An eigenvalue that has not converged says so in status, and
/// makes the exit code 1.
#[derive(Args)]
#[command(
    verbatim_doc_comment,
    after_help = PLAN
)]
pub(crate) struct Curvature {
    #[command(flatten)]
    source: Source,
}

impl Curvature {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let (landscape, mut weights) = self.source.open(&[0, 1], "none or one")?;
        let progress = Progress::new("of network and curvature", 2);
        let weights = match weights.pop() {
            Some(weights) => weights,
            None => landscape.train(0)?,
        };
        progress.advance();
        let rows = landscape.curvature(&weights)?;
        drop(progress);
        self.source.write("landscape curvature", &landscape, &rows)?;
        Ok(Outcome::done_if(rows.iter().all(|row| row.status == "ok")))
    }
}
