//! Marginals and Bethe entropy of one instance, for any prior and channel.

use super::iteration::{AmpState, Instance, Model};
use crate::Stop;
use crate::error::{AlgorithmError, check, check_damping};
use piccole_core::Patterns;
use piccole_core::model::{Channel, Prior};
use piccole_core::products::Precision;

/// Generalised approximate message passing.
///
/// With `F = ξ/√N`, the log-partition functions `ln Z_w(a, b)` of the prior and `ln Z_y(ω, V)` of the channel, and the gains
/// `g = ∂_ω ln Z_y`, an iteration is
///
/// ```math
/// \begin{aligned}
/// \omega^t &= F m^t - V^t g^{t-1}, & g^t_\mu &= \partial_\omega \ln Z_{y^\mu}(\omega^t_\mu, V^t), &
/// A^t &= -\frac1N \sum_\mu \partial_\omega g^t_\mu, \\
/// B^t &= A^t m^t + F^\top g^t, & m^{t+1}_i &= \partial_b \ln Z_w(a^t, B^t_i), &
/// V^{t+1} &= \frac1N \sum_i \partial_b^2 \ln Z_w(a^t, B^t_i)
/// \end{aligned}
/// ```
///
/// from the moments of the prior and `g = 0`. The force is `a = A`; for weights of fixed norm it is what keeps the norm
/// ([`Prior::multiplier`]). For `±1` weights and the constraint `Δ > κ` these are the equations of Thouless, Anderson and
/// Palmer of the binary perceptron, `m = tanh B`.
///
/// The fixed points are the stationary points of the Bethe free entropy
///
/// ```math
/// N S = \sum_i \Big[ \ln Z_w(a, B_i) - B_i m_i + \tfrac a2 (m_i^2 + V) \Big]
///     + \sum_\mu \Big[ \ln Z_{y^\mu}(\omega_\mu, V) + \frac{(\omega_\mu - (F m)_\mu)^2}{2V} \Big] .
/// ```
///
/// **Labels.** With a teacher the labels are data: pattern `μ` contributes `P(y^μ ǀ y^μ ξ^μ·W/√N)`. Without one every gauged
/// pattern is asked for the label `+1`, which is the storage problem; for a channel that treats both labels alike it is the same.
///
/// **Accuracy.** Inputs are independent with mean 0 and variance 1: means err by `O(1/√N)` and the entropy by `O(1/N)`. An
/// iteration costs two products with the inputs. Those of ±1 inputs are taken with 63 bits ([`Precision::Bits63`]), so that the
/// iteration converges as in `f64`; they need the transpose of the inputs, a bit a pattern and weight.
///
/// Sources: Donoho, Maleki & Montanari, PNAS 106, 18914 (2009); Rangan, ISIT 2011, arXiv:1010.5141; for the perceptron
/// Mézard, J. Phys. A 22, 2181 (1989).
///
/// ```
/// use piccole_core::model::{Binary, Sign};
/// use piccole_core::patterns::{InputLaw, Patterns, Scenario};
/// use piccole_core::StreamKey;
/// use piccole_msg_passing::{Amp, Stop};
///
/// // Far above the spinodal the teacher is found exactly.
/// let key = StreamKey::from_seed(1);
/// let patterns = Patterns::generate(Scenario::TeacherStudent, InputLaw::Signs, 501, 1002, &key)?;
/// let outcome = Amp::default().run(&patterns, &Binary, &Sign { margin: 0.0 })?;
/// assert_eq!(outcome.stop, Stop::Solved);
/// assert_eq!(outcome.teacher_overlap(&patterns).map(|overlap| (1e6 * overlap).round()), Some(1e6));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amp {
    /// Share of the old means, variances and gains kept in an iteration, in `[0, 1)`. It moves no fixed point.
    pub damping: f64,
    /// Largest change of a mean at which the iteration counts as converged.
    pub tolerance: f64,
    /// Iterations allowed.
    pub max_iterations: usize,
}

impl Default for Amp {
    /// No damping, so that the steps are those of state evolution, tolerance `1e-9`, 1000 iterations.
    fn default() -> Self {
        Self { damping: 0.0, tolerance: 1e-9, max_iterations: 1000 }
    }
}

