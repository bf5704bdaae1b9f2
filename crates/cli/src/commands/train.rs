//! `piccole train`.

use crate::failure::{Failure, Outcome};
use crate::interrupt;
use crate::output::{Output, Settings, check_folder};
use crate::progress::Progress;
use crate::terminal::note;
use clap::Args;
use piccole_core::formats::write_real_vector;
use piccole_experiments::network::{Observer, Record, StopReason, TrainPlan, Trained, read_checkpoint};
use piccole_experiments::{Error, write_atomically};
use serde::Serialize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

const BRIEF: &str = "Example:\n  piccole train net.toml --checkpoint net.ckpt\n\n`piccole train --help` shows a plan.";

const EXAMPLE: &str = "\
A plan:
  seed = 1

  [data]                # default: the 4000 + 1000 images of Fashion-MNIST that come with the program
  pooling = 4           # squares of 4 x 4 pixels to one input
  train = 1000          # the first 1000 training images
  test = 1000
  # directory = \"DIR\"   # MNIST and its kin in four IDX files, plain or gzip

  [network]
  hidden = [64, 64]     # units of the hidden layers
  activation = \"relu\"   # or tanh, erf, sigmoid, identity
  dropout = 0.0
  skip = false          # residual connections between hidden layers of equal width

  [training]
  batch = 32
  epochs = 60
  check_every = 1.0     # epochs between two rows
  stop_loss = 0.03      # ends earlier at a check below this loss
  loss_limit = 100.0    # has diverged above this loss
  optimizer = { sgd = { learning_rate = 0.1, momentum = 0.9, weight_decay = 1e-4 } }

Other optimisers:
  langevin = { learning_rate = 0.1, temperature = 1e-5 }
  entropy-sgd = { learning_rate = 1.0, scope = 0.1, walk_steps = 20, walk_rate = 0.1, temperature = 1e-8, averaging = 0.25 }
  replicated-sgd = { learning_rate = 0.1, replicas = 5, coupling = 0.01 }
A learning rate that falls:
  learning_rate = { initial = 0.1, factor = 0.1, after_epochs = [30, 45] }

Examples:
  piccole train plan.toml
  piccole train plan.toml --data /usr/share/datasets/mnist --checkpoint run.checkpoint --out history.csv";

/// Train a network on images
///
/// Each row is a check of the loss over all training images and of the errors; the last row says in `stop` why the training
/// ended: epochs, loss-below, diverged or interrupted. Exit code 1 if it diverged (the row and a message have the step and
/// the loss) or was interrupted.
///
/// With --checkpoint FILE the state is kept there at every check, and by Ctrl-C and SIGTERM. The same command goes on from
/// it, and ends in the same rows and weights, bit for bit, as a training that was never stopped. A finished training stays in
/// FILE: with more epochs, or another stop_loss, it goes on from its end. A training that diverged leaves the last state that
/// a check found well, in FILE and in the weights.
#[derive(Args, Serialize)]
#[command(after_help = BRIEF, after_long_help = EXAMPLE)]
pub(crate) struct Train {
    /// Seed, data, network and training
    #[arg(value_name = "PLAN.toml")]
    plan: PathBuf,
    /// Folder of the images, in place of the plan's
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Keep the training in FILE, and go on from it if it is there
    #[arg(long, value_name = "FILE", help_heading = "Interruptions")]
    #[serde(skip)]
    checkpoint: Option<PathBuf>,
    /// Write weights and biases as .npy, float64 of shape (P,): of each layer the weights, those into one unit together, and
    /// the biases
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    #[serde(skip)]
    weights_out: Option<PathBuf>,
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

/// What is written beside the files: the options, and the plan with its defaults.
#[derive(Serialize)]
struct Recorded<'a> {
    #[serde(flatten)]
    options: &'a Train,
    run: &'a TrainPlan,
}

impl Train {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        self.weights_out.as_deref().map_or(Ok(()), check_folder)?;
        self.checkpoint.as_deref().map_or(Ok(()), check_folder)?;
        let plan = TrainPlan::read(&self.plan)?;
        let plan = self.data.iter().fold(plan, |plan, folder| plan.with_data_in(folder.clone()));
        let images = plan.load()?;
        let file = self.checkpoint.as_ref().map(|path| plan.checkpoint(path.clone(), &images));
        let from = file.as_ref().map_or(Ok(None), read_checkpoint)?;
        let mut start = 0;
        if let Some(from) = &from {
            start = from.steps();
            note!("going on after step {start}");
        }
        let stop = interrupt::watch("the step in hand")?;
        let watcher = Watcher { stop: &stop, progress: Progress::new("steps", 0), start };
        let trained = plan.run(&images, file.as_ref().map(|file| (file, from)), &watcher)?;
        drop(watcher);
        self.write(&plan, &trained)?;
        if !trained.kept {
            return Err(Failure::Work(anyhow::anyhow!("the end of the training is in no checkpoint")));
        }
        Ok(outcome(&trained))
    }

    /// Rows and weights.
    fn write(&self, plan: &TrainPlan, trained: &Trained) -> Result<(), Failure> {
        if trained.reason == StopReason::Interrupted && self.checkpoint.is_some() && trained.kept {
            eprintln!("interrupted after step {}; the same command goes on", trained.step);
            return Ok(());
        }
        let recorded = Recorded { options: self, run: plan };
        self.output.write(&trained.rows, &Settings::new("train", &recorded))?;
        if let Some(path) = &self.weights_out {
            write_atomically(path, &write_real_vector(&trained.parameters))?;
            Settings::new("train", &recorded).write_beside(path)?;
        }
        Ok(())
    }
}

fn outcome(trained: &Trained) -> Outcome {
    if let StopReason::Diverged { step, loss } = trained.reason {
        let well = trained.step;
        eprintln!(
            "the training diverged: loss {loss} after {step} steps; lower the learning rate (weights and checkpoint are \
             those of step {well}, the last check that found it well)"
        );
    }
    Outcome::done_if(matches!(trained.reason, StopReason::Steps | StopReason::LossBelow))
}

/// Ctrl-C, a bar, and complaints.
struct Watcher<'a> {
    stop: &'a AtomicBool,
    progress: Progress,
    /// Steps made before.
    start: u64,
}

impl Observer for Watcher<'_> {
    fn is_interrupted(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn checked(&self, last: &Record, steps: u64) {
        self.progress.of(steps);
        self.progress.reached_from(last.step, self.start);
        self.progress.inside(|| format!("loss {:.4}", last.loss));
    }

    fn not_kept(&self, error: &Error) {
        eprintln!("no checkpoint: {error}; going on without");
    }
}
