//! Random labels for weights whose norm adapts to them.

use super::problem::{
    field_means, ln_z_and_squared_slopes, ln_z_and_squared_variances, overlap_and_variance, squared_moments,
};
use super::saddle_point::SaddlePoint;
use crate::averages::{AverageError, Quadrature};
use crate::saddle::Solution;
use crate::saddle::continuation::{Branch, BranchEnd, Steps, follow};
use crate::saddle::fixed_point::{Limits, anderson};
use crate::saddle::newton::newton;
use crate::{Status, TheoryError};
use piccole_core::model::{Channel, Prior};

/// The equations in `(ln q/V, ln Q)`.
struct Equations<'a, P, C> {
    prior: &'a P,
    channel: &'a C,
}

/// What patterns and weights say at given order parameters.
struct State {
    a: f64,
    q_hat: f64,
    /// `E⟨w⟩²` and the mean variance of a weight.
    square: f64,
    variance: f64,
}

impl<P: Prior, C: Channel> Equations<'_, P, C> {
    fn state(&self, alpha: f64, odds: f64, norm: f64) -> Result<State, AverageError> {
        let quadrature = Quadrature::Automatic;
        let (q, v) = overlap_and_variance(norm, odds);
        let singularities = self.channel.singularities(1.0, v);
        let [squared_gain, slope] =
            field_means(quadrature, singularities, 0.0, q.sqrt(), |omegas, [squares, slopes]| {
                for ((square, slope), omega) in squares.iter_mut().zip(slopes).zip(omegas) {
                    let response = self.channel.response(1.0, *omega, v);
                    (*square, *slope) = (response.gain * response.gain, response.slope);
                }
            })?;
        let (a, q_hat) = (-alpha * slope, alpha * squared_gain);
        let singularities = self.prior.singularities(a);
        let [square, variance] = field_means(quadrature, singularities, 0.0, q_hat.sqrt(), |b, values| {
            squared_moments(self.prior, a, b, values);
        })?;
        Ok(State { a, q_hat, square, variance })
    }

    /// Images of `(ln odds, ln Q)`; not a number where an average fails, which a solver takes for the end of the domain.
    fn map(&self, alpha: f64, from: &[f64], to: &mut [f64]) {
        match self.state(alpha, libm::exp(from[0]), libm::exp(from[1])) {
            Ok(State { square, variance, .. }) => {
                to.copy_from_slice(&[libm::log(square / variance), libm::log(square + variance)]);
            }
            Err(_) => to.fill(f64::NAN),
        }
    }

    fn solve(&self, alpha: f64, start: &[f64]) -> Solution<Vec<f64>> {
        let equations = |x: &[f64], f: &mut [f64]| {
            self.map(alpha, x, f);
            f.iter_mut().zip(x).for_each(|(f, x)| *f -= x);
        };
        newton(equations, start, Limits { tolerance: 1e-12, max_iterations: 40 })
    }

    fn point(&self, alpha: f64, solution: &Solution<Vec<f64>>) -> Result<SaddlePoint, AverageError> {
        let (odds, norm) = (libm::exp(solution.point[0]), libm::exp(solution.point[1]));
        let State { a, q_hat, square, variance } = self.state(alpha, odds, norm)?;
        let (q, v) = overlap_and_variance(norm, odds);
        let quadrature = Quadrature::Automatic;
        let singularities = self.prior.singularities(a);
        let [ln_z, response] = field_means(quadrature, singularities, 0.0, q_hat.sqrt(), |b, values| {
            ln_z_and_squared_variances(self.prior, a, b, values);
        })?;
        let singularities = self.channel.singularities(1.0, v);
        let [energetic, slope] = field_means(quadrature, singularities, 0.0, q.sqrt(), |omegas, values| {
            ln_z_and_squared_slopes(self.channel, 1.0, omegas, v, values);
        })?;
        Ok(SaddlePoint {
            alpha,
            q,
            variance: v,
            norm,
            q_hat,
            entropy: ln_z + 0.5 * (a * norm - q_hat * v) + self.prior.ln_states() + alpha * energetic,
            slope: energetic,
            at_stability: alpha * slope * response,
            residual: f64::max((square - q).abs(), (square + variance - norm).abs()) / norm,
            iterations: solution.iterations,
            status: if solution.converged() { Status::Ok } else { Status::NotConverged },
            branch_end: f64::NAN,
        })
    }
}

/// The branch from `α = 0` at every density of an ascending grid.
pub(super) fn curve<P: Prior, C: Channel>(
    prior: &P,
    channel: &C,
    alphas: &[f64],
) -> Result<Vec<SaddlePoint>, TheoryError> {
    /// Of the first density of the grid, where the branch is entered by iteration.
    const SMALL: f64 = 0.05;
    let equations = Equations { prior, channel };
    let mut here = f64::min(SMALL, alphas[0]);
    let norm = prior.second_moment();
    let start = equations.state(here, 0.0, norm)?;
    let start = [libm::log(start.square / start.variance), libm::log(start.square + start.variance)];
    let limits = Limits { tolerance: 1e-9, max_iterations: 200 };
    let mut last = anderson(|from: &[f64], to: &mut [f64]| equations.map(here, from, to), &start, 3, limits).point;
    let mut points = Vec::with_capacity(alphas.len());
    let mut end = f64::NAN;
    for &alpha in alphas {
        if !end.is_nan() {
            points.push(SaddlePoint::ended(alpha, end));
            continue;
        }
        let solve = |alpha: f64, start: &[f64]| equations.solve(alpha, start);
        let reach = alpha - here;
        let steps = Steps {
            first: f64::max(reach, f64::MIN_POSITIVE),
            smallest: f64::min(reach, 1e-9 * alpha).max(f64::MIN_POSITIVE),
            largest: f64::max(reach, f64::MIN_POSITIVE),
            largest_change: 3.0,
        };
        let Branch { points: solved, end: reason } = follow(solve, here, alpha, &last, steps);
        let Some((there, solution)) = solved.last() else {
            // Not even the density that the branch is known at: the last iterate with its residual.
            points.push(equations.point(alpha, &equations.solve(alpha, &last))?);
            continue;
        };
        (here, last) = (*there, solution.point.clone());
        if reason == BranchEnd::Reached {
            points.push(equations.point(alpha, solution)?);
        } else {
            end = here;
            points.push(SaddlePoint::ended(alpha, end));
        }
    }
    Ok(points)
}
