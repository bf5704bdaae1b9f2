//! The dynamics of one training, with any network and optimiser.

use crate::network::{ImageData, NetworkParameters, TrainingParameters, TwoTimeParameters, TwoTimeRow};
use crate::{Error, RunError, plan};
use nalgebra::DMatrix;
use piccole_core::StreamKey;
use piccole_nn::Examples;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What the network of a plan learns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// The class of an image, by cross-entropy.
    #[default]
    Class,
    /// Whether the number of the class is even (+1) or odd (−1), by mean squared error.
    Parity,
}

/// A training that is compared with itself at two times:
///
/// ```
/// use piccole_experiments::dynamics::DynamicsPlan;
/// let plan = DynamicsPlan::parse(
///     r#"
///     seed = 1
///     target = "parity"          # of the class; "class" without it
///     [data]
///     train = 50
///     [network]
///     hidden = [4]
///     [training]
///     batch = 10
///     epochs = 40                # 200 steps
///     optimizer = { sgd = { learning_rate = 0.02 } }
///     [dynamics]
///     waiting_times = [10, 100]
///     longest_lag = 100
///     "#,
///     "plan.toml".as_ref(),
/// )?;
/// let rows = plan.run(|_, _| ())?;
/// assert_eq!((rows.len(), rows[0].waiting_time, rows[0].lag), (14, 10, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// `[training]` decides how long it is; its checks and conditions for an early end are not looked at. Weights are in double
/// precision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DynamicsPlan {
    seed: u64,
    #[serde(default)]
    target: Target,
    #[serde(default)]
    data: ImageData,
    network: NetworkParameters,
    training: TrainingParameters,
    dynamics: TwoTimeParameters,
}

impl DynamicsPlan {
    /// Reads a plan from a file.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be read, [`Error::Plan`] if it is not a plan.
    pub fn read(path: &Path) -> Result<Self, Error> {
        plan::read_toml(path)
    }

    /// Reads a plan from text; the path serves error messages only.
    ///
    /// # Errors
    /// [`Error::Plan`] with the place and what would be accepted.
    pub fn parse(text: &str, path: &Path) -> Result<Self, Error> {
        plan::parse_toml(text, path)
    }

    /// The same with images from another folder.
    #[must_use]
    pub fn with_data_in(self, directory: PathBuf) -> Self {
        Self { data: self.data.in_directory(directory), ..self }
    }

    /// Trains, and says how far the weights moved between all pairs of times that the training reaches. `progress` is told
    /// after every step how many of how many there were.
    ///
    /// # Errors
    /// Those of the data and the training, [`RunError::NoPair`] if it is too short for any pair of times,
    /// [`RunError::Diverged`].
    pub fn run(&self, mut progress: impl FnMut(u64, u64)) -> Result<Vec<TwoTimeRow>, RunError> {
        let images = self.data.load::<f64>()?;
        let (train, classes) = (&images.train, images.classes());
        let parities = train.labels.iter().map(|label| if label % 2 == 0 { 1.0 } else { -1.0 });
        let values = DMatrix::from_iterator(1, train.labels.len(), parities);
        let (examples, outputs) = match self.target {
            Target::Class => (train.examples()?, classes),
            Target::Parity => (Examples::with_values(&train.inputs, &values)?, 1),
        };
        let mlp = self.network.build(train.inputs.nrows(), outputs)?;
        let mut training = self.training.start(&mlp, examples, None, &StreamKey::from_seed(self.seed))?;
        let steps = self.training.stop(&training).steps;
        self.dynamics.check(steps)?;
        self.dynamics.measure(&mut training, steps, |step| progress(step, steps))
    }
}
