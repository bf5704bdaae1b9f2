//! How many of the weights disagree with each pattern?

use crate::folder::Folder;
use crate::{Failure, Side};
use piccole_core::{BitVector, StreamKey, arch};
use std::hint::black_box;

/// `ξ·W` of packed patterns with packed weights.
pub(crate) struct Stabilities {
    n: usize,
    rows: Vec<u64>,
    weights: BitVector,
    distances: Vec<i32>,
}

impl Stabilities {
    pub(crate) fn new(folder: &Folder, n: usize, p: usize) -> Result<Self, Failure> {
        let mut rng = StreamKey::from_seed(n as u64).rng();
        let rows: Vec<u64> = (0..p).flat_map(|_| BitVector::random(n, &mut rng).words().to_vec()).collect();
        let weights = BitVector::random(n, &mut rng);
        folder.write_words("rows", &rows)?;
        folder.write_words("weights", weights.words())?;
        Ok(Self { n, rows, weights, distances: vec![0; p] })
    }
}

impl Side for Stabilities {
    fn call(&mut self) {
        arch::hamming_rows(black_box(&self.rows), self.weights.words(), &mut self.distances);
    }

    fn answer(&mut self) -> Vec<f64> {
        self.call();
        self.distances.iter().map(|&distance| self.n as f64 - 2.0 * f64::from(distance)).collect()
    }
}
