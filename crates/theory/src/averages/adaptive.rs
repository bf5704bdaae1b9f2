//! Adaptive integrals that are certified or refused.
//!
//! The pieces between break points are integrated by the double exponential rule of the `quadrature` crate. That rule
//! stops at 385 evaluations whatever its target, may report an error of 0 although it missed a peak, and counts a value
//! that is not finite as 0. Nothing of this gets through here: every piece is integrated whole and in two halves, the
//! difference counts as error, and a value that is not finite or an error above the tolerance refuses the result.
//!
//! The tabulated weights of the rule leave an error of about 10⁻¹³ relative; a tolerance below that refuses most
//! integrals.
//!
//! What no finite number of evaluations can see stays unseen: a spike narrower than about 10⁻³ of its piece, between
//! all nodes. Put a break point on it.

use super::{AverageError, CUT};
use piccole_core::gauss;
use std::cell::Cell;

/// An integral whose error estimate is within the tolerance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Certified {
    /// The integral.
    pub value: f64,
    /// Estimate of its absolute error.
    pub error: f64,
    /// Evaluations of the integrand.
    pub evaluations: usize,
}

/// Averages `f` over the unit Gaussian, `∫ Dz f(z)`, cut at `z = ±12` and at the given kinks.
///
/// Kinks at or outside of ±12 are ignored; the others must ascend. The error is at most `tolerance · max(1, |value|)`.
///
/// # Errors
/// As [`integrate`].
///
/// ```
/// use piccole_theory::averages::adaptive;
/// let mean = adaptive::mean(|z| z.abs(), &[0.0], 1e-13)?;
/// assert!((mean.value - (2.0 / std::f64::consts::PI).sqrt()).abs() < 1e-13);
/// assert!(adaptive::mean(|z| 1.0 / z, &[0.0], 1e-6).is_err()); // diverges
/// # Ok::<(), piccole_theory::averages::AverageError>(())
/// ```
pub fn mean(f: impl Fn(f64) -> f64, kinks: &[f64], tolerance: f64) -> Result<Certified, AverageError> {
    if let Some(position) = kinks.iter().position(|kink| kink.is_nan()) {
        return Err(AverageError::BreakPoints { position, value: f64::NAN });
    }
    let inside = kinks.iter().copied().filter(|kink| kink.abs() < CUT);
    let breaks: Vec<f64> = std::iter::once(-CUT).chain(inside).chain(std::iter::once(CUT)).collect();
    integrate(|z| gauss::pdf(z) * f(z), &breaks, tolerance)
}

/// Integrates `f` from the first to the last break point.
///
/// The error is at most `tolerance · max(1, |value|)`.
///
/// # Errors
/// [`AverageError::BreakPoints`] for fewer than two break points or if they do not ascend;
/// [`AverageError::NotFinite`] for an integrand that is infinite or NaN at a node;
/// [`AverageError::Uncertain`] if the error estimate exceeds the tolerance.
pub fn integrate(f: impl Fn(f64) -> f64, breaks: &[f64], tolerance: f64) -> Result<Certified, AverageError> {
    check(breaks)?;
    let mut sum = Certified { value: 0.0, error: 0.0, evaluations: 0 };
    for ends in breaks.windows(2) {
        let (from, to) = (ends[0], ends[1]);
        let middle = 0.5 * (from + to);
        let whole = piece(&f, from, to)?;
        let (left, right) = (piece(&f, from, middle)?, piece(&f, middle, to)?);
        let halves = left.value + right.value;
        sum.value += halves;
        sum.error += f64::max(left.error + right.error, (whole.value - halves).abs());
        sum.evaluations += whole.evaluations + left.evaluations + right.evaluations;
    }
    let allowed = tolerance * sum.value.abs().max(1.0);
    // Written so that a NaN on either side refuses.
    if sum.error <= allowed {
        Ok(sum)
    } else {
        Err(AverageError::Uncertain { value: sum.value, error: sum.error, tolerance: allowed })
    }
}

fn check(breaks: &[f64]) -> Result<(), AverageError> {
    if breaks.len() < 2 {
        return Err(AverageError::BreakPoints { position: breaks.len(), value: f64::NAN });
    }
    let bad = |k: &usize| !breaks[*k].is_finite() || (*k > 0 && breaks[*k] <= breaks[*k - 1]);
    match (0..breaks.len()).find(bad) {
        Some(position) => Err(AverageError::BreakPoints { position, value: breaks[position] }),
        None => Ok(()),
    }
}

/// One call of the double exponential rule, with the integrand watched.
fn piece(f: &impl Fn(f64) -> f64, from: f64, to: f64) -> Result<Certified, AverageError> {
    let bad = Cell::new(None);
    let watched = |z: f64| {
        let value = f(z);
        if !value.is_finite() && bad.get().is_none() {
            bad.set(Some((z, value)));
        }
        value
    };
    // A target of 0 uses every level, so that no rounding decides how many.
    let output = quadrature::integrate(watched, from, to, 0.0);
    match bad.get() {
        Some((at, value)) => Err(AverageError::NotFinite { at, value }),
        None => Ok(Certified {
            value: output.integral,
            error: output.error_estimate.abs(),
            evaluations: output.num_function_evaluations as usize,
        }),
    }
}
