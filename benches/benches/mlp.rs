//! How long is a step of stochastic gradient descent of a multilayer perceptron, from a large network on large batches to
//! one so small that everything but arithmetic counts?
//!
//! Throughput is in examples. A step is asserted to go down the slope it measured before anything is timed. The comparison
//! of two threads with one is printed at the end.

#![allow(missing_docs)] // The macros of criterion make public items.

use criterion::{Criterion, Throughput};
use nalgebra::DMatrix;
use piccole_benches::{Contender, find, interleaved, timing_is_wanted};
use piccole_core::{StandardNormal, StreamKey};
use piccole_nn::{Activation, Examples, Initialization, Mlp, Objective, Workspace};

const LARGE: [usize; 4] = [784, 256, 128, 10];
const SMALL: [usize; 3] = [20, 32, 1];
const CASES: [(&[usize], usize); 5] = [(&LARGE, 32), (&LARGE, 128), (&LARGE, 1024), (&SMALL, 32), (&SMALL, 1024)];

/// A network, its examples and the memory of its steps.
struct Instance {
    mlp: Mlp,
    inputs: DMatrix<f32>,
    labels: Vec<usize>,
    values: DMatrix<f32>,
    parameters: Vec<f32>,
    gradient: Vec<f32>,
    workspace: Workspace<f32>,
}

impl Instance {
    fn new(widths: &[usize], batch: usize) -> Self {
        let mlp = Mlp::fully_connected(widths, Activation::Relu).expect("widths chain");
        let key = StreamKey::from_seed(1);
        let mut gaussians = StandardNormal::new(key.named("inputs").rng()).map(|z| z as f32);
        let inputs = DMatrix::from_fn(widths[0], batch, |_, _| gaussians.next().expect("endless"));
        let values = DMatrix::from_fn(1, batch, |_, j| inputs[(0, j)].signum());
        let labels = (0..batch).map(|j| (7 * j) % mlp.outputs()).collect();
        let parameters: Vec<f32> = mlp.initialize(Initialization::He, key);
        let gradient = vec![0.0; parameters.len()];
        Self { mlp, inputs, labels, values, parameters, gradient, workspace: Workspace::default() }
    }

    fn step(&mut self, rate: f32) -> f64 {
        let examples = match self.mlp.outputs() {
            1 => Examples::with_values(&self.inputs, &self.values),
            _ => Examples::labelled(&self.inputs, &self.labels),
        };
        let objective = Objective::new(&self.mlp, examples.expect("finite numbers")).expect("sizes match");
        let loss = objective.gradient(&self.parameters, &mut self.workspace, &mut self.gradient);
        for (w, g) in self.parameters.iter_mut().zip(&self.gradient) {
            *w -= rate * g;
        }
        loss
    }

    /// A small step lowers the loss by the learning rate times the squared gradient.
    fn assert_answer(&mut self) {
        let rate = 1e-3;
        let before = self.step(rate);
        let slope: f64 = self.gradient.iter().map(|&g| f64::from(g) * f64::from(g)).sum();
        let fall = before - self.step(0.0);
        let expected = f64::from(rate) * slope;
        assert!((fall / expected - 1.0).abs() < 0.2, "{:?}: fell by {fall}, not {expected}", self.inputs.shape());
    }
}

fn bench(criterion: &mut Criterion, widths: &[usize], batch: usize) {
    let mut instance = Instance::new(widths, batch);
    instance.assert_answer();
    let mut group = criterion.benchmark_group("mlp-step");
    group.throughput(Throughput::Elements(batch as u64));
    group.sample_size(10);
    let name = widths.iter().map(usize::to_string).collect::<Vec<_>>().join("-");
    group.bench_function(format!("{name},b={batch}"), |bencher| {
        bencher.iter(|| instance.step(1e-4));
    });
}

/// One thread and two by turns.
fn compare_threads(rounds: usize) {
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
    let (one, two) = (pool(1), pool(2));
    let (mut first, mut second) = (Instance::new(&LARGE, 1024), Instance::new(&LARGE, 1024));
    let timings = interleaved(
        rounds,
        &mut [
            Contender::new("1 thread", |_| {
                one.install(|| first.step(1e-4));
            }),
            Contender::new("2 threads", |_| {
                two.install(|| second.step(1e-4));
            }),
        ],
    );
    assert!(first.parameters == second.parameters, "threads change the result");
    let [one, two] = ["1 thread", "2 threads"].map(|name| find(&timings, name));
    println!(
        "784-256-128-10, batch 1024, wall time of {rounds} rounds by turns: 1 thread : 2 threads {:.2} (best {:.2})",
        one.median() / two.median(),
        one.best() / two.best()
    );
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    for (widths, batch) in CASES {
        bench(&mut criterion, widths, batch);
    }
    criterion.final_summary();
    if timing_is_wanted() {
        compare_threads(51);
    }
}
