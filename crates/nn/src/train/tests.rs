//! Runs that stop, diverge, and resume to the same bits.

use super::*;
use crate::optimize::{EntropySgd, Langevin, ReplicatedSgd, Sampling, Schedule, Sgd};
use crate::{Activation, Examples, Initialization, Layer, Mlp, Objective, Scalar, Workspace};
use nalgebra::DMatrix;
use piccole_core::{StandardNormal, StreamKey};

const EXAMPLES: usize = 60;

/// Points of the plane in three sectors that overlap a little, and their classes.
fn sectors<T: Scalar>() -> (DMatrix<T>, Vec<usize>) {
    let noise: Vec<f64> = StandardNormal::new(StreamKey::from_seed(1).rng()).take(2 * EXAMPLES).collect();
    let labels: Vec<usize> = (0..EXAMPLES).map(|j| j % 3).collect();
    let inputs = DMatrix::from_fn(2, EXAMPLES, |i, j| {
        let angle = 2.1 * labels[j] as f64;
        T::from_f64([libm::cos(angle), libm::sin(angle)][i] + 0.3 * noise[2 * j + i])
    });
    (inputs, labels)
}

fn network() -> Mlp {
    let layers = vec![
        Layer::dense(2, 8, Activation::Relu),
        Layer::residual(8, Activation::Tanh, 0.5).with_dropout(0.2),
        Layer::dense(8, 3, Activation::Identity),
    ];
    Mlp::new(layers).unwrap()
}

fn plan(optimizer: Optimizer) -> TrainingPlan {
    TrainingPlan { optimizer, batch_size: 7, sampling: Sampling::Epochs }
}

fn sgd() -> Sgd {
    Sgd { learning_rate: Schedule::Geometric { initial: 0.1, growth: 0.999 }, momentum: 0.9, weight_decay: 1e-4 }
}

fn optimizers() -> [Optimizer; 4] {
    let constant = Schedule::Constant;
    [
        Optimizer::Sgd(sgd()),
        Optimizer::Langevin(Langevin { learning_rate: constant(0.1), temperature: 1e-4, weight_decay: 0.0 }),
        Optimizer::EntropySgd(EntropySgd {
            learning_rate: constant(1.0),
            scope: Schedule::Geometric { initial: 0.5, growth: 1.001 },
            walk_steps: 5,
            walk_rate: 0.1,
            temperature: 1e-8,
            averaging: 0.25,
        }),
        Optimizer::ReplicatedSgd(ReplicatedSgd { sgd: sgd(), replicas: 3, coupling: constant(0.1) }),
    ]
}

fn stop(steps: u64) -> StopConditions {
    StopConditions { steps, check_every: 10, loss_below: None, loss_limit: f64::INFINITY }
}

fn initial<T: Scalar>(mlp: &Mlp) -> Vec<T> {
    mlp.initialize(Initialization::He, StreamKey::from_seed(2))
}

#[test]
fn every_optimiser_learns() {
    let (mlp, (inputs, labels)) = (network(), sectors::<f64>());
    let examples = Examples::labelled(&inputs, &labels).unwrap();
    for optimizer in optimizers() {
        let mut training =
            Training::new(&mlp, plan(optimizer), examples, Some(examples), &initial(&mlp), StreamKey::from_seed(3))
                .unwrap();
        assert_eq!(training.run(&stop(305)), StopReason::Steps);
        let (first, last) = (training.history()[0], *training.history().last().unwrap());
        assert_eq!((first.step, first.epoch, last.step, training.history().len()), (0, 0.0, 305, 32));
        assert!(last.loss < 0.4 * first.loss && last.error < 0.15, "{:?}: {last:?}", training.checkpoint());
        assert_eq!(last.test_error, Some(last.error));
    }
}

