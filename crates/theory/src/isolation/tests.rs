//! The nearest solutions against bounds and the curves themselves.

use super::{Isolation, d_min};
use crate::franz_parisi::*;
use crate::saddle::root::{bracket, brent};
use crate::{Status, TheoryError};
use piccole_core::patterns::Scenario;

fn found(scenario: Scenario, alpha: f64) -> Isolation {
    let found = d_min(scenario, alpha).unwrap();
    assert!(found.status == Status::Ok && found.residual <= 1e-11 && found.slope > 0.0, "{found:?}");
    found
}

#[test]
fn the_local_entropy_changes_sign_there() {
    for scenario in [Scenario::Storage, Scenario::TeacherStudent] {
        for alpha in [0.1, 0.8] {
            let Isolation { distance, slope, .. } = found(scenario, alpha);
            let grid = [0.99 * distance, 1.01 * distance];
            let points = match scenario {
                Scenario::Storage => around_typical(alpha, References { margin: 0.0 }, 0.0, &grid).unwrap(),
                Scenario::TeacherStudent => around_teacher(alpha, &grid).unwrap(),
            };
            let (below, above) = (points[0], points[1]);
            assert!(below.local_entropy < 0.0 && above.local_entropy > 0.0, "{below:?} {above:?}");
            let difference = (above.local_entropy - below.local_entropy) / (0.02 * distance);
            assert!((difference / slope - 1.0).abs() < 1e-2, "{scenario:?} {alpha}: {difference} {slope}");
        }
    }
}

#[test]
fn the_first_moment_around_the_teacher_vanishes_closer() {
    for alpha in [0.02, 0.1, 0.5, 1.0, 1.2] {
        let nearest = found(Scenario::TeacherStudent, alpha).distance;
        // Positive below its zero in −ln d: the mean number is small where d is.
        let moment = |depth: f64| first_moment_around_teacher(alpha, 0.1 * libm::exp(-depth));
        let (ends, _) = bracket(moment, 0.0, 0.5, 60);
        let bound = 0.1 * libm::exp(-brent(moment, ends, 1e-13, 60).point);
        assert!(bound < nearest && bound > 0.02 * nearest, "α = {alpha}: {bound} {nearest}");
    }
}

#[test]
fn solutions_are_farther_apart_at_higher_density() {
    for scenario in [Scenario::Storage, Scenario::TeacherStudent] {
        let distances = [0.05, 0.3, 0.75].map(|alpha| found(scenario, alpha).distance);
        assert!(distances.windows(2).all(|pair| pair[0] < pair[1]), "{scenario:?}: {distances:?}");
    }
}

#[test]
fn without_solutions_there_is_no_distance() {
    for (scenario, alpha) in [
        (Scenario::Storage, 0.9),
        (Scenario::Storage, 1.3),
        (Scenario::TeacherStudent, 1.45),
        (Scenario::TeacherStudent, 3.0),
    ] {
        let none = d_min(scenario, alpha).unwrap();
        assert!(none.status == Status::BranchEnded && none.distance.is_nan(), "{none:?}");
    }
}

#[test]
fn a_density_that_is_none_is_refused() {
    for value in [0.0, -1.0, f64::INFINITY] {
        assert_eq!(d_min(Scenario::Storage, value), Err(TheoryError::Density { position: 0, value }));
    }
}