/// What approximate message passing says of one instance.
#[derive(Clone, Debug, PartialEq)]
pub struct AmpOutcome {
    /// Means `m_i = ⟨W_i⟩`.
    pub means: Vec<f64>,
    /// Variances `⟨W_i²⟩ − m_i²`.
    pub variances: Vec<f64>,
    /// Fields `B_i` on the weights.
    pub fields: Vec<f64>,
    /// Bethe free entropy in nats per weight: for weights of equally probable values the entropy, otherwise the logarithm
    /// of the labels' probability; NaN if it is not finite.
    pub bethe_entropy: f64,
    /// Largest change of a mean in the last iteration, before damping.
    pub change: f64,
    /// Iterations carried out.
    pub iterations: usize,
    /// [`Stop::Converged`]; [`Stop::Solved`] where the posterior became one point that gives every label,
    /// and which the means then are, with variances 0;
    /// [`Stop::SweepLimit`] or [`Stop::Diverged`], where the numbers are those of the last finite state.
    pub stop: Stop,
}

impl AmpOutcome {
    /// Overlap of two samples of the posterior, `Σ_i m_i²/N`.
    pub fn overlap(&self) -> f64 {
        self.means.iter().map(|m| m * m).sum::<f64>() / self.means.len() as f64
    }

    /// Overlap with the teacher, `Σ_i m_i W⋆_i/N`; none without a teacher of one unit.
    ///
    /// # Panics
    /// If the patterns have another number of weights.
    pub fn teacher_overlap(&self, patterns: &Patterns) -> Option<f64> {
        teacher_overlap(&self.means, patterns)
    }
}

impl AmpState {
    /// Overlap with the teacher, `Σ_i m_i W⋆_i/N`; none without a teacher of one unit.
    ///
    /// # Panics
    /// If the patterns have another number of weights.
    pub fn teacher_overlap(&self, patterns: &Patterns) -> Option<f64> {
        teacher_overlap(self.means(), patterns)
    }
}

fn teacher_overlap(means: &[f64], patterns: &Patterns) -> Option<f64> {
    assert_eq!(means.len(), patterns.n(), "means and weights differ in number");
    let teacher = patterns.teacher()?.as_perceptron()?;
    Some(means.iter().zip(teacher.signs()).map(|(m, w)| m * f64::from(w)).sum::<f64>() / means.len() as f64)
}

/// The posterior counts as one point when the mean variance of a weight is below this share of `⟨w²⟩` and the values nearest
/// to the means give every label. (Closer to the point the iteration can lose it again, see `Model::point`.)
const DECIDED: f64 = 0.01;

impl Amp {
    /// Iterates from the prior.
    ///
    /// # Errors
    /// [`AlgorithmError::Parameter`] for a parameter outside its domain. Not to converge is no error: see
    /// [`AmpOutcome::stop`].
    pub fn run<P: Prior, C: Channel>(
        &self,
        patterns: &Patterns,
        prior: &P,
        channel: &C,
    ) -> Result<AmpOutcome, AlgorithmError> {
        self.run_observed(patterns, prior, channel, |_| ())
    }

    /// As [`run`](Self::run), showing an observer the state after every iteration.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn run_observed<P: Prior, C: Channel>(
        &self,
        patterns: &Patterns,
        prior: &P,
        channel: &C,
        mut observer: impl FnMut(&AmpState),
    ) -> Result<AmpOutcome, AlgorithmError> {
        check_damping(self.damping)?;
        check("tolerance", self.tolerance, self.tolerance > 0.0, "a positive number")?;
        check("max_iterations", self.max_iterations as f64, self.max_iterations > 0, "at least 1")?;
        let instance = Instance::new(patterns, Precision::Bits63);
        let model = Model::new(&instance, prior, channel);
        let mut state = model.start();
        let mut next = state.clone();
        let mut point = None;
        let stop = loop {
            if state.iteration == self.max_iterations {
                break Stop::SweepLimit;
            }
            if !model.step(&state, &mut next, self.damping, 0.0) {
                break Stop::Diverged;
            }
            std::mem::swap(&mut state, &mut next);
            observer(&state);
            point = model.free_entropy_of_point(&mut state, DECIDED);
            if point.is_some() {
                break Stop::Solved;
            }
            if state.change <= self.tolerance {
                break Stop::Converged;
            }
        };
        let bethe_entropy = point.unwrap_or_else(|| model.bethe(&state));
        Ok(AmpOutcome {
            means: state.means().to_vec(),
            fields: state.fields().to_vec(),
            variances: state.variances,
            bethe_entropy: if bethe_entropy.is_finite() { bethe_entropy } else { f64::NAN },
            change: state.change,
            iterations: state.iteration,
            stop,
        })
    }
}
