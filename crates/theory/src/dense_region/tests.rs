//! Dense regions against references, limits, bounds and other solvers.

mod finite;
mod infinite;

use super::curve::curve_with;
use super::*;
use crate::{Status, TheoryError};
use piccole_core::patterns::Scenario;

const SCENARIOS: [Scenario; 2] = [Scenario::Storage, Scenario::TeacherStudent];

fn setting(scenario: Scenario, replicas: Replicas, centre: Centre) -> Setting {
    Setting { scenario, kappa: 0.0, replicas, centre }
}

/// `h₂(d)`, the entropy of all configurations at a distance.
fn binary_entropy(d: f64) -> f64 {
    -d * libm::log(d) - (1.0 - d) * libm::log1p(-d)
}

#[test]
fn bad_input_is_refused_by_name_and_place() {
    let free = setting(Scenario::Storage, Replicas::Infinite, Centre::Free);
    let refused = |setting, alpha, distances: &[f64]| curve(setting, alpha, distances).unwrap_err();
    assert_eq!(refused(free, 0.5, &[]), TheoryError::NoDistance);
    for value in [0.0, -0.1, 0.51] {
        assert_eq!(refused(free, 0.5, &[1e-3, value]), TheoryError::Distance { position: 1, value });
    }
    let descending = TheoryError::DescendingDistance { position: 1, value: 0.1, previous: 0.2 };
    assert_eq!(refused(free, 0.5, &[0.2, 0.1]), descending);
    assert!(matches!(refused(free, 0.5, &[f64::NAN]), TheoryError::Distance { position: 0, .. }));
    for alpha in [0.0, -1.0, f64::INFINITY] {
        assert_eq!(refused(free, alpha, &[0.1]), TheoryError::Density { position: 0, value: alpha });
    }
    for value in [0.0, -2.0, f64::INFINITY] {
        let few = Setting { replicas: Replicas::Finite(value), ..free };
        assert_eq!(refused(few, 0.5, &[0.1]), TheoryError::Replicas { value });
    }
    let margin = Setting { kappa: 0.2, scenario: Scenario::TeacherStudent, ..free };
    assert!(matches!(refused(margin, 0.5, &[0.1]), TheoryError::Margin { value: 0.2, .. }));
    let solution = Setting { centre: Centre::Solution, ..free };
    assert_eq!(refused(solution, 0.5, &[0.1]), TheoryError::InfiniteReplicas);
}
