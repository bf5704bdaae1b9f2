//! The saddle-point equations at finite `y`.

use super::patterns::{self, CentreOverlaps, Overlaps, PatternAverages};
use super::weights::{self, Conjugates, WeightAverages};
use crate::dense_region::setting::Centre;
use crate::saddle::Solution;
use crate::saddle::fixed_point::Limits;
use crate::saddle::newton::newton;
use nalgebra::{DMatrix, DVector};
use piccole_core::patterns::Scenario;

/// The problem at one density and number of replicas.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ensemble {
    pub(super) scenario: Scenario,
    pub(super) kappa: f64,
    pub(super) centre: Centre,
    pub(super) replicas: f64,
    pub(super) alpha: f64,
    /// Divides all steps of the averages; 1 is accurate.
    pub(super) finer: f64,
}

/// Order parameters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unknowns {
    pub(super) overlaps: Overlaps,
    pub(super) q1: f64,
    /// `Ŝ` minus the conjugate of `S̃`.
    pub(super) own: f64,
}

/// Everything that follows from the order parameters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Image {
    pub(super) patterns: PatternAverages,
    pub(super) conjugates: Conjugates,
    pub(super) weights: WeightAverages,
}

impl Ensemble {
    /// Reads the vector that the solvers work on: `ln(q₁/(1−q₁))`, `ln y(q₁−q₀)` less twice the next, the logarithm of the
    /// pull of the own centre, for a teacher's labels `artanh R`, and for a centre that is a solution `S̃/q₀`, `p − S̃²/q₀`
    /// and `artanh R̃`. At the end of the branch the pull vanishes, and `q₁ − q₀` as its square.
    pub(super) fn read(&self, vector: &[f64], distance: f64) -> Unknowns {
        let one_minus_q1 = 1.0 / (1.0 + libm::exp(vector[0]));
        let q1 = 1.0 / (1.0 + libm::exp(-vector[0]));
        let own = libm::exp(vector[2]);
        let difference = libm::exp(vector[1] + 2.0 * vector[2]) / self.replicas;
        let teacher = if self.has_teacher() { libm::tanh(vector[3]) } else { 0.0 };
        let at = if self.has_teacher() { 4 } else { 3 };
        let centre = (self.centre == Centre::Solution).then(|| CentreOverlaps {
            own: 1.0 - 2.0 * distance,
            ratio: vector[at],
            // Newton's steps may pass the boundary, where the equations continue as a constant.
            rest: vector[at + 1].max(0.0),
            teacher: vector.get(at + 2).map_or(0.0, |x| libm::tanh(*x)),
        });
        Unknowns { overlaps: Overlaps { one_minus_q1, difference, q0: q1 - difference, teacher, centre }, q1, own }
    }

    fn has_teacher(&self) -> bool {
        self.scenario == Scenario::TeacherStudent
    }

    /// The right-hand sides; nothing outside of their domain.
    pub(super) fn image(&self, unknowns: &Unknowns) -> Option<Image> {
        let patterns = patterns::averages(self.scenario, self.kappa, self.replicas, &unknowns.overlaps, self.finer)?;
        let averages = patterns.conjugates;
        let conjugates = Conjugates {
            q0: self.alpha * averages.squared,
            difference: self.alpha * averages.variance,
            own: unknowns.own,
            ratio: averages.ratio,
            rest: self.alpha * averages.rest,
            teacher: self.alpha * patterns.teacher,
            centre_teacher: self.alpha * patterns.centre_teacher,
        };
        let weights = weights::averages(self.scenario, self.replicas, &conjugates, self.finer)?;
        Some(Image { patterns, conjugates, weights })
    }

    /// Violations of the equations, as differences of the unknowns that belong to them; NaN outside of the domain.
    fn gaps(&self, distance: f64, vector: &[f64], gaps: &mut [f64]) {
        let unknowns = self.read(vector, distance);
        let Some(image) = self.image(&unknowns) else { return gaps.fill(f64::NAN) };
        let WeightAverages { overlaps, one_minus_q1, distance: there, teacher, centre_teacher, .. } = image.weights;
        let mut found = vec![
            libm::log((overlaps.squared + overlaps.variance) / one_minus_q1) - vector[0],
            libm::log(self.replicas * overlaps.variance) - vector[1] - 2.0 * vector[2],
            libm::log(there / distance),
        ];
        if self.has_teacher() {
            found.push(libm::atanh(teacher) - vector[3]);
        }
        if self.centre == Centre::Solution {
            let at = found.len();
            found.push(overlaps.ratio - vector[at]);
            found.push(overlaps.rest - vector[at + 1]);
            if self.has_teacher() {
                found.push(libm::atanh(centre_teacher) - vector[at + 2]);
            }
        }
        gaps.copy_from_slice(&found);
    }

    /// The saddle point at a distance.
    pub(super) fn at_distance(&self, distance: f64, start: &[f64]) -> Solution<Vec<f64>> {
        const LIMITS: Limits = Limits { tolerance: 1e-12, max_iterations: 10 };
        newton(|vector, gaps| self.gaps(distance, vector, gaps), start, LIMITS)
    }