fn assert_resumes<T: Scalar>(optimizer: Optimizer, pass: impl Fn(Checkpoint<T>) -> Checkpoint<T>) {
    let (mlp, (inputs, labels), key) = (network(), sectors::<T>(), StreamKey::from_seed(3));
    let examples = Examples::labelled(&inputs, &labels).unwrap();
    for sampling in [Sampling::Epochs, Sampling::WithReplacement] {
        let plan = TrainingPlan { sampling, ..plan(optimizer.clone()) };
        let mut whole = Training::new(&mlp, plan.clone(), examples, None, &initial(&mlp), key).unwrap();
        whole.run(&stop(57));
        let mut part = Training::new(&mlp, plan.clone(), examples, None, &initial(&mlp), key).unwrap();
        // Between checks, in the middle of an epoch, twice.
        for steps in [13, 14] {
            for _ in 0..steps {
                part.step();
            }
            part = Training::resume(&mlp, plan.clone(), examples, None, key, pass(part.checkpoint())).unwrap();
        }
        part.run(&stop(57));
        let (whole, mut part) = (whole.checkpoint(), part.checkpoint());
        // Single steps skip the checks at 0, 10 and 20.
        part.history.splice(0..0, whole.history[..3].iter().copied());
        assert_eq!(part, whole);
    }
}

#[test]
fn a_resumed_run_has_the_bits_of_an_uninterrupted_one() {
    for optimizer in optimizers() {
        assert_resumes::<f64>(optimizer.clone(), |checkpoint| checkpoint);
        assert_resumes::<f32>(optimizer, |checkpoint| checkpoint);
    }
}

#[cfg(feature = "serde")]
#[test]
fn a_run_resumed_from_bytes_has_the_bits_of_an_uninterrupted_one() {
    for optimizer in optimizers() {
        assert_resumes::<f64>(optimizer.clone(), |c| Checkpoint::from_bytes(&c.to_bytes().unwrap()).unwrap());
        assert_resumes::<f32>(optimizer, |c| Checkpoint::from_bytes(&c.to_bytes().unwrap()).unwrap());
    }
}

#[cfg(feature = "serde")]
#[test]
fn damaged_bytes_are_refused() {
    let (mlp, (inputs, labels)) = (network(), sectors::<f64>());
    let examples = Examples::labelled(&inputs, &labels).unwrap();
    let training =
        Training::new(&mlp, plan(Optimizer::Sgd(sgd())), examples, None, &initial(&mlp), StreamKey::from_seed(3))
            .unwrap();
    let bytes = training.checkpoint().to_bytes().unwrap();
    for cut in [0, 1, bytes.len() / 2, bytes.len() - 1] {
        let error = Checkpoint::<f64>::from_bytes(&bytes[..cut]).unwrap_err();
        assert!(error.to_string().starts_with("no checkpoint: EOF while parsing"), "{error}");
    }
    let mut broken = training.checkpoint();
    broken.state.parameters[3] = f64::NAN;
    assert_eq!(broken.to_bytes(), Err(TrainingError::NotFinite { step: 0 }));
    // A number that single precision does not have.
    let text = String::from_utf8(bytes).unwrap();
    let beyond = text.replacen("\"velocity\":[", "\"velocity\":[1e39,", 1);
    assert!(Checkpoint::<f64>::from_bytes(beyond.as_bytes()).is_ok());
    let error = Checkpoint::<f32>::from_bytes(beyond.as_bytes()).unwrap_err();
    assert!(matches!(error, TrainingError::Unreadable { .. }), "{error}");
}

