//! What chains on one problem share.

use crate::error::{AlgorithmError, check};
use crate::problem::Problem;
use piccole_core::landscape::{BitLandscape, Columns, Energy};
use piccole_core::patterns::Inputs;
use piccole_core::{BitMatrix, Committee, Patterns};
use rand::Rng;
use std::sync::Arc;

/// A problem with ±1 inputs, transposed, and the energy of its weights.
pub(super) struct Scene<'a> {
    patterns: &'a Patterns,
    inputs: &'a BitMatrix,
    columns: Arc<Columns>,
    hidden: usize,
    margin: f64,
    energy: Energy,
}

impl<'a> Scene<'a> {
    /// # Errors
    /// [`AlgorithmError::RealInputs`] if the inputs are real, [`AlgorithmError::Parameter`] if energies may reach 2⁶³.
    pub(super) fn new(
        algorithm: &'static str,
        problem: Problem<'a>,
        margin: f64,
        energy: Energy,
    ) -> Result<Self, AlgorithmError> {
        let patterns = problem.patterns();
        let Inputs::Signs(inputs) = patterns.gauged() else {
            return Err(AlgorithmError::RealInputs { algorithm });
        };
        // Even if every pattern needed all flips that there are.
        let flips = ((inputs.cols() + 1) * problem.hidden()) as i64;
        let fits = energy.of_flips(flips).checked_mul(inputs.rows() as i64).is_some();
        let exponent = f64::from(energy.exponent());
        check("exponent of the energy", exponent, fits, "one at which no energy of these patterns can reach 2^63")?;
        let columns = Arc::new(Columns::new(inputs));
        Ok(Self { patterns, inputs, columns, hidden: problem.hidden(), margin, energy })
    }

    /// Weights of the machine, `K N`.
    pub(super) fn sites(&self) -> usize {
        self.hidden * self.inputs.cols()
    }

    /// No flip changes the energy by more than this.
    pub(super) fn largest_change(&self) -> usize {
        match self.energy {
            Energy::Errors | Energy::Flips => self.inputs.rows(),
            Energy::SquaredFlips | Energy::CubedFlips => usize::MAX,
        }
    }

    /// A machine with random weights.
    pub(super) fn random_machine(&self, rng: &mut impl Rng) -> Committee {
        Committee::random(self.hidden, self.inputs.cols(), rng).expect("problems have an odd number of units")
    }

    /// The landscape around a machine.
    pub(super) fn landscape(&self, machine: &Committee) -> BitLandscape {
        BitLandscape::new(self.inputs, self.columns.clone(), machine, self.margin, self.energy)
    }

    /// Patterns that a machine does not satisfy.
    pub(super) fn errors(&self, machine: &Committee) -> usize {
        machine.errors(self.patterns, self.margin)
    }
}
