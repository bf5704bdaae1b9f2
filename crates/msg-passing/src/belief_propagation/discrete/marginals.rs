//! Marginals and Bethe entropy of one instance.

use super::super::BeliefPropagation;
use super::messages::Messages;
use crate::Stop;
use crate::error::AlgorithmError;
use piccole_core::Patterns;
use piccole_core::model::{FiniteSet, Prior};

/// What belief propagation says of an instance whose weights have finitely many values.
#[derive(Clone, Debug, PartialEq)]
pub struct DiscreteMarginals {
    /// Probabilities of the prior's values in their order, weight by weight.
    pub probabilities: Vec<Vec<f64>>,
    /// Means `m_i = ⟨W_i⟩`.
    pub means: Vec<f64>,
    /// Bethe entropy in nats per weight: for equally probable values that of the solutions, otherwise the logarithm of their
    /// probability under the prior.
    pub entropy: f64,
    /// Overlap of two solutions, `Σ_i m_i²/N`.
    pub overlap: f64,
    /// Largest change of a message in the last sweep.
    pub residual: f64,
    /// Sweeps carried out.
    pub sweeps: usize,
    /// [`Stop::Converged`] or [`Stop::SweepLimit`]; in the latter case the numbers above are those of the last sweep.
    pub stop: Stop,
}

impl BeliefPropagation {
    /// As [`run`](Self::run), for a perceptron whose weights have the values and probabilities of a prior.
    ///
    /// With `a = ξ^μ_i/√N` the edge messages, one for every value, up to a constant, are
    ///
    /// ```math
    /// u_{\mu i}(w) = \ln H\!\left( \frac{\kappa - \omega_{\mu i} - a_{\mu i} w}{\sqrt{V_{\mu i}}} \right) ,
    /// ```
    ///
    /// where `ω_{μi}` and `V_{μi}` are sums of means and variances of the other weights under the cavity marginals
    /// `∝ p(w) exp Σ_{ν≠μ} u_{νi}(w)`. For `±1` these are the messages of [`run`](Self::run), only slower: memory is
    /// `8 q P N` bytes for `q` values.
    ///
    /// Where products of inputs and weights are whole numbers of either parity, as those of ±1 inputs with ternary weights, the
    /// margin 0 leaves a share `O(1/√N)` of ties that the Gaussian form of the fields does not see. The margin `½/√N` asks for
    /// the same products, 1 and more, from the middle between 0 and 1, and errs by `O(1/N)` only.
    ///
    /// ```
    /// use piccole_core::model::FiniteSet;
    /// use piccole_core::patterns::{InputLaw, Patterns, Scenario};
    /// use piccole_core::StreamKey;
    /// use piccole_msg_passing::BeliefPropagation;
    ///
    /// // The field of a random ternary vector is Gaussian: half of them satisfy one pattern.
    /// let patterns = Patterns::generate(Scenario::Storage, InputLaw::Signs, 501, 1, &StreamKey::from_seed(1))?;
    /// let ternary = FiniteSet::uniform(&[-1.0, 0.0, 1.0])?;
    /// let marginals = BeliefPropagation::default().run_discrete(&patterns, &ternary)?;
    /// assert!((marginals.entropy - (3_f64.ln() - 2_f64.ln() / 501.0)).abs() < 1e-12);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn run_discrete(&self, patterns: &Patterns, prior: &FiniteSet) -> Result<DiscreteMarginals, AlgorithmError> {
        self.check()?;
        let mut messages = Messages::zero(patterns, prior, self.margin)?;
        let (mut residual, mut sweeps) = (f64::INFINITY, 0);
        while residual > self.tolerance && sweeps < self.max_sweeps {
            residual = messages.sweep(0..patterns.p(), self.damping);
            sweeps += 1;
        }
        let probabilities = messages.marginals();
        let mean = |marginal: &Vec<f64>| marginal.iter().zip(messages.values()).map(|(p, w)| p * w).sum();
        let means: Vec<f64> = probabilities.iter().map(mean).collect();
        let n = patterns.n() as f64;
        Ok(DiscreteMarginals {
            entropy: prior.ln_states() + messages.free_entropy() / n,
            overlap: means.iter().map(|m| m * m).sum::<f64>() / n,
            probabilities,
            means,
            residual,
            sweeps,
            stop: if residual <= self.tolerance { Stop::Converged } else { Stop::SweepLimit },
        })
    }
}
