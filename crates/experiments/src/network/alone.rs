//! A training for its own sake, not for a figure.

use super::{ImageData, Images, NetworkParameters, TrainingParameters};
use crate::{CheckpointFile, Error, RunError, plan};
use piccole_core::StreamKey;
use piccole_nn::Mlp;
use piccole_nn::train::{Checkpoint, Record, StopReason, Training};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// What of a plan is no part of a run's identity: when it ends, for a checkpoint may be taken further than it was to go, and
/// where the images are, of which it has a hash.
const FREE: [&str; 3] = ["training.epochs", "training.stop_loss", "data.directory"];

/// The plan of a training: `seed` and the sections `[data]`, `[network]` and `[training]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrainPlan {
    seed: u64,
    #[serde(default)]
    data: ImageData,
    network: NetworkParameters,
    training: TrainingParameters,
}

/// A row of the history of a training.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TrainRow {
    /// Steps made.
    pub step: u64,
    /// Passes through the training images.
    pub epoch: f64,
    /// Mean loss over all training images; where the run diverged what it had become, none for no number.
    pub loss: Option<f64>,
    /// Share of the training images classified wrongly.
    pub error: Option<f64>,
    /// Share of the test images classified wrongly.
    pub test_error: Option<f64>,
    /// In the last row, why the training ended.
    pub stop: Option<&'static str>,
}

/// Whoever looks on while a network is trained.
pub trait Observer {
    /// Whether to stop before the next step.
    fn is_interrupted(&self) -> bool;
    /// A check has been made, on the way to so many steps.
    fn checked(&self, last: &Record, steps: u64);
    /// The checkpoint could not be written; the one before is still there.
    fn not_kept(&self, error: &Error);
}

/// What a training leaves.
#[derive(Clone, Debug)]
pub struct Trained {
    /// The history.
    pub rows: Vec<TrainRow>,
    /// Weights and biases at the end, of replicas their mean; where the run diverged, those of the last check that found it
    /// well.
    pub parameters: Vec<f64>,
    /// Why the training ended.
    pub reason: StopReason,
    /// The step of the parameters.
    pub step: u64,
    /// Whether the end is in the checkpoint, if there is one.
    pub kept: bool,
}

impl TrainPlan {
    /// Reads a plan from a file.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be read, [`Error::Plan`] with line, column and what would be accepted.
    pub fn read(path: &Path) -> Result<Self, Error> {
        plan::read_toml(path)
    }

    /// The same training on the data set in another folder.
    #[must_use]
    pub fn with_data_in(self, directory: PathBuf) -> Self {
        Self { data: self.data.in_directory(directory), ..self }
    }

    /// The images.
    ///
    /// # Errors
    /// Those of [`ImageData::load`].
    pub fn load(&self) -> Result<Images<f64>, RunError> {
        self.data.load()
    }

    /// The checkpoint of this training on these images. It is of no other: neither of another plan, but for `epochs` and
    /// `stop_loss`, nor of other images.
    pub fn checkpoint(&self, path: PathBuf, images: &Images<f64>) -> CheckpointFile {
        let mut settings = Map::new();
        settings.insert("version".into(), env!("CARGO_PKG_VERSION").into());
        let plan = serde_json::to_value(self).expect("numbers, strings and lists");
        flatten("", plan, &mut settings);
        FREE.iter().for_each(|name| drop(settings.remove(*name)));
        settings.insert("images_blake3".into(), images.hash().into());
        CheckpointFile::new("train", path, settings)
    }

