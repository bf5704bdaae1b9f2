//! The Gaussian density and tail, their logarithm and hazard, accurate far into both tails.
//!
//! | function | symbol | formula |
//! | --- | --- | --- |
//! | [`pdf`] | `G(x)` | `exp(−x²/2)/√(2π)` |
//! | [`tail`] | `H(x)` | `∫_x^∞ G(t) dt = erfc(x/√2)/2` |
//! | [`ln_tail`] | `ln H(x)` | |
//! | [`hazard`] | `R(x)` | `G(x)/H(x) = −d ln H/dx` |
//! | [`hazard_derivative`] | `R′(x)` | `R (R − x)`, between 0 and 1 |
//! | [`ln_2cosh`] | | `ln(2 cosh x)` |
//! | [`pdfs_into`], [`tails_into`], [`ln_tails_into`], [`hazards_into`], [`hazards_and_derivatives_into`] | | the same for slices, in vector instructions |
//! | [`ln_tails_f32_into`], [`hazards_f32_into`] | | in single precision |
//!
//! ```math
//! G(x) = \frac{e^{-x^2/2}}{\sqrt{2\pi}}, \qquad
//! H(x) = \int_x^\infty G(t)\, dt = \frac12 \operatorname{erfc}\frac{x}{\sqrt2}, \qquad
//! R(x) = \frac{G(x)}{H(x)} = -\frac{d \ln H}{dx}, \qquad
//! R'(x) = R(x)\,\bigl(R(x) - x\bigr) .
//! ```
//!
//! A pattern with a field of mean `m` and variance `v` is satisfied at margin `κ` with probability `H((κ − m)/√v)`; the
//! logarithm of that and its derivatives are the energetic part of every replica and message-passing formula. Written
//! as `ln(erfc(x/√2)/2)` the logarithm is −∞ beyond `x ≈ 38` and loses all digits where `H` is near 1, so nothing here
//! takes the logarithm of `erfc`: the scaled function `erfcx(x) = exp(x²) erfc(x)` serves `x ≥ 0`, and `ln(1 − H(−x))`
//! serves `x < 0`.
//!
//! # Accuracy
//!
//! For `x` from −40 to 10⁶ the relative error stays below 10⁻¹⁴ wherever the value is a normal `f64`. Outside of that
//! the value itself underflows: `H(x)` and `G(x)` for `x > 37.5`, and `ln H(x)`, `R(x)`, `R′(x)` for `x < −37.6`, are
//! subnormal or 0 (`ln H(−40) = −3.7·10⁻³⁵⁰` has no `f64`). Beyond 10⁶ the functions keep their right limits.
//! Not-a-number goes in and comes out; nothing panics. The bits are the same on every machine.

mod exact_square;
mod hazard;
mod ln_2cosh;
mod slices;
mod tail;

pub use hazard::{hazard, hazard_derivative};
pub use ln_2cosh::ln_2cosh;
pub use slices::{
    hazards_and_derivatives_into, hazards_f32_into, hazards_into, ln_tails_f32_into, ln_tails_into, pdfs_into,
    tails_into,
};
pub use tail::{ln_tail, pdf, tail};

/// Imaginary part of the zeros of `H` closest to the real axis, `−1.916 ± 2.817 i`, rounded down: the distance at which
/// `ln H`, the hazard and its derivative stop being analytic.
pub const NEAREST_ZERO: f64 = 2.816;

#[cfg(test)]
mod tests;
