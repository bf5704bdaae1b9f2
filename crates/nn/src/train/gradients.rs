//! The gradients of a run, one for each mini-batch.

use super::TrainingPlan;
use crate::optimize::Batches;
use crate::{DropoutMasks, Objective, Scalar, Workspace};
use piccole_core::StreamKey;

/// Gradients on mini-batches, with masks: gradient `e` of a replica is a function of its stream and `e` alone.
pub(super) struct Gradients<'a, T> {
    pub(super) objective: Objective<'a, T>,
    pub(super) workspace: Workspace<T>,
    /// Streams and mini-batches of each replica.
    replicas: Vec<(StreamKey, Batches)>,
    /// Masks, if a layer has dropout.
    masks: Option<DropoutMasks<T>>,
}

impl<'a, T: Scalar> Gradients<'a, T> {
    pub(super) fn new(objective: Objective<'a, T>, plan: &TrainingPlan, key: StreamKey) -> Self {
        let replica_key = |a: usize| match plan.optimizer.replicas() {
            1 => key,
            _ => key.named("replica").indexed(a as u64),
        };
        let batches = |key| Batches::new(objective.examples().len(), plan.batch_size, plan.sampling, key);
        let replicas = (0..plan.optimizer.replicas()).map(replica_key).map(|key| (key, batches(key))).collect();
        let has_dropout = objective.mlp().layers().iter().any(|layer| layer.dropout > 0.0);
        let masks = has_dropout.then(|| DropoutMasks::new(objective.mlp(), 0, key));
        Self { objective, workspace: Workspace::default(), replicas, masks }
    }

    /// Gradients of one epoch.
    pub(super) fn per_epoch(&self) -> u64 {
        self.replicas[0].1.per_epoch()
    }

    /// Writes gradient `evaluation` of a replica and returns its loss.
    pub(super) fn write(&mut self, replica: usize, evaluation: u64, parameters: &[T], gradient: &mut [T]) -> f64 {
        let Self { objective, workspace, replicas, masks } = self;
        let (key, batches) = &mut replicas[replica];
        let batch = batches.batch(evaluation);
        if let Some(masks) = masks {
            masks.draw(objective.mlp(), batch.len(), key.named("masks").indexed(evaluation));
        }
        objective.batch_gradient(parameters, batch, masks.as_ref(), workspace, gradient)
    }
}
