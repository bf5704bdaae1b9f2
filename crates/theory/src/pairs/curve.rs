//! Solving at every distance.

use super::orthant::{Orthant, OrthantValue};
use crate::averages::{AverageError, Feature, Rule};
use crate::error::{check_density, check_distances};
use crate::franz_parisi::field::{field_at, flipped, flips, softplus};
use crate::saddle::root::{bracket, brent};
use crate::{Status, TheoryError};
use piccole_core::gauss;
use std::f64::consts::{FRAC_PI_2, LN_2};

/// Largest `|ln q′ − ln q|` of a solution.
const TOLERANCE: f64 = 1e-12;
/// Most evaluations of the saddle equation, for the bracket and for the root within it.
const MOST_EVALUATIONS: usize = 80;

/// The pairs of solutions at one distance.
///
/// With [`Status::NotConverged`] the fields are those of the last iterate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairPoint {
    /// Constraint density `α = P/N`.
    pub alpha: f64,
    /// Distance of the two solutions of a pair, `d = (1 − p)/2`.
    pub distance: f64,
    /// `1/N` times the typical logarithm of the number of ordered pairs, in nats per weight. Negative values count
    /// nothing.
    pub entropy: f64,
    /// `dS/dd`.
    pub slope: f64,
    /// Overlap `q` of solutions from different pairs.
    pub q: f64,
    /// Conjugate of `q`.
    pub q_hat: f64,
    /// Conjugate of `p`.
    pub p_hat: f64,
    /// `|q′ − q|` where `q′` is the right-hand side of the saddle equation.
    pub residual: f64,
    /// Evaluations of the saddle equation.
    pub iterations: usize,
    /// Whether the point is a solution.
    pub status: Status,
}

/// Returns the entropy of pairs of solutions of random labels at margin 0 and every distance of an ascending grid.
///
/// ```math
/// \begin{aligned}
/// S &= \mathop{\mathrm{extr}}\; -p\hat p - \hat q (1-2q) + \int\! Du \ln\big[2e^{g}\cosh 2B + 2e^{-g}\big]
///   + \alpha \int\! Du \ln P_2(b;\rho), \\
/// B &= \sqrt{\hat q}\,u, \quad g = \hat p - \hat q, \quad b = -\sqrt{\frac{q}{1-q}}\,u, \quad \rho = \frac{p-q}{1-q}, \\
/// p &= \int\! Du\, \frac{e^{g}\cosh 2B - e^{-g}}{e^{g}\cosh 2B + e^{-g}}, \quad
/// q = \int\! Du\, \Big(\frac{e^{g}\sinh 2B}{e^{g}\cosh 2B + e^{-g}}\Big)^2, \\
/// \hat q &= \frac{\alpha}{1-q} \int\! Du\, \Big(\frac{G(b)\,H\big(b\sqrt{(1-\rho)/(1+\rho)}\big)}{P_2(b;\rho)}\Big)^2
/// \end{aligned}
/// ```
///
/// with the probability `P₂` that two unit Gaussians of correlation `ρ` both exceed `b`. Solutions of different pairs have
/// the same overlap `q` whichever of the pair they are. The entropy has its maximum, twice that of single solutions, at
/// the distance `(1−q)/2` of typical ones, is at most [`annealed`](super::annealed()), and exceeds the entropy of single
/// solutions by at least the local entropy around a typical one.
///
/// The overlap is found as the odds `q/(q_max−q)` below `q_max = (1+p)/2`, to 10⁻¹² relative; every point is found by
/// itself, as the first root above `q = 0` (at some densities there are others next to `q_max`). The entropy is accurate
/// to 10⁻¹¹.
///
/// ```
/// use piccole_theory::pairs;
/// let points = pairs::curve(0.5, &[0.1, 0.5])?;
/// assert!(points[1].entropy < pairs::annealed(0.5, 0.5));
/// # Ok::<(), piccole_theory::TheoryError>(())
/// ```
///
/// # Errors
/// [`TheoryError::Density`] unless `α` is positive and finite; [`TheoryError::NoDistance`], [`TheoryError::Distance`] and
/// [`TheoryError::DescendingDistance`] unless the distances ascend within (0, 1/2].
pub fn curve(alpha: f64, distances: &[f64]) -> Result<Vec<PairPoint>, TheoryError> {
    check_density(alpha)?;
    check_distances(distances)?;
    distances.iter().map(|&distance| Pairs { alpha, distance, detail: 1.0 }.solve()).collect()
}

/// The problem at one density and distance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pairs {
    pub(super) alpha: f64,
    pub(super) distance: f64,
    /// All strips are divided by this; results must not depend on it.
    pub(super) detail: f64,
}

/// The right-hand side of the saddle equations at an overlap.
#[derive(Clone, Copy, Debug)]
struct Image {
    q_hat: f64,
    /// `g = p̂ − q̂`
    binding: f64,
    q: f64,
}

