//! The table: curve after curve, then what was simulated.
//!
//! Simulated numbers are rounded to six significant digits. The linear algebra under them uses what vector instructions
//! the CPU has, so that two machines agree to about twelve: the table is to be the same bytes on both.

use super::Overfitting;
use super::points::{Curve, Outcome, Point, Solution, target};
use super::simulation::{Errors, PolynomialErrors};
use super::sweep::NetworkErrors;
use crate::RunError;
use crate::statistics::{mean_with_error, rounded};
use piccole_theory::random_features::point;
use serde::{Deserialize, Serialize};

/// Where a row comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// No ridge.
    Ridgeless,
    /// A fixed ridge.
    Ridge,
    /// The best ridge at this number of features.
    OptimalRidge,
    /// Instances with the smallest ridge.
    Simulation,
    /// Polynomials fitted to a noisy function.
    Polynomial,
    /// Networks of one hidden layer.
    Network,
}

/// One row; what does not apply is absent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Which curve.
    pub method: Method,
    /// Features per input dimension `N/D`; none for the limit of many features.
    pub psi1: Option<f64>,
    /// Samples per input dimension `n/D`.
    pub psi2: Option<f64>,
    /// Variance of the noise in the labels; of networks the share of labels turned round.
    pub noise: f64,
    /// Ridge in units of `μ⋆²`.
    pub lambda: Option<f64>,
    /// Error on the target without noise; none where it is infinite.
    pub bias: Option<f64>,
    /// Error that noise of variance 1 makes, likewise.
    pub variance: Option<f64>,
    /// Mean squared distance from the target: by theory `bias + noise · variance`, likewise; of a simulation the mean.
    pub test_error: Option<f64>,
    /// Standard error of that mean.
    pub test_error_sem: Option<f64>,
    /// Mean squared distance from the labels of the samples, the mean of a simulation.
    pub train_error: Option<f64>,
    /// Standard error of that mean.
    pub train_error_sem: Option<f64>,
    /// The test error of the theory for `D → ∞` at the place of a simulation.
    pub theory: Option<f64>,
    /// Degree of a polynomial.
    pub degree: Option<usize>,
    /// Number of instances behind a mean.
    pub samples: Option<usize>,
    /// Input dimension `D` of a simulation.
    pub dimension: Option<usize>,
    /// Hidden units of a network.
    pub width: Option<usize>,
    /// Its parameters over the number of its examples.
    pub parameters_per_example: Option<f64>,
    /// Fraction of training labels that it does not reproduce, a mean.
    pub train_wrong: Option<f64>,
    /// Standard error of that.
    pub train_wrong_sem: Option<f64>,
    /// Fraction of test images that it takes for others, a mean.
    pub test_wrong: Option<f64>,
    /// Standard error of that.
    pub test_wrong_sem: Option<f64>,
}

impl Row {
    /// A row of a method with nothing else in it.
    fn new(method: Method, noise: f64) -> Self {
        Self {
            method,
            psi1: None,
            psi2: None,
            noise,
            lambda: None,
            bias: None,
            variance: None,
            test_error: None,
            test_error_sem: None,
            train_error: None,
            train_error_sem: None,
            theory: None,
            degree: None,
            samples: None,
            dimension: None,
            width: None,
            parameters_per_example: None,
            train_wrong: None,
            train_wrong_sem: None,
            test_wrong: None,
            test_wrong_sem: None,
        }
    }

    /// A row with simulated errors.
    fn simulated(method: Method, noise: f64, mean: Errors, error: Errors, samples: usize) -> Self {
        Self {
            test_error: Some(rounded(mean.test)),
            test_error_sem: Some(rounded(error.test)),
            train_error: Some(rounded(mean.train)),
            train_error_sem: Some(rounded(error.train)),
            samples: Some(samples),
            ..Self::new(method, noise)
        }
    }
}

