//! A replica-symmetric problem as two scalar maps.

use crate::TheoryError;
use crate::averages::{AverageError, Feature, Quadrature, at_one};
use piccole_core::model::{Channel, Prior, Singularities};

/// The saddle equations of one overlap, each solved for what it determines.
///
/// The weights answer a field of conjugate `q̂` with the odds `ρ = q/V` of overlap and variance; the patterns answer
/// these odds with the strength `q̂/α`. Written in odds nothing cancels, neither for `q → 0` nor for `V → 0`.
pub(crate) trait Problem {
    /// `⟨w²⟩`, the largest overlap there can be.
    fn norm(&self) -> f64;

    /// What turns a logarithm of a probability into an entropy: see [`Prior::ln_states`].
    fn ln_states(&self) -> f64;

    /// `q/V` of the weights in fields of conjugate `q̂`.
    fn odds(&self, q_hat: f64) -> Result<f64, AverageError>;

    /// `q̂/α = E g²`, the mean square of the gain.
    fn strength(&self, odds: f64) -> Result<f64, AverageError>;

    /// Everything else that is known at a saddle: see [`Values`].
    fn values(&self, q_hat: f64, odds: f64) -> Result<Values, AverageError>;
}

/// Averages at given order parameters, stationary in them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Values {
    /// Part of the free entropy that does not multiply `α`, without the number of states.
    pub(crate) entropic: f64,
    /// Part that does: the free entropy is `entropic + α · energetic`, and `energetic` its derivative in `α`.
    pub(crate) energetic: f64,
    /// `λ/α` of the condition of de Almeida and Thouless.
    pub(crate) at_stability: f64,
}

/// `q` and `V` of weights with `⟨w²⟩ = q + V` at given odds.
pub(super) fn overlap_and_variance(norm: f64, odds: f64) -> (f64, f64) {
    (norm * odds / (1.0 + odds), norm / (1.0 + odds))
}

/// Averages of functions of a field `mean + deviation·z` with the singularities given; `f` writes their values at many fields.
pub(super) fn field_means<const K: usize>(
    quadrature: Quadrature,
    singularities: Singularities,
    mean: f64,
    deviation: f64,
    f: impl Fn(&[f64], [&mut [f64]; K]),
) -> Result<[f64; K], AverageError> {
    if deviation == 0.0 {
        return Ok(at_one(f, mean));
    }
    let strip = singularities.distance / deviation;
    let at = |z: &[f64], values: [&mut [f64]; K]| {
        let fields: Vec<f64> = z.iter().map(|z| mean + deviation * z).collect();
        f(&fields, values);
    };
    match singularities.centre {
        Some(centre) => quadrature.means_of_slices(Feature { centre: (centre - mean) / deviation, strip }, at),
        // Panels refine around one point; several are left to equidistant nodes.
        None if quadrature == Quadrature::Adaptive => quadrature.means_of_slices(Feature { centre: 0.0, strip }, at),
        None => Quadrature::Trapezoid.means_of_slices(Feature { centre: 0.0, strip }, at),
    }
}

/// `⟨w⟩²` and the variance of the weight in many fields.
pub(super) fn squared_moments<P: Prior>(prior: &P, a: f64, b: &[f64], [squares, variances]: [&mut [f64]; 2]) {
    prior.squared_moments_into(a, b, squares, variances);
}

/// `ln Z` and the squared variance of the weight in many fields.
pub(super) fn ln_z_and_squared_variances<P: Prior>(prior: &P, a: f64, b: &[f64], [ln_z, squares]: [&mut [f64]; 2]) {
    // The means are not needed, and written over.
    prior.moments_into(a, b, ln_z, squares);
    square(squares);
    ln_z.iter_mut().zip(b).for_each(|(ln_z, b)| *ln_z = prior.ln_partition(a, *b));
}

/// The squared gain in many fields.
pub(super) fn squared_gains<C: Channel>(channel: &C, label: f64, omegas: &[f64], v: f64, [squares]: [&mut [f64]; 1]) {
    channel.gains_into(label, omegas, v, squares);
    square(squares);
}

/// `ln Z` and the squared derivative of the gain in many fields.
pub(super) fn ln_z_and_squared_slopes<C: Channel>(
    channel: &C,
    label: f64,
    omegas: &[f64],
    v: f64,
    [ln_z, squares]: [&mut [f64]; 2],
) {
    channel.ln_partitions_into(label, omegas, v, ln_z);
    squares.iter_mut().zip(omegas).for_each(|(slope, omega)| *slope = channel.response(label, *omega, v).slope);
    square(squares);
}

fn square(numbers: &mut [f64]) {
    numbers.iter_mut().for_each(|x| *x *= *x);
}

/// Densities of a grid: positive, finite and strictly ascending.
pub(crate) fn check_grid(alphas: &[f64]) -> Result<(), TheoryError> {
    if alphas.is_empty() {
        return Err(TheoryError::NoDensity);
    }
    for (position, &value) in alphas.iter().enumerate() {
        if !(value > 0.0 && value.is_finite()) {
            return Err(TheoryError::Density { position, value });
        }
        if position > 0 && value <= alphas[position - 1] {
            return Err(TheoryError::Descending { position, value, previous: alphas[position - 1] });
        }
    }
    Ok(())
}
