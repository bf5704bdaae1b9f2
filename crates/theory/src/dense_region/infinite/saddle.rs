//! The saddle-point equations at `y → ∞`.

use super::patterns::{self, Field};
use super::weights::{self, Conjugates, WeightAverages};
use crate::dense_region::RESIDUAL;
use crate::saddle::Solution;
use crate::saddle::fixed_point::{Limits, damped};
use crate::saddle::newton::newton;
use piccole_core::patterns::Scenario;

/// When Newton's method stops.
const LIMITS: Limits = Limits { tolerance: RESIDUAL, max_iterations: 40 };

/// The problem at one density.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ensemble {
    pub(super) scenario: Scenario,
    pub(super) kappa: f64,
    pub(super) alpha: f64,
    /// Divides the lengths of all panels of the averages; 1 is accurate.
    pub(super) finer: f64,
}

/// The right-hand sides of the saddle-point equations, and what follows from the order parameters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Image {
    pub(super) conjugates: Conjugates,
    pub(super) weights: WeightAverages,
    /// `g_E`
    pub(super) pattern_entropy: f64,
}

/// Order parameters by the unknowns of the solvers: `ln(q/(1−q))`, `ln δq`, `Ŝ` and, for a teacher's labels, `artanh R`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unknowns {
    pub(super) field: Field,
    pub(super) distance_hat: f64,
}

impl Unknowns {
    /// Reads the vector that the solvers work on.
    pub(super) fn read(vector: &[f64]) -> Self {
        let one_minus_q = 1.0 / (1.0 + libm::exp(vector[0]));
        let q = 1.0 / (1.0 + libm::exp(-vector[0]));
        let teacher = vector.get(3).map_or(0.0, |x| libm::tanh(*x));
        Self { field: Field { q, one_minus_q, spread: libm::exp(vector[1]), teacher }, distance_hat: vector[2] }
    }
}

impl Ensemble {
    /// The number of unknowns.
    pub(super) fn size(&self) -> usize {
        match self.scenario {
            Scenario::Storage => 3,
            Scenario::TeacherStudent => 4,
        }
    }

    /// The right-hand sides; nothing outside of the domain `R² < q`, or where no maximum exists.
    pub(super) fn image(&self, unknowns: Unknowns) -> Option<Image> {
        let Unknowns { field, distance_hat } = unknowns;
        let inside = field.q > 0.0
            && field.one_minus_q > 0.0
            && field.spread.is_finite()
            && field.teacher * field.teacher < field.q
            && field.teacher >= 0.0;
        if !inside {
            return None;
        }
        let patterns = patterns::averages(self.scenario, self.kappa, field, self.finer);
        let conjugates = Conjugates {
            q_hat: self.alpha * patterns.q_hat,
            spread_hat: self.alpha * patterns.spread_hat,
            distance_hat,
            teacher_hat: self.alpha * patterns.teacher_hat,
        };
        let weights = weights::averages(conjugates, self.finer)?;
        Some(Image { conjugates, weights, pattern_entropy: patterns.entropy })
    }

    /// Violations of the equations for `q`, `δq` and `R`, as differences of the unknowns that belong to them.
    pub(super) fn violations(&self, vector: &[f64]) -> Option<([f64; 3], Image)> {
        let image = self.image(Unknowns::read(vector))?;
        let WeightAverages { squared, one_minus_squared, spread, teacher, .. } = image.weights;
        let teacher = vector.get(3).map_or(0.0, |x| libm::atanh(teacher) - x);
        Some(([libm::log(squared / one_minus_squared) - vector[0], libm::log(spread) - vector[1], teacher], image))
    }

    /// The saddle point at a distance given by its logarithm.
    pub(super) fn at_distance(&self, ln_distance: f64, start: &[f64]) -> Solution<Vec<f64>> {
        newton(|vector, gaps| self.gaps(ln_distance, vector, gaps), start, LIMITS)
    }

