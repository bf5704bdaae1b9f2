//! The run.

use super::checkpoint::{Checkpoint, State};
use super::gradients::Gradients;
use super::{Optimizer, TrainingError, TrainingPlan};
use crate::optimize::{Walk, barycentre};
use crate::{Examples, Mlp, Objective, Scalar};
use piccole_core::StreamKey;

/// A row of the history of a training.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Record {
    /// Steps made.
    pub step: u64,
    /// Passes through the examples that the gradients of these steps amount to, for each replica.
    pub epoch: f64,
    /// Mean loss over all training examples, without dropout.
    pub loss: f64,
    /// Fraction of training examples classified wrongly.
    pub error: f64,
    /// Fraction of test examples classified wrongly, if there are any.
    pub test_error: Option<f64>,
}

/// When a training ends. Losses are checked, and rows written, at the start, every so many steps, and at the end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StopConditions {
    /// Steps in all, counted from the start of the run.
    pub steps: u64,
    /// Steps between checks, at least 1.
    pub check_every: u64,
    /// Stops at a check that finds the mean loss over all examples below this.
    pub loss_below: Option<f64>,
    /// The run has diverged when the loss of a batch, or a check, exceeds this or is not a number; infinite for no limit.
    pub loss_limit: f64,
}

/// Why a training ended.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum StopReason {
    /// All steps are made.
    Steps,
    /// The loss is below the one asked for.
    LossBelow,
    /// The caller of [`Training::run_watched`] wanted it.
    Interrupted,
    /// The loss ran away; the state is again that of the last check that found it well.
    Diverged {
        /// Steps made when it was seen.
        step: u64,
        /// The loss then.
        loss: f64,
    },
}

/// A training: a network, its examples, a plan, and how far it is.
///
/// The run is a function of these, the key and the initial parameters: not of how often it is stopped and resumed, nor
/// (with the feature `rayon`) of the number of threads. Randomness comes from streams below `key`: for each gradient its
/// mini-batch and masks, for each step the noise; replica `a` of several has `key.named("replica").indexed(a)` for its own.
pub struct Training<'a, T> {
    plan: TrainingPlan,
    key: StreamKey,
    gradients: Gradients<'a, T>,
    test: Option<Objective<'a, T>>,
    state: State<T>,
    last_good: State<T>,
    history: Vec<Record>,
    /// The parameters a user sees, the barycentre of replicas.
    centre: Vec<T>,
    gradient: Vec<T>,
    replica_scratch: [Vec<T>; 2],
    walk: Walk<T>,
}

impl<'a, T: Scalar> Training<'a, T> {
    /// A training at step 0. There are as many initial parameters as the network has, from which all replicas start, or as
    /// all replicas have, one after the other.
    ///
    /// # Errors
    /// [`TrainingError::Examples`] if training or test examples are for another network, [`TrainingError::OutOfRange`]
    /// naming a number of the plan that cannot be, [`TrainingError::InitialParameters`].
    pub fn new(
        mlp: &'a Mlp,
        plan: TrainingPlan,
        examples: Examples<'a, T>,
        test: Option<Examples<'a, T>>,
        initial: &[T],
        key: StreamKey,
    ) -> Result<Self, TrainingError> {
        plan.check()?;
        let (parameters, replicas) = (mlp.parameter_count(), plan.optimizer.replicas());
        let all = match initial.len() {
            got if got == parameters => initial.repeat(replicas),
            got if got == parameters * replicas => initial.to_vec(),
            got => return Err(TrainingError::InitialParameters { got, parameters, replicas }),
        };
        let velocity = if plan.optimizer.has_momentum() { vec![T::ZERO; all.len()] } else { Vec::new() };
        let state = State { step: 0, parameters: all, velocity };
        let gradients = Gradients::new(Objective::new(mlp, examples)?, &plan, key);
        let test = test.map(|test| Objective::new(mlp, test)).transpose()?;
        let mut training = Self {
            plan,
            key,
            gradients,
            test,
            last_good: state.clone(),
            state,
            history: Vec::new(),
            centre: vec![T::ZERO; parameters],
            gradient: vec![T::ZERO; parameters],
            replica_scratch: Default::default(),
            walk: Walk::default(),
        };
        training.find_centre();
        Ok(training)
    }

    /// Continues from a checkpoint of the same network, plan, key and examples, as if the run had never stopped.
    ///
    /// # Errors
    /// Those of [`new`](Self::new), and [`TrainingError::OtherRun`] naming what differs.
    pub fn resume(
        mlp: &'a Mlp,
        plan: TrainingPlan,
        examples: Examples<'a, T>,
        test: Option<Examples<'a, T>>,
        key: StreamKey,
        checkpoint: Checkpoint<T>,
    ) -> Result<Self, TrainingError> {
        checkpoint.check(mlp, &plan, examples.len(), key)?;
        let mut training = Self::new(mlp, plan, examples, test, &checkpoint.state.parameters, key)?;
        (training.state, training.last_good) = (checkpoint.state, checkpoint.last_good);
        training.history = checkpoint.history;
        training.find_centre();
        Ok(training)
    }

