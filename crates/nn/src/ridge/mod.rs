//! Ridge regression, and the two models in which over-fitting can be followed exactly.
//!
//! - [`ridge_regression`] fits a linear function of given features, by Cholesky decomposition of the smaller one of the
//!   two systems ([`primal`], [`dual`]);
//! - [`RandomFeatures`] draws instances of ridge regression on random features of Gaussian inputs, whose errors the
//!   theory knows in the limit of many dimensions: the classical U, the interpolation peak and what comes after it;
//! - [`LegendreFit`] fits polynomials to a noisy function: the U-shaped test error of the textbooks.
//!
//! A matrix has a column for each example. Everything runs on the calling thread. The matrix products and the
//! decomposition are those of `faer`, which uses what vector instructions the CPU has: results are the same bits on CPUs
//! with the same instruction sets, and differ by rounding elsewhere.

mod cholesky;
mod error;
mod kernel;
mod polynomial;
mod random_features;
mod regression;

pub use error::RidgeError;
pub use kernel::FeatureCovariance;
pub use polynomial::{LegendreFit, legendre_fit, legendre_values};
pub use random_features::{RandomFeatures, RandomFeaturesFit, RandomFeaturesInstance};
pub use regression::{dual, primal, ridge_regression};

#[cfg(test)]
mod tests;