    /// Violations of all equations at a distance; NaN outside of the domain.
    fn gaps(&self, ln_distance: f64, vector: &[f64], gaps: &mut [f64]) {
        match self.violations(vector) {
            Some(([q, spread, teacher], image)) => {
                gaps[..2].copy_from_slice(&[q, spread]);
                gaps[2] = libm::log(image.weights.distance) - ln_distance;
                if let Some(gap) = gaps.get_mut(3) {
                    *gap = teacher;
                }
            }
            None => gaps.fill(f64::NAN),
        }
    }

    /// As [`Ensemble::at_distance`] next to the end of the branch, where `Ŝ` is about a `fraction` of that of the start
    /// and the ratio of `δq` and `Ŝ`, both of which vanish, is a better unknown than `δq`.
    pub(super) fn near_end_at_distance(&self, ln_distance: f64, fraction: f64, start: &[f64]) -> Solution<Vec<f64>> {
        let spread_from_ratio = |vector: &mut [f64]| vector[1] += libm::log(vector[2]);
        let equations = |vector: &[f64], gaps: &mut [f64]| {
            let mut vector = vector.to_vec();
            spread_from_ratio(&mut vector);
            self.gaps(ln_distance, &vector, gaps);
        };
        let mut start = start.to_vec();
        start[1] -= libm::log(start[2]);
        start[2] *= fraction;
        let mut solution = newton(equations, &start, LIMITS);
        spread_from_ratio(&mut solution.point);
        solution
    }

    /// The saddle point at a given `Ŝ` next to the end of the branch, where plain iteration converges, by that.
    pub(super) fn near_the_end(&self, distance_hat: f64) -> Solution<Vec<f64>> {
        /// Newton's method does the rest.
        const ROUGH: Limits = Limits { tolerance: 1e-4, max_iterations: 2000 };
        let map = |vector: &[f64], image: &mut [f64]| match self.violations(vector) {
            Some((gaps, _)) => {
                image.copy_from_slice(vector);
                image[0] += gaps[0];
                image[1] += gaps[1];
                if let Some(x) = image.get_mut(3) {
                    *x += gaps[2];
                }
            }
            None => image.fill(f64::NAN),
        };
        let start = [-1.0, -2.0, distance_hat, 0.1];
        damped(map, &start[..self.size()], 0.0, ROUGH)
    }

    /// The logarithm of the distance at a point; NaN outside of the domain.
    pub(super) fn ln_distance(&self, vector: &[f64]) -> f64 {
        self.image(Unknowns::read(vector)).map_or(f64::NAN, |image| libm::log(image.weights.distance))
    }

    /// The saddle of typical solutions, at `Ŝ = δq = 0`, where the branch ends.
    pub(super) fn typical(&self, start: &[f64]) -> Option<Vec<f64>> {
        let vector = |unknowns: &[f64]| {
            let mut vector = vec![unknowns[0], f64::NEG_INFINITY, 0.0];
            vector.extend_from_slice(&unknowns[1..]);
            vector
        };
        let equations = |unknowns: &[f64], gaps: &mut [f64]| match self.violations(&vector(unknowns)) {
            Some(([q, _, teacher], _)) => {
                gaps[0] = q;
                if let Some(gap) = gaps.get_mut(1) {
                    *gap = teacher;
                }
            }
            None => gaps.fill(f64::NAN),
        };
        let unknowns: Vec<f64> = [0, 3].iter().filter_map(|k| start.get(*k).copied()).collect();
        let solution = newton(equations, &unknowns, LIMITS);
        solution.converged().then(|| vector(&solution.point))
    }

    /// The local entropy at a saddle point.
    pub(super) fn local_entropy(&self, unknowns: Unknowns, image: &Image) -> f64 {
        let Field { q, one_minus_q, spread, teacher } = unknowns.field;
        let Conjugates { q_hat, spread_hat, distance_hat, teacher_hat } = image.conjugates;
        let overlap = 1.0 - 2.0 * image.weights.distance;
        image.weights.entropy
            - distance_hat * overlap
            - teacher_hat * teacher
            - 0.5 * (q_hat * one_minus_q + q_hat * spread + q * spread_hat)
            + self.alpha * image.pattern_entropy
    }
}
