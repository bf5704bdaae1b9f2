//! A network, its images and what is measured around it, for its own sake and not for a figure.

use super::curvature::{CurvatureParameters, CurvatureRow};
use super::path::{Connection, PathParameters, seek_connection};
use super::surface::{SurfaceParameters, SurfaceRow, Viewed};
use crate::network::{ImageData, Images, NetworkParameters, TrainingParameters};
use crate::{Error, RunError, plan};
use piccole_core::StreamKey;
use piccole_nn::train::{StopConditions, StopReason};
use piccole_nn::{Mlp, Objective};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The plan of a measurement: `seed`, the sections `[data]`, `[network]` and `[training]`, and one for each kind of
/// measurement, `[path]`, `[surface]` and `[curvature]`, with defaults for all that is left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LandscapePlan {
    seed: u64,
    #[serde(default)]
    data: ImageData,
    network: NetworkParameters,
    training: TrainingParameters,
    #[serde(default)]
    path: PathParameters,
    #[serde(default)]
    surface: SurfaceParameters,
    #[serde(default)]
    curvature: CurvatureParameters,
}

impl LandscapePlan {
    /// Reads a plan from a file.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be read, [`Error::Plan`] with line, column and what would be accepted.
    pub fn read(path: &Path) -> Result<Self, Error> {
        plan::read_toml(path)
    }

    /// The same measurement on the data set in another folder.
    #[must_use]
    pub fn with_data_in(self, directory: PathBuf) -> Self {
        Self { data: self.data.in_directory(directory), ..self }
    }

    /// Loads the images and builds the network.
    ///
    /// # Errors
    /// [`RunError`] naming what cannot be read, or a network that cannot be.
    pub fn open(self) -> Result<OpenLandscape, RunError> {
        let images = self.data.load()?;
        let mlp = self.network.build(images.train.inputs.nrows(), images.classes())?;
        Ok(OpenLandscape { plan: self, images, mlp })
    }
}

/// A row of `landscape path`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PathRow {
    /// `line`, `path` (relaxed) or `curve` (trained).
    pub way: &'static str,
    /// Share of the way.
    pub position: f64,
    /// Mean loss over the training images; none where it is not finite.
    pub loss: Option<f64>,
    /// Share of the test images classified wrongly.
    pub test_error: f64,
}

/// A plan with its images and its network.
#[derive(Clone, Debug)]
pub struct OpenLandscape {
    plan: LandscapePlan,
    images: Images<f64>,
    mlp: Mlp,
}

impl OpenLandscape {
    /// The plan.
    pub fn plan(&self) -> &LandscapePlan {
        &self.plan
    }

    /// Takes parameters from elsewhere.
    ///
    /// # Errors
    /// [`RunError::Weights`] unless there are as many as the network has, all finite.
    pub fn accept(&self, weights: Vec<f64>) -> Result<Vec<f64>, RunError> {
        let (got, expected) = (weights.len(), self.mlp.parameter_count());
        if got != expected {
            return Err(RunError::Weights { reason: format!("{got} weights, the network of the plan has {expected}") });
        }
        match weights.iter().position(|w| !w.is_finite()) {
            None => Ok(weights),
            Some(place) => Err(RunError::Weights {
                reason: format!("weight {place} is {}, expected a finite number", weights[place]),
            }),
        }
    }

    /// Trains a network to the end: number 0 from the streams of the plan's seed, number `k` from those of `seed + k`.
    ///
    /// # Errors
    /// [`RunError::Diverged`], or if the training cannot be.
    pub fn train(&self, number: u64) -> Result<Vec<f64>, RunError> {
        self.plan.training.train_to_end(&self.mlp, self.images.train.examples()?, &self.key(number))
    }

    /// The parameters at every check of such a training, from the initial ones to the last.
    ///
    /// # Errors
    /// Those of [`train`](Self::train).
    pub fn trajectory(&self) -> Result<Vec<Vec<f64>>, RunError> {
        let examples = self.images.train.examples()?;
        let mut training = self.plan.training.start(&self.mlp, examples, None, &self.key(0))?;
        let stop = self.plan.training.stop(&training);
        let mut points = vec![training.parameters().to_vec()];
        while training.steps() < stop.steps {
            let next = (training.steps() / stop.check_every + 1) * stop.check_every;
            let reason = training.run(&StopConditions { steps: next.min(stop.steps), ..stop });
            if let StopReason::Diverged { step, loss } = reason {
                return Err(RunError::Diverged { step, loss });
            }
            points.push(training.parameters().to_vec());
            if reason == StopReason::LossBelow {
                break;
            }
        }
        Ok(points)
    }

    fn key(&self, number: u64) -> StreamKey {
        StreamKey::from_seed(self.plan.seed.wrapping_add(number))
    }

    /// Loss and test error along three ways between two sets of parameters.
    ///
    /// # Errors
    /// Those of [`seek_connection`].
    ///
    /// # Panics
    /// Unless the parameters were accepted or trained here, as in all that follows.
    pub fn path(&self, ends: [&[f64]; 2]) -> Result<Vec<PathRow>, RunError> {
        let key = self.key(0).named("path");
        let Connection { line, path, curve, .. } =
            seek_connection(&self.mlp, &self.images, ends, &self.plan.path, &key)?;
        let ways = [("line", line), ("path", path), ("curve", curve)];
        let rows = ways.into_iter().flat_map(|(way, points)| {
            points.into_iter().map(move |point| PathRow {
                way,
                position: point.position,
                loss: finite(point.loss),
                test_error: point.test_error,
            })
        });
        Ok(rows.collect())
    }

    /// Losses on the grid of a plane, and the points it was laid through.
    ///
    /// # Errors
    /// [`RunError::Plane`] for points that span none.
    pub fn surface(&self, viewed: &Viewed) -> Result<Vec<SurfaceRow>, RunError> {
        self.plan.surface.measure(self.objective()?, viewed, &self.key(0).named("surface"))
    }

    /// Eigenvalues, trace and spectral density of the Hessian, of the whole and of each layer's block, and local energies.
    ///
    /// # Errors
    /// [`RunError::Examples`] never for images that were loaded.
    pub fn curvature(&self, weights: &[f64]) -> Result<Vec<CurvatureRow>, RunError> {
        Ok(self.plan.curvature.measure(self.objective()?, weights, &self.key(0).named("curvature")))
    }

    fn objective(&self) -> Result<Objective<'_, f64>, RunError> {
        Ok(Objective::new(&self.mlp, self.images.train.examples()?)?)
    }
}

/// A number for a table, which has no word for infinity.
pub(super) fn finite(number: f64) -> Option<f64> {
    Some(number).filter(|number| number.is_finite())
}