    /// Trains to the end, or from a checkpoint to the end; the checkpoint is renewed at every check.
    ///
    /// # Errors
    /// [`RunError`] if network or training cannot be made.
    pub fn run(
        &self,
        images: &Images<f64>,
        checkpoint: Option<(&CheckpointFile, Option<Checkpoint<f64>>)>,
        observer: &impl Observer,
    ) -> Result<Trained, RunError> {
        let mlp = self.mlp(images)?;
        let (file, from) = checkpoint.unzip();
        let mut training = self.start(&mlp, images, from.flatten())?;
        let stop = self.training.stop(&training);
        let keep = |training: &Training<'_, f64>| {
            let kept = file.map_or(Ok(()), |file| keep(file, training));
            kept.inspect_err(|error| observer.not_kept(error)).is_ok()
        };
        let mut kept = true;
        let reason = training.run_watched(
            &stop,
            || observer.is_interrupted(),
            |training| {
                kept = keep(training);
                training.history().last().into_iter().for_each(|last| observer.checked(last, stop.steps));
            },
        );
        if reason == StopReason::Interrupted {
            kept = keep(&training);
        }
        let (parameters, step) = (training.parameters().to_vec(), training.steps());
        Ok(Trained { rows: rows(&training, reason), parameters, reason, step, kept })
    }

    fn mlp(&self, images: &Images<f64>) -> Result<Mlp, RunError> {
        self.network.build(images.train.inputs.nrows(), images.classes())
    }

    fn start<'a>(
        &self,
        mlp: &'a Mlp,
        images: &'a Images<f64>,
        from: Option<Checkpoint<f64>>,
    ) -> Result<Training<'a, f64>, RunError> {
        let (train, test) = (images.train.examples()?, Some(images.test.examples()?));
        let key = StreamKey::from_seed(self.seed);
        match from {
            None => self.training.start(mlp, train, test, &key),
            Some(from) => {
                let plan = self.training.plan(train.len());
                Ok(Training::resume(mlp, plan, train, test, key.named("training"), from)?)
            }
        }
    }
}

/// The state in a checkpoint file; none if the file is not there.
///
/// # Errors
/// [`Error::Checkpoint`] if it is damaged or of another training, naming what differs.
pub fn read_checkpoint(file: &CheckpointFile) -> Result<Option<Checkpoint<f64>>, Error> {
    let Some((Empty {}, state)) = file.read()? else { return Ok(None) };
    Checkpoint::from_bytes(&state).map(Some).map_err(|error| file.refusal(error.to_string()))
}

/// What a checkpoint has beside settings and state.
#[derive(Serialize, Deserialize)]
struct Empty {}

fn keep(file: &CheckpointFile, training: &Training<'_, f64>) -> Result<(), Error> {
    let state = training
        .checkpoint()
        .to_bytes()
        .map_err(|error| Error::Encoding { what: "a checkpoint", reason: error.to_string() })?;
    file.write(&Empty {}, &state)
}

/// The history with the reason in its last row, which is one more where the run diverged or was interrupted between checks.
fn rows(training: &Training<'_, f64>, reason: StopReason) -> Vec<TrainRow> {
    let row = |record: &Record| TrainRow {
        step: record.step,
        epoch: record.epoch,
        loss: Some(record.loss),
        error: Some(record.error),
        test_error: record.test_error,
        stop: None,
    };
    let mut rows: Vec<TrainRow> = training.history().iter().map(row).collect();
    let further = |step: u64, loss: Option<f64>| TrainRow {
        step,
        epoch: training.epochs_of(step),
        loss,
        error: None,
        test_error: None,
        stop: None,
    };
    let name = match reason {
        StopReason::Steps => "epochs",
        StopReason::LossBelow => "loss-below",
        StopReason::Diverged { step, loss } => {
            rows.push(further(step, Some(loss).filter(|loss| loss.is_finite())));
            "diverged"
        }
        _ => {
            if rows.last().is_none_or(|last| last.step < training.steps()) {
                rows.push(further(training.steps(), None));
            }
            "interrupted"
        }
    };
    rows.iter_mut().next_back().into_iter().for_each(|last| last.stop = Some(name));
    rows
}

/// Enters nested settings under names with dots.
fn flatten(prefix: &str, value: Value, into: &mut Map<String, Value>) {
    match value {
        Value::Object(entries) => {
            let separator = if prefix.is_empty() { "" } else { "." };
            entries.into_iter().for_each(|(name, value)| flatten(&format!("{prefix}{separator}{name}"), value, into));
        }
        value => drop(into.insert(prefix.to_owned(), value)),
    }
}
