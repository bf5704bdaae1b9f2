//! A grid of distances.

use super::saddle::{DEGENERATE, Problem};
use super::trace::Trace;
use crate::averages::AverageError;
use crate::error::{check_density, check_distances, check_margin};
use crate::franz_parisi::{LocalEntropyPoint, binary_entropy};
use crate::storage::{self, MARGINS, StoragePoint, Weights};
use crate::{Status, TheoryError};

/// Largest gap in `k` and `ln(w/(1−q₁))` of a solution.
const TOLERANCE: f64 = 1e-11;

/// What the references are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct References {
    /// Margin `κ̃`: a reference is drawn uniformly from the solutions at this margin.
    pub margin: f64,
}

/// Returns the local entropy of solutions at margin `κ` around a typical solution at margin `κ̃ ≥ κ` of random labels, at
/// every distance of an ascending grid.
///
/// With `κ̃ = κ` this is the potential of Franz and Parisi as Huang and Kabashima computed it; with `κ̃ > κ` it shows the
/// dense regions that high-margin solutions lie in (Baldassi et al. 2021): for large enough `κ̃` it is positive down to
/// `d = 0`, where it approaches the entropy `h₂(d)` of all configurations.
///
/// Besides `p = 1 − 2d` and the overlap `q` of two references, which the storage problem at margin `κ̃` gives, there are
/// the overlap `t` of a solution with another reference and `q₁` of two solutions around the same one:
///
/// ```math
/// \begin{aligned}
/// S &= \mathop{\mathrm{extr}}\; -p\hat p + t\hat t - \tfrac12\hat q_1(1-q_1)
///   + \int\! Dz\,\big(1+\tanh(\sqrt{\hat q}\,z)\big) \int\! Dz' \ln 2\cosh B
///   + \alpha \int\! Dz_0\, Dy\, \frac{P(z_0,y)}{H(\tilde x)} \ln H(x), \\
/// B &= \frac{\hat t}{\sqrt{\hat q}}\, z + \sqrt{\hat q_1-\hat t^2/\hat q}\; z' + \hat p - \hat t, \qquad
/// \tilde x = \frac{\tilde\kappa-\sqrt q\, z_0}{\sqrt{1-q}}, \qquad
/// x = \frac{\kappa-(t/\sqrt q)\, z_0 - v y}{\sqrt{1-q_1}}, \\
/// P &= H\!\left(\frac{\tilde\kappa-\sqrt q\, z_0-\sqrt{1-q}\,\rho\, y}{\sqrt{(1-q)(1-\rho^2)}}\right), \qquad
/// v^2 = q_1 - \frac{t^2}{q}, \qquad \rho = \frac{p-t}{\sqrt{1-q}\, v}
/// \end{aligned}
/// ```
///
/// Stationarity in the conjugates gives `p`, `t` and `q₁` as the means of `tanh B`, `tanh(√q̂ z) tanh B` and `tanh² B`,
/// stationarity in `t` and `q₁` the conjugates as means of products of hazards. The slope is `dS/dd`.
///
/// # Limits
///
/// For `κ̃ = κ`, at the distance `(1−q)/2` of two references, `t = q₁ = q`, the entropy is that of all solutions and the
/// slope is 0. At small distances the entropy is negative. Below a distance of the order `α²` there is no saddle: `q₁`
/// reaches 1 there, and the rows have status `branch-ended`, `branch_end` being the distance of the last point found,
/// within 10⁻⁴ of the end. Other ends (at large distances close to the capacity, and at small ones for a margin that is
/// only slightly smaller than the references') are located to 2%. Without a saddle for the references (`α` beyond the end
/// of the storage branch) all rows are `branch-ended`. Beyond the capacity at margin `κ̃`, where there is no reference,
/// the numbers solve the equations and mean nothing.
///
/// # Method and accuracy
///
/// The unknowns stand for the coefficient of regression `k = (t − qp)/(q(1−q))` and for `ln(w/(1−q₁))`, where `w` is what
/// the two references leave of the variance `q₁`, in units in which they are smooth through the degenerate point `p = q`;
/// no average is a difference of larger ones. Newton's method solves for them to 10⁻¹¹, starting from the branch, which is followed from
/// `p ≈ q` (and from `κ̃` to `κ`) with steps of its own: the result does not depend on the grid. Averages in two
/// dimensions are those over the mean field of the solutions, where all narrow features are, of smooth conditional ones.
/// The entropy is accurate to 10⁻¹¹ away from the end of the branch.
///
/// ```
/// use piccole_theory::franz_parisi::{References, around_typical};
/// let points = around_typical(0.5, References { margin: 0.0 }, 0.0, &[0.002, 0.1])?;
/// assert!(points[0].local_entropy < 0.0 && points[1].local_entropy > 0.0);
/// # Ok::<(), piccole_theory::TheoryError>(())
/// ```
///
/// # Errors
/// [`TheoryError::Density`] unless `α` is positive and finite; [`TheoryError::Margin`] unless `κ̃` is within [`MARGINS`]
/// and `κ` between the smallest margin and `κ̃`; [`TheoryError::NoDistance`], [`TheoryError::Distance`] and
/// [`TheoryError::DescendingDistance`] unless the distances ascend within (0, 1/2].
pub fn around_typical(
    alpha: f64,
    references: References,
    kappa: f64,
    distances: &[f64],
) -> Result<Vec<LocalEntropyPoint>, TheoryError> {
    around_typical_with(alpha, references, kappa, distances, 1.0)
}

