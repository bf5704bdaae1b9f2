//! `piccole landscape surface`.

use super::Source;
use crate::failure::{Failure, Outcome};
use crate::progress::Progress;
use clap::Args;
use piccole_experiments::landscape::Viewed;

/// Shown after the options.
const PLAN: &str = r#"The plan is TOML:

  seed = 1

  [data]                    # default: 1000 images of the Fashion-MNIST subset, pooled to 7 x 7
  train = 300               # training images; pooling = 4; directory = "DIR"

  [network]
  hidden = [24, 24, 24]     # units of the hidden layers; activation = "relu"
  skip = true               # residual connections between hidden layers of equal width

  [training]
  batch = 32
  epochs = 60
  stop_loss = 0.3           # the same loss where surfaces are to be compared
  optimizer = { sgd = { learning_rate = 0.01, momentum = 0.9 } }

  [surface]                 # defaults
  grid = 21                 # points along each side
  half_width = 1.0          # of the square around one network, in units of the weights' own lengths
  margin = 0.25             # around several, as a share of their extent

Examples:
  piccole landscape surface plan.toml --out surface.csv
  piccole landscape surface plan.toml --trajectory
  piccole landscape surface plan.toml --weights a.npy --weights b.npy --weights c.npy"#;

/// The loss on a plane: around a network, through three, or along a training
///
/// Trains a network (or takes one with --weights) and looks around it along two random directions in which every unit's
/// incoming weights have the length of the network's own. With three --weights the plane goes through these networks, with
/// --trajectory it is that of the two principal components of the training, through its end; coordinates are then distances.
///
/// Rows: kind grid for the grid, kind point for the networks that the plane was laid through (with --trajectory one for each
/// check of the training), each with its own loss, its projection x, y and its distance from the plane, residual.
#[derive(Args)]
#[command(after_help = PLAN)]
pub(crate) struct Surface {
    #[command(flatten)]
    source: Source,
    /// The plane of the training's principal components
    #[arg(long, conflicts_with = "weights")]
    trajectory: bool,
}

impl Surface {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let (landscape, mut weights) = self.source.open(&[0, 1, 3], "none, one or three")?;
        let progress = Progress::new("of networks and surface", 2);
        let viewed = match (self.trajectory, weights.len()) {
            (true, _) => Viewed::Trajectory(landscape.trajectory()?),
            (_, 0) => Viewed::Around(landscape.train(0)?),
            (_, 1) => Viewed::Around(weights.remove(0)),
            _ => Viewed::Through([weights.remove(0), weights.remove(0), weights.remove(0)]),
        };
        progress.advance();
        let rows = landscape.surface(&viewed)?;
        drop(progress);
        let command = if self.trajectory { "landscape surface --trajectory" } else { "landscape surface" };
        self.source.write(command, &landscape, &rows)?;
        Ok(Outcome::Done)
    }
}
