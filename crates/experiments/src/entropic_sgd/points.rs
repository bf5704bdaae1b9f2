//! The units of work: a training, replicas at some coupling, or the line.

use super::EntropicSgd;
use crate::RunError;
use crate::experiment::Experiment;
use piccole_core::StreamKey;
use piccole_nn::landscape::TwoWells;
use piccole_nn::landscape::curvature::{EigenvalueSettings, Hessian, extreme_eigenvalues, local_energy};
use piccole_nn::optimize::{EntropySgd, ReplicatedSgd, Schedule};
use piccole_nn::train::{Optimizer, StopReason, Training, TrainingPlan};
use piccole_nn::{Initialization, Mlp, Objective, Workspace};
use serde::{Deserialize, Serialize};

/// One unit of work.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Point {
    /// Replicated SGD to the loss of the plan.
    Replicated {
        /// Number of the initialisation.
        sample: usize,
    },
    /// Entropy-SGD to the loss of the plan.
    Entropy {
        /// Scope `γ`.
        scope: f64,
        /// Number of the initialisation.
        sample: usize,
    },
    /// SGD to the loss of the plan.
    Sgd {
        /// Number of the initialisation.
        sample: usize,
    },
    /// Replicas after a fixed time.
    Spread {
        /// Their coupling.
        coupling: f64,
    },
    /// Local entropies on the line.
    Line {
        /// Scope `γ`.
        scope: f64,
    },
}

/// What a point gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Of SGD, Entropy-SGD, or replicated SGD the barycentre and, second, a replica.
    Trained(Vec<Trained>),
    /// Root of the mean square distance of replicas from their barycentre over its norm.
    Spread(f64),
    /// Points of the line with minus the loss and the local entropy.
    Line(Vec<[f64; 3]>),
}

/// Where a training ended.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trained {
    /// Epochs, counted in gradients of a replica.
    pub epochs: f64,
    /// Mean loss over all training examples.
    pub loss: f64,
    /// Share of the test examples classified wrongly.
    pub test_error: f64,
    /// Largest eigenvalue of the Hessian.
    pub top_eigenvalue: f64,
    /// Growth of the training error under multiplicative noise.
    pub local_energy: f64,
}

/// Where the line is shown, and how finely.
const LINE: (f64, f64, usize) = (-2.5, 2.0, 225);

/// All points, long ones first.
pub(super) fn points(plan: &EntropicSgd) -> Vec<Point> {
    let samples = 0..plan.samples.get();
    let scopes = |sample| plan.entropy.scopes.iter().map(move |scope| Point::Entropy { scope: scope.get(), sample });
    let replicated = samples.clone().map(|sample| Point::Replicated { sample });
    let spread = plan.replicas.couplings.iter().map(|coupling| Point::Spread { coupling: coupling.get() });
    let line = plan.line.scopes.iter().map(|scope| Point::Line { scope: scope.get() });
    replicated
        .chain(samples.clone().flat_map(scopes))
        .chain(spread)
        .chain(samples.map(|sample| Point::Sgd { sample }))
        .chain(line)
        .collect()
}

/// Computes a point.
pub(super) fn run(plan: &EntropicSgd, point: &Point) -> Result<Outcome, RunError> {
    match *point {
        Point::Sgd { sample } => train(plan, sample, |sgd| sgd),
        Point::Entropy { scope, sample } => train(plan, sample, |_| entropy(plan, scope)),
        Point::Replicated { sample } => train(plan, sample, |sgd| replicated(plan, sgd, plan.replicas.coupling.get())),
        Point::Spread { coupling } => spread(plan, coupling),
        Point::Line { scope } => Ok(Outcome::Line(line(scope, plan.line.beta.get()))),
    }
}

/// Entropy-SGD whose point moves to the mean of the walk.
fn entropy(plan: &EntropicSgd, scope: f64) -> Optimizer {
    let parameters = &plan.entropy;
    Optimizer::EntropySgd(EntropySgd {
        learning_rate: Schedule::Constant(1.0 / scope),
        scope: Schedule::Constant(scope),
        walk_steps: parameters.walk_steps.get() as u64,
        walk_rate: parameters.walk_rate.get(),
        temperature: parameters.temperature.get(),
        averaging: parameters.averaging.get(),
    })
}

