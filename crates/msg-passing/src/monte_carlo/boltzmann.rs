//! How probable it is to accept a change.

use crate::error::{AlgorithmError, check};

/// Half the spacing of the uniform numbers that probabilities are compared with.
const IMPOSSIBLE: f64 = 1.0 / (1_u64 << 54) as f64;

/// Entries of a table at most.
const LONGEST: usize = 1 << 16;

/// Metropolis's rule at one inverse temperature: a change `ΔE` of the energy is accepted with probability `min(1, e^{−βΔE})`.
///
/// The probabilities of changes are kept in a table, exact to a relative `10⁻¹⁶` a unit of change, up to 65535, and computed
/// beyond.
#[derive(Clone, Debug)]
pub struct Boltzmann {
    beta: f64,
    /// Probabilities below this are taken for 0.
    floor: f64,
    /// Whether the table ends at the floor.
    complete: bool,
    /// `e^{−βd}` for `d = 0, 1, …`
    probabilities: Vec<f64>,
}

impl Boltzmann {
    /// At inverse temperature `beta`, with changes up to `largest` in the table.
    ///
    /// # Errors
    /// [`AlgorithmError::Parameter`] if `beta` is negative or NaN; infinity is the temperature zero.
    pub fn new(beta: f64, largest: usize) -> Result<Self, AlgorithmError> {
        check_beta("beta", beta)?;
        Ok(Self::at(beta, largest))
    }

    /// The same for a `beta` that is known to be valid.
    pub(super) fn at(beta: f64, largest: usize) -> Self {
        Self::for_factors(1.0, beta, largest)
    }

    /// The same for probabilities that are multiplied by factors up to `highest`, and down to its inverse.
    pub(super) fn for_factors(highest: f64, beta: f64, largest: usize) -> Self {
        let floor = (IMPOSSIBLE / highest).max(f64::MIN_POSITIVE);
        let factor = libm::exp(-beta);
        let powers = std::iter::successors(Some(1.0), |power| Some(power * factor));
        let entries = largest.saturating_add(1).min(LONGEST);
        let probabilities: Vec<f64> = powers.take(entries).take_while(|power| *power >= floor).collect();
        Self { beta, floor, complete: probabilities.len() < entries, probabilities }
    }

    /// `min(1, e^{−βΔE})`.
    #[inline(always)]
    pub fn probability(&self, change: i64) -> f64 {
        self.factor(change.max(0) as u64)
    }

    /// `e^{−βΔE}`, above 1 for a change downhill.
    #[inline(always)]
    pub(super) fn weight(&self, change: i64) -> f64 {
        let factor = self.factor(change.unsigned_abs());
        if change < 0 { 1.0 / factor } else { factor }
    }

    #[inline(always)]
    fn factor(&self, distance: u64) -> f64 {
        self.probabilities.get(distance as usize).copied().unwrap_or_else(|| self.beyond(distance))
    }

    /// The same for a change that is not in the table, because it is too improbable or the table too short.
    #[cold]
    fn beyond(&self, distance: u64) -> f64 {
        let probability = if self.complete { 0.0 } else { libm::exp(-self.beta * distance as f64) };
        if probability >= self.floor { probability } else { 0.0 }
    }
}

/// Checks an inverse temperature.
pub(super) fn check_beta(name: &'static str, beta: f64) -> Result<(), AlgorithmError> {
    check(name, beta, beta >= 0.0, "a number of at least 0")
}
