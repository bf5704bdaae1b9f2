//! The networks and regressions of `nn`.

use super::Work;
use nalgebra::{DMatrix, DVector};
use piccole_core::{StandardNormal, StreamKey};
use piccole_nn::landscape::curvature::{Hessian, SpectralDensity};
use piccole_nn::ridge::{dual, primal};
use piccole_nn::{Activation, Examples, Initialization, Mlp, Objective, Workspace};
use std::hint::black_box;

/// A network, examples with labels, or with values where it has one output, parameters, and room for the rest.
pub struct Training {
    mlp: Mlp,
    inputs: DMatrix<f32>,
    labels: Vec<usize>,
    values: DMatrix<f32>,
    /// Its parameters.
    pub parameters: Vec<f32>,
    /// The gradient at the last step's start.
    pub gradient: Vec<f32>,
    workspace: Workspace<f32>,
}

impl Training {
    /// Of a network on a column of inputs for each example; `value` makes the values of networks with one output.
    pub fn new(mlp: Mlp, inputs: DMatrix<f32>, value: impl Fn(usize) -> f32, parameters: Vec<f32>) -> Self {
        let batch = inputs.ncols();
        let labels = (0..batch).map(|j| (7 * j) % mlp.outputs()).collect();
        let values = DMatrix::from_fn(1, batch, |_, j| value(j));
        let gradient = vec![0.0; parameters.len()];
        Self { mlp, inputs, labels, values, parameters, gradient, workspace: Workspace::default() }
    }

    /// Of a ReLU network from random weights on Gaussian inputs.
    ///
    /// # Panics
    /// If the widths are not those of a network.
    pub fn random(widths: &[usize], batch: usize) -> Self {
        let key = StreamKey::from_seed(1);
        let mlp = Mlp::fully_connected(widths, Activation::Relu).expect("widths chain");
        let mut gaussians = StandardNormal::new(key.named("inputs").rng()).map(|z| z as f32);
        let inputs = DMatrix::from_fn(widths[0], batch, |_, _| gaussians.next().expect("endless"));
        let signs: Vec<f32> = inputs.row(0).iter().map(|x| x.signum()).collect();
        let parameters = mlp.initialize(Initialization::He, key);
        Self::new(mlp, inputs, |j| signs[j], parameters)
    }

    /// Layers and where their parameters are.
    pub fn network(&self) -> &Mlp {
        &self.mlp
    }

    /// A step of gradient descent on the cross-entropy, or the mean squared error of values; returns the loss it started from.
    ///
    /// # Panics
    /// If there is no example.
    pub fn step(&mut self, rate: f32) -> f64 {
        let Self { mlp, inputs, labels, values, parameters, gradient, workspace } = self;
        let loss = objective(mlp, inputs, labels, values).gradient(parameters, workspace, gradient);
        for (w, g) in parameters.iter_mut().zip(gradient) {
            *w -= rate * *g;
        }
        loss
    }
}

fn objective<'a>(
    mlp: &'a Mlp,
    inputs: &'a DMatrix<f32>,
    labels: &'a [usize],
    values: &'a DMatrix<f32>,
) -> Objective<'a, f32> {
    let examples = match mlp.outputs() {
        1 => Examples::with_values(inputs, values),
        _ => Examples::labelled(inputs, labels),
    };
    Objective::new(mlp, examples.expect("finite numbers")).expect("sizes match")
}

/// A step of gradient descent on the cross-entropy.
pub fn step(widths: &[usize], batch: usize) -> Work {
    let mut training = Training::random(widths, batch);
    Work::new(move || black_box(&mut training).step(1e-3))
}

/// A product of the Hessian with a vector.
pub fn hessian_vector_product(widths: &[usize], batch: usize) -> Work {
    let mut training = Training::random(widths, batch);
    let direction = vec![1.0; training.parameters.len()];
    Work::new(move || {
        let Training { mlp, inputs, labels, values, parameters, gradient, workspace } = black_box(&mut training);
        let objective = objective(mlp, inputs, labels, values);
        objective.hessian_vector_product(parameters, &direction, workspace, gradient);
        f64::from(gradient[0])
    })
}

/// The density of the Hessian's eigenvalues from one start and a number of products.
pub fn spectrum(widths: &[usize], batch: usize, steps: usize) -> Work {
    let training = Training::random(widths, batch);
    Work::new(move || {
        let Training { mlp, inputs, labels, values, parameters, .. } = black_box(&training);
        let mut hessian = Hessian::new(objective(mlp, inputs, labels, values), parameters);
        SpectralDensity::estimate(&mut hessian, steps, 1, StreamKey::from_seed(1)).points[0].0
    })
}

/// Ridge regression with as many equations as features.
pub fn primal_ridge(features: usize, examples: usize) -> Work {
    regression(primal, features, examples)
}

/// Ridge regression with as many equations as examples.
pub fn dual_ridge(features: usize, examples: usize) -> Work {
    regression(dual, features, examples)
}

type Regression = fn(&DMatrix<f64>, &DVector<f64>, f64) -> Result<DVector<f64>, piccole_nn::ridge::RidgeError>;

fn regression(solve: Regression, features: usize, examples: usize) -> Work {
    let key = StreamKey::from_seed(1);
    let draw = |name, count| StandardNormal::new(key.named(name).rng()).take(count);
    let matrix = DMatrix::from_iterator(features, examples, draw("features", features * examples));
    let targets = DVector::from_iterator(examples, draw("targets", examples));
    Work::new(move || solve(black_box(&matrix), &targets, 10.0).expect("a ridge makes the system definite")[0])
}
