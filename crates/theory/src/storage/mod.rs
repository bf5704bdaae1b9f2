//! The storage problem: weights that satisfy `P = αN` random patterns, in replica symmetry.
//!
//! A pattern `ξ` with independent ±1 (or Gaussian) components is satisfied at margin `κ` when `ξ·W/√N > κ`. The
//! typical number of solutions is `exp(N S)`, and two of them have the overlap `q = W·W′/N`.
//!
//! # Binary weights, `W = ±1`
//!
//! ```text
//! S = extr  − q̂(1−q)/2 + ∫Dz ln 2cosh(√q̂ z) + α ∫Dz ln H(x),      x = (κ + √q z)/√(1−q)
//! q = ∫Dz tanh²(√q̂ z),      q̂ = α/(1−q) ∫Dz R(x)²
//! λ = α/(1−q)² ∫Dz R′(x)² ∫Dz sech⁴(√q̂ z)
//! ```
//!
//! with the Gaussian tail `H`, the hazard `R = G/H` and its derivative `R′` of
//! [`piccole_core::gauss`]. `S` is in nats per weight: `ln 2` without patterns, 0 at the capacity. The saddle exists
//! with `q < 1` up to `2/π` times the spherical Gardner capacity (4/π at `κ = 0`), well above the capacity. Between the
//! two the entropy is negative; the saddle is exact there as a solution of the equations, but a negative entropy counts
//! nothing: there are no solutions. (The measure freezes where `S` vanishes: one step of replica symmetry breaking with
//! inner overlap 1, so that the replica-symmetric entropy is right up to that point and solutions are isolated.)
//!
//! # Spherical weights, `|W|² = N`
//!
//! ```text
//! S = extr  q/(2(1−q)) + ln(1−q)/2 + α ∫Dz ln H(x)
//! q/(1−q) = α ∫Dz R(x)²,      q̂ = q/(1−q)²
//! λ = α ∫Dz R′(x)²
//! ```
//!
//! `S` is the logarithm of the fraction of the sphere, divided by `N`: 0 without patterns, −∞ at the capacity, where
//! `q → 1` and the branch ends.
//!
//! The saddle is stable against replica symmetry breaking (de Almeida and Thouless) while `λ < 1`; that holds for binary
//! weights up to the capacity at `κ ≥ 0`, and fails for spherical weights at `κ < 0` before the branch ends.
//!
//! # Method
//!
//! Both problems are one equation for the odds `ρ = q/(1−q)`, in which nothing cancels at `q → 0` or `q → 1`:
//! `x = κ√(1+ρ) + √ρ z`, and the map is `ρ ← α A(ρ)` or `ρ ← ∫Dz tanh² / ∫Dz sech²` at `q̂ = α(1+ρ) A(ρ)`, with
//! `A = ∫Dz R(x)²`. It is solved for `ln ρ` by Brent's method inside a bracket that starts from the point before.
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
