//! How long do `ln H` and its averages over a Gaussian take?

use crate::folder::Folder;
use crate::{Failure, Side};
use piccole_core::gauss::{self, NEAREST_ZERO};
use piccole_theory::averages::{Feature, Quadrature};
use std::hint::black_box;

/// `ln H` of a slice of arguments between −10 and 30.
pub(crate) struct LogTails {
    arguments: Vec<f64>,
    out: Vec<f64>,
}

impl LogTails {
    pub(crate) fn new(folder: &Folder, count: usize) -> Result<Self, Failure> {
        let arguments: Vec<f64> = (0..count).map(|i| -10.0 + 40.0 * i as f64 / count as f64).collect();
        folder.write_reals("arguments", &arguments)?;
        Ok(Self { out: vec![0.0; count], arguments })
    }
}

impl Side for LogTails {
    fn call(&mut self) {
        gauss::ln_tails_into(black_box(&self.arguments), &mut self.out);
    }

    fn answer(&mut self) -> Vec<f64> {
        self.call();
        self.out.clone()
    }
}

/// `∫ Dz ln H(√(q/(1−q)) z)` at overlaps `q` from the middle to the end.
#[derive(Default)]
pub(crate) struct GaussianAverages {
    averages: Vec<f64>,
}

impl GaussianAverages {
    const OVERLAPS: [f64; 4] = [0.5, 0.9, 0.99, 0.999];
}

impl Side for GaussianAverages {
    fn call(&mut self) {
        let average = |q: f64| {
            let slope = (q / (1.0 - q)).sqrt();
            let feature = Feature { centre: 0.0, strip: NEAREST_ZERO / slope };
            let [mean] = Quadrature::Automatic
                .means(feature, |z| [gauss::ln_tail(slope * z)])
                .expect("the strip is not too narrow");
            mean
        };
        self.averages = black_box(Self::OVERLAPS).map(average).to_vec();
    }

    fn answer(&mut self) -> Vec<f64> {
        self.call();
        self.averages.clone()
    }
}
