//! All saddle points of a problem at a density.

use super::branch::{Root, Stretch, first_guess, solve_near, solve_on, stretches};
use super::problem::Problem;
use super::saddle_point::SaddlePoint;
use crate::averages::AverageError;
use crate::saddle::Stop;

/// A problem with its curve `α(q̂)` cut into stretches that rise or fall.
pub(crate) struct DensityCurve<S> {
    problem: S,
    stretches: Vec<Stretch>,
}

impl<S: Problem> DensityCurve<S> {
    /// Scans the curve.
    pub(crate) fn new(problem: S) -> Result<Self, AverageError> {
        let stretches = stretches(&problem)?;
        Ok(Self { problem, stretches })
    }

    pub(crate) fn problem(&self) -> &S {
        &self.problem
    }

    /// The stretch that starts from overlap 0, if it rises; otherwise that branch ends at once.
    pub(crate) fn first_stretch(&self) -> Option<&Stretch> {
        self.stretches.first().filter(|stretch| stretch.rises())
    }

    /// The largest density of the branch that starts from overlap 0.
    pub(crate) fn first_end(&self) -> f64 {
        self.stretches.first().map_or(f64::NAN, |first| f64::max(first.from.alpha, first.to.alpha))
    }

    /// Whether the curve comes down towards the largest overlap, so that this overlap itself is a stable saddle at every
    /// density: weights of few values, determined by labels without noise.
    pub(crate) fn determines_weights(&self) -> bool {
        self.stretches.last().is_some_and(|last| !last.rises())
    }

    /// The saddle of smallest overlap; nothing beyond the end of that branch.
    pub(crate) fn first(&self, alpha: f64) -> Result<Option<SaddlePoint>, AverageError> {
        let Some(first) = self.stretches.first() else { return Ok(None) };
        let root = if alpha < first.from.alpha { Some(self.below(alpha)?) } else { self.on(first, alpha)? };
        root.map(|root| SaddlePoint::of_root(&self.problem, alpha, &root)).transpose()
    }

    /// All saddles that are stable under iteration, in the order of their overlaps.
    pub(crate) fn stable(&self, alpha: f64) -> Result<Vec<SaddlePoint>, AverageError> {
        let mut points: Vec<SaddlePoint> = self.first(alpha)?.into_iter().collect();
        for stretch in self.stretches.iter().skip(1) {
            if let Some(root) = self.on(stretch, alpha)? {
                points.push(SaddlePoint::of_root(&self.problem, alpha, &root)?);
            }
        }
        Ok(points)
    }

    /// The saddle on a stretch, if it rises through this density.
    fn on(&self, stretch: &Stretch, alpha: f64) -> Result<Option<Root>, AverageError> {
        if !stretch.rises() || alpha < stretch.from.alpha {
            return Ok(None);
        }
        if alpha <= stretch.to.alpha {
            return solve_on(&self.problem, alpha, stretch).map(Some);
        }
        let last = self.stretches.last().is_some_and(|last| last.to.ln_q_hat == stretch.to.ln_q_hat);
        Ok(if last { self.above(stretch, alpha) } else { None })
    }

    /// Densities above a curve that still rises where the scan stopped: it may or may not get that far.
    fn above(&self, last: &Stretch, alpha: f64) -> Option<Root> {
        let root = solve_near(&self.problem, alpha, (last.to.ln_q_hat, 1.0));
        // The search runs until the averages fail, which says no more than that it found nothing.
        root.ok().filter(|root| root.stop == Stop::Converged)
    }

    /// Densities below the scanned curve: a tiny overlap, or none at all for an even channel, whose constraints say
    /// nothing about the sign of the weights.
    fn below(&self, alpha: f64) -> Result<Root, AverageError> {
        let odds = self.problem.odds(0.0)?;
        if self.problem.strength(odds)? == 0.0 {
            return Ok(Root { q_hat: 0.0, odds, residual: 0.0, iterations: 1, stop: Stop::Converged });
        }
        solve_near(&self.problem, alpha, (first_guess(&self.problem, alpha)?, 0.5))
    }
}
