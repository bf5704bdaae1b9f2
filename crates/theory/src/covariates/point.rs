//! One point and curves of them.

use super::channel::{Channel, Order};
use super::loss::Loss;
use super::spectrum::Spectrum;
use crate::averages::AverageError;
use crate::nonlinearity::Nonlinearity;
use crate::saddle::fixed_point::{Limits, anderson};
use crate::{Status, TheoryError};
use std::f64::consts::FRAC_1_PI;

/// Smallest and largest `ψ1` and `ψ2`.
pub const PSIS: (f64, f64) = (1e-3, 1e3);

/// Smallest and largest ridge `λ`.
pub const LAMBDAS: (f64, f64) = (1e-6, 1e6);

/// Largest change of `ln V`, `ln q` or `artanh(m/√q)` by the map at a solution.
const LIMITS: Limits = Limits { tolerance: 1e-12, max_iterations: 500 };
/// Where an iteration starts that knows nothing.
const COLD: Order = Order { v: 1.0, q: 0.5, overlap: 0.5 };
/// Ratio of successive ridges where the direct iteration fails.
const RUNG: f64 = 0.1;
/// Images that Anderson mixing combines beside the last.
const DEPTH: usize = 5;

/// The saddle point of one learning problem.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CovariatesPoint {
    /// `ψ1 = N/D`, features per input dimension.
    pub psi1: f64,
    /// `ψ2 = n/D`, samples per input dimension.
    pub psi2: f64,
    /// Ridge `λ`.
    pub lambda: f64,
    /// Probability of a wrong label on a fresh input, `arccos(m/√q)/π`.
    pub generalization_error: f64,
    /// Loss per sample of the training set, without the ridge.
    pub train_loss: f64,
    /// Variance of the output `w·φ/√N` on a fresh input.
    pub q: f64,
    /// Covariance of the output and the teacher's field of variance 1.
    pub m: f64,
    /// Width `V` of the proximal operator.
    pub v: f64,
    /// Largest change of `ln V`, `ln q` or `artanh(m/√q)` by the saddle-point equations.
    pub residual: f64,
    /// Evaluations of the saddle-point equations.
    pub iterations: usize,
    /// [`Status::Ok`] or [`Status::NotConverged`].
    pub status: Status,
}

impl CovariatesPoint {
    fn order(&self) -> Order {
        Order { v: self.v, q: self.q, overlap: libm::atanh(self.m / self.q.sqrt()) }
    }
}

/// Returns the saddle point for `ψ1`, `ψ2` and the ridge `λ > 0`.
///
/// ```
/// use piccole_theory::covariates::{Loss, point};
/// use piccole_theory::nonlinearity::Nonlinearity::Relu;
/// let found = point(Relu, Loss::Logistic, 6.0, 3.0, 0.01)?;
/// assert_eq!(found.status.as_str(), "ok");
/// assert!((found.generalization_error - 0.1879).abs() < 5e-5);
/// # Ok::<(), piccole_theory::TheoryError>(())
/// ```
///
/// # Errors
/// [`TheoryError::Parameter`] unless `ψ1` and `ψ2` are within [`PSIS`] and `λ` is within [`LAMBDAS`];
/// [`TheoryError::Average`] if an integral over the output needs more nodes than the limit.
pub fn point(
    nonlinearity: Nonlinearity,
    loss: Loss,
    psi1: f64,
    psi2: f64,
    lambda: f64,
) -> Result<CovariatesPoint, TheoryError> {
    Ok(curve(nonlinearity, loss, &[psi1], psi2, lambda)?[0])
}

/// [`point`] at every `ψ1` of a list, each starting from the one before; the result does not depend on that beyond the
/// tolerance.
///
/// # Errors
/// As [`point`].
pub fn curve(
    nonlinearity: Nonlinearity,
    loss: Loss,
    psi1s: &[f64],
    psi2: f64,
    lambda: f64,
) -> Result<Vec<CovariatesPoint>, TheoryError> {
    let mut points = Vec::with_capacity(psi1s.len());
    let mut start = None;
    for &psi1 in psi1s {
        let problem = Problem { nonlinearity, loss, psi1, psi2, lambda, resolution: 1.0 };
        let point = problem.solve(start)?;
        if point.status == Status::Ok {
            start = Some(point.order());
        }
        points.push(point);
    }
    Ok(points)
}

/// One learning problem and how finely its averages are taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Problem {
    pub(super) nonlinearity: Nonlinearity,
    pub(super) loss: Loss,
    pub(super) psi1: f64,
    pub(super) psi2: f64,
    pub(super) lambda: f64,
    pub(super) resolution: f64,
}

