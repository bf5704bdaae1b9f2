//! Averages over a unit Gaussian, `⟨f⟩ = ∫ Dz f(z)` with `Dz = dz exp(−z²/2)/√(2π)`.
//!
//! Replica formulas average functions such as
//!
//! ```math
//! \int Dz \ln H\!\left(\frac{\kappa + \sqrt q\, z}{\sqrt{1-q}}\right), \qquad
//! \int Dz \tanh^2\bigl(\sqrt{\hat q}\, z\bigr), \qquad
//! Dz = \frac{dz}{\sqrt{2\pi}}\, e^{-z^2/2} :
//! ```
//!
//! smooth on the real line, with singularities in the complex plane that come close to it as `q → 1`, where the function
//! gets a kink. What a rule has to know is where ([`Feature::centre`]) and how close ([`Feature::strip`]).
//!
//! | [`Quadrature`] | nodes | good for |
//! | --- | --- | --- |
//! | [`Trapezoid`](Quadrature::Trapezoid) | equidistant, step from the strip | wide strips; cost grows as 1/strip |
//! | [`Panels`](Quadrature::Panels) | Gauss–Legendre panels, geometrically refined around the kink | narrow strips; cost grows as ln(1/strip) |
//! | [`Adaptive`](Quadrature::Adaptive) | double exponential, refuses what it cannot certify | checks; slow |
//! | [`Automatic`](Quadrature::Automatic) | the cheaper of the first two | everything |
//!
//! [`Rule`] holds the nodes of the first two and averages several functions at once; [`Rule::resolving`] makes one for
//! integrands with several features. [`adaptive`] is the third for any
//! function and any break points.

pub mod adaptive;
mod choice;
mod error;
mod legendre;
pub(crate) use legendre::OF_A_PANEL;
mod panels;
mod rule;
mod several;
mod trapezoid;

pub(crate) use choice::at_one;
pub use choice::{Feature, Quadrature};
pub use error::AverageError;
pub use rule::Rule;

/// Averages run over `|z| ≤ 12`; the Gaussian mass outside is 3.6·10⁻³³.
pub const CUT: f64 = 12.0;

#[cfg(test)]
mod tests;
