//! `piccole dynamics`.

use crate::failure::{Failure, Outcome};
use crate::output::{Output, Settings};
use crate::progress::Progress;
use clap::Args;
use piccole_experiments::dynamics::DynamicsPlan;
use std::path::PathBuf;
use std::sync::OnceLock;

/// Shown after the options.
const PLAN: &str = r#"The plan is TOML:

  seed = 1
  target = "parity"         # of the class, by squared error; "class" (default), by cross-entropy

  [data]                    # without it 1000 images of the Fashion-MNIST subset, pooled to 7 x 7
  train = 300               # training images; pooling = 4; directory = "DIR"

  [network]
  hidden = [100]            # units of the hidden layers; activation = "relu", skip = true

  [training]
  batch = 16                # as many as there are images for all
  epochs = 100              # decides the number of steps
  optimizer = { sgd = { learning_rate = 0.02 } }

  [dynamics]                # in steps
  waiting_times = [10, 100, 1000]
  longest_lag = 100
  lags_per_decade = 3       # default

optimizer = { langevin = { learning_rate = 0.02, temperature = 1e-5 } } with a batch of all
images is Langevin dynamics; flat directions then move by 2 T t times the learning rate.

Example:
  piccole dynamics plan.toml --out rows.csv"#;

/// How far the weights of a training move between two times
///
/// Trains as the plan says, and compares the P weights w after a waiting time of t_w steps with
/// those t steps later: a row for each pair of times that the training reaches, with displacement
/// |w(t_w + t) - w(t_w)|^2 / P, overlap (the cosine of the angle between both), and loss, the mean
/// over all training examples after t_w steps. What ages moves the less the longer it has waited.
#[derive(Args)]
#[command(after_help = PLAN)]
pub(crate) struct Dynamics {
    /// The plan
    #[arg(value_name = "PLAN.toml")]
    plan: PathBuf,
    /// Folder with the four files of MNIST or its kin, in place of the plan's
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl Dynamics {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        let plan = DynamicsPlan::read(&self.plan)?;
        let plan = match &self.data {
            Some(directory) => plan.with_data_in(directory.clone()),
            None => plan,
        };
        let bar: OnceLock<Progress> = OnceLock::new();
        let rows = plan.run(|step, steps| {
            if step % STEPS_BETWEEN_REPORTS == 0 {
                bar.get_or_init(|| Progress::new("steps", steps)).reached_from(step, 0);
            }
        })?;
        drop(bar);
        self.output.write(&rows, &Settings::new("dynamics", &plan))?;
        Ok(Outcome::Done)
    }
}

/// A step takes microseconds, a report of one too.
const STEPS_BETWEEN_REPORTS: u64 = 256;
