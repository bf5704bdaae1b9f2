//! What is the product of a matrix of ±1, or of its transpose, with a vector of Gaussians?

use crate::folder::Folder;
use crate::{Failure, Side};
use piccole_core::products::{Precision, SignProducts};
use piccole_core::{BitMatrix, BitVector, StandardNormal, StreamKey};
use std::hint::black_box;

/// Either product, at 21 bits.
pub(crate) struct Products {
    products: SignProducts<'static>,
    forward: bool,
    x: Vec<f64>,
    out: Vec<f64>,
}

impl Products {
    pub(crate) fn new(folder: &Folder, direction: &str, n: usize, p: usize) -> Result<Self, Failure> {
        let forward = direction == "forward";
        let key = StreamKey::from_seed(1);
        let mut rng = key.named("matrix").rng();
        let rows: Vec<BitVector> = (0..p).map(|_| BitVector::random(n, &mut rng)).collect();
        // The program is of this one question, and asks it until it ends.
        let matrix: &'static BitMatrix = Box::leak(Box::new(BitMatrix::from_rows(n, &rows)?));
        let x: Vec<f64> = StandardNormal::new(key.named("vector").rng()).take(if forward { n } else { p }).collect();
        folder.write_signs("matrix", matrix)?;
        folder.write_reals("vector", &x)?;
        let out = vec![0.0; if forward { p } else { n }];
        Ok(Self { products: SignProducts::new(matrix), forward, x, out })
    }
}

impl Side for Products {
    fn call(&mut self) {
        let x = black_box(&self.x);
        match self.forward {
            true => self.products.forward_into(x, Precision::Bits21, &mut self.out),
            false => self.products.backward_into(x, Precision::Bits21, &mut self.out),
        }
    }

    fn answer(&mut self) -> Vec<f64> {
        self.call();
        self.out.clone()
    }
}
