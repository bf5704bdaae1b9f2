//! Models of one weight and of one label: priors and channels.
//!
//! A perceptron with weights `W_i`, inputs `x` and labels `y` is a *prior* `P(w)` of each weight and a *channel*
//! `P(y | h)` from the field `h = W·x/√N` to the label. Replica formulas, state evolution and message passing see a model
//! through two scalar functions only, with their first two derivatives:
//!
//! | | log-partition function | derivatives |
//! | --- | --- | --- |
//! | [`Prior`] | `ln ∫dP(w) exp(−a w²/2 + b w)` | mean and variance of `w` |
//! | [`Channel`] | `ln ∫Dz P(y ǀ ω + √V z)` | gain `g = ∂_ω` and its slope `∂_ω g` |
//!
//! so that a model of one's own is one implementation of these traits.
//!
//! | prior | weights | channel | label |
//! | --- | --- | --- | --- |
//! | [`Binary`] | `w = ±1` | [`Sign`] | `y h > κ` |
//! | [`Spherical`] | `ǀWǀ² = N` | [`Window`] | `ǀhǀ < κ` for `y = +1` |
//! | [`Gaussian`] | unit Gaussian | [`Probit`] | sign of `h` plus Gaussian noise |
//! | [`FiniteSet`] | any values with any probabilities (ternary, …) | [`Logistic`] | `1/(1 + exp(−β y h))` |

mod channel;
mod error;
mod finite_set;
mod logistic;
mod prior;
mod sign;
mod weights;
mod window;

pub use channel::{Channel, Response};
pub use error::ModelError;
pub use finite_set::FiniteSet;
pub use logistic::Logistic;
pub use prior::{Component, Moments, Prior};
pub use sign::{Probit, Sign};
pub use weights::{Binary, Gaussian, Spherical};
pub use window::Window;

/// Where a log-partition function stops being analytic, which sets the number of nodes that an average of it takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Singularities {
    /// Real part of the singularities next to the real axis if they gather around one point, nothing if they are spread.
    pub centre: Option<f64>,
    /// A lower bound of their distance from the real axis; infinite for an entire function.
    pub distance: f64,
}

#[cfg(test)]
mod tests;
