//! The units of work: a training and the measurement of where it ends.

use super::Flatness;
use crate::RunError;
use crate::experiment::Experiment;
use crate::statistics::rounded;
use piccole_core::StreamKey;
use piccole_nn::landscape::curvature::{EigenvalueSettings, Hessian, extreme_eigenvalues, local_energy, trace};
use piccole_nn::optimize::{Sampling, Sgd};
use piccole_nn::train::{Optimizer, StopConditions, StopReason, Training, TrainingPlan};
use piccole_nn::{Initialization, Mlp, Objective};
use serde::{Deserialize, Serialize};

/// The parameter that changes among some trainings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Knob {
    /// Examples of a mini-batch.
    Batch,
    /// The learning rate.
    LearningRate,
    /// Probability with which a hidden unit is left out.
    Dropout,
}

/// A training.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Point {
    /// What it is one of a series in.
    pub knob: Knob,
    /// Examples of a mini-batch.
    pub batch: usize,
    /// Learning rate.
    pub learning_rate: f64,
    /// Dropout of the hidden layers.
    pub dropout: f64,
    /// Number of the initialisation.
    pub sample: usize,
}

/// A training and the minimum it found: a row of the table.
///
/// Numbers are rounded to six significant digits. They are the same on machines with the same vector instructions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What the training is one of a series in.
    pub knob: Knob,
    /// Examples of a mini-batch.
    pub batch: usize,
    /// Learning rate.
    pub learning_rate: f64,
    /// Dropout of the hidden layers.
    pub dropout: f64,
    /// Number of the initialisation.
    pub sample: usize,
    /// Epochs of the training.
    pub epochs: f64,
    /// Mean loss over all training examples at its end, without dropout, as all that follows.
    pub loss: f64,
    /// Largest eigenvalue of the Hessian of that loss.
    pub top_eigenvalue: f64,
    /// Trace of the Hessian.
    pub trace: f64,
    /// Standard error of the trace.
    pub trace_error: f64,
    /// Growth of the training error under multiplicative noise on the parameters.
    pub local_energy: f64,
    /// Standard error of the local energy.
    pub local_energy_error: f64,
    /// Share of the test examples classified wrongly.
    pub test_error: f64,
}

impl Row {
    /// The value of the parameter that changes in its series.
    pub(super) fn value(&self) -> f64 {
        match self.knob {
            Knob::Batch => self.batch as f64,
            Knob::LearningRate => self.learning_rate,
            Knob::Dropout => self.dropout,
        }
    }
}

/// Steps between checks of the loss at the least, so that they cost little beside the steps.
const STEPS_BETWEEN_CHECKS: u64 = 20;

/// All points of a plan, the longest trainings (with the first batch sizes) first, so that the others fill the gaps.
pub(super) fn points(plan: &Flatness) -> Vec<Point> {
    let batch = plan.batch.sizes.iter().map(|size| (Knob::Batch, size.get(), plan.batch.learning_rate.get(), 0.0));
    let rate = plan
        .learning_rate
        .rates
        .iter()
        .map(|rate| (Knob::LearningRate, plan.learning_rate.batch.get(), rate.get(), 0.0));
    let dropout = &plan.dropout;
    let share = dropout
        .shares
        .iter()
        .map(|share| (Knob::Dropout, dropout.batch.get(), dropout.learning_rate.get(), share.get()));
    batch
        .chain(rate)
        .chain(share)
        .flat_map(|(knob, batch, learning_rate, dropout)| {
            (0..plan.samples.get()).map(move |sample| Point { knob, batch, learning_rate, dropout, sample })
        })
        .collect()
}

/// Trains and measures.
pub(super) fn run(plan: &Flatness, point: &Point) -> Result<Row, RunError> {
    let images = plan.data.load::<f32>()?;
    let (train, test) = (images.train.examples()?, images.test.examples()?);
    let plain = plan.network.build(images.train.inputs.nrows(), images.classes())?;
    let mlp = with_dropout(&plain, point.dropout)?;
    // A stream for each initialisation, whatever the training: rows of the same sample are pairs.
    let key = StreamKey::from_seed(plan.seed).named(Flatness::NAME).indexed(point.sample as u64);
    let initial: Vec<f32> = plain.initialize(Initialization::He, key.named("initial"));
    let optimizer = Optimizer::Sgd(Sgd::new(point.learning_rate));
    let training_plan = TrainingPlan { optimizer, batch_size: point.batch, sampling: Sampling::Epochs };
    let mut training = Training::new(&mlp, training_plan, train, None, &initial, key.named("training"))?;
    let epochs = if point.knob == Knob::Dropout { plan.dropout.epochs } else { plan.stop.epochs };
    let stop = StopConditions {
        steps: training.steps_of(epochs.get() as f64),
        check_every: training.steps_of(1.0).max(STEPS_BETWEEN_CHECKS),
        loss_below: (point.knob != Knob::Dropout).then(|| plan.stop.loss.get()),
        loss_limit: 100.0,
    };
    if let StopReason::Diverged { step, loss } = training.run(&stop) {
        return Err(RunError::Diverged { step, loss });
    }
    let (epochs, parameters) = (training.epoch(), training.parameters());
    let (objective, test) = (Objective::new(&plain, train)?, Objective::new(&plain, test)?);
    let settings = EigenvalueSettings { tolerance: 1e-3, ..EigenvalueSettings::default() };
    let mut hessian = Hessian::new(objective, parameters);
    let measurement = &plan.measurement;
    let key = key.named("measurement");
    let eigenvalues = extreme_eigenvalues(&mut hessian, &settings, key);
    let trace = trace(&mut hessian, measurement.trace_draws.get(), key);
    let (strength, draws) = (measurement.strength.get(), measurement.local_energy_draws.get());
    let energy = local_energy(&objective, parameters, strength, draws, key).error;
    let mut workspace = piccole_nn::Workspace::default();
    let &Point { knob, batch, learning_rate, dropout, sample } = point;
    Ok(Row {
        knob,
        batch,
        learning_rate,
        dropout,
        sample,
        epochs: rounded(epochs),
        loss: rounded(objective.loss(parameters, &mut workspace)),
        top_eigenvalue: rounded(eigenvalues.largest[0].value),
        trace: rounded(trace.mean),
        trace_error: rounded(trace.standard_error),
        local_energy: rounded(energy.mean),
        local_energy_error: rounded(energy.standard_error),
        test_error: rounded(test.error(parameters, &mut workspace)),
    })
}

/// The network with dropout in all layers but the last.
fn with_dropout(mlp: &Mlp, share: f64) -> Result<Mlp, RunError> {
    let (last, hidden) = mlp.layers().split_last().expect("a network has layers");
    let layers = hidden.iter().map(|layer| layer.with_dropout(share)).chain([*last]).collect();
    Ok(Mlp::new(layers)?)
}
