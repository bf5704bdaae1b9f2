//! The saddle point at one distance.

use super::overlaps::Overlaps;
use super::patterns::Patterns;
use super::spins::{Fields, SpinAverages};
use crate::Status;
use crate::averages::AverageError;
use crate::franz_parisi::LocalEntropyPoint;
use crate::saddle::Solution;
use crate::saddle::fixed_point::Limits;
use crate::saddle::newton::newton;
use piccole_core::gauss;
use std::cell::Cell;

/// The references and what is counted around them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Problem {
    pub(super) alpha: f64,
    /// Margin of the counted solutions.
    pub(super) kappa: f64,
    /// Margin of the references, their overlap and its conjugate.
    pub(super) reference_margin: f64,
    pub(super) q: f64,
    pub(super) q_hat: f64,
    /// All strips are divided by this; results must not depend on it.
    pub(super) detail: f64,
}

/// Everything at one point of the domain.
#[derive(Clone, Copy, Debug)]
struct Image {
    fields: Fields,
    spins: SpinAverages,
    ln_tail: f64,
    /// `⟨R′(x)²⟩`
    slope2: f64,
}

/// Closer to `p = q` than this the saddle is that of `p = q` to first order, and the potential to second.
pub(super) const DEGENERATE: f64 = 1e-6;

impl Problem {
    /// From the unknowns, one for `k` and `ln(w/(1−q₁)) − ln scale`.
    fn overlaps(&self, distance: f64, unknowns: &[f64]) -> Option<Overlaps> {
        let regression = self.regression(distance, unknowns[0]);
        Overlaps::at(self.q, distance, regression, unknowns[1] + self.ln_scale(distance))
    }

    /// `k` from the first unknown, `(1−k)/(p−q)` if the margins are the same, as `k = 1` at `p = q` then, or `k` itself.
    pub(super) fn regression(&self, distance: f64, unknown: f64) -> f64 {
        if self.kappa == self.reference_margin { 1.0 - unknown * self.gap(distance) } else { unknown }
    }

    /// `p − q`
    fn gap(&self, distance: f64) -> f64 {
        1.0 - 2.0 * distance - self.q
    }

    /// The distance itself, or one next to it where `p = q` makes the equations degenerate. The unknowns are smooth there.
    pub(super) fn beside_typical(&self, distance: f64) -> f64 {
        if self.kappa != self.reference_margin || self.gap(distance).abs() >= DEGENERATE {
            return distance;
        }
        0.5 * (1.0 - self.q - DEGENERATE)
    }

    /// Logarithm of `((p−q)² + Δ²) exp(−Δ²/(4d))` with the difference `Δ = κ̃ − κ` of the margins, the scale of `w`.
    ///
    /// At `Δ = 0` the variance `w` vanishes quadratically at `p = q`, where a solution at that distance is one more
    /// independent reference. With `Δ > 0` close solutions feel their own constraints with the weight of the
    /// exponential. In units of the scale both are smooth.
    fn ln_scale(&self, distance: f64) -> f64 {
        let gap = self.gap(distance);
        let slack = self.reference_margin - self.kappa;
        libm::log(gap * gap + slack * slack) - 0.25 * slack * slack / distance
    }

    /// The distance below which solutions do not feel their own smaller margin, to the precision of doubles: there
    /// `exp(−Δ²/(4d))` is below 10⁻²⁴. Corrections to the entropy are of that order, to the slope of its square root.
    pub(super) fn free_distance(&self) -> f64 {
        const NEGLIGIBLE: f64 = 55.0;
        let slack = self.reference_margin - self.kappa;
        0.25 * slack * slack / NEGLIGIBLE
    }

    /// The saddle at a distance, from a start of the unknowns, to a tolerance in `k` and `ln(w/(1−q₁))`.
    pub(super) fn solve(
        &self,
        distance: f64,
        start: &[f64],
        tolerance: f64,
    ) -> Result<Solution<Vec<f64>>, AverageError> {
        // Rounding of p − q over itself is what limits the accuracy of w close to p = q.
        let gap = self.gap(distance).abs();
        self.newton(|unknowns| self.overlaps(distance, unknowns), start, tolerance + 1e-13 / gap.max(1e-8))
    }

    /// The saddle with a given `ln(1−q₁)`, as `k/d` and `ln(d/(1−q₁))`: all smooth from `d ≪ 1` to the end of the branch.
    pub(super) fn solve_at_complement(
        &self,
        ln_complement: f64,
        start: &[f64],
        tolerance: f64,
    ) -> Result<Solution<Vec<f64>>, AverageError> {
        self.newton(|unknowns| self.at_complement(ln_complement, unknowns), start, tolerance)
    }

    fn at_complement(&self, ln_complement: f64, unknowns: &[f64]) -> Option<Overlaps> {
        let distance = libm::exp(unknowns[1] + ln_complement);
        Overlaps::at_complement(self.q, distance, unknowns[0] * distance, libm::exp(ln_complement))
    }

    /// From a distance and the unknowns there to `ln(1−q₁)` and the unknowns of
    /// [`solve_at_complement`](Self::solve_at_complement).
    pub(super) fn complement_of(&self, ln_distance: f64, unknowns: &[f64]) -> Option<(f64, Vec<f64>)> {
        let distance = libm::exp(ln_distance);
        let overlaps = self.overlaps(distance, unknowns)?;
        let ln_complement = libm::log(overlaps.complement);
        Some((ln_complement, vec![overlaps.regression / distance, ln_distance - ln_complement]))
    }

