//! Around a typical solution.

use crate::franz_parisi::typical::around_typical_with;
use crate::franz_parisi::*;
use crate::storage::{self, StoragePoint, Weights};
use crate::{Status, TheoryError};

fn all_solutions(kappa: f64, alpha: f64) -> StoragePoint {
    storage::curve(Weights::Binary, kappa, &[alpha]).unwrap()[0]
}

fn around(alpha: f64, margin: f64, kappa: f64, distances: &[f64]) -> Vec<LocalEntropyPoint> {
    around_typical(alpha, References { margin }, kappa, distances).unwrap()
}

/// Density, margins of references and solutions, distance: easy ones and ones next to the end of the branch, to `p = q`
/// and to the capacity.
const PLACES: [(f64, f64, f64, f64); 10] = [
    (0.5, 0.0, 0.0, 0.1),
    (0.5, 0.0, 0.0, 4.7e-4),
    (0.5, 0.0, 0.0, 0.339),
    (0.5, 0.0, 0.0, 0.49),
    (0.05, 0.0, 0.0, 1e-3),
    (0.83, 0.0, 0.0, 0.01),
    (2.0, -1.0, -1.0, 0.05),
    (0.3, 1.0, 0.0, 0.012),
    (0.5, 0.5, 0.0, 0.2),
    (0.5, 0.1, 0.0, 0.001),
];

#[test]
fn at_the_distance_of_two_references_all_solutions_are_counted() {
    for (kappa, alpha) in [(0.0, 0.05), (0.0, 0.83), (-1.0, 2.0)] {
        let all = all_solutions(kappa, alpha);
        let typical = 0.5 * (1.0 - all.q);
        let grid = [typical - 1e-3, typical - 1e-5, typical - 2e-7, typical, typical + 2e-7, typical + 1e-3];
        let points = around(alpha, kappa, kappa, &grid);
        assert!(points.iter().all(|point| point.status == Status::Ok), "{points:?}");
        assert!((points[3].local_entropy - all.entropy).abs() < 1e-11 && points[3].slope.abs() < 1e-9);
        assert!((points[3].t - all.q).abs() < 1e-10 && (points[3].q1 - all.q).abs() < 1e-10);
        // Asked for alone, the degenerate distance is where the branch is followed to.
        for (point, distance) in points.iter().zip(grid) {
            let alone = around(alpha, kappa, kappa, &[distance])[0];
            assert!((alone.local_entropy - point.local_entropy).abs() < 1e-11, "{alone:?} {point:?}");
        }
        // A parabola with its maximum there.
        let curvature = (points[0].slope - points[5].slope) / 2e-3;
        for (point, distance) in points.iter().zip(grid) {
            let gap = typical - distance;
            let entropy = all.entropy - 0.5 * curvature * gap * gap;
            assert!((point.local_entropy - entropy).abs() < 1e-11 + 10.0 * gap.abs().powi(3), "{point:?} {entropy}");
            assert!((point.slope - curvature * gap).abs() < 1e-9 + 100.0 * gap * gap, "{point:?} {curvature}");
        }
    }
}

#[test]
fn the_slope_is_the_derivative_of_the_potential() {
    for (alpha, margin, kappa, distance) in PLACES {
        // The potential has a scale of the distance, or of what is left to the end of the branch.
        let step = if distance == 4.7e-4 { 1e-7 } else { 2e-3 * distance };
        let grid = [-2.0, -1.0, 0.0, 1.0, 2.0].map(|k| distance + k * step);
        let points = around(alpha, margin, kappa, &grid);
        let value = |k: usize| points[k].local_entropy;
        let derivative = (8.0 * (value(3) - value(1)) - (value(4) - value(0))) / (12.0 * step);
        let slope = points[2].slope;
        let allowed = 1e-7 * slope.abs().max(1.0) + 1e-14 / step;
        assert!((derivative - slope).abs() < allowed, "α = {alpha}, d = {distance}: {derivative} {slope}");
    }
}

#[test]
fn a_finer_grid_changes_nothing() {
    for (alpha, margin, kappa, distance) in PLACES {
        let at = |detail| around_typical_with(alpha, References { margin }, kappa, &[distance], detail).unwrap()[0];
        let (a, b) = (at(1.0), at(2.0));
        assert_eq!((a.status, b.status), (Status::Ok, Status::Ok));
        assert!((a.local_entropy - b.local_entropy).abs() < 1e-11, "{a:?} {b:?}");
        assert!((a.slope - b.slope).abs() < 1e-8 * a.slope.abs().max(1.0), "{a:?} {b:?}");
        assert!(((1.0 - a.q1) / (1.0 - b.q1) - 1.0).abs() < 1e-8 && (a.t - b.t).abs() < 1e-10, "{a:?} {b:?}");
        assert!(a.residual < 1e-11 && a.iterations <= 6, "{a:?}");
    }
}

