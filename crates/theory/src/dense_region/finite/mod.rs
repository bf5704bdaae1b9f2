//! Finite numbers of replicas.

mod branch;
mod nodes;
mod patterns;
mod saddle;
mod weights;
mod zero_complexity;

use super::infinite::{Typical, typical};
use super::point::DenseRegionPoint;
use super::setting::{Centre, Setting};
use crate::Status;
use crate::saddle::Solution;
use branch::Found;
use piccole_core::patterns::Scenario;
use saddle::Ensemble;
use std::f64::consts::{LN_2, PI};

pub use zero_complexity::y_star;

/// The curve on a grid that was checked; `finer` divides the steps of all averages.
pub(super) fn curve(
    setting: &Setting,
    replicas: f64,
    alpha: f64,
    distances: &[f64],
    finer: f64,
) -> Vec<DenseRegionPoint> {
    let ensemble = ensemble(setting, replicas, alpha, finer);
    let Some(typical) = typical(setting, alpha, finer) else {
        let lost = |distance: &f64| DenseRegionPoint {
            status: Status::NotConverged,
            ..DenseRegionPoint::ended(setting, alpha, *distance, f64::NAN)
        };
        return distances.iter().map(lost).collect();
    };
    let end = branch::end(setting.centre, typical.overlap);
    let found = branch::along(&ensemble, end, distances);
    let row = |(distance, found): (&f64, Found)| match found {
        Found::Saddle(solution) => point(setting, &ensemble, *distance, &solution),
        Found::Beyond(last) => DenseRegionPoint::ended(setting, alpha, *distance, last),
        Found::Typical if setting.centre == Centre::Free => without_pull(setting, alpha, *distance, typical),
        Found::Typical => DenseRegionPoint::ended(setting, alpha, *distance, end),
    };
    distances.iter().zip(found).map(row).collect()
}

fn ensemble(setting: &Setting, replicas: f64, alpha: f64, finer: f64) -> Ensemble {
    Ensemble { scenario: setting.scenario, kappa: setting.kappa, centre: setting.centre, replicas, alpha, finer }
}

fn point(setting: &Setting, ensemble: &Ensemble, distance: f64, solution: &Solution<Vec<f64>>) -> DenseRegionPoint {
    let unknowns = ensemble.read(&solution.point, distance);
    let row = DenseRegionPoint {
        overlap: unknowns.q1,
        overlap_spread: ensemble.replicas * unknowns.overlaps.difference,
        residual: solution.residual,
        iterations: solution.iterations,
        status: if solution.converged() { Status::Ok } else { Status::NotConverged },
        replicas: ensemble.replicas,
        ..DenseRegionPoint::ended(setting, ensemble.alpha, distance, f64::NAN)
    };
    let Some(image) = ensemble.image(&unknowns) else { return row };
    let potential = ensemble.potential(distance, &unknowns, &image);
    let of_teacher = |value: f64| if setting.scenario == Scenario::TeacherStudent { value } else { f64::NAN };
    let teacher_overlap = of_teacher(unknowns.overlaps.teacher);
    DenseRegionPoint {
        local_entropy: potential.local_entropy,
        complexity: potential.phi - ensemble.replicas * potential.local_entropy,
        slope: ensemble.slope(distance, &solution.point),
        distance_conjugate: potential.conjugate,
        teacher_overlap,
        replica_error: libm::acos(teacher_overlap) / PI,
        centre_error: libm::acos(of_teacher(image.weights.centre_teacher)) / PI,
        ..row
    }
}

/// Half of the weights from a free centre, which can be any configuration, there are all solutions.
fn without_pull(setting: &Setting, alpha: f64, distance: f64, typical: Typical) -> DenseRegionPoint {
    let (teacher_overlap, centre_error) = match setting.scenario {
        Scenario::Storage => (f64::NAN, f64::NAN),
        Scenario::TeacherStudent => (typical.overlap, 0.5),
    };
    DenseRegionPoint {
        local_entropy: typical.entropy,
        complexity: LN_2,
        slope: 0.0,
        overlap: typical.overlap,
        overlap_spread: 0.0,
        distance_conjugate: 0.0,
        teacher_overlap,
        replica_error: libm::acos(teacher_overlap) / PI,
        centre_error,
        residual: 0.0,
        status: Status::Ok,
        ..DenseRegionPoint::ended(setting, alpha, distance, f64::NAN)
    }
}

#[cfg(test)]
mod tests;
