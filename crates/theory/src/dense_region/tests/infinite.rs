//! Free centres at `y → ∞`.

use super::*;
use crate::storage::{self, Weights};
use piccole_core::gauss;
use std::f64::consts::PI;

fn best(scenario: Scenario, alpha: f64, distances: &[f64]) -> Vec<DenseRegionPoint> {
    curve(setting(scenario, Replicas::Infinite, Centre::Free), alpha, distances).unwrap()
}

#[test]
fn points_agree_with_the_potential_on_dense_grids() {
    let table = include_str!("../../../../../data/reference/dense_region.csv");
    let mut rows = 0;
    for line in table.lines().skip(1) {
        let fields: Vec<_> = line.split(',').collect();
        let numbers: Vec<f64> = fields[1..].iter().map(|field| field.parse().unwrap()).collect();
        let point = best(fields[0].parse().unwrap(), numbers[0], &numbers[1..2])[0];
        assert_eq!(point.status, Status::Ok);
        // The table's entropies are stationary, its order parameters zeros of a numerical gradient.
        assert!((point.local_entropy - numbers[2]).abs() < 2e-12, "{line}: {point:?}");
        let others = [point.slope, point.overlap, point.overlap_spread, point.teacher_overlap];
        for (got, want) in others.iter().zip(&numbers[3..]) {
            assert!((got - want).abs() < 1e-7 * want.abs() || want.is_nan(), "{line}: {point:?}");
        }
        rows += 1;
    }
    assert_eq!(rows, 7);
}

#[test]
fn the_curve_is_below_the_entropies_of_all_configurations_and_of_all_solutions() {
    for (alpha, kappa) in [(0.1, 0.0), (0.4, 0.0), (0.6, 0.0), (0.75, 0.0), (0.78, 0.0), (0.2, 0.5), (0.12, 1.0)] {
        let all = storage::curve(Weights::Binary, kappa, &[alpha]).unwrap()[0];
        let free = Setting { kappa, ..setting(Scenario::Storage, Replicas::Infinite, Centre::Free) };
        let distances: Vec<f64> = (1..=12).map(|k| 0.03 * f64::from(k) - 0.02).collect();
        let mut solved = 0;
        for point in curve(free, alpha, &distances).unwrap() {
            if point.status == Status::BranchEnded {
                assert!(point.local_entropy.is_nan() && point.slope.is_nan() && point.branch_end < point.distance);
                continue;
            }
            assert_eq!(point.status, Status::Ok, "{point:?}");
            assert!(point.branch_end.is_nan() && point.complexity.is_nan() && point.replicas == f64::INFINITY);
            assert!(point.local_entropy <= binary_entropy(point.distance) + 1e-14, "{point:?}");
            assert!(point.local_entropy <= all.entropy + 1e-14, "{point:?} {all:?}");
            solved += 1;
        }
        assert!(solved >= 5, "{alpha} {kappa}: {solved}");
    }
}

#[test]
fn the_branch_ends_at_the_signs_of_the_mean_with_all_solutions() {
    for alpha in [0.05, 0.4, 0.78] {
        let all = storage::curve(Weights::Binary, 0.0, &[alpha]).unwrap()[0];
        let ended = best(Scenario::Storage, alpha, &[0.5])[0];
        let scale = all.q_hat.sqrt();
        let [mean] = crate::averages::Quadrature::Panels
            .means(crate::averages::Feature { centre: 0.0, strip: PI / 2.0 / scale }, |z| [libm::tanh(scale * z.abs())])
            .unwrap();
        assert_eq!(ended.status, Status::BranchEnded);
        assert!((ended.branch_end - 0.5 * (1.0 - mean)).abs() < 1e-11, "{ended:?} {mean}");
        // Close to the end S_loc = S − (end − d)²·const, and δq is proportional to end − d.
        let points = best(Scenario::Storage, alpha, &[ended.branch_end - 2e-6, ended.branch_end - 1e-6]);
        assert!((points[1].local_entropy - all.entropy).abs() < 1e-10, "{:?}", points[1]);
        assert!((points[1].overlap - all.q).abs() < 1e-4);
        assert!((points[0].overlap_spread / points[1].overlap_spread - 2.0).abs() < 1e-4);
    }
}

