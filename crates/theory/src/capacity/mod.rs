//! The capacity: the largest density of random patterns that weights can satisfy.
//!
//! | model | constraint | capacity |
//! | --- | --- | --- |
//! | [`Binary`](CapacityModel::Binary) | `Δ > κ`, `W = ±1` | where the replica-symmetric entropy vanishes |
//! | [`Spherical`](CapacityModel::Spherical) | `Δ > κ`, `\|W\|² = N` | where `q → 1` |
//! | [`Symmetric`](CapacityModel::Symmetric) | `\|Δ\| < κ`, `W = ±1` | where the first moment vanishes |
//!
//! ```math
//! \begin{aligned}
//! \text{binary:} && S(\alpha_c) &= 0, \\
//! \text{spherical:} && \frac1{\alpha_c} &= \int_{-\kappa}^\infty Dt\, (t + \kappa)^2
//!     = (1 + \kappa^2)\, H(-\kappa) + \kappa\, G(\kappa), \\
//! \text{symmetric:} && \alpha_c &= -\frac{\ln 2}{\ln\bigl(1 - 2H(\kappa)\bigr)} .
//! \end{aligned}
//! ```
//!
//! The binary value was derived by Krauth and Mézard (J. Phys. France 50, 3057, 1989) and is proved at `κ = 0` up to a
//! numerical hypothesis (Ding and Sun 2019; Huang 2024). The spherical one is Gardner's (J. Phys. A 21, 257, 1988), exact
//! for `κ ≥ 0`; at negative margin the problem is not convex, the replica-symmetric saddle is unstable before it, and
//! the value is an upper bound. The symmetric one is that of Aubin, Perkins and Zdeborová (J. Phys. A 52, 294003, 2019).

mod binary;
mod closed_forms;

use crate::averages::Quadrature;
use crate::{Status, TheoryError};

pub use binary::binary_capacity_with;
pub use closed_forms::{spherical_capacity, symmetric_capacity};

/// Which weights and which constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CapacityModel {
    /// `W_i = ±1`, `Δ > κ`.
    Binary,
    /// `|W|² = N`, `Δ > κ`.
    Spherical,
    /// `W_i = ±1`, `|Δ| < κ`.
    Symmetric,
}

impl CapacityModel {
    /// The name in tables: `binary`, `spherical`, `symmetric`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Binary => "binary",
            Self::Spherical => "spherical",
            Self::Symmetric => "symmetric",
        }
    }
}

/// A capacity and the state of the solutions there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Capacity {
    /// Margin `κ`.
    pub kappa: f64,
    /// Critical constraint density `α_c = P/N`.
    pub alpha_c: f64,
    /// Overlap of two typical solutions at the capacity: 1 for spherical weights, 0 for the symmetric window.
    pub q: f64,
    /// `λ` of de Almeida and Thouless at the capacity; stable below 1.
    pub at_stability: f64,
    /// [`Status::Ok`]; [`Status::Unstable`] if `λ > 1`, when `alpha_c` is an upper bound; [`Status::NotConverged`].
    pub status: Status,
}

/// Returns the capacity at margin `κ`.
///
/// ```
/// use piccole_theory::capacity::{CapacityModel, capacity};
/// assert_eq!(capacity(CapacityModel::Spherical, 0.0)?.alpha_c, 2.0);
/// assert!((capacity(CapacityModel::Symmetric, 1.0)?.alpha_c - 1.8159).abs() < 5e-5);
/// # Ok::<(), piccole_theory::TheoryError>(())
/// ```
///
/// # Errors
/// [`TheoryError::Margin`] for a margin outside of the model's range, which the message names.
pub fn capacity(model: CapacityModel, kappa: f64) -> Result<Capacity, TheoryError> {
    match model {
        CapacityModel::Binary => binary_capacity_with(kappa, Quadrature::Automatic),
        CapacityModel::Spherical => spherical_capacity(kappa),
        CapacityModel::Symmetric => symmetric_capacity(kappa),
    }
}

#[cfg(test)]
mod tests;