#[test]
fn a_checkpoint_of_another_run_is_refused_with_what_differs() {
    let (mlp, (inputs, labels), key) = (network(), sectors::<f64>(), StreamKey::from_seed(3));
    let examples = Examples::labelled(&inputs, &labels).unwrap();
    let sgd = plan(Optimizer::Sgd(sgd()));
    let checkpoint = Training::new(&mlp, sgd.clone(), examples, None, &initial(&mlp), key).unwrap().checkpoint();
    let refused = |mlp: &Mlp, plan: &TrainingPlan, examples, key| {
        Training::resume(mlp, plan.clone(), examples, None, key, checkpoint.clone()).err().unwrap().to_string()
    };
    let wider = Mlp::fully_connected(&[2, 9, 9, 3], Activation::Relu).unwrap();
    assert_eq!(
        refused(&wider, &sgd, examples, key),
        "a checkpoint of another run: layer 0 is Layer { inputs: 2, outputs: 8, activation: Relu, branch_factor: None, \
         dropout: 0.0 }, expected Layer { inputs: 2, outputs: 9, activation: Relu, branch_factor: None, dropout: 0.0 }"
    );
    let other = TrainingPlan { batch_size: 8, ..sgd.clone() };
    assert_eq!(refused(&mlp, &other, examples, key), "a checkpoint of another run: batch size is 7, expected 8");
    let message = refused(&mlp, &plan(Optimizer::Sgd(Sgd::new(0.1))), examples, key);
    assert!(message.starts_with("a checkpoint of another run: optimizer is Sgd("), "{message}");
    assert!(refused(&mlp, &sgd, examples, key.indexed(1)).contains("random stream is"));
    assert_eq!(
        refused(&mlp, &sgd, examples.first(59), key),
        "a checkpoint of another run: number of examples is 60, expected 59"
    );
}

#[test]
fn a_learning_rate_that_diverges_stops_the_run_at_its_last_good_state() {
    let mlp = Mlp::fully_connected(&[2, 3], Activation::Relu).unwrap();
    let inputs = sectors::<f64>().0;
    let examples = Examples::with_values(&inputs, &inputs).err();
    assert!(examples.is_none());
    let values = DMatrix::from_element(3, EXAMPLES, 1.0);
    let examples = Examples::with_values(&inputs, &values).unwrap();
    let plan = plan(Optimizer::Sgd(Sgd::new(100.0)));
    let mut training = Training::new(&mlp, plan, examples, None, &initial(&mlp), StreamKey::from_seed(3)).unwrap();
    let reason = training.run(&StopConditions { loss_limit: 1e30, ..stop(10_000) });
    let StopReason::Diverged { step, loss } = reason else { panic!("{reason:?}") };
    assert!(loss > 1e30 && step > training.steps(), "{loss} at {step}");
    assert!(training.steps().is_multiple_of(10) && step - training.steps() <= 10);
    assert_eq!(training.history().last().unwrap().step, training.steps());
    let objective = Objective::new(&mlp, examples).unwrap();
    let kept = objective.loss(training.parameters(), &mut Workspace::default());
    assert_eq!(kept, training.history().last().unwrap().loss);
    assert!(kept <= 1e30);
    // Without a limit it goes on until the loss is no finite number.
    let reason = training.run(&stop(10_000));
    assert!(matches!(reason, StopReason::Diverged { loss, .. } if !loss.is_finite()), "{reason:?}");
    assert!(training.parameters().iter().all(|w| w.is_finite()));
}

#[test]
fn a_run_ends_at_the_first_check_below_the_loss() {
    let (mlp, (inputs, labels)) = (network(), sectors::<f64>());
    let examples = Examples::labelled(&inputs, &labels).unwrap();
    let sgd = plan(Optimizer::Sgd(sgd()));
    let mut training = Training::new(&mlp, sgd, examples, None, &initial(&mlp), StreamKey::from_seed(3)).unwrap();
    let conditions = StopConditions { loss_below: Some(0.5), ..stop(1000) };
    assert_eq!(training.run(&conditions), StopReason::LossBelow);
    let (last, before) = training.history().split_last().unwrap();
    assert!(last.loss < 0.5 && before.iter().all(|record| record.loss >= 0.5));
    assert_eq!(training.steps_of(2.0), 18);
}

#[test]
fn a_watched_run_shows_its_checks_and_stops_when_asked() {
    let (mlp, (inputs, labels), key) = (network(), sectors::<f64>(), StreamKey::from_seed(3));
    let examples = Examples::labelled(&inputs, &labels).unwrap();
    let start = || Training::new(&mlp, plan(Optimizer::Sgd(sgd())), examples, None, &initial(&mlp), key).unwrap();
    let (mut whole, mut watched) = (start(), start());
    whole.run(&stop(50));
    let (mut checks, asked) = (Vec::new(), std::cell::Cell::new(0));
    let interrupt = || {
        asked.set(asked.get() + 1);
        asked.get() > 33
    };
    let reason = watched.run_watched(&stop(50), interrupt, |training| checks.push(training.steps()));
    assert_eq!((reason, watched.steps(), checks), (StopReason::Interrupted, 33, vec![0, 10, 20, 30]));
    assert_eq!(watched.run(&stop(50)), StopReason::Steps);
    assert_eq!(watched.checkpoint(), whole.checkpoint());
}