#[test]
fn without_constraints_in_reach_the_curve_is_the_binary_entropy() {
    for (scenario, alpha) in [(Scenario::Storage, 0.3), (Scenario::Storage, 0.6), (Scenario::TeacherStudent, 0.8)] {
        let points = best(scenario, alpha, &[2e-4, 5e-4, 1e-3, 0.03, 0.1]);
        let missing: Vec<f64> = points.iter().map(|p| binary_entropy(p.distance) - p.local_entropy).collect();
        assert!(points.iter().all(|point| point.status == Status::Ok), "{points:?}");
        assert!(missing[..3].iter().all(|missing| missing.abs() < 1e-14), "{missing:?}");
        let unconstrained = best(scenario, alpha, &[1e-6])[0];
        assert!(unconstrained.overlap_spread > 1e100 && unconstrained.local_entropy == binary_entropy(1e-6));
        assert!((unconstrained.slope + libm::log(1e-6)).abs() < 2e-6);
        assert!(missing[3] > 1e-7 && missing[3] < 0.5 * missing[4], "{missing:?}");
    }
}

#[test]
fn the_slope_is_the_derivative_of_the_entropy() {
    for scenario in SCENARIOS {
        for (alpha, d) in [(0.6, 0.2), (0.6, 0.05), (0.6, 1e-2), (0.6, 2e-3), (0.75, 0.02), (0.78, 0.004)] {
            let step = 1e-3 * d;
            let distances = [d - 2.0 * step, d - step, d, d + step, d + 2.0 * step];
            let points = best(scenario, alpha, &distances);
            let s: Vec<f64> = points.iter().map(|point| point.local_entropy).collect();
            let derivative = (8.0 * (s[3] - s[1]) - (s[4] - s[0])) / (12.0 * step);
            assert!(points.iter().all(|point| point.status == Status::Ok), "{points:?}");
            assert!((derivative - points[2].slope).abs() < 1e-8, "{derivative} {:?}", points[2]);
        }
    }
}

#[test]
fn shorter_panels_change_nothing() {
    for (scenario, alpha) in [
        (Scenario::Storage, 0.05),
        (Scenario::Storage, 0.6),
        (Scenario::Storage, 0.78),
        (Scenario::TeacherStudent, 0.5),
        (Scenario::TeacherStudent, 1.0),
    ] {
        let free = setting(scenario, Replicas::Infinite, Centre::Free);
        let distances = if alpha < 0.1 { [0.02, 0.1, 0.4] } else { [1e-3, 5e-3, 0.1] };
        let once = curve_with(free, alpha, &distances, 1.0).unwrap();
        let finer = curve_with(free, alpha, &distances, 2.0).unwrap();
        for (a, b) in once.iter().zip(&finer) {
            assert!(a.status == Status::Ok && b.status == Status::Ok);
            let close = |x: f64, y: f64| (x - y).abs() <= 1e-11 * y.abs() || x.is_nan() && y.is_nan();
            assert!((a.local_entropy - b.local_entropy).abs() < 1e-13, "{a:?} {b:?}");
            assert!(close(a.slope, b.slope) && close(a.overlap, b.overlap), "{a:?} {b:?}");
            assert!((libm::log(a.overlap_spread) - libm::log(b.overlap_spread)).abs() < 1e-9, "{a:?} {b:?}");
            assert!(close(a.teacher_overlap, b.teacher_overlap) && close(a.centre_error, b.centre_error));
        }
    }
}

#[test]
fn a_point_does_not_depend_on_the_grid() {
    for scenario in SCENARIOS {
        let distances: Vec<f64> = (1..=20).map(|k| 0.01 * f64::from(k)).collect();
        for point in best(scenario, 0.6, &distances).into_iter().step_by(3) {
            let alone = best(scenario, 0.6, &[point.distance])[0];
            assert!((alone.local_entropy - point.local_entropy).abs() < 1e-12, "{alone:?} {point:?}");
            assert!((alone.slope - point.slope).abs() < 1e-10 && (alone.overlap - point.overlap).abs() < 1e-11);
        }
    }
}

#[test]
fn the_curve_is_monotone_below_the_transition_and_has_a_gap_above() {
    let distances: Vec<f64> = (0..40).map(|k| 1e-3 * libm::exp(0.1 * f64::from(k))).collect();
    let slopes = |alpha| -> Vec<f64> { best(Scenario::Storage, alpha, &distances).iter().map(|p| p.slope).collect() };
    assert!(slopes(0.6).iter().all(|slope| *slope > 0.0));
    assert!(slopes(0.755).iter().all(|slope| *slope > 0.0));
    let rows = best(Scenario::Storage, 0.78, &distances);
    let gap: Vec<_> = rows.iter().filter(|row| row.status == Status::BranchEnded).collect();
    assert!(gap.len() > 5 && rows[0].status == Status::Ok && rows[39].status == Status::Ok);
    // The gap starts at the maximum of the local entropy, and from it to its other side the entropy falls.
    let maximum = gap[0].branch_end;
    assert!(gap.iter().all(|row| row.branch_end == maximum && row.distance > maximum));
    let top = best(Scenario::Storage, 0.78, &[maximum * (1.0 - 1e-9)])[0];
    assert!(top.slope.abs() < 1e-6 && top.local_entropy > 0.0316, "{top:?}");
    let after = rows.iter().rfind(|row| row.distance < 0.05 && row.status == Status::Ok).unwrap();
    assert!(after.local_entropy < top.local_entropy - 5e-3, "{after:?}");
}

