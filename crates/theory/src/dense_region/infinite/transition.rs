//! The density where the local entropy stops being a monotone function of the distance.

use super::saddle::{Ensemble, Unknowns};
use crate::saddle::Solution;
use crate::saddle::fixed_point::Limits;
use crate::saddle::newton::newton;
use crate::saddle::root::{Bracket, brent};
use piccole_core::patterns::Scenario;

/// The transition `α_U` and how well it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DenseRegionTransition {
    /// Constraint density `α_U`.
    pub alpha: f64,
    /// Estimate of the absolute error of `alpha`: the change when all averages are taken on panels half as long, and the
    /// residual of the equations.
    pub error: f64,
    /// Distance where the slope of the local entropy touches zero.
    pub distance: f64,
    /// Local entropy there, in nats per weight.
    pub local_entropy: f64,
}

/// Returns the density `α_U` above which the largest local entropy of random labels at `κ = 0` is no longer a monotone
/// function of the distance, and the dense region around the best centres gets separated.
///
/// At `Ŝ = 0` the distance drops out of the equations for `q` and `δq`. Each `δq` then has one density, and the smallest
/// of those is where the first distance appears at which `S_loc` is stationary: `α_U = min_δq α(Ŝ = 0, δq)`. An error
/// `ε` of the minimum's place costs `ε²` in its value, so that `alpha` is as good as the averages.
///
/// Baldassi, Ingrosso, Lucibello, Saglietti and Zecchina (PRL 115, 128101, 2015) find about 0.77 for centres that are
/// solutions themselves and a finite complexity; here centres are free and `y → ∞`.
pub fn alpha_u() -> DenseRegionTransition {
    let coarse = touching(1.0);
    let fine = touching(2.0);
    let residual = coarse.residual.max(fine.residual);
    let error = (coarse.alpha - fine.alpha).abs() + residual;
    DenseRegionTransition { alpha: fine.alpha, error, distance: fine.distance, local_entropy: fine.local_entropy }
}

struct Touching {
    alpha: f64,
    distance: f64,
    local_entropy: f64,
    residual: f64,
}

fn touching(finer: f64) -> Touching {
    /// The minimum is at `ln δq = 0.01`, and flat: the slope changes sign once in this interval.
    const INTERVAL: (f64, f64) = (-0.4, 0.4);
    /// Step of the difference quotients, whose error is of fourth order in it.
    const STEP: f64 = 5e-3;
    let mut last = vec![2.9, libm::log(0.77)];
    let mut at = |ln_spread: f64| {
        let solution = stationary(ln_spread, &last, finer);
        last.clone_from(&solution.point);
        solution
    };
    let mut slope = |ln_spread: f64| {
        let mut difference = |step: f64| at(ln_spread + step).point[1] - at(ln_spread - step).point[1];
        (8.0 * difference(STEP) - difference(2.0 * STEP)) / (12.0 * STEP)
    };
    let (a, b) = INTERVAL;
    let bracket = Bracket { a, f_a: slope(a), b, f_b: slope(b) };
    let ln_spread = brent(&mut slope, bracket, 1e-11, 60).point;
    let solution = at(ln_spread);
    let (ensemble, vector) = unpack(ln_spread, &solution.point, finer);
    let unknowns = Unknowns::read(&vector);
    let image = ensemble.image(unknowns);
    Touching {
        alpha: ensemble.alpha,
        distance: image.map_or(f64::NAN, |image| image.weights.distance),
        local_entropy: image.map_or(f64::NAN, |image| ensemble.local_entropy(unknowns, &image)),
        residual: solution.residual,
    }
}

/// The saddle with `Ŝ = 0` and a given `δq`, in the unknowns `ln(q/(1−q))` and `ln α`.
fn stationary(ln_spread: f64, start: &[f64], finer: f64) -> Solution<Vec<f64>> {
    const LIMITS: Limits = Limits { tolerance: 1e-14, max_iterations: 12 };
    let equations = |unknowns: &[f64], gaps: &mut [f64]| {
        let (ensemble, vector) = unpack(ln_spread, unknowns, finer);
        match ensemble.violations(&vector) {
            Some(([q, spread, _], _)) => gaps.copy_from_slice(&[q, spread]),
            None => gaps.fill(f64::NAN),
        }
    };
    newton(equations, start, LIMITS)
}

fn unpack(ln_spread: f64, unknowns: &[f64], finer: f64) -> (Ensemble, [f64; 3]) {
    let alpha = libm::exp(unknowns[1]);
    (Ensemble { scenario: Scenario::Storage, kappa: 0.0, alpha, finer }, [unknowns[0], ln_spread, 0.0])
}