impl Pairs {
    pub(super) fn solve(&self) -> Result<PairPoint, TheoryError> {
        // Averages return errors, the solvers want numbers: the first error is kept and NaN stops the search.
        let mut failure = None;
        let mut gap = |ln_odds: f64| match self.image(self.overlap(ln_odds)) {
            Ok(image) => libm::log(image.q / self.overlap(ln_odds)),
            Err(error) => {
                failure.get_or_insert(error);
                f64::NAN
            }
        };
        // Without patterns q is about α.
        let (bracket, evaluations) = bracket(&mut gap, libm::log(0.5 * self.alpha), 0.5, MOST_EVALUATIONS);
        let root = brent(&mut gap, bracket, TOLERANCE, MOST_EVALUATIONS);
        if let Some(error) = failure {
            return Err(error.into());
        }
        let status = if root.converged() { Status::Ok } else { Status::NotConverged };
        Ok(self.finish(self.overlap(root.point), evaluations + root.iterations, status)?)
    }

    /// `q` from `ln(q/(q_max − q))`, with `q_max = (1+p)/2 = 1 − d`.
    fn overlap(&self, ln_odds: f64) -> f64 {
        (1.0 - self.distance) / (1.0 + libm::exp(-ln_odds))
    }

    /// The gap of the saddle equation at given odds, for tests of uniqueness.
    #[cfg(test)]
    pub(super) fn gap(&self, ln_odds: f64) -> f64 {
        let q = self.overlap(ln_odds);
        libm::log(self.image(q).unwrap().q / q)
    }

    fn image(&self, q: f64) -> Result<Image, AverageError> {
        let [hazard2] = self.pattern_means(q, |value| [value.hazard * value.hazard])?;
        let q_hat = self.alpha / (1.0 - q) * hazard2;
        let rule = self.spin_rule(q_hat)?;
        let field = |u: f64| q_hat.sqrt() * u;
        // (1 − ⟨W₁W₂⟩)/2 at a field is σ(−2(g + ½ ln cosh 2B)).
        let start = 0.5 * libm::log((1.0 - self.distance) / self.distance);
        let binding = field_at(self.distance, start, |binding| {
            Ok(rule.means(|u| {
                let (below, above) = flips(binding + half_ln_cosh(field(u)));
                [below, below * above]
            }))
        })?;
        let q = rule.mean(|u| {
            let magnetization = libm::tanh(2.0 * field(u)) * flipped(-binding - half_ln_cosh(field(u)));
            magnetization * magnetization
        });
        Ok(Image { q_hat, binding, q })
    }

    fn finish(&self, q: f64, iterations: usize, status: Status) -> Result<PairPoint, AverageError> {
        let Self { alpha, distance, .. } = *self;
        let Image { q_hat, binding, q: image } = self.image(q)?;
        let [ln, density] = self.pattern_means(q, |value| [value.ln, value.density])?;
        let spins = self.spin_rule(q_hat)?.mean(|u| {
            let field = q_hat.sqrt() * u;
            gauss::ln_2cosh(2.0 * field) + softplus(binding + half_ln_cosh(field))
        });
        // −p p̂ − q̂(1−2q) + ⟨g⟩ = 2d g − q̂ (1 + p − 2q)
        let entropy = 2.0 * distance * binding - 2.0 * q_hat * (1.0 - distance - q) + spins + alpha * ln;
        let p_hat = binding + q_hat;
        // 1 − ρ² = (1−p)(1+p−2q)/(1−q)²
        let root = 2.0 * (distance * (1.0 - distance - q)).sqrt() / (1.0 - q);
        Ok(PairPoint {
            alpha,
            distance,
            entropy,
            slope: 2.0 * (p_hat - alpha * density / (root * (1.0 - q))),
            q,
            q_hat,
            p_hat,
            residual: (image - q).abs(),
            iterations,
            status,
        })
    }

    fn pattern_means<const K: usize>(
        &self,
        q: f64,
        f: impl Fn(OrthantValue) -> [f64; K],
    ) -> Result<[f64; K], AverageError> {
        let ratio = self.distance / (1.0 - self.distance - q);
        let orthant = Orthant::new(ratio);
        let scale = (q / (1.0 - q)).sqrt();
        // Features of P₂(b) are those of H(b) and H(c b).
        let strip = gauss::NEAREST_ZERO / (scale * (1.0 + ratio).sqrt()) / self.detail;
        Ok(Rule::resolving(&[Feature { centre: 0.0, strip }])?.means(|u| f(orthant.at(-scale * u))))
    }

    /// The singularities of `tanh 2B` and of the logarithm, `2B = ±arcosh(e^(−2g)) + iπ`, are at `Im B = π/4` or above
    /// for `g ≥ 0`; for `g < 0` they are at `Im B ≥ π/4` too, as `cosh 2B` is real and negative there.
    fn spin_rule(&self, q_hat: f64) -> Result<Rule, AverageError> {
        let strip = 0.5 * FRAC_PI_2 / q_hat.sqrt() / self.detail;
        Rule::resolving(&[Feature { centre: 0.0, strip }])
    }
}

/// `½ ln cosh 2B`
fn half_ln_cosh(field: f64) -> f64 {
    0.5 * (gauss::ln_2cosh(2.0 * field) - LN_2)
}