#[test]
fn a_grid_inside_the_gap_is_all_gap() {
    let rows = best(Scenario::Storage, 0.78, &[0.02, 0.03]);
    let maximum = best(Scenario::Storage, 0.78, &[0.001, 0.02])[1].branch_end;
    for row in rows {
        assert!(row.status == Status::BranchEnded && (row.branch_end - maximum).abs() < 1e-10, "{row:?}");
    }
}

#[test]
fn the_transition_is_where_the_slope_touches_zero() {
    let transition = alpha_u();
    println!("{transition:?}");
    assert!(transition.error < 1e-13);
    assert!((transition.alpha - 0.755_302_026_188_653).abs() < 1e-14, "{transition:?}");
    assert!((transition.distance - 0.020_737_305_978_6).abs() < 1e-12, "{transition:?}");
    let d = transition.distance;
    let around = [0.9 * d, 0.99 * d, d, 1.01 * d, 1.1 * d];
    let below = best(Scenario::Storage, transition.alpha * (1.0 - 1e-9), &around);
    assert!(below.iter().all(|point| point.slope > 0.0) && below[2].slope < 1e-7, "{below:?}");
    assert!((below[2].local_entropy - transition.local_entropy).abs() < 1e-9);
    // The slope is quadratic around its minimum.
    assert!(below[1].slope < below[0].slope && below[3].slope < below[4].slope);
    let above = best(Scenario::Storage, transition.alpha + 1e-5, &[0.5 * d, d, 2.0 * d]);
    assert!(above[1].status == Status::BranchEnded && above[0].slope > 0.0 && above[2].slope > 0.0);
}

/// Overlap of a typical student with the teacher: plain iteration of Nishimori's equations on an equidistant grid.
fn typical_overlap(alpha: f64) -> f64 {
    let mean = |f: &dyn Fn(f64) -> f64| -> f64 {
        (-1000..=1000).map(|k| 0.01 * f64::from(k)).map(|z| 0.01 * gauss::pdf(z) * f(z)).sum()
    };
    let mut q: f64 = 0.5;
    for _ in 0..400 {
        let scale = (q / (1.0 - q)).sqrt();
        let q_hat = 2.0 * alpha / (1.0 - q) * mean(&|z| gauss::pdf(scale * z) * gauss::hazard(scale * z));
        q = mean(&|z| libm::tanh(q_hat + q_hat.sqrt() * z));
    }
    q
}

#[test]
fn dense_regions_generalize_better_than_typical_solutions_and_worse_than_bayes() {
    for alpha in [0.5, 0.8, 1.0] {
        let typical = typical_overlap(alpha);
        let (bayes, gibbs) = (libm::acos(typical.sqrt()) / PI, libm::acos(typical) / PI);
        for point in best(Scenario::TeacherStudent, alpha, &[0.08, 0.1, 0.12, 0.14]) {
            assert_eq!(point.status, Status::Ok);
            assert!(bayes < point.centre_error && point.centre_error < point.replica_error, "{point:?}");
            assert!(point.replica_error < gibbs, "{point:?} {gibbs}");
            assert!((libm::cos(PI * point.replica_error) - point.teacher_overlap).abs() < 1e-14);
        }
        // At the end of the branch replicas are typical solutions.
        let end = best(Scenario::TeacherStudent, alpha, &[0.5])[0].branch_end;
        let last = best(Scenario::TeacherStudent, alpha, &[end - 1e-7])[0];
        assert!((last.replica_error - gibbs).abs() < 1e-6 && (last.overlap - typical).abs() < 1e-5, "{last:?}");
    }
}

#[test]
fn no_rows_are_solved_beyond_the_recovery_of_the_teacher() {
    for row in best(Scenario::TeacherStudent, 1.7, &[0.01, 0.1]) {
        assert!(row.status == Status::NotConverged && row.residual > 1e-3, "{row:?}");
    }
}
