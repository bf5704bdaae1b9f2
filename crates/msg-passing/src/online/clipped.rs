//! The clipped perceptron, with and without reinforcement.

use super::synapses::Synapses;
use super::{Presented, Rule};
use crate::error::{AlgorithmError, check};
use rand_pcg::Pcg64Dxsm;
use std::f64::consts::FRAC_2_PI;

/// The clipped perceptron with reinforcement, CP+R.
///
/// The perceptron rule on hidden odd integers `h_i` of which the weights show the sign: a pattern that is wrong,
/// `Σ_i ξ_i W_i ≤ κ√N`, takes `h_i ← h_i + 2 ξ_i` on every weight. Beside that, and whatever the pattern, every presentation
/// reinforces each weight on its own, `h_i ← h_i + 2 sign h_i`, with probability
///
/// ```math
/// p_r = \rho \sqrt{\frac{2}{\pi N}} .
/// ```
///
/// Where SBPI looks at how barely the pattern is right, this process is unsupervised. `√(2/(πN))` is the probability that a
/// product of random weights takes one given odd value near zero, and the published bound for learning, `ρ < 1`; `ρ = 0` is
/// the clipped perceptron, CP.
///
/// Random labels at N = 1001, 20 instances each: 20 solved at α = 0.3, 0.4, 0.5 and 0.6, 18 at 0.65. With `ρ = 0.3` the weights
/// set too soon (0 of 10 at α = 0.5), with `ρ = 0.01` too late.
///
/// Source: Baldassi, J. Stat. Phys. 136, 902 (2009).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClippedPerceptron {
    /// Margin `κ` that a stability must exceed.
    pub margin: f64,
    /// Rate `ρ` of the reinforcement in units of its upper bound `√(2/(πN))`, in `[0, 1]`.
    pub reinforcement: f64,
    /// Sweeps allowed.
    pub max_sweeps: usize,
}

impl Default for ClippedPerceptron {
    /// No margin; `ρ = 0.07`, between the too rare and the too frequent at `N = 1001`; 3000 sweeps.
    fn default() -> Self {
        Self { margin: 0.0, reinforcement: 0.07, max_sweeps: 3000 }
    }
}

impl Rule for ClippedPerceptron {
    fn name(&self) -> &'static str {
        if self.reinforcement == 0.0 { "clipped-perceptron" } else { "cp-r" }
    }

    fn margin(&self) -> f64 {
        self.margin
    }

    fn max_sweeps(&self) -> usize {
        self.max_sweeps
    }

    fn check(&self) -> Result<(), AlgorithmError> {
        check("reinforcement", self.reinforcement, (0.0..=1.0).contains(&self.reinforcement), "a number in [0, 1]")
    }

    fn present(&self, presented: Presented<'_>, synapses: &mut Synapses, rng: &mut Pcg64Dxsm) {
        if let Presented::Wrong { pattern } = presented {
            synapses.learn(pattern);
        }
        synapses.reinforce(self.reinforcement * (FRAC_2_PI / synapses.len() as f64).sqrt(), rng);
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
    fn reinforcement_solves_sooner_than_the_clipped_perceptron() {
        let (mut with, mut without) = (0, 0);
        for seed in 0..5 {
            let patterns = instance(InputLaw::Signs, 1001, 401, seed);
            let run = |reinforcement| {
                let rule = ClippedPerceptron { reinforcement, max_sweeps: 500, ..Default::default() };
                rule.solve(&patterns, StreamKey::from_seed(seed).rng()).unwrap()
            };
            let reinforced = run(ClippedPerceptron::default().reinforcement);
            assert!(reinforced.solved() && reinforced.weights.errors(&patterns, 0.0) == 0);
            (with, without) = (with + reinforced.sweeps, without + run(0.0).sweeps);
        }
        assert!(2 * with < without, "{with} sweeps with reinforcement, {without} without");
    }

    #[test]
    fn parameters_outside_their_domain_and_real_inputs_are_refused() {
        let rng = StreamKey::from_seed(1).rng();
        let (patterns, default) = (instance(InputLaw::Signs, 11, 3, 1), ClippedPerceptron::default());
        for (rule, name) in [
            (ClippedPerceptron { reinforcement: -0.1, ..default }, "reinforcement = -0.1, expected"),
            (ClippedPerceptron { reinforcement: 1.5, ..default }, "reinforcement = 1.5, expected"),
            (ClippedPerceptron { reinforcement: f64::NAN, ..default }, "reinforcement = NaN, expected"),
            (ClippedPerceptron { margin: f64::NAN, ..default }, "margin = NaN, expected"),
            (ClippedPerceptron { max_sweeps: 0, ..default }, "max_sweeps = 0, expected"),
        ] {
            let error = rule.solve(&patterns, rng.clone()).unwrap_err();
            assert!(error.to_string().starts_with(name), "{error}");
        }
        let error = default.solve(&instance(InputLaw::Gaussian, 11, 3, 1), rng.clone()).unwrap_err();
        assert_eq!(error, AlgorithmError::RealInputs { algorithm: "cp-r" });
    }
}