/// The whole table.
pub(super) fn rows(plan: &Overfitting, outcomes: &[(Point, Outcome)]) -> Result<Vec<Row>, RunError> {
    let (mut rows, mut polynomials) = (Vec::new(), Vec::new());
    for (point, outcome) in outcomes {
        match outcome {
            Outcome::Curve(curve) => rows.extend(theory(plan, point, curve)),
            Outcome::Polynomials(errors) => polynomials.extend(errors.iter().map(|errors| polynomial(plan, errors))),
            Outcome::Simulation(_) | Outcome::Network(_) => {}
        }
    }
    for &psi1 in plan.simulation.psi1.values() {
        rows.push(simulation(plan, psi1, outcomes)?);
    }
    rows.append(&mut polynomials);
    rows.extend(plan.sweep.widths.iter().map(|width| network(plan, width.get(), outcomes)));
    Ok(rows)
}

/// A curve and its limit.
fn theory(plan: &Overfitting, point: &Point, curve: &Curve) -> Vec<Row> {
    let method = match point {
        Point::Ridge { lambda: 0.0 } => Method::Ridgeless,
        Point::Ridge { .. } => Method::Ridge,
        _ => Method::OptimalRidge,
    };
    let row = |solution: &Solution| Row {
        psi1: solution.psi1,
        psi2: Some(plan.psi2.get()),
        lambda: Some(solution.lambda),
        bias: solution.bias,
        variance: solution.variance,
        test_error: solution.test_error,
        ..Row::new(method, plan.noise.get())
    };
    curve.solutions.iter().chain(&curve.plateau).map(row).collect()
}

/// The mean over the instances at a number of features.
fn simulation(plan: &Overfitting, psi1: f64, outcomes: &[(Point, Outcome)]) -> Result<Row, RunError> {
    let (mut train, mut test) = (Vec::new(), Vec::new());
    for (point, outcome) in outcomes {
        if let (Point::Simulation { psi1: at, .. }, Outcome::Simulation(errors)) = (point, outcome)
            && *at == psi1
        {
            train.push(errors.train);
            test.push(errors.test);
        }
    }
    let (psi2, lambda) = (plan.psi2.get(), plan.lambda.values()[0]);
    let (train, test, samples) = (mean_with_error(&train), mean_with_error(&test), test.len());
    let mean = Errors { train: train.value, test: test.value };
    let error = Errors { train: train.error, test: test.error };
    Ok(Row {
        psi1: Some(psi1),
        psi2: Some(psi2),
        lambda: Some(lambda),
        theory: Some(point(plan.nonlinearity.0, target(plan), psi1, psi2, lambda)?.test_error),
        dimension: Some(plan.simulation.dimension.get()),
        ..Row::simulated(Method::Simulation, plan.noise.get(), mean, error, samples)
    })
}

fn polynomial(plan: &Overfitting, errors: &PolynomialErrors) -> Row {
    let parameters = &plan.polynomial;
    let samples = parameters.samples.get();
    Row {
        degree: Some(errors.degree),
        ..Row::simulated(Method::Polynomial, parameters.noise.get(), errors.mean, errors.error, samples)
    }
}

/// The mean over the networks of a width.
fn network(plan: &Overfitting, width: usize, outcomes: &[(Point, Outcome)]) -> Row {
    let chosen = outcomes.iter().filter_map(|(point, outcome)| match (point, outcome) {
        (Point::Network { width: of, .. }, Outcome::Network(errors)) if *of == width => Some(*errors),
        _ => None,
    });
    let chosen: Vec<NetworkErrors> = chosen.collect();
    let mean = |part: fn(&NetworkErrors) -> f64| mean_with_error(&chosen.iter().map(part).collect::<Vec<_>>());
    let (train, test) = (mean(|errors| errors.train_loss), mean(|errors| errors.test_loss));
    let (train_wrong, test_wrong) = (mean(|errors| errors.train_wrong), mean(|errors| errors.test_wrong));
    let parameters = chosen.first().map(|errors| errors.parameters as f64 / errors.examples as f64);
    Row {
        width: Some(width),
        parameters_per_example: parameters.map(rounded),
        train_wrong: Some(rounded(train_wrong.value)),
        train_wrong_sem: Some(rounded(train_wrong.error)),
        test_wrong: Some(rounded(test_wrong.value)),
        test_wrong_sem: Some(rounded(test_wrong.error)),
        ..Row::simulated(
            Method::Network,
            plan.sweep.label_noise.get(),
            Errors { train: train.value, test: test.value },
            Errors { train: train.error, test: test.error },
            chosen.len(),
        )
    }
}
