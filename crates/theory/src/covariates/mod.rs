//! Classification by a linear function of random features: the Gaussian covariate model.
//!
//! An input `x` of `D` independent unit Gaussians has the label `sign(θ·x)` and the `N` centred features
//! `φ_i = σ(f_i·x/√D) − μ0`. Weights are fitted to `n` samples, with `ψ1 = N/D` and `ψ2 = n/D` fixed as `D → ∞`:
//!
//! ```math
//! \hat w = \operatorname*{arg\,min}_w \sum_{\mu=1}^n \ell\bigl(y_\mu, w\cdot\varphi_\mu/\sqrt N\bigr)
//!     + \frac{\lambda}{2} \lVert w\rVert^2 .
//! ```
//!
//! Averages over such features are those over Gaussians of the same covariance (Gaussian equivalence), with
//! `k1 = μ1` and `k⋆² = μ⋆²` of [`Nonlinearity`](crate::nonlinearity::Nonlinearity):
//!
//! ```math
//! \Omega = k_1^2\, F F^{\mathsf T}/D + k_\star^2\, 1 .
//! ```
//!
//! # Equations
//!
//! The output has the variance `q` and the covariance `m` with the teacher's field, whose variance is 1. Adding a
//! sample to the training set moves its output from `ω` to the proximal operator of the loss, of width `V`:
//!
//! ```math
//! \begin{aligned}
//! \hat V &= -2\alpha \int D\xi\, H(-t\xi)\, \partial_\omega f, &
//! \hat q &= 2\alpha \int D\xi\, H(-t\xi)\, f^2, &
//! \hat m &= \frac{2\alpha}{\sigma} \int D\xi\, G(t\xi)\, f, \\
//! f &= \bigl(\operatorname{prox}_V(\omega) - \omega\bigr)/V, & \omega &= \sqrt q\, \xi, & \sigma^2 &= 1 - m^2/q, \quad t = m/(\sqrt q\, \sigma),
//! \end{aligned}
//! ```
//!
//! with `α = n/N = ψ2/ψ1`, labels of both signs folded onto `y = 1`, and
//!
//! ```math
//! \begin{aligned}
//! V &= \frac{\langle A\rangle + \kappa\langle B\rangle}{\hat V}, \qquad
//! m = \frac{\psi_1 \hat m \langle A\rangle}{\hat V}, \\
//! q &= \frac{\hat q\,\bigl(\langle A^2\rangle + 2\kappa\langle AB\rangle + \kappa^2\langle B^2\rangle\bigr)
//!     + \psi_1 \hat m^2 \bigl(\langle A^2\rangle + \kappa\langle AB\rangle\bigr)}{\hat V^2},
//! \end{aligned}
//! ```
//!
//! averages of `A = x/(x+s)` and `B = 1/(x+s)` over the eigenvalues `x` of `FFᵀ/D`, with `κ = k⋆²/k1²` and
//! `s = κ + λ/(V̂k1²)`. Their law is that of Marchenko and Pastur, and all five averages follow in closed form from
//! `ψ1 s g² + (1 − ψ1 + s) g − 1 = 0` for `g = ⟨B⟩`; see the source for the forms without cancellation.
//!
//! The generalization error, the probability of a wrong sign, is `arccos(m/√q)/π`.
//!
//! # Method
//!
//! The map is iterated by Anderson mixing in `ln V`, `ln q` and `artanh(m/√q)`, in which every point is inside of the
//! domain. The Gaussian averages resolve the kinks of the proximal operator, whose branch points are known. For the
//! square loss the same code runs with its own proximal operator. Where the iteration fails from a cold start (a weak
//! ridge and the square loss) it follows the solution from a ridge of 1 down.
//!
//! # Accuracy
//!
//! Residuals are below 10⁻¹². The square loss agrees with the exact regression of
//! [`random_features`](crate::random_features) to 10⁻¹¹ for `λ ≥ 10⁻⁴`, and to 2·10⁻¹⁰ for `λ = 10⁻⁶` at the interpolation
//! threshold, where the map contracts slowly. On a curve a point costs 0.05 ms for the square loss, and for the logistic
//! loss 0.1 ms at `λ = 1` to 1.5 ms at `λ = 10⁻⁴`.
//!
//! References: Gerace, Loureiro, Krzakala, Mézard and Zdeborová, ICML 2020, arXiv:2002.09339; Loureiro et al., NeurIPS
//! 2021, arXiv:2102.08127; Goldt et al., arXiv:2006.14709 (Gaussian equivalence).

mod channel;
mod loss;
mod point;
mod spectrum;

pub use loss::Loss;
pub use point::{CovariatesPoint, LAMBDAS, PSIS, curve, point};

#[cfg(test)]
mod tests;