    /// `∂S_loc/∂d = 2 ∂(yŜ)/∂y` at a saddle point, where `Ŝ` follows the saddle as `y` changes; NaN if the saddle is a fold.
    ///
    /// The saddle's derivative with respect to `ln y` is that of the implicit function theorem; difference quotients
    /// leave an error of about 10⁻⁸.
    pub(super) fn slope(&self, distance: f64, point: &[f64]) -> f64 {
        const STEP: f64 = 2e-5;
        let size = point.len();
        let with_replicas = |ln_factor: f64| Self { replicas: self.replicas * libm::exp(ln_factor), ..*self };
        let gaps = |ensemble: &Self, vector: &[f64]| {
            let mut gaps = vec![0.0; size];
            ensemble.gaps(distance, vector, &mut gaps);
            DVector::from_vec(gaps)
        };
        let mut jacobian = DMatrix::zeros(size, size);
        for column in 0..size {
            let shifted = |step: f64| {
                let mut shifted = point.to_vec();
                shifted[column] += step;
                gaps(self, &shifted)
            };
            jacobian.set_column(column, &((shifted(STEP) - shifted(-STEP)) / (2.0 * STEP)));
        }
        let explicit = (gaps(&with_replicas(STEP), point) - gaps(&with_replicas(-STEP), point)) / (2.0 * STEP);
        let Some(direction) = jacobian.lu().solve(&explicit) else { return f64::NAN };
        let conjugate = |ln_factor: f64| {
            let ensemble = with_replicas(ln_factor);
            let vector: Vec<f64> = point.iter().zip(direction.iter()).map(|(x, slope)| x - ln_factor * slope).collect();
            let unknowns = ensemble.read(&vector, distance);
            let image = ensemble.image(&unknowns);
            image
                .map_or(f64::NAN, |image| ensemble.replicas * ensemble.potential(distance, &unknowns, &image).conjugate)
        };
        (conjugate(STEP) - conjugate(-STEP)) / (STEP * self.replicas)
    }

    /// A start for small `α`, where replicas are `W = S W̃` with independent noise and centres are independent.
    pub(super) fn weak_start(&self, distance: f64) -> Vec<f64> {
        let s = 1.0 - 2.0 * distance;
        let centre = self.alpha * std::f64::consts::FRAC_2_PI;
        let q1 = s * s * (1.0 + centre);
        let own = libm::atanh(s);
        let mut start =
            vec![libm::log(q1 / (1.0 - q1)), libm::log(self.replicas * s * s / (own * own)), libm::log(own)];
        if self.has_teacher() {
            start.push(0.5 * s * centre);
        }
        if self.centre == Centre::Solution {
            start.extend([1.0 / s, 0.1 * centre]);
            if self.has_teacher() {
                start.push(0.5 * centre);
            }
        }
        start
    }

    /// `Φ` and its derivatives `∂Φ/∂y = S_loc` and `−∂Φ/∂S / y = Ŝ`, the conjugate of the distance.
    pub(super) fn potential(&self, distance: f64, unknowns: &Unknowns, image: &Image) -> Potential {
        let y = self.replicas;
        let s = 1.0 - 2.0 * distance;
        let Overlaps { difference, q0, teacher, centre, .. } = unknowns.overlaps;
        let Conjugates { q0: q0_hat, difference: difference_hat, own, ratio, rest, teacher: teacher_hat, .. } =
            image.conjugates;
        let (averages, weights) = (&image.patterns, &image.weights);
        // q̂₁q₁ − q̂₀q₀ without its leading terms.
        let pairs = q0_hat * difference + difference_hat * unknowns.q1;
        let diagonal = q0_hat + difference_hat;
        let cross_hat = ratio * q0_hat;
        let cross = centre.map_or(0.0, |centre| centre.ratio * q0);
        let own_hat = own + cross_hat;
        let with_centre = own_hat * s - cross_hat * cross + teacher_hat * teacher;
        let of_centre = centre.map_or(0.0, |centre| {
            let p_hat = rest + ratio * ratio * q0_hat;
            let p = centre.rest + centre.ratio * centre.ratio * q0;
            0.5 * p_hat * (1.0 - p) + image.conjugates.centre_teacher * centre.teacher
        });
        // −y(y−1)/2 q̂₁q₁ + y²/2 q̂₀q₀ − y/2 q̂₁
        let squares = 0.5 * y * (q0_hat * q0 - (y - 1.0) * pairs - diagonal);
        let phi = squares - y * with_centre - of_centre + weights.potential + self.alpha * averages.potential;
        let local_entropy = 0.5 * q0_hat * q0 - (y - 0.5) * pairs - 0.5 * diagonal - with_centre
            + weights.ln_2cosh
            + self.alpha * averages.ln_tail;
        // A free centre is seen by no pattern: its average `own` is 0.
        Potential { phi, local_entropy, conjugate: own_hat - self.alpha * averages.own }
    }
}

/// The potential and its derivatives.
#[derive(Clone, Copy, Debug)]
pub(super) struct Potential {
    pub(super) phi: f64,
    pub(super) local_entropy: f64,
    pub(super) conjugate: f64,
}