/// Replicas that step by the plan's SGD.
fn replicated(plan: &EntropicSgd, sgd: Optimizer, coupling: f64) -> Optimizer {
    match sgd {
        Optimizer::Sgd(sgd) => Optimizer::ReplicatedSgd(ReplicatedSgd {
            sgd,
            replicas: plan.replicas.count.get(),
            coupling: Schedule::Constant(coupling),
        }),
        other => other,
    }
}

/// What starts a training: the network, all samples' streams, and initial parameters.
fn start(plan: &EntropicSgd, mlp: &Mlp, sample: usize) -> (StreamKey, Vec<f32>) {
    let key = StreamKey::from_seed(plan.seed).named(EntropicSgd::NAME).indexed(sample as u64);
    (key, mlp.initialize(Initialization::He, key.named("initial")))
}

/// Trains to the loss of the plan and measures.
fn train(plan: &EntropicSgd, sample: usize, optimizer: impl Fn(Optimizer) -> Optimizer) -> Result<Outcome, RunError> {
    let images = plan.data.load::<f32>()?;
    let (train, test) = (images.train.examples()?, images.test.examples()?);
    let mlp = plan.network.build(images.train.inputs.nrows(), images.classes())?;
    let (key, initial) = start(plan, &mlp, sample);
    let shared = plan.training.plan(train.len());
    let training_plan = TrainingPlan { optimizer: optimizer(shared.optimizer.clone()), ..shared };
    let mut training = Training::new(&mlp, training_plan, train, None, &initial, key.named("training"))?;
    if let StopReason::Diverged { step, loss } = training.run(&plan.training.stop(&training)) {
        return Err(RunError::Diverged { step, loss });
    }
    let (objective, test) = (Objective::new(&mlp, train)?, Objective::new(&mlp, test)?);
    let measure = |parameters: &[f32]| {
        let mut workspace = Workspace::default();
        let settings = EigenvalueSettings { tolerance: 1e-3, ..EigenvalueSettings::default() };
        let key = key.named("measurement");
        let (strength, draws) = (plan.measurement.strength.get(), plan.measurement.local_energy_draws.get());
        Trained {
            epochs: training.epoch(),
            loss: objective.loss(parameters, &mut workspace),
            test_error: test.error(parameters, &mut workspace),
            top_eigenvalue: extreme_eigenvalues(&mut Hessian::new(objective, parameters), &settings, key).largest[0]
                .value,
            local_energy: local_energy(&objective, parameters, strength, draws, key).error.mean,
        }
    };
    let mut trained = vec![measure(training.parameters())];
    if training.replicas().len() > mlp.parameter_count() {
        trained.push(measure(&training.replicas()[..mlp.parameter_count()]));
    }
    Ok(Outcome::Trained(trained))
}

/// Trains replicas for a fixed time and measures how far apart they are.
fn spread(plan: &EntropicSgd, coupling: f64) -> Result<Outcome, RunError> {
    let images = plan.data.load::<f32>()?;
    let train = images.train.examples()?;
    let mlp = plan.network.build(images.train.inputs.nrows(), images.classes())?;
    let (key, initial) = start(plan, &mlp, 0);
    let shared = plan.training.plan(train.len());
    let optimizer = replicated(plan, shared.optimizer.clone(), coupling);
    let mut training =
        Training::new(&mlp, TrainingPlan { optimizer, ..shared }, train, None, &initial, key.named("training"))?;
    for _ in 0..training.steps_of(plan.replicas.epochs.get() as f64) {
        training.step();
    }
    let centre = training.parameters();
    let square = |x: f32| f64::from(x) * f64::from(x);
    let norm: f64 = centre.iter().map(|&w| square(w)).sum();
    let away: f64 = training
        .replicas()
        .chunks_exact(centre.len())
        .flat_map(|replica| replica.iter().zip(centre).map(|(&w, &c)| square(w - c)))
        .sum();
    Ok(Outcome::Spread((away / plan.replicas.count.get() as f64 / norm).sqrt()))
}

fn line(scope: f64, beta: f64) -> Vec<[f64; 3]> {
    let (from, to, intervals) = LINE;
    (0..=intervals)
        .map(|k| {
            let x = from + (to - from) * k as f64 / intervals as f64;
            [x, -TwoWells.loss(x), TwoWells.local_entropy(x, scope, beta).entropy]
        })
        .collect()
}
