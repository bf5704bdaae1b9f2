//! The networks and regressions of `nn`.

use super::Work;
use nalgebra::{DMatrix, DVector};
use piccole_core::{StandardNormal, StreamKey};
use piccole_nn::landscape::curvature::{Hessian, SpectralDensity};
use piccole_nn::ridge::{dual, primal};
use piccole_nn::{Activation, Examples, Initialization, Mlp, Objective, Workspace};
use std::hint::black_box;

/// A network, examples with labels, parameters, and room for the rest.
struct Training {
    mlp: Mlp,
    inputs: DMatrix<f32>,
    labels: Vec<usize>,
    parameters: Vec<f32>,
    vector: Vec<f32>,
    workspace: Workspace<f32>,
}

impl Training {
    fn new(widths: &[usize], batch: usize) -> Self {
        let key = StreamKey::from_seed(1);
        let mlp = Mlp::fully_connected(widths, Activation::Relu).expect("widths chain");
        let mut gaussians = StandardNormal::new(key.named("inputs").rng()).map(|z| z as f32);
        let inputs = DMatrix::from_fn(widths[0], batch, |_, _| gaussians.next().expect("endless"));
        let labels = (0..batch).map(|j| (7 * j) % mlp.outputs()).collect();
        let parameters: Vec<f32> = mlp.initialize(Initialization::He, key);
        let vector = vec![0.0; parameters.len()];
        Self { mlp, inputs, labels, parameters, vector, workspace: Workspace::default() }
    }
}

/// A step of gradient descent on the cross-entropy.
pub fn step(widths: &[usize], batch: usize) -> Work {
    let mut training = Training::new(widths, batch);
    Work::new(move || {
        let Training { mlp, inputs, labels, parameters, vector, workspace } = &mut training;
        let examples = Examples::labelled(black_box(inputs), labels).expect("finite numbers");
        let objective = Objective::new(mlp, examples).expect("sizes match");
        let loss = objective.gradient(parameters, workspace, vector);
        for (w, g) in parameters.iter_mut().zip(vector) {
            *w -= 1e-3 * *g;
        }
        loss
    })
}

/// A product of the Hessian with a vector.
pub fn hessian_vector_product(widths: &[usize], batch: usize) -> Work {
    let mut training = Training::new(widths, batch);
    let direction = vec![1.0; training.parameters.len()];
    Work::new(move || {
        let Training { mlp, inputs, labels, parameters, vector, workspace } = &mut training;
        let examples = Examples::labelled(black_box(inputs), labels).expect("finite numbers");
        let objective = Objective::new(mlp, examples).expect("sizes match");
        objective.hessian_vector_product(parameters, &direction, workspace, vector);
        f64::from(vector[0])
    })
}

/// The density of the Hessian's eigenvalues from one start and a number of products.
pub fn spectrum(widths: &[usize], batch: usize, steps: usize) -> Work {
    let Training { mlp, inputs, labels, parameters, .. } = Training::new(widths, batch);
    Work::new(move || {
        let examples = Examples::labelled(black_box(&inputs), &labels).expect("finite numbers");
        let objective = Objective::new(&mlp, examples).expect("sizes match");
        let mut hessian = Hessian::new(objective, &parameters);
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
