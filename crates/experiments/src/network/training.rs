//! The training of a plan.

use super::optimizer::OptimizerParameters;
use crate::RunError;
use crate::parameters::{Count, Positive};
use piccole_core::StreamKey;
use piccole_nn::optimize::{Batches, Sampling};
use piccole_nn::train::{StopConditions, StopReason, Training, TrainingPlan};
use piccole_nn::{Examples, Initialization, Mlp, Scalar};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a network is trained, and until when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrainingParameters {
    /// Examples of a mini-batch; as many as there are, or more, for gradient descent.
    batch: Count,
    /// Passes through the examples, counted in gradients.
    epochs: Positive,
    /// Ends earlier at a check that finds the mean loss over all training examples below this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stop_loss: Option<Positive>,
    /// Epochs between checks, each of which is a row of the history.
    #[serde(default = "one")]
    check_every: Positive,
    /// A run has diverged when its loss exceeds this.
    #[serde(default = "hundred")]
    loss_limit: Positive,
    /// How mini-batches are drawn.
    #[serde(default)]
    #[schemars(schema_with = "crate::schema::sampling")]
    sampling: Sampling,
    /// Makes the steps.
    optimizer: OptimizerParameters,
}

fn one() -> Positive {
    Positive::try_from(1.0).expect("1 is positive")
}

fn hundred() -> Positive {
    Positive::try_from(100.0).expect("100 is positive")
}

impl TrainingParameters {
    /// The plan of a training on so many examples.
    pub fn plan(&self, examples: usize) -> TrainingPlan {
        let batches = Batches::new(examples, self.batch.get(), self.sampling, StreamKey::from_seed(0));
        let steps = batches.per_epoch() as f64 / self.optimizer.gradients_per_step() as f64;
        TrainingPlan { optimizer: self.optimizer.build(steps), batch_size: self.batch.get(), sampling: self.sampling }
    }

    /// A training from the initial parameters that belong to `key`: He's, from `key.named("initial")`, with batches and
    /// noise from `key.named("training")`.
    ///
    /// # Errors
    /// [`RunError::Training`] for examples of another network.
    pub fn start<'a, T: Scalar>(
        &self,
        mlp: &'a Mlp,
        train: Examples<'a, T>,
        test: Option<Examples<'a, T>>,
        key: &StreamKey,
    ) -> Result<Training<'a, T>, RunError> {
        let initial: Vec<T> = mlp.initialize(Initialization::He, key.named("initial"));
        Ok(Training::new(mlp, self.plan(train.len()), train, test, &initial, key.named("training"))?)
    }

    /// The parameters at the end of such a training, without a look at test examples.
    ///
    /// # Errors
    /// Those of [`start`](Self::start), and [`RunError::Diverged`].
    pub fn train_to_end<T: Scalar>(
        &self,
        mlp: &Mlp,
        train: Examples<'_, T>,
        key: &StreamKey,
    ) -> Result<Vec<T>, RunError> {
        let mut training = self.start(mlp, train, None, key)?;
        match training.run(&self.stop(&training)) {
            StopReason::Diverged { step, loss } => Err(RunError::Diverged { step, loss }),
            _ => Ok(training.parameters().to_vec()),
        }
    }

    /// When such a training ends.
    pub fn stop<T: Scalar>(&self, training: &Training<'_, T>) -> StopConditions {
        StopConditions {
            steps: training.steps_of(self.epochs.get()),
            check_every: training.steps_of(self.check_every.get()).max(1),
            loss_below: self.stop_loss.map(Positive::get),
            loss_limit: self.loss_limit.get(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ImageData, NetworkParameters};
    use super::*;

    fn parameters(toml: &str) -> TrainingParameters {
        toml::from_str(toml).unwrap()
    }

    #[test]
    fn a_plans_training_stops_at_its_loss() {
        let images = ImageData::default().load::<f32>().unwrap();
        let network: NetworkParameters = toml::from_str("hidden = [32]").unwrap();
        let mlp = network.build(49, 10).unwrap();
        let training =
            parameters("batch = 32\nepochs = 20\nstop_loss = 0.5\noptimizer = { sgd = { learning_rate = 0.1 } }");
        let (train, test) = (images.train.examples().unwrap(), images.test.examples().unwrap());
        let mut run = training.start(&mlp, train, Some(test), &StreamKey::from_seed(1)).unwrap();
        assert_eq!(run.run(&training.stop(&run)), StopReason::LossBelow);
        let history = run.history();
        let last = history.last().unwrap();
        assert!(last.loss < 0.5 && history[history.len() - 2].loss >= 0.5);
        // Chance is 0.9.
        assert!(last.test_error.unwrap() < 0.35, "{last:?}");
        assert_eq!(last.epoch, (history.len() - 1) as f64);
    }

    #[test]
    fn rates_fall_after_epochs() {
        use piccole_nn::optimize::Schedule;
        use piccole_nn::train::Optimizer;
        let training = parameters(
            "batch = 100\nepochs = 4\n[optimizer.sgd]\n\
             learning_rate = { initial = 0.1, factor = 0.1, after_epochs = [2.0, 3.0] }\nmomentum = 0.9",
        );
        let Optimizer::Sgd(sgd) = training.plan(250).optimizer else { panic!("another optimiser") };
        assert_eq!(sgd.learning_rate, Schedule::Steps { initial: 0.1, factor: 0.1, at: vec![6, 9] });
        assert_eq!((sgd.momentum, sgd.weight_decay), (0.9, 0.0));
    }

    #[test]
    fn what_a_plan_gets_wrong_is_named() {
        let refused = |toml: &str| toml::from_str::<TrainingParameters>(toml).unwrap_err().to_string();
        let message = refused("batch = 32\nepochs = 20\noptimizer = { sgd = { learning_rate = -0.1 } }");
        assert!(message.contains("a learning rate"), "{message}");
        let message = refused("batch = 0\nepochs = 20\noptimizer = { sgd = { learning_rate = 0.1 } }");
        assert!(message.contains("line 1") && message.contains("0, expected a whole number"), "{message}");
        let message = refused("batch = 32\nepochs = 20\noptimizer = { adam = { learning_rate = 0.1 } }");
        assert!(message.contains("unknown variant `adam`, expected one of `sgd`"), "{message}");
        let message = refused("batch = 32\nepochs = 20\noptimizer = { sgd = { learning_rate = 0.1, decay = 1 } }");
        assert!(message.contains("unknown field `decay`"), "{message}");
    }
}