impl Problem {
    /// Solves from a start or, if that fails, along a ladder of ridges from 1 down.
    pub(super) fn solve(self, start: Option<Order>) -> Result<CovariatesPoint, TheoryError> {
        self.check()?;
        let direct = self.iterate(start.unwrap_or(COLD))?;
        if direct.status == Status::Ok || self.lambda >= 1.0 {
            return Ok(direct);
        }
        let (mut iterations, mut order, mut lambda) = (direct.iterations, COLD, 1.0);
        loop {
            let step = Self { lambda, ..self }.iterate(order)?;
            iterations += step.iterations;
            if step.status != Status::Ok || lambda == self.lambda {
                return Ok(CovariatesPoint { iterations, lambda: self.lambda, ..step });
            }
            order = step.order();
            lambda = (RUNG * lambda).max(self.lambda);
        }
    }

    /// Anderson mixing from one start.
    fn iterate(self, start: Order) -> Result<CovariatesPoint, TheoryError> {
        // Averages return errors, the solver wants numbers: the first error is kept and NaN stops the search.
        let mut failure = None;
        let map = |x: &[f64], image: &mut [f64]| {
            let order = Order { v: libm::exp(x[0]), q: libm::exp(x[1]), overlap: x[2] };
            match self.image(order) {
                Ok((next, _)) => image.copy_from_slice(&[libm::log(next.v), libm::log(next.q), next.overlap]),
                Err(error) => {
                    failure.get_or_insert(error);
                    image.fill(f64::NAN);
                }
            }
        };
        let found = anderson(map, &[libm::log(start.v), libm::log(start.q), start.overlap], DEPTH, LIMITS);
        if let (false, Some(error)) = (found.residual.is_finite(), failure) {
            return Err(error.into());
        }
        let order = Order { v: libm::exp(found.point[0]), q: libm::exp(found.point[1]), overlap: found.point[2] };
        let (_, train_loss) = self.image(order)?;
        Ok(CovariatesPoint {
            psi1: self.psi1,
            psi2: self.psi2,
            lambda: self.lambda,
            // arccos(tanh a) = arctan(1/sinh a)
            generalization_error: libm::atan2(1.0, libm::sinh(order.overlap)) * FRAC_1_PI,
            train_loss,
            q: order.q,
            m: order.q.sqrt() * libm::tanh(order.overlap),
            v: order.v,
            residual: found.residual,
            iterations: found.iterations,
            status: if found.converged() { Status::Ok } else { Status::NotConverged },
        })
    }

    /// The saddle-point equations, and the training loss at the point given.
    fn image(self, order: Order) -> Result<(Order, f64), AverageError> {
        let Self { psi1, psi2, lambda, .. } = self;
        let alpha = psi2 / psi1;
        let channel = Channel::new(self.loss, order, self.resolution)?;
        let (v_hat, q_hat, m_hat) = (alpha * channel.v_hat, alpha * channel.q_hat, alpha * channel.m_hat);
        let k_1 = self.nonlinearity.linear();
        let kappa = self.nonlinearity.nonlinear_variance() / (k_1 * k_1);
        let law = Spectrum::new(psi1, kappa + lambda / (v_hat * k_1 * k_1));
        let v = (law.a + kappa * law.b) / v_hat;
        let m = psi1 * m_hat * law.a / v_hat;
        let from_noise = q_hat * (law.a_a + 2.0 * kappa * law.a_b + kappa * kappa * law.b_b);
        let from_teacher = psi1 * m_hat * m_hat * (law.a_a + kappa * law.a_b);
        let q = (from_noise + from_teacher) / (v_hat * v_hat);
        // artanh(m/√q)
        let overlap = libm::asinh(m / (q - m * m).sqrt());
        Ok((Order { v, q, overlap }, channel.train_loss))
    }

    fn check(self) -> Result<(), TheoryError> {
        for (name, value) in [("ψ1", self.psi1), ("ψ2", self.psi2)] {
            if !(PSIS.0..=PSIS.1).contains(&value) {
                return Err(TheoryError::Parameter { name, value, accepted: "must be between 1e-3 and 1e3" });
            }
        }
        if !(LAMBDAS.0..=LAMBDAS.1).contains(&self.lambda) {
            let accepted = "the ridge must be between 1e-6 and 1e6; for no ridge take a small one";
            return Err(TheoryError::Parameter { name: "λ", value: self.lambda, accepted });
        }
        Ok(())
    }
}