    /// All that [`resume`](Self::resume) needs beside what the run was made from.
    pub fn checkpoint(&self) -> Checkpoint<T> {
        let examples = self.gradients.objective.examples().len();
        Checkpoint::new(
            self.gradients.objective.mlp(),
            &self.plan,
            (examples, self.key),
            [&self.state, &self.last_good],
            &self.history,
        )
    }

    /// Runs until a condition is met. A run that already meets one makes no step; a later one may have other conditions.
    ///
    /// # Panics
    /// If `check_every` is 0.
    pub fn run(&mut self, stop: &StopConditions) -> StopReason {
        self.run_watched(stop, || false, |_| ())
    }

    /// As [`run`](Self::run), for callers that look on: before every step `interrupt` says whether to stop there, and after
    /// every check `checked` sees the run, to keep its [`checkpoint`](Self::checkpoint) for instance.
    ///
    /// # Panics
    /// If `check_every` is 0.
    pub fn run_watched(
        &mut self,
        stop: &StopConditions,
        interrupt: impl Fn() -> bool,
        mut checked: impl FnMut(&Self),
    ) -> StopReason {
        let runs_away = |loss: f64| !(loss <= stop.loss_limit && loss.is_finite());
        loop {
            let is_last = self.state.step >= stop.steps;
            if is_last || self.state.step.is_multiple_of(stop.check_every) {
                let record = self.evaluate();
                if runs_away(record.loss) {
                    return self.diverged(record.loss);
                }
                if self.history.last().is_none_or(|last| last.step < record.step) {
                    self.history.push(record);
                }
                self.last_good.clone_from(&self.state);
                checked(self);
                if stop.loss_below.is_some_and(|limit| record.loss < limit) {
                    return StopReason::LossBelow;
                }
                if is_last {
                    return StopReason::Steps;
                }
            }
            if interrupt() {
                return StopReason::Interrupted;
            }
            let loss = self.step();
            if runs_away(loss) {
                return self.diverged(loss);
            }
        }
    }

    /// Makes one step and returns the loss on its mini-batch before it (the mean over replicas), with dropout.
    pub fn step(&mut self) -> f64 {
        let Self { plan, key, gradients, state, gradient, replica_scratch, walk, .. } = self;
        let State { step, parameters, velocity } = state;
        let loss = match &plan.optimizer {
            Optimizer::Sgd(sgd) => {
                let loss = gradients.write(0, *step, parameters, gradient);
                sgd.update(*step, parameters, gradient, velocity);
                loss
            }
            Optimizer::Langevin(langevin) => {
                let loss = gradients.write(0, *step, parameters, gradient);
                langevin.update(*step, parameters, gradient, *key);
                loss
            }
            Optimizer::EntropySgd(entropic) => {
                let mut evaluation = *step * plan.optimizer.gradients_per_step();
                entropic.step(*step, parameters, walk, *key, |point, force| {
                    evaluation += 1;
                    gradients.write(0, evaluation - 1, point, force)
                })
            }
            Optimizer::ReplicatedSgd(replicated) => {
                replicated.step(*step, parameters, velocity, replica_scratch, |a, replica, force| {
                    gradients.write(a, *step, replica, force)
                })
            }
        };
        *step += 1;
        self.find_centre();
        loss
    }

    /// Evaluates the parameters on all training and test examples.
    pub fn evaluate(&mut self) -> Record {
        let Gradients { objective, workspace, .. } = &mut self.gradients;
        let train = objective.evaluate(&self.centre, workspace);
        let test_error = self.test.map(|test| test.error(&self.centre, workspace));
        Record { step: self.state.step, epoch: self.epoch(), loss: train.loss, error: train.error, test_error }
    }

    /// The parameters as they are now, of several replicas the barycentre.
    pub fn parameters(&self) -> &[T] {
        &self.centre
    }

    /// The parameters of all replicas, one after the other.
    pub fn replicas(&self) -> &[T] {
        &self.state.parameters
    }

    /// Steps made so far.
    pub fn steps(&self) -> u64 {
        self.state.step
    }

    /// Passes through the examples so far; see [`Record`].
    pub fn epoch(&self) -> f64 {
        self.epochs_of(self.state.step)
    }

    /// Passes through the examples that some steps amount to.
    pub fn epochs_of(&self, steps: u64) -> f64 {
        (steps * self.plan.optimizer.gradients_per_step()) as f64 / self.gradients.per_epoch() as f64
    }

    /// The number of steps, rounded up, that some epochs are.
    pub fn steps_of(&self, epochs: f64) -> u64 {
        let per_step = self.plan.optimizer.gradients_per_step() as f64;
        (epochs * self.gradients.per_epoch() as f64 / per_step).ceil() as u64
    }

    /// The rows written so far.
    pub fn history(&self) -> &[Record] {
        &self.history
    }

    /// Returns to the last good state.
    fn diverged(&mut self, loss: f64) -> StopReason {
        let step = self.state.step;
        self.state.clone_from(&self.last_good);
        self.find_centre();
        StopReason::Diverged { step, loss }
    }

    fn find_centre(&mut self) {
        barycentre(&self.state.parameters, &mut self.centre);
    }
}