/// As [`around_typical`], with all strips divided by `detail`.
pub(in crate::franz_parisi) fn around_typical_with(
    alpha: f64,
    references: References,
    kappa: f64,
    distances: &[f64],
    detail: f64,
) -> Result<Vec<LocalEntropyPoint>, TheoryError> {
    check_density(alpha)?;
    check_margin(references.margin, MARGINS.0, MARGINS.1)?;
    check_margin(kappa, MARGINS.0, references.margin)?;
    check_distances(distances)?;
    let potential = Potential::new(alpha, references, kappa, (distances[0], distances[distances.len() - 1]), detail)?;
    distances.iter().map(|distance| potential.at(*distance)).collect()
}

/// The potential between two distances, for checked parameters.
pub(crate) struct Potential {
    problem: Problem,
    reference: StoragePoint,
    trace: Trace,
}

impl Potential {
    pub(crate) fn new(
        alpha: f64,
        references: References,
        kappa: f64,
        (smallest, largest): (f64, f64),
        detail: f64,
    ) -> Result<Self, TheoryError> {
        let reference = storage::curve(Weights::Binary, references.margin, &[alpha])?[0];
        let StoragePoint { q, q_hat, .. } = reference;
        let problem = Problem { alpha, kappa, reference_margin: references.margin, q, q_hat, detail };
        // Closer than that there is nothing to solve.
        let smallest = smallest.max(problem.free_distance());
        let trace = if reference.status == Status::Ok && smallest <= largest {
            // The branch is only where points start from: it needs no finer grid than the usual one.
            Trace::new(&Problem { detail: 1.0, ..problem }, smallest, largest)?
        } else {
            Trace::default()
        };
        Ok(Self { problem, reference, trace })
    }

    pub(crate) fn at(&self, distance: f64) -> Result<LocalEntropyPoint, TheoryError> {
        let Self { problem, reference, trace } = self;
        match reference.status {
            Status::Ok => Ok(point(problem, reference, trace, distance)?),
            status => Ok(LocalEntropyPoint { status, ..LocalEntropyPoint::ended(problem.alpha, distance, f64::NAN) }),
        }
    }
}

fn point(
    problem: &Problem,
    reference: &StoragePoint,
    trace: &Trace,
    distance: f64,
) -> Result<LocalEntropyPoint, AverageError> {
    if distance < problem.free_distance() {
        return Ok(free(problem, distance));
    }
    let start = match trace.at(distance) {
        Ok(start) => start,
        Err(end) => {
            // Without any point of the branch nothing is known about its end.
            let status = if end.is_nan() { Status::NotConverged } else { Status::BranchEnded };
            return Ok(LocalEntropyPoint { status, ..LocalEntropyPoint::ended(problem.alpha, distance, end) });
        }
    };
    let beside = problem.beside_typical(distance);
    let there = problem.point(beside, &problem.solve(beside, &start, TOLERANCE)?)?;
    if beside == distance {
        return Ok(there);
    }
    let along = (1.0 - 2.0 * distance - problem.q) / DEGENERATE;
    Ok(LocalEntropyPoint {
        distance,
        local_entropy: reference.entropy,
        slope: along * there.slope,
        q1: problem.q + along * (there.q1 - problem.q),
        t: problem.q + along * (there.t - problem.q),
        ..there
    })
}

/// All configurations at the distance.
fn free(problem: &Problem, distance: f64) -> LocalEntropyPoint {
    let p = 1.0 - 2.0 * distance;
    let slope = libm::log((1.0 - distance) / distance);
    LocalEntropyPoint {
        local_entropy: binary_entropy(distance),
        slope,
        q1: p * p,
        q1_hat: 0.0,
        t: problem.q * p,
        t_hat: 0.0,
        p_hat: 0.5 * slope,
        at_stability: 0.0,
        residual: 0.0,
        status: Status::Ok,
        ..LocalEntropyPoint::ended(problem.alpha, distance, f64::NAN)
    }
}
