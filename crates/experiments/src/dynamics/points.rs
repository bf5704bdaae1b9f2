//! The units of work: a trajectory, or the noise at the end of one.

use super::{Dynamics, NoiseSection};
use crate::RunError;
use crate::network::TwoTimeRow;
use crate::parameters::Count;
use piccole_core::{StandardNormal, StreamKey};
use piccole_nn::dynamics::{GradientNoise, OrnsteinUhlenbeck, TwoTimeRecorder, mini_batch_noise};
use piccole_nn::landscape::curvature::{EigenvalueSettings, Hessian, extreme_eigenvalues};
use piccole_nn::optimize::{Langevin, Sampling, Schedule, Sgd};
use piccole_nn::train::{Optimizer, Training, TrainingPlan};
use piccole_nn::{Activation, Examples, Initialization, Mlp, Objective};
use serde::{Deserialize, Serialize};

/// One unit of work.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Point {
    /// A training by SGD.
    Sgd {
        /// Units of the hidden layer.
        hidden: usize,
        /// Number of the initialisation.
        sample: usize,
    },
    /// Langevin dynamics of the wide network, from the same initialisation.
    Langevin {
        /// Number of the initialisation.
        sample: usize,
    },
    /// Modes in bowls.
    Control {
        /// Number of the run.
        sample: usize,
    },
    /// Gradients of a classifier at the end of its training.
    Noise {
        /// Number of the initialisation.
        sample: usize,
    },
}

impl Point {
    /// Number of the initialisation or run.
    pub fn sample(&self) -> usize {
        match *self {
            Self::Sgd { sample, .. }
            | Self::Langevin { sample }
            | Self::Control { sample }
            | Self::Noise { sample } => sample,
        }
    }
}

/// What a point gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Of a training.
    Trajectory(Vec<TwoTimeRow>),
    /// Of the control.
    Control(Vec<Displacement>),
    /// Of a classifier.
    Noise(NoiseOutcome),
}

/// A displacement with its exact expectation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Displacement {
    /// Steps before the clock starts.
    pub waiting_time: u64,
    /// Steps from there.
    pub lag: u64,
    /// Mean square over the modes.
    pub measured: f64,
    /// Its expectation.
    pub exact: f64,
}

/// The noise of a network's gradients.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoiseOutcome {
    /// Parameters of the network.
    pub parameters: usize,
    /// Trace of the covariance of the gradients of single examples.
    pub trace: f64,
    /// Its participation ratio.
    pub participation_ratio: f64,
    /// Noise along the top eigenvector of the Hessian over that along a mean direction.
    pub alignment: f64,
    /// For every batch size `B` the mean of `B |g_B − g|²` and its standard error.
    pub batches: Vec<(usize, f64, f64)>,
}

/// All points of a plan, the longest first.
pub(super) fn points(plan: &Dynamics) -> Vec<Point> {
    let samples = || 0..plan.samples.get();
    let sgd = |hidden: Count| samples().map(move |sample| Point::Sgd { hidden: hidden.get(), sample });
    let langevin = samples().map(|sample| Point::Langevin { sample });
    let noise = samples().map(|sample| Point::Noise { sample });
    let control = samples().map(|sample| Point::Control { sample });
    sgd(plan.over).chain(sgd(plan.under)).chain(langevin).chain(control).chain(noise).collect()
}

/// Computes a point.
pub(super) fn run(plan: &Dynamics, point: &Point, key: &StreamKey) -> Result<Outcome, RunError> {
    match *point {
        Point::Sgd { hidden, sample } => {
            let optimizer = Optimizer::Sgd(Sgd { learning_rate: rate(plan), momentum: 0.0, weight_decay: 0.0 });
            trajectory(plan, hidden, optimizer, plan.batch.get(), sample, key)
        }
        Point::Langevin { sample } => {
            let temperature = plan.langevin.temperature.get();
            let optimizer = Optimizer::Langevin(Langevin { learning_rate: rate(plan), temperature, weight_decay: 0.0 });
            trajectory(plan, plan.over.get(), optimizer, usize::MAX, sample, key)
        }
        Point::Control { .. } => Ok(Outcome::Control(control(plan, key))),
        Point::Noise { .. } => Ok(Outcome::Noise(noise(&plan.noise, key)?)),
    }
}

