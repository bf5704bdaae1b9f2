//! How long does ridge regression take?

use crate::folder::Folder;
use crate::{Failure, Side};
use nalgebra::{DMatrix, DVector};
use piccole_core::{StandardNormal, StreamKey};
use piccole_nn::ridge::ridge_regression;
use std::hint::black_box;

/// Gaussian features and targets.
pub(crate) struct Ridge {
    features: DMatrix<f64>,
    targets: DVector<f64>,
}

impl Ridge {
    const RIDGE: f64 = 10.0;

    pub(crate) fn new(folder: &Folder, features: usize, examples: usize) -> Result<Self, Failure> {
        let key = StreamKey::from_seed(1);
        let draw = |name, count| StandardNormal::new(key.named(name).rng()).take(count);
        let matrix = DMatrix::from_iterator(features, examples, draw("features", features * examples));
        let targets = DVector::from_iterator(examples, draw("targets", examples));
        // Column by column, which the other side takes in this order.
        folder.write_reals("features", matrix.as_slice())?;
        folder.write_reals("targets", targets.as_slice())?;
        Ok(Self { features: matrix, targets })
    }

    fn coefficients(&self) -> DVector<f64> {
        ridge_regression(black_box(&self.features), &self.targets, Self::RIDGE).expect("a ridge makes it definite")
    }
}

impl Side for Ridge {
    fn call(&mut self) {
        black_box(self.coefficients());
    }

    fn answer(&mut self) -> Vec<f64> {
        self.coefficients().as_slice().to_vec()
    }
}
