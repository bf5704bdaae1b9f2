//! Replica symmetry for any prior and any channel.
//!
//! A model is a [`Prior`] of its weights and a [`Channel`] from the field to the label
//! ([`piccole_core::model`]). Two questions are asked of it:
//!
//! - [`random_labels`]: how many weight vectors give the label `+1` to `P = αN` random inputs (for a channel that treats
//!   both labels alike these are random labels), in the replica-symmetric approximation;
//! - [`bayes_optimal`]: what can be learnt from a teacher's labels, where replica symmetry is exact, and
//!   [`state_evolution`]: what message passing learns step by step.
//!
//! The storage problem and the teacher–student perceptron ([`storage`](crate::storage),
//! [`teacher_student`](crate::teacher_student)) are instances of these.
//!
//! ```math
//! \phi = \operatorname*{extr}_{q,\hat q,Q,a}\ \tfrac12 aQ - \tfrac12\hat q\,(Q-q)
//!   + \int\! Dz\,\ln Z_w\big(a,\sqrt{\hat q}\,z\big) + \alpha\int\! Dz\,\ln Z_{+1}\big(\sqrt q\,z,\ Q-q\big)
//! ```
//!
//! with the log-partition functions `ln Z_w(a, b)` and `ln Z_y(ω, V)` of prior and channel. Stationarity gives
//!
//! ```math
//! \hat q = \alpha\,\mathbb{E}\,g^2,\qquad a = -\alpha\,\mathbb{E}\,\partial_\omega g,\qquad
//! q = \mathbb{E}\,\langle w\rangle^2,\qquad Q = \mathbb{E}\,\langle w^2\rangle,\qquad
//! \lambda_{AT} = \alpha\,\mathbb{E}(\partial_\omega g)^2\;\mathbb{E}\big(\langle w^2\rangle-\langle w\rangle^2\big)^2 .
//! ```
//!
//! Weights of fixed norm ([`Prior::multiplier`]) lose the equation of `a`. Everything is written in the odds `q/(Q−q)`, in
//! which nothing cancels.
//!
//! # A model of one's own
//!
//! A teacher that flips each label with probability `ε` needs one `impl`:
//!
//! ```
//! use piccole_core::gauss;
//! use piccole_core::model::{Binary, Channel, Response, Singularities};
//! use piccole_theory::replica::{Branch, bayes_optimal};
//!
//! /// The sign of the field, flipped with probability ε: Z = ε + (1 − 2ε) H(−y ω/√V).
//! struct Flipped(f64);
//!
//! impl Channel for Flipped {
//!     fn probability(&self, label: f64, field: f64) -> f64 {
//!         if label * field > 0.0 { 1.0 - self.0 } else { self.0 }
//!     }
//!     fn ln_partition(&self, label: f64, omega: f64, variance: f64) -> f64 {
//!         (self.0 + (1.0 - 2.0 * self.0) * gauss::tail(-label * omega / variance.sqrt())).ln()
//!     }
//!     fn response(&self, label: f64, omega: f64, variance: f64) -> Response {
//!         let x = -label * omega / variance.sqrt();
//!         let z = self.ln_partition(label, omega, variance).exp();
//!         let gain = label * (1.0 - 2.0 * self.0) * gauss::pdf(x) / (variance.sqrt() * z);
//!         Response { gain, slope: label * x * gain / variance.sqrt() - gain * gain }
//!     }
//!     fn singularities(&self, _label: f64, variance: f64) -> Singularities {
//!         // Zeros of ε + (1 − 2ε) H(x): |Im x| is 0.906 at ε = 10⁻³ and more above; 2.8 at ε = 0.
//!         Singularities { centre: None, distance: 0.9 * variance.sqrt() }
//!     }
//! }
//!
//! let clean = bayes_optimal(&Binary, &Flipped(0.0), Branch::Uninformed, &[1.0])?[0];
//! let noisy = bayes_optimal(&Binary, &Flipped(0.1), Branch::Uninformed, &[1.0])?[0];
//! assert!(noisy.q < clean.q && clean.at_stability < 1.0);
//! # Ok::<(), piccole_theory::TheoryError>(())
//! ```

mod bayes_optimal;
mod branch;
mod density_curve;
mod free_norm;
mod learning;
mod problem;
mod random_labels;
mod saddle_point;
mod state_evolution;

use crate::TheoryError;
use crate::averages::Quadrature;
use piccole_core::model::{Channel, Prior};

pub use learning::{Branch, bayes_optimal};
pub use saddle_point::SaddlePoint;
pub use state_evolution::{Step, state_evolution};

use density_curve::DensityCurve;

pub(crate) use bayes_optimal::BayesOptimal;
pub(crate) use branch::{density, first_guess, solve_near, watched};
pub(crate) use learning::Learning;
pub(crate) use problem::{Problem, check_grid};
pub(crate) use random_labels::RandomLabels;
pub(crate) use saddle_point::saddle_of_odds;

/// Returns the saddle of the branch that starts at `α = 0`, at every density of an ascending grid.
///
/// Accuracy as in [`storage::curve`](crate::storage::curve). Where the branch folds back or the overlap reaches its limit
/// the points have the status [`BranchEnded`](crate::Status::BranchEnded).
///
/// ```
/// use piccole_core::model::{FiniteSet, Sign};
/// let ternary = FiniteSet::uniform(&[-1.0, 0.0, 1.0])?;
/// let point = piccole_theory::replica::random_labels(&ternary, &Sign { margin: 0.0 }, &[0.5])?[0];
/// // More states than ±1 leave more solutions, fewer than without patterns.
/// assert!(point.entropy > 0.33 && point.entropy < 3_f64.ln() - 0.5 * 2_f64.ln());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`TheoryError::NoDensity`], [`TheoryError::Density`] and [`TheoryError::Descending`] unless the densities are
/// positive, finite and strictly ascending; [`TheoryError::Average`] where the quadrature fails.
pub fn random_labels<P: Prior, C: Channel>(
    prior: &P,
    channel: &C,
    alphas: &[f64],
) -> Result<Vec<SaddlePoint>, TheoryError> {
    check_grid(alphas)?;
    if prior.multiplier(0.0).is_none() {
        return free_norm::curve(prior, channel, alphas);
    }
    let problem = RandomLabels { prior, channel, quadrature: Quadrature::Automatic };
    let curve = DensityCurve::new(problem)?;
    let point = |&alpha: &f64| {
        let point = curve.first(alpha)?;
        Ok(point.unwrap_or_else(|| SaddlePoint::ended(alpha, curve.first_end())))
    };
    alphas.iter().map(point).collect()
}

#[cfg(test)]
mod tests;