#[test]
fn a_batch_of_all_examples_makes_gradient_descent_bit_for_bit() {
    let mlp = Mlp::fully_connected(&[2, 6, 3], Activation::Tanh).unwrap();
    let (inputs, labels) = sectors::<f64>();
    let examples = Examples::labelled(&inputs, &labels).unwrap();
    let descent = TrainingPlan { batch_size: EXAMPLES, ..plan(Optimizer::Sgd(Sgd::new(0.2))) };
    let mut training = Training::new(&mlp, descent, examples, None, &initial(&mlp), StreamKey::from_seed(3)).unwrap();
    training.run(&stop(20));
    let objective = Objective::new(&mlp, examples).unwrap();
    let (mut theta, mut gradient, mut workspace) =
        (initial::<f64>(&mlp), vec![0.0; mlp.parameter_count()], Workspace::default());
    for _ in 0..20 {
        objective.gradient(&theta, &mut workspace, &mut gradient);
        theta.iter_mut().zip(&gradient).for_each(|(w, g)| *w -= 0.2 * g);
    }
    assert_eq!(training.parameters(), theta);
}

#[test]
fn replicas_without_coupling_are_trainings_of_their_own() {
    let (mlp, (inputs, labels), key) = (network(), sectors::<f64>(), StreamKey::from_seed(3));
    let examples = Examples::labelled(&inputs, &labels).unwrap();
    let replicated = ReplicatedSgd { sgd: sgd(), replicas: 3, coupling: Schedule::Constant(0.0) };
    let start = initial::<f64>(&mlp);
    let mut all =
        Training::new(&mlp, plan(Optimizer::ReplicatedSgd(replicated.clone())), examples, None, &start, key).unwrap();
    all.run(&stop(30));
    for (a, replica) in all.replicas().chunks_exact(mlp.parameter_count()).enumerate() {
        let key = key.named("replica").indexed(a as u64);
        let mut one = Training::new(&mlp, plan(Optimizer::Sgd(sgd())), examples, None, &start, key).unwrap();
        one.run(&stop(30));
        assert_eq!(one.parameters(), replica);
    }
    let single = ReplicatedSgd { replicas: 1, coupling: Schedule::Constant(5.0), ..replicated };
    let mut single = Training::new(&mlp, plan(Optimizer::ReplicatedSgd(single)), examples, None, &start, key).unwrap();
    let mut one = Training::new(&mlp, plan(Optimizer::Sgd(sgd())), examples, None, &start, key).unwrap();
    single.run(&stop(30));
    one.run(&stop(30));
    assert_eq!(single.parameters(), one.parameters());
}

#[test]
fn plans_that_cannot_be_are_refused() {
    let (mlp, (inputs, labels)) = (network(), sectors::<f64>());
    let examples = Examples::labelled(&inputs, &labels).unwrap();
    let refused = |plan: TrainingPlan, start: &[f64]| {
        Training::new(&mlp, plan, examples, None, start, StreamKey::from_seed(3)).err().unwrap().to_string()
    };
    let start = initial::<f64>(&mlp);
    let of = |sgd| plan(Optimizer::Sgd(sgd));
    assert_eq!(refused(of(Sgd::new(f64::NAN)), &start), "learning_rate = NaN, expected a finite number ≥ 0");
    assert_eq!(refused(of(Sgd::new(0.1).with_momentum(1.0)), &start), "momentum = 1, expected below 1");
    assert_eq!(refused(TrainingPlan { batch_size: 0, ..of(sgd()) }, &start), "batch_size = 0, expected at least 1");
    assert_eq!(
        refused(of(sgd()), &start[1..]),
        format!("{} initial parameters for a network of {} and 1 replicas", start.len() - 1, start.len())
    );
}
