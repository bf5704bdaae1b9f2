//! The capacity of binary weights.

use super::Capacity;
use crate::averages::Quadrature;
use crate::error::check_margin;
use crate::saddle::root::{Bracket, newton};
use crate::storage::{MARGINS, Weights, branch_end, solve};
use crate::{Status, TheoryError};
use piccole_core::gauss;
use std::f64::consts::LN_2;

/// Largest `|S|` in nats per weight. As `α |dS/dα|` is about 1 at the capacity, this is its relative accuracy too.
const TOLERANCE: f64 = 1e-13;
const MOST_STEPS: usize = 60;
/// The search for negative entropy halves the distance to the upper bound at most that often.
const MOST_HALVINGS: i32 = 40;

/// The density where the replica-symmetric entropy of binary weights vanishes, with a quadrature of choice.
///
/// Newton's method on `S(α)` with the slope `dS/dα = ∫Dz ln H(x)`, below the first-moment bound `−ln 2/ln H(κ)` and the
/// end of the branch. Different quadratures agree to 10⁻¹¹ relative.
///
/// # Errors
/// [`TheoryError::Margin`] for a margin outside of [`MARGINS`]; [`TheoryError::Average`] where the quadrature fails.
pub fn binary_capacity_with(kappa: f64, quadrature: Quadrature) -> Result<Capacity, TheoryError> {
    check_margin(kappa, MARGINS.0, MARGINS.1)?;
    let first_moment = -LN_2 / gauss::ln_tail(kappa);
    let upper = first_moment.min(branch_end(Weights::Binary, kappa));
    // Large margins have their capacity close to the end of the branch, where q → 1 is hard on a quadrature: approach it
    // from below. The entropy is ln 2 at α = 0.
    let (mut before, mut here) = ((0.0, LN_2), 0.5 * upper);
    let mut state = solve(Weights::Binary, kappa, here, None, quadrature)?;
    for halvings in 2..=MOST_HALVINGS {
        if state.point.entropy <= 0.0 {
            break;
        }
        before = (here, state.point.entropy);
        here = upper * (1.0 - 0.5_f64.powi(halvings));
        state = solve(Weights::Binary, kappa, here, None, quadrature)?;
    }
    let bracket = Bracket { a: before.0, f_a: before.1, b: here, f_b: state.point.entropy };
    let start = 0.5 * (before.0 + here);
    let mut failure = None;
    let mut entropy = |alpha: f64| match solve(Weights::Binary, kappa, alpha, None, quadrature) {
        Ok(solved) => {
            state = solved;
            (state.point.entropy, state.slope)
        }
        Err(error) => {
            failure.get_or_insert(error);
            (f64::NAN, f64::NAN)
        }
    };
    let root = newton(&mut entropy, bracket, start, TOLERANCE, MOST_STEPS);
    if let Some(error) = failure {
        return Err(error);
    }
    let status = match (root.converged(), state.point.status) {
        (true, Status::Ok) if state.point.at_stability > 1.0 => Status::Unstable,
        (true, Status::Ok) => Status::Ok,
        _ => Status::NotConverged,
    };
    Ok(Capacity { kappa, alpha_c: root.point, q: state.point.q, at_stability: state.point.at_stability, status })
}