#[test]
fn local_entropies_are_below_that_of_all_solutions_and_of_all_configurations() {
    let grid = [0.002, 0.05, 0.3, 0.5];
    for (alpha, margin, kappa) in [(0.3, 0.0, 0.0), (0.8, 0.0, 0.0), (0.3, 0.7, 0.0), (2.0, -0.5, -1.0)] {
        let all = all_solutions(kappa, alpha).entropy;
        for point in around(alpha, margin, kappa, &grid) {
            if point.status == Status::Ok {
                assert!(point.local_entropy <= all.min(binary_entropy(point.distance)), "{point:?}");
                assert!(point.q1 > (1.0 - 2.0 * point.distance).powi(2) - 1e-15 && point.q1 < 1.0);
            } else {
                assert!(point.status == Status::BranchEnded && point.distance < 0.005, "{point:?}");
            }
        }
    }
}

#[test]
fn typical_solutions_are_isolated_at_every_density() {
    for (alpha, distance) in [(0.1, 4.5e-6), (0.5, 5e-4), (0.8, 0.005)] {
        let near = around(alpha, 0.0, 0.0, &[distance])[0];
        assert!(near.status == Status::Ok && near.local_entropy < 0.0, "{near:?}");
    }
}

#[test]
fn the_branch_ends_where_the_overlap_reaches_one() {
    for (alpha, end) in [(0.1, 4.1405e-6), (0.8, 4.0181e-3)] {
        let points = around(alpha, 0.0, 0.0, &[0.5 * end, 1.001 * end]);
        assert_eq!((points[0].status, points[1].status), (Status::BranchEnded, Status::Ok));
        assert!((points[0].branch_end / end - 1.0).abs() < 1e-3 && points[0].local_entropy.is_nan(), "{points:?}");
        assert!(points[1].q1 > 1.0 - 0.01 * end, "{points:?}");
    }
    let no_reference = around(1.3, 0.0, 0.0, &[0.1])[0];
    assert!(no_reference.status == Status::BranchEnded && no_reference.branch_end.is_nan());
}

#[test]
fn references_of_high_margin_have_solutions_at_every_distance() {
    let grid = [1e-6, 1e-4, 0.003, 0.007, 0.02];
    let (high, typical) = (around(0.3, 1.0, 0.0, &grid), around(0.3, 0.0, 0.0, &grid));
    for (high, typical) in high.iter().zip(&typical) {
        assert!(high.status == Status::Ok && high.local_entropy > 0.0, "{high:?}");
        assert!(typical.status == Status::BranchEnded || high.local_entropy > typical.local_entropy);
    }
    // Close to the reference nothing is excluded.
    for point in &high[..3] {
        assert!((point.local_entropy - binary_entropy(point.distance)).abs() < 1e-12, "{point:?}");
    }
    let (slope, free) = (high[3].slope, libm::log((1.0 - 0.007) / 0.007));
    assert!((slope - free).abs() < 1e-5 && slope != free, "{slope} {free}");
}

#[test]
fn a_slightly_larger_margin_of_the_references_changes_little() {
    for distance in [0.05, 0.2, 0.45] {
        let entropy = |margin| around(0.5, margin, 0.0, &[distance])[0].local_entropy;
        let (same, one, two) = (entropy(0.0), entropy(1e-4), entropy(2e-4));
        assert!((one - same).abs() < 1e-3 && (two - 2.0 * one + same).abs() < 1e-6, "{same} {one} {two}");
    }
}

#[test]
fn a_point_does_not_depend_on_its_grid() {
    let grid = [0.003, 0.02, 0.11, 0.2, 0.33, 0.4, 0.5];
    for point in around(0.6, 0.0, 0.0, &grid) {
        let alone = around(0.6, 0.0, 0.0, &[point.distance])[0];
        assert!((alone.local_entropy - point.local_entropy).abs() < 1e-12, "{alone:?} {point:?}");
        assert!((alone.slope - point.slope).abs() < 1e-9, "{alone:?} {point:?}");
    }
}

#[test]
fn margins_are_refused_when_the_references_have_the_smaller_one() {
    let refused = around_typical(0.5, References { margin: 0.0 }, 0.1, &[0.1]);
    assert!(matches!(refused, Err(TheoryError::Margin { value: 0.1, largest: 0.0, .. })));
    let refused = around_typical(0.5, References { margin: 30.0 }, 0.1, &[0.1]);
    assert!(matches!(refused, Err(TheoryError::Margin { value: 30.0, .. })));
    let refused = around_typical(0.5, References { margin: 0.0 }, 0.0, &[0.1, 0.1]);
    assert!(matches!(refused, Err(TheoryError::DescendingDistance { position: 1, .. })));
    let refused = around_typical(f64::INFINITY, References { margin: 0.0 }, 0.0, &[0.1]);
    assert!(matches!(refused, Err(TheoryError::Density { .. })));
}
