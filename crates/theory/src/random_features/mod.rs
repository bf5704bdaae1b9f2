//! Ridge regression on random features: bias, variance and test error in the proportional limit.
//!
//! An input `x` with `D` components has the `N` features `σ(f_i·x/√D)` with random directions `f_i`, and `n` samples
//! of a target are fitted by a linear function of the features. With `ψ1 = N/D` and `ψ2 = n/D` fixed,
//!
//! ```math
//! \hat a = \operatorname*{arg\,min}_a \frac1n \sum_{\mu=1}^n \Bigl(y_\mu - \sum_{i=1}^N a_i\,
//!     \sigma\bigl(f_i\cdot x_\mu/\sqrt D\bigr)\Bigr)^2 + \frac{N\lambda}{D} \lVert a\rVert^2 ,
//! \qquad \bar\lambda = \frac{\lambda}{\mu_\star^2} .
//! ```
//!
//! The functions take the ridge in units of `μ⋆²`: their `λ`, and that of the text below, has a bar in the formulas. The
//! target has a linear part of power `F1²`, a part orthogonal to all linear functions of power `F⋆²`, and noise of
//! variance `τ²` in the labels; see [`Target`]. The error on a fresh input, measured against the target without noise,
//! is
//!
//! ```math
//! R = F_1^2\, B + (\tau^2 + F_\star^2)\, V + F_\star^2 .
//! ```
//!
//! # Equations
//!
//! The theorem gives `B` and `V` as ratios of polynomials in `χ` and `ζ`, where `χ` solves two coupled equations. With
//! `p = −χ > 0` these are one equation, and the polynomials factorise: with
//!
//! ```math
//! u = \zeta^2 p, \quad w = 1 + u, \quad s = u/w, \quad g = p + s, \quad h = p + s/w, \quad
//! a = \psi_1 - g, \quad b = \psi_2 - g
//! ```
//!
//! the equation and its consequences are
//!
//! ```math
//! a\,b = \psi_1\psi_2\bar\lambda\,p, \qquad
//! B = \frac{\psi_2(\psi_1 + p\,u)}{w^2\,[\,ab + h(a+b)\,]}, \qquad
//! V = \frac{g\,h + s^2 a}{ab + h(a+b)} .
//! ```
//!
//! All terms are positive. The smaller one of `a` and `b` is `m`, the positive root of `m² + |ψ1 − ψ2| m = ψ1ψ2λp`,
//! and `p` is the root of the increasing function `g(p) + m(p) − min(ψ1, ψ2)`: nothing cancels at small ridge or near
//! the interpolation threshold `ψ1 = ψ2`. Without ridge `m = 0`, and in the limits of many features or samples the
//! equation is quadratic: these have closed forms.
//!
//! # What to expect
//!
//! * No ridge: `V = ψ1/(ψ2 − ψ1)` below the threshold, infinite at it, and above it
//!   `ψ2/(ψ1 − ψ2)` more than with infinitely many features. With a small ridge the peak is finite and grows as
//!   `λ^(−1/2)`.
//! * Below the threshold the error without ridge has the classical U in `ψ1` (for `Relu` from about `ψ2 = 2` on; with
//!   fewer samples it only rises). The plateau of many features beyond the peak is lower than the minimum of the U unless
//!   the noise is strong: for `Relu` up to `τ²/F1² = 2.18`, 3.02 and 9.80 at `ψ2 = 2`, 3 and 10.
//! * With the best ridge at every `ψ1` there is no peak: the error falls with the number of features.
//!
//! # Accuracy
//!
//! `B`, `V` and `R` are right to about 10⁻¹⁴ relative for all parameters allowed. A point costs 0.2 µs, an optimal ridge
//! 15 µs.
//!
//! Reference: Mei and Montanari, Commun. Pure Appl. Math. 75, 667 (2022), arXiv:1908.05355, Definition 1 and
//! Theorems 2 to 5, for features and inputs on the sphere and weakly differentiable nonlinearities.

mod equation;
mod optimum;
mod point;

pub use optimum::optimal_ridge;
pub use point::{LAMBDAS, PSIS, RandomFeaturesPoint, Target, curve, large_sample, point, wide};

#[cfg(test)]
mod tests;