    /// The inverse of [`complement_of`](Self::complement_of).
    pub(super) fn distance_of(&self, ln_complement: f64, unknowns: &[f64]) -> Option<(f64, Vec<f64>)> {
        let Overlaps { distance, regression, rest, complement, .. } = self.at_complement(ln_complement, unknowns)?;
        let ln_ratio = libm::log(rest / complement) - self.ln_scale(distance);
        // Only branches of the same margin have such an end.
        Some((unknowns[1] + ln_complement, vec![(1.0 - regression) / self.gap(distance), ln_ratio]))
    }

    /// `w/(1−q₁)`, or infinity outside of the domain.
    pub(super) fn ratio(&self, distance: f64, unknowns: &[f64]) -> f64 {
        self.overlaps(distance, unknowns).map_or(f64::INFINITY, |overlaps| overlaps.rest / overlaps.complement)
    }

    fn newton(
        &self,
        overlaps: impl Fn(&[f64]) -> Option<Overlaps>,
        start: &[f64],
        tolerance: f64,
    ) -> Result<Solution<Vec<f64>>, AverageError> {
        const MOST_STEPS: usize = 20;
        // Averages return errors, the solvers want numbers: the first error is kept and NaN stops the search.
        let mut failure = None;
        let field = Cell::new(None);
        let equations = |unknowns: &[f64], gaps: &mut [f64]| {
            gaps.fill(f64::NAN);
            let Some(overlaps) = overlaps(unknowns) else { return };
            match self.image(&overlaps, field.get()) {
                Ok(Image { spins, .. }) => {
                    // Close to p = q what counts is k against its distance from 1.
                    let unit =
                        if self.kappa == self.reference_margin { self.gap(overlaps.distance).abs() } else { 1.0 };
                    gaps[0] = (spins.regression - overlaps.regression) / unit;
                    gaps[1] = libm::log(spins.rest / spins.complement) - overlaps.ln_ratio();
                    field.set(Some(spins.field).filter(|field| field.is_finite()));
                }
                Err(error) => {
                    failure.get_or_insert(error);
                }
            }
        };
        let solution = newton(equations, start, Limits { tolerance, max_iterations: MOST_STEPS });
        failure.map_or(Ok(solution), Err)
    }

    fn image(&self, overlaps: &Overlaps, field: Option<f64>) -> Result<Image, AverageError> {
        let rows = self.patterns(overlaps).rows()?;
        let (alpha, complement) = (self.alpha, overlaps.complement);
        let (mut hazard2, mut product, mut ln_tail, mut slope2) = (0.0, 0.0, 0.0, 0.0);
        for row in &rows {
            let (hazard, slope) = (gauss::hazard(row.x), gauss::hazard_derivative(row.x));
            slope2 += row.weight * slope * slope;
            hazard2 += row.weight * hazard * hazard;
            product += row.weight * hazard * row.mean;
            ln_tail += row.weight * gauss::ln_tail(row.x);
        }
        let q1_hat = alpha / complement * hazard2;
        let t_hat = alpha / ((1.0 - self.q) * complement).sqrt() * product;
        // q̂₁ − t̂²/q̂ is the mean square of what the regression on the references' hazard leaves of the solutions'.
        let coefficient = t_hat / self.q_hat * (complement / (1.0 - self.q)).sqrt();
        let rest = rows.iter().map(|row| {
            let gap = gauss::hazard(row.x) - coefficient * row.mean;
            row.weight * (gap * gap + coefficient * coefficient * row.variance)
        });
        let rest = alpha / complement * rest.sum::<f64>();
        let fields = Fields { q_hat: self.q_hat, t_hat, q1_hat, rest, detail: self.detail };
        let spins = fields.averages(overlaps, field)?;
        Ok(Image { fields, spins, ln_tail, slope2 })
    }

    fn patterns<'a>(&self, overlaps: &'a Overlaps) -> Patterns<'a> {
        Patterns { kappa: self.kappa, reference_margin: self.reference_margin, overlaps, detail: self.detail }
    }

    /// The row of a solution.
    pub(super) fn point(
        &self,
        distance: f64,
        solution: &Solution<Vec<f64>>,
    ) -> Result<LocalEntropyPoint, AverageError> {
        let status = if solution.converged() { Status::Ok } else { Status::NotConverged };
        let empty = LocalEntropyPoint::ended(self.alpha, distance, f64::NAN);
        let Some(overlaps) = self.overlaps(distance, &solution.point) else {
            return Ok(LocalEntropyPoint { status: Status::NotConverged, iterations: solution.iterations, ..empty });
        };
        let Image { fields, spins, ln_tail, slope2 } = self.image(&overlaps, None)?;
        let Overlaps { q, regression, complement, .. } = overlaps;
        // −p p̂ + t t̂ + ⟨ln 2cosh B⟩ without the terms that cancel: ⟨B⟩ = h + t̂ (1 − q).
        let field =
            2.0 * distance * (spins.field + fields.t_hat * (1.0 - q)) + fields.t_hat * (1.0 - q) * regression * q;
        let local_entropy = field - 0.5 * fields.q1_hat * complement + spins.softplus + self.alpha * ln_tail;
        let p_hat = spins.field + fields.t_hat;
        let image_t = q * (overlaps.p + spins.regression * (1.0 - q));
        Ok(LocalEntropyPoint {
            local_entropy,
            slope: 2.0 * (p_hat - self.alpha * self.patterns(&overlaps).pull()?),
            q1: overlaps.q1,
            q1_hat: fields.q1_hat,
            t: overlaps.t,
            t_hat: fields.t_hat,
            p_hat,
            at_stability: self.alpha * slope2 * spins.sech4 / (complement * complement),
            residual: f64::max((spins.complement - complement).abs(), (image_t - overlaps.t).abs()),
            iterations: solution.iterations,
            status,
            ..empty
        })
    }
}
