//! The state of a run, and what it is the state of.

use super::{Record, TrainingError, TrainingPlan};
use crate::{Layer, Mlp, Scalar};
use piccole_core::StreamKey;
use rand::Rng;
use std::fmt::Debug;

/// Parameters and velocities of all replicas. Random streams are functions of the step, so that there is no generator.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct State<T> {
    pub(super) step: u64,
    pub(super) parameters: Vec<T>,
    pub(super) velocity: Vec<T>,
}

/// A training that can be resumed, with the network, plan, key and number of examples it belongs to.
///
/// With the feature `serde` it is also bytes (JSON, in which every number is written so that it reads back to the same
/// bits); to put them where a killed process leaves a whole file is up to the caller.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Checkpoint<T> {
    version: u32,
    /// `f64` or `f32`.
    precision: String,
    layers: Vec<Layer>,
    plan: TrainingPlan,
    examples: usize,
    /// The first number of the run's stream, by which another seed is told.
    stream: u64,
    pub(super) state: State<T>,
    pub(super) last_good: State<T>,
    pub(super) history: Vec<Record>,
}

/// A change of the fields, or of what they mean, is a new version.
const VERSION: u32 = 1;

impl<T: Scalar> Checkpoint<T> {
    pub(super) fn new(
        mlp: &Mlp,
        plan: &TrainingPlan,
        (examples, key): (usize, StreamKey),
        [state, last_good]: [&State<T>; 2],
        history: &[Record],
    ) -> Self {
        Self {
            version: VERSION,
            precision: std::any::type_name::<T>().to_owned(),
            layers: mlp.layers().to_vec(),
            plan: plan.clone(),
            examples,
            stream: key.rng().next_u64(),
            state: state.clone(),
            last_good: last_good.clone(),
            history: history.to_vec(),
        }
    }

    /// Steps made when it was taken.
    pub fn steps(&self) -> u64 {
        self.state.step
    }

    /// Refuses a checkpoint of another run.
    pub(super) fn check(
        &self,
        mlp: &Mlp,
        plan: &TrainingPlan,
        examples: usize,
        key: StreamKey,
    ) -> Result<(), TrainingError> {
        same("version", &self.version, &VERSION)?;
        same("precision", &self.precision.as_str(), &std::any::type_name::<T>())?;
        same("number of layers", &self.layers.len(), &mlp.layers().len())?;
        for (l, (found, expected)) in self.layers.iter().zip(mlp.layers()).enumerate() {
            same(&format!("layer {l}"), found, expected)?;
        }
        same("optimizer", &self.plan.optimizer, &plan.optimizer)?;
        same("batch size", &self.plan.batch_size, &plan.batch_size)?;
        same("sampling", &self.plan.sampling, &plan.sampling)?;
        same("number of examples", &self.examples, &examples)?;
        same("random stream", &self.stream, &key.rng().next_u64())?;
        let parameters = mlp.parameter_count() * plan.optimizer.replicas();
        let velocities = if plan.optimizer.has_momentum() { parameters } else { 0 };
        for state in [&self.state, &self.last_good] {
            same("number of parameters", &state.parameters.len(), &parameters)?;
            same("number of velocities", &state.velocity.len(), &velocities)?;
        }
        Ok(())
    }
}

#[cfg(feature = "serde")]
impl<T: Scalar + serde::Serialize + serde::de::DeserializeOwned> Checkpoint<T> {
    /// The checkpoint as bytes.
    ///
    /// # Errors
    /// [`TrainingError::NotFinite`] if a parameter or velocity is not.
    pub fn to_bytes(&self) -> Result<Vec<u8>, TrainingError> {
        for State { step, parameters, velocity } in [&self.state, &self.last_good] {
            if parameters.iter().chain(velocity).any(|&x| !x.into().is_finite()) {
                return Err(TrainingError::NotFinite { step: *step });
            }
        }
        Ok(serde_json::to_vec(self).expect("numbers, strings and lists"))
    }

    /// The checkpoint of some bytes.
    ///
    /// # Errors
    /// [`TrainingError::Unreadable`] if they are damaged, cut short or something else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TrainingError> {
        serde_json::from_slice(bytes).map_err(|error| TrainingError::Unreadable { reason: error.to_string() })
    }
}

fn same<V: PartialEq + Debug>(what: &str, found: &V, expected: &V) -> Result<(), TrainingError> {
    if found == expected {
        return Ok(());
    }
    let [found, expected] = [found, expected].map(|value| format!("{value:?}"));
    Err(TrainingError::OtherRun { what: what.to_owned(), found, expected })
}
