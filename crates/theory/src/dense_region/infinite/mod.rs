//! Free centres at `y → ∞`.

mod branch;
mod patterns;
mod saddle;
mod transition;
mod weights;

use super::point::DenseRegionPoint;
use super::setting::Setting;
use crate::Status;
use branch::Found;
use piccole_core::patterns::Scenario;
use saddle::{Ensemble, Unknowns};
use std::f64::consts::PI;

pub use transition::{DenseRegionTransition, alpha_u};

/// Typical solutions, which have no centre.
#[derive(Clone, Copy, Debug)]
pub(super) struct Typical {
    /// Overlap of two of them; with a teacher's labels also their overlap with the teacher.
    pub(super) overlap: f64,
    /// Entropy in nats per weight.
    pub(super) entropy: f64,
}

/// The typical solutions, where the branch of dense regions ends; nothing if the solver fails.
pub(super) fn typical(setting: &Setting, alpha: f64, finer: f64) -> Option<Typical> {
    let ensemble = Ensemble { scenario: setting.scenario, kappa: setting.kappa, alpha, finer };
    let unknowns = Unknowns::read(&ensemble.typical(&ensemble.near_the_end(branch::FIRST_CONJUGATE).point)?);
    let image = ensemble.image(unknowns)?;
    Some(Typical { overlap: unknowns.field.q, entropy: ensemble.local_entropy(unknowns, &image) })
}

/// The curve on a grid that was checked; `finer` divides the panels of all averages.
pub(super) fn curve(setting: &Setting, alpha: f64, distances: &[f64], finer: f64) -> Vec<DenseRegionPoint> {
    let ensemble = Ensemble { scenario: setting.scenario, kappa: setting.kappa, alpha, finer };
    let found = branch::along(&ensemble, distances);
    let point = |(distance, found): (&f64, Found)| point(setting, &ensemble, *distance, found);
    distances.iter().zip(found).map(point).collect()
}

fn point(setting: &Setting, ensemble: &Ensemble, distance: f64, found: Found) -> DenseRegionPoint {
    let solution = match found {
        Found::Saddle(solution) => solution,
        Found::Unconstrained => return unconstrained(setting, ensemble.alpha, distance),
        Found::Beyond(end) => return DenseRegionPoint::ended(setting, ensemble.alpha, distance, end),
    };
    let unknowns = Unknowns::read(&solution.point);
    let image = ensemble.image(unknowns);
    let of_teacher = |value: f64| if setting.scenario == Scenario::TeacherStudent { value } else { f64::NAN };
    let teacher_overlap = of_teacher(unknowns.field.teacher);
    let centre_overlap = of_teacher(image.map_or(f64::NAN, |image| image.weights.centre));
    DenseRegionPoint {
        alpha: ensemble.alpha,
        distance,
        replicas: f64::INFINITY,
        local_entropy: image.map_or(f64::NAN, |image| ensemble.local_entropy(unknowns, &image)),
        complexity: f64::NAN,
        slope: 2.0 * unknowns.distance_hat,
        overlap: unknowns.field.q,
        overlap_spread: unknowns.field.spread,
        distance_conjugate: unknowns.distance_hat,
        teacher_overlap,
        replica_error: libm::acos(teacher_overlap) / PI,
        centre_error: libm::acos(centre_overlap) / PI,
        residual: solution.residual,
        iterations: solution.iterations,
        status: if solution.converged() { Status::Ok } else { Status::NotConverged },
        branch_end: f64::NAN,
    }
}

/// The limit of small distances, where `B = Ŝ` for all weights.
fn unconstrained(setting: &Setting, alpha: f64, distance: f64) -> DenseRegionPoint {
    let slope = libm::log1p(-distance) - libm::log(distance);
    DenseRegionPoint {
        local_entropy: -distance * libm::log(distance) - (1.0 - distance) * libm::log1p(-distance),
        slope,
        overlap: (1.0 - 2.0 * distance) * (1.0 - 2.0 * distance),
        overlap_spread: f64::INFINITY,
        distance_conjugate: 0.5 * slope,
        residual: 0.0,
        status: Status::Ok,
        ..DenseRegionPoint::ended(setting, alpha, distance, f64::NAN)
    }
}
