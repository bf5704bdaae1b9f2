//! The table: trainings, the spread of replicas, and the line.
//!
//! Numbers of trainings are rounded to six significant digits. They are the same on machines with the same vector
//! instructions.

use super::points::{Outcome, Point, Trained};
use crate::statistics::rounded;
use serde::{Deserialize, Serialize};

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Algorithm {
    /// Stochastic gradient descent.
    Sgd,
    /// Entropy-SGD.
    EntropySgd,
    /// Replicated SGD, the barycentre.
    Barycentre,
    /// Replicated SGD, a replica.
    Replica,
    /// The distance of replicas from their barycentre.
    Spread,
    /// The loss on the line.
    Line,
}

/// One row; what does not apply is absent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What the row is about.
    pub algorithm: Algorithm,
    /// Scope `γ` of a local entropy.
    pub scope: Option<f64>,
    /// Coupling of replicas.
    pub coupling: Option<f64>,
    /// Number of the initialisation.
    pub sample: Option<usize>,
    /// Epochs, counted in gradients of a replica.
    pub epochs: Option<f64>,
    /// Mean loss over all training examples.
    pub loss: Option<f64>,
    /// Share of the test examples classified wrongly.
    pub test_error: Option<f64>,
    /// Largest eigenvalue of the Hessian.
    pub top_eigenvalue: Option<f64>,
    /// Growth of the training error under multiplicative noise.
    pub local_energy: Option<f64>,
    /// Root of the mean square distance of replicas from their barycentre over its norm.
    pub spread: Option<f64>,
    /// Place on the line.
    pub x: Option<f64>,
    /// Minus the loss there.
    pub minus_loss: Option<f64>,
    /// The local entropy there.
    pub local_entropy: Option<f64>,
}

impl Row {
    /// A row with nothing else in it.
    fn new(algorithm: Algorithm) -> Self {
        Self {
            algorithm,
            scope: None,
            coupling: None,
            sample: None,
            epochs: None,
            loss: None,
            test_error: None,
            top_eigenvalue: None,
            local_energy: None,
            spread: None,
            x: None,
            minus_loss: None,
            local_entropy: None,
        }
    }

    fn trained(algorithm: Algorithm, sample: usize, trained: &Trained) -> Self {
        Self {
            sample: Some(sample),
            epochs: Some(rounded(trained.epochs)),
            loss: Some(rounded(trained.loss)),
            test_error: Some(rounded(trained.test_error)),
            top_eigenvalue: Some(rounded(trained.top_eigenvalue)),
            local_energy: Some(rounded(trained.local_energy)),
            ..Self::new(algorithm)
        }
    }
}

/// The whole table.
pub(super) fn rows(outcomes: &[(Point, Outcome)]) -> Vec<Row> {
    outcomes.iter().flat_map(|(point, outcome)| of_point(point, outcome)).collect()
}

fn of_point(point: &Point, outcome: &Outcome) -> Vec<Row> {
    match (*point, outcome) {
        (Point::Sgd { sample }, Outcome::Trained(all)) => {
            all.iter().map(|trained| Row::trained(Algorithm::Sgd, sample, trained)).collect()
        }
        (Point::Entropy { scope, sample }, Outcome::Trained(all)) => {
            let row = |trained| Row { scope: Some(scope), ..Row::trained(Algorithm::EntropySgd, sample, trained) };
            all.iter().map(row).collect()
        }
        (Point::Replicated { sample }, Outcome::Trained(all)) => {
            let names = [Algorithm::Barycentre, Algorithm::Replica];
            names.into_iter().zip(all).map(|(name, trained)| Row::trained(name, sample, trained)).collect()
        }
        (Point::Spread { coupling }, &Outcome::Spread(spread)) => {
            vec![Row { coupling: Some(coupling), spread: Some(rounded(spread)), ..Row::new(Algorithm::Spread) }]
        }
        (Point::Line { scope }, Outcome::Line(line)) => {
            let row = |&[x, minus_loss, local_entropy]: &[f64; 3]| Row {
                scope: Some(scope),
                x: Some(x),
                minus_loss: Some(minus_loss),
                local_entropy: Some(local_entropy),
                ..Row::new(Algorithm::Line)
            };
            line.iter().map(row).collect()
        }
        _ => Vec::new(),
    }
}
