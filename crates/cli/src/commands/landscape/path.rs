//! `piccole landscape path`.

use super::Source;
use crate::failure::{Failure, Outcome};
use crate::progress::Progress;
use clap::Args;

/// Shown after the options.
const PLAN: &str = r#"The plan is TOML:

  seed = 1

  [data]                    # default: 1000 images of the Fashion-MNIST subset, pooled to 7 x 7
  pooling = 2               # squares of 2 x 2 pixels to one input; train = 2000; directory = "DIR"

  [network]
  hidden = [64, 64]         # units of the hidden layers; activation = "relu", skip = true

  [training]
  batch = 128
  epochs = 60
  optimizer = { sgd = { learning_rate = 0.1, momentum = 0.9, weight_decay = 1e-4 } }

  [path]                    # defaults
  band_steps = 0.05         # steps of the band as a share of the published schedule
  batch = 512               # examples of a mini-batch, of band and curve
  curve_steps = 1000
  curve_rate = 0.03         # learning rate of the curve

Examples:
  piccole landscape path plan.toml --out path.csv
  piccole landscape path plan.toml --weights a.npy --weights b.npy"#;

/// Loss and test error between two trained networks: along the straight line, a relaxed path and a trained curve
///
/// Trains two networks, from the plan's seed and from seed + 1 (or takes two with --weights), and seeks two ways around the
/// barrier between them: a chain of pivots that slides down, with new ones where the loss rises between two (way `path`), and
/// a curve with one trained bend (`curve`), beside the straight `line`. A row for each point: position, the share of the way;
/// loss, the mean over the training images; test_error, the share of test images classified wrongly.
#[derive(Args)]
#[command(after_help = PLAN)]
pub(crate) struct Path {
    #[command(flatten)]
    source: Source,
}

impl Path {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let (landscape, mut ends) = self.source.open(&[0, 2], "none or two")?;
        let progress = Progress::new("of two minima and the paths", 3);
        progress.reached_from(ends.len() as u64, ends.len() as u64);
        for number in ends.len()..2 {
            ends.push(landscape.train(number as u64)?);
            progress.advance();
        }
        let rows = landscape.path([&ends[0], &ends[1]])?;
        drop(progress);
        self.source.write("landscape path", &landscape, &rows)?;
        Ok(Outcome::Done)
    }
}
