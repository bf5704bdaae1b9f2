//! Belief-propagation-inspired learning without chance.

use super::synapses::Synapses;
use super::{Presented, Rule, Sbpi};
use crate::error::AlgorithmError;
use rand_pcg::Pcg64Dxsm;

/// BPI, the on-line rule that belief propagation inspired: [`Sbpi`] that consolidates every time.
///
/// A pattern that is barely right, `0 < Δ ≤ θ_m` with `Δ = Σ_i ξ_i W_i − κ√N`, always takes `h_i ← h_i + 2 ξ_i` on the weights
/// that agree with it; a wrong one, `Δ ≤ 0`, on all. The generator draws the first states and the orders of presentation.
///
/// Random labels at N = 1001: 20 of 20 instances at α = 0.4, 4 at 0.5 and none at 0.6, where [`Sbpi`] solves 20 at 0.5.
///
/// Source: Baldassi, Braunstein, Brunel & Zecchina, Proc. Natl. Acad. Sci. 104, 11079 (2007).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bpi {
    /// Margin `κ` that a stability must exceed.
    pub margin: f64,
    /// Secondary threshold `θ_m` on the product above `κ√N` (an integer's worth, not scaled by `√N`); at least 0.
    pub threshold: f64,
    /// Sweeps allowed.
    pub max_sweeps: usize,
}

impl Default for Bpi {
    /// No margin; `θ_m = 2`, so that only the smallest positive product counts as barely right; 3000 sweeps.
    fn default() -> Self {
        let Sbpi { margin, threshold, max_sweeps, .. } = Sbpi::default();
        Self { margin, threshold, max_sweeps }
    }
}

impl Bpi {
    /// The rule that it is a case of.
    fn sbpi(&self) -> Sbpi {
        let Self { margin, threshold, max_sweeps } = *self;
        Sbpi { margin, threshold, probability: 1.0, max_sweeps }
    }
}

impl Rule for Bpi {
    fn name(&self) -> &'static str {
        "bpi"
    }

    fn margin(&self) -> f64 {
        self.margin
    }

    fn max_sweeps(&self) -> usize {
        self.max_sweeps
    }

    fn check(&self) -> Result<(), AlgorithmError> {
        self.sbpi().check()
    }

    fn present(&self, presented: Presented<'_>, synapses: &mut Synapses, rng: &mut Pcg64Dxsm) {
        self.sbpi().present(presented, synapses, rng);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Algorithm;
    use piccole_core::patterns::{InputLaw, Scenario};
    use piccole_core::{Patterns, StreamKey};

    fn instance(law: InputLaw, n: usize, p: usize, seed: u64) -> Patterns {
        Patterns::generate(Scenario::Storage, law, n, p, &StreamKey::from_seed(seed).named("patterns")).unwrap()
    }

    #[test]
    fn solves_random_labels_at_low_density() {
        for seed in 0..5 {
            let patterns = instance(InputLaw::Signs, 1001, 300, seed);
            let outcome = Bpi::default().solve(&patterns, StreamKey::from_seed(seed).rng()).unwrap();
            assert!(outcome.solved() && outcome.weights.errors(&patterns, 0.0) == 0);
        }
    }

    #[test]
    fn parameters_outside_their_domain_and_real_inputs_are_refused() {
        let rng = StreamKey::from_seed(1).rng();
        let patterns = instance(InputLaw::Signs, 11, 3, 1);
        for (bpi, name) in [
            (Bpi { threshold: -1.0, ..Bpi::default() }, "threshold = -1, expected"),
            (Bpi { threshold: f64::NAN, ..Bpi::default() }, "threshold = NaN, expected"),
            (Bpi { margin: f64::NAN, ..Bpi::default() }, "margin = NaN, expected"),
            (Bpi { max_sweeps: 0, ..Bpi::default() }, "max_sweeps = 0, expected"),
        ] {
            let error = bpi.solve(&patterns, rng.clone()).unwrap_err();
            assert!(error.to_string().starts_with(name), "{error}");
        }
        let error = Bpi::default().solve(&instance(InputLaw::Gaussian, 11, 3, 1), rng.clone()).unwrap_err();
        assert_eq!(error, AlgorithmError::RealInputs { algorithm: "bpi" });
    }
}