fn rate(plan: &Dynamics) -> Schedule {
    Schedule::Constant(plan.learning_rate.get())
}

/// Trains a network of one hidden layer on parities, in double precision: late displacements are far below the rounding
/// of single precision. A network of a sample starts from the same weights whatever trains it.
fn trajectory(
    plan: &Dynamics,
    hidden: usize,
    optimizer: Optimizer,
    batch_size: usize,
    sample: usize,
    key: &StreamKey,
) -> Result<Outcome, RunError> {
    let data = plan.data.datasets()?.0.with_parity().map_err(RunError::data("the labels"))?;
    let values = data.real_targets();
    let examples = Examples::with_values(data.inputs(), &values)?;
    let mlp = Mlp::fully_connected(&[data.dimension(), hidden, 1], Activation::Relu)?;
    let start = StreamKey::from_seed(plan.seed).named("initial weights").indexed(sample as u64);
    let initial: Vec<f64> = mlp.initialize(Initialization::He, start);
    let times = if matches!(optimizer, Optimizer::Langevin(_)) { &plan.langevin.times } else { &plan.times };
    let training_plan = TrainingPlan { optimizer, batch_size, sampling: Sampling::WithReplacement };
    let mut training = Training::new(&mlp, training_plan, examples, None, &initial, *key)?;
    Ok(Outcome::Trajectory(times.measure(&mut training, times.steps(), |_| ())?))
}

/// The times of SGD, from equilibrium at the temperature that gives a free mode the diffusion of the Langevin dynamics.
fn control(plan: &Dynamics, key: &StreamKey) -> Vec<Displacement> {
    let (modes, softest) = (plan.control.modes.get(), plan.control.softest.get());
    let ratio = libm::log(plan.control.stiffest.get() / softest);
    let stiffness = |mode: usize| softest * libm::exp(ratio * (mode as f64 + 0.5) / modes as f64);
    let temperature = plan.langevin.temperature.get() * plan.learning_rate.get();
    let process = OrnsteinUhlenbeck::new((0..modes).map(stiffness).collect(), temperature);
    let mut positions = process.equilibrium(*key);
    let mut gaussians = StandardNormal::new(key.named("noise").rng());
    let mut recorder = TwoTimeRecorder::new(&plan.times.waiting_times(), &plan.times.lags());
    let mut last = 0;
    for time in 0..=plan.times.steps() {
        if recorder.wants(time) {
            process.advance(&mut positions, (time - last) as f64, &mut gaussians);
            recorder.record(time, &positions);
            last = time;
        }
    }
    let pairs = recorder.finish().into_iter();
    pairs
        .map(|pair| Displacement {
            waiting_time: pair.waiting_time,
            lag: pair.lag,
            measured: pair.displacement,
            exact: process.equilibrium_displacement(pair.lag as f64),
        })
        .collect()
}

/// Trains a classifier and measures the noise of its gradients.
fn noise(section: &NoiseSection, key: &StreamKey) -> Result<NoiseOutcome, RunError> {
    let images = section.data.load::<f32>()?;
    let mlp = section.network.build(images.train.inputs.nrows(), images.classes())?;
    let examples = images.train.examples()?;
    let parameters = section.training.train_to_end(&mlp, examples, key)?;
    let objective = Objective::new(&mlp, examples)?;
    let noise = GradientNoise::new(&objective, &parameters);
    let settings = EigenvalueSettings { tolerance: EIGENVECTOR_TOLERANCE, ..EigenvalueSettings::default() };
    let top = extreme_eigenvalues(&mut Hessian::new(objective, &parameters), &settings, *key);
    let batches = section.batches.iter().map(|batch| {
        let estimate = mini_batch_noise(
            &objective,
            &parameters,
            batch.get(),
            section.draws.get(),
            key.indexed(batch.get() as u64),
        );
        (batch.get(), estimate.mean, estimate.standard_error)
    });
    Ok(NoiseOutcome {
        parameters: mlp.parameter_count(),
        trace: noise.trace(),
        participation_ratio: noise.participation_ratio(),
        alignment: noise.alignment(&top.largest[0].vector),
        batches: batches.collect(),
    })
}

/// Residual of the top eigenvector, relative to its eigenvalue: far smaller than the gap to the next, and within reach of
/// single precision.
const EIGENVECTOR_TOLERANCE: f64 = 1e-3;
