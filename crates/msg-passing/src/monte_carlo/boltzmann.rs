//! How probable it is to accept a change.

use crate::error::{AlgorithmError, check};

/// Probabilities below this are taken for 0: half the spacing of the uniform numbers they are compared with.
const IMPOSSIBLE: f64 = 1.0 / (1_u64 << 54) as f64;

/// Metropolis's rule at one inverse temperature: a change `ΔE` of the energy is accepted with probability `min(1, e^{−βΔE})`.
///
/// The probabilities of all changes that can occur are kept in a table, exact to a relative `10⁻¹⁶` a unit of change.
#[derive(Clone, Debug)]
pub struct Boltzmann {
    /// `e^{−βd}` for `d = 0, 1, …`, and 0 beyond.
    probabilities: Vec<f64>,
}

impl Boltzmann {
    /// At inverse temperature `beta`, for changes up to `largest`.
    ///
    /// # Errors
    /// [`AlgorithmError::Parameter`] if `beta` is negative or NaN; infinity is the temperature zero.
    pub fn new(beta: f64, largest: usize) -> Result<Self, AlgorithmError> {
        check_beta("beta", beta)?;
        Ok(Self::at(beta, largest))
    }

    /// The same for a `beta` that is known to be valid.
    pub(super) fn at(beta: f64, largest: usize) -> Self {
        let factor = libm::exp(-beta);
        let powers = std::iter::successors(Some(1.0), |power| Some(power * factor));
        let possible = |power: &f64| *power >= IMPOSSIBLE;
        Self { probabilities: powers.take(largest.saturating_add(1)).take_while(possible).collect() }
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
        self.probabilities.get(distance as usize).copied().unwrap_or(0.0)
    }
}

/// Checks an inverse temperature.
pub(super) fn check_beta(name: &'static str, beta: f64) -> Result<(), AlgorithmError> {
    check(name, beta, beta >= 0.0, "a number of at least 0")
}
