//! How long does a sweep of belief propagation take?

use crate::folder::Folder;
use crate::{Failure, Side};
use piccole_benches::metropolis::inputs;
use piccole_core::StreamKey;
use piccole_core::patterns::{InputLaw, Patterns, Scenario, pattern_count};
use piccole_msg_passing::BeliefPropagation;
use std::hint::black_box;

/// Sweeps from zero messages, patterns in their order, with the Bethe entropy at the end, which costs about two more.
pub(crate) struct BpSweep {
    patterns: Patterns,
    algorithm: BeliefPropagation,
}

impl BpSweep {
    /// Sweeps of a call.
    const SWEEPS: usize = 10;

    pub(crate) fn new(folder: &Folder, n: usize, alpha: f64) -> Result<Self, Failure> {
        let key = StreamKey::from_seed(1).named("patterns");
        let p = pattern_count(n, alpha)?;
        let patterns = Patterns::generate(Scenario::Storage, InputLaw::Signs, n, p, &key)?;
        folder.write_signs("inputs", inputs(&patterns))?;
        let algorithm = BeliefPropagation { max_sweeps: Self::SWEEPS, tolerance: 1e-300, ..Default::default() };
        Ok(Self { patterns, algorithm })
    }

    fn magnetizations(&self) -> Vec<f64> {
        self.algorithm.run(black_box(&self.patterns)).expect("the parameters are valid").magnetizations
    }
}

impl Side for BpSweep {
    fn call(&mut self) {
        black_box(self.magnetizations());
    }

    fn answer(&mut self) -> Vec<f64> {
        self.magnetizations()
    }
}
