//! The storage problem: weights that satisfy `P = αN` random patterns, in replica symmetry.
//!
//! A pattern `ξ` with independent ±1 (or Gaussian) components is satisfied at margin `κ` when `ξ·W/√N > κ`. The
//! typical number of solutions is `exp(N S)`, and two of them have the overlap `q = W·W′/N`.
//!
//! It is an instance of [`replica::random_labels`](crate::replica::random_labels): the priors
//! [`Binary`](piccole_core::model::Binary) and [`Spherical`](piccole_core::model::Spherical) with the channel
//! [`Sign`](piccole_core::model::Sign).
//!
//! # Binary weights, `W = ±1`
//!
//! ```math
//! S = \operatorname*{extr}_{q,\hat q}\ -\tfrac12\hat q(1-q) + \int\! Dz\,\ln 2\cosh\big(\sqrt{\hat q}\,z\big)
//!   + \alpha\int\! Dz\,\ln H(x),\qquad x = \frac{\kappa+\sqrt q\,z}{\sqrt{1-q}}
//! ```
//! ```math
//! q = \int\! Dz\,\tanh^2\big(\sqrt{\hat q}\,z\big),\qquad \hat q = \frac{\alpha}{1-q}\int\! Dz\,R(x)^2,\qquad
//! \lambda = \frac{\alpha}{(1-q)^2}\int\! Dz\,R'(x)^2\int\! Dz\,\mathrm{sech}^4\big(\sqrt{\hat q}\,z\big)
//! ```
//!
//! with the Gaussian tail `H`, the hazard `R = G/H` and its derivative `R′` of
//! [`piccole_core::gauss`]. `S` is in nats per weight: `ln 2` without patterns, 0 at the capacity `α_c`.
//!
//! *Frozen replica symmetry breaking.* At `α_c` the measure freezes: one step of replica symmetry breaking with inner
//! overlap 1 and Parisi parameter 1, in which every cluster is a single solution. Up to `α_c` its free entropy is the
//! replica-symmetric one, so that `S` is exact there (solutions are isolated, and the saddle is stable, `λ < 1`); beyond,
//! the entropy would be negative and there are no solutions. The saddle goes on to `2/π` times the spherical Gardner
//! capacity (4/π at `κ = 0`), where `q → 1`; it loses stability at `α_AT = 1.0147` ([`de_almeida_thouless`]), beyond
//! the capacity and so without consequence. [`StoragePoint::phase`] says which of these a point is.
//!
//! # Spherical weights, `|W|² = N`
//!
//! ```math
//! S = \operatorname*{extr}_{q}\ \frac{q}{2(1-q)} + \tfrac12\ln(1-q) + \alpha\int\! Dz\,\ln H(x),\qquad
//! \frac{q}{1-q} = \alpha\int\! Dz\,R(x)^2,\qquad \lambda = \alpha\int\! Dz\,R'(x)^2
//! ```
//!
//! with `q̂ = q/(1−q)²`. `S` is the logarithm of the fraction of the sphere, divided by `N`: 0 without patterns, −∞ at
//! the capacity, where `q → 1` and the branch ends.
//!
//! The saddle is stable against replica symmetry breaking (de Almeida and Thouless) while `λ < 1`; that holds for binary
//! weights up to the capacity at `κ ≥ 0`, and fails for spherical weights at `κ < 0` before the branch ends.
//!
//! # Method
//!
//! Every conjugate `q̂` is a saddle at one density: the weights give the odds `ρ = q/(1−q)`, in which nothing cancels at
//! `q → 0` or `q → 1`, and the patterns `α = q̂/(E g²)`. The equation is solved for `ln q̂` by Brent's method inside a
//! bracket that starts from the point before.
//!
//! References: Gardner, J. Phys. A 21, 257 (1988); Gardner and Derrida, J. Phys. A 21, 271 (1988); Krauth and Mézard,
//! J. Phys. France 50, 3057 (1989).

mod curve;
mod gardner;
mod point;
mod stability;
mod weights;

pub use curve::{curve, curve_with};
pub use point::{MARGINS, Phase, RESIDUAL, StoragePoint, branch_end};
pub use stability::de_almeida_thouless;
pub use weights::Weights;

pub(crate) use gardner::gardner_moment;
pub(crate) use point::solve;

#[cfg(test)]
mod tests;
