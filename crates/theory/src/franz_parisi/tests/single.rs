//! Around a teacher and around an independent configuration.

use crate::averages::{Feature, Quadrature};
use crate::franz_parisi::single::{Centre, Single};
use crate::franz_parisi::*;
use crate::storage::{self, Weights};
use crate::{Status, TheoryError};
use piccole_core::gauss;

const CENTRES: [Centre; 4] = [
    Centre::Teacher,
    Centre::Independent { kappa: 0.0 },
    Centre::Independent { kappa: -1.5 },
    Centre::Independent { kappa: 0.7 },
];

fn single(alpha: f64, centre: Centre) -> Single {
    Single { alpha, centre, detail: 1.0 }
}

/// Densities from easy to hard: the last is close to the end of the branch at `d = 1/2`.
fn densities(centre: Centre) -> [f64; 4] {
    let kappa = if let Centre::Independent { kappa } = centre { kappa } else { 0.0 };
    [0.02, 0.3, 0.7, 0.95].map(|fraction| fraction * storage::branch_end(Weights::Binary, kappa))
}

/// Distances from a little above the end of the branch to 1/2.
fn distances(single: &Single) -> Vec<f64> {
    let end = single.branch_end(1e-13);
    assert!(end > 1e-9 && end < 0.5, "{single:?} ends at {end}");
    [1e-3, 0.01, 0.03, 0.1, 0.3, 0.7, 1.0].map(|along: f64| end * libm::pow(0.5 / end, along)).to_vec()
}

#[test]
fn every_distance_has_one_saddle() {
    for centre in CENTRES {
        for alpha in densities(centre) {
            let single = single(alpha, centre);
            for distance in distances(&single) {
                let signs: Vec<bool> = (-30..=44).map(|k| single.gap(distance, 0.4 * f64::from(k)) > 0.0).collect();
                let changes = signs.windows(2).filter(|pair| pair[0] != pair[1]).count();
                assert!(changes == 1 && signs[0], "{centre:?} α = {alpha}, d = {distance}: {changes}");
            }
        }
    }
}

#[test]
fn the_slope_is_the_derivative_of_the_potential() {
    for centre in CENTRES {
        for alpha in densities(centre) {
            let single = single(alpha, centre);
            for distance in distances(&single).into_iter().filter(|d| *d < 0.45) {
                let room = distance - single.branch_end(1e-13);
                let step = 1e-3 * distance.min(room);
                let value = |k: f64| single.solve(distance + k * step, None).unwrap().point.local_entropy;
                // Error step⁴; the potential has a scale of the smaller of distance and room.
                let derivative = (8.0 * (value(1.0) - value(-1.0)) - (value(2.0) - value(-2.0))) / (12.0 * step);
                let slope = single.solve(distance, None).unwrap().point.slope;
                // Rounding of the potential over the step.
                let allowed = 1e-7 * slope.abs().max(1.0) + 2e-15 / step;
                assert!((derivative - slope).abs() < allowed, "{single:?} d = {distance}: {derivative} {slope}");
            }
        }
    }
}

#[test]
fn a_finer_grid_changes_nothing() {
    for centre in CENTRES {
        for alpha in densities(centre) {
            let coarse = single(alpha, centre);
            let fine = Single { detail: 2.0, ..coarse };
            for distance in distances(&coarse) {
                let (a, b) = (coarse.solve(distance, None).unwrap().point, fine.solve(distance, None).unwrap().point);
                assert_eq!((a.status, b.status), (Status::Ok, Status::Ok));
                // Terms of this size cancel in the potential close to the end of the branch.
                let rounding = 1e-15 * a.q1_hat * (1.0 - a.q1);
                assert!((a.local_entropy - b.local_entropy).abs() < 1e-11 + rounding, "{a:?} {b:?}");
                assert!(((1.0 - a.q1) / (1.0 - b.q1) - 1.0).abs() < 1e-8, "{a:?} {b:?}");
            }
        }
    }
}

/// The overlap of two students by plain iteration and the entropy of all students.
fn students(alpha: f64) -> (f64, f64) {
    let rule = Quadrature::Trapezoid.rule(Feature { centre: 0.0, strip: 0.3 }).unwrap().unwrap();
    let mut q = 0.0_f64;
    let mut q_hat = 0.0_f64;
    for _ in 0..3000 {
        let scale = (q / (1.0 - q)).sqrt();
        q_hat = 2.0 * alpha / (1.0 - q) * rule.mean(|z| gauss::pdf(scale * z) * gauss::hazard(scale * z));
        q = rule.mean(|z| libm::tanh(q_hat + q_hat.sqrt() * z));
    }
    let scale = (q / (1.0 - q)).sqrt();
    let spins = rule.mean(|z| gauss::ln_2cosh(q_hat + q_hat.sqrt() * z));
    let patterns = rule.mean(|z| gauss::tail(scale * z) * gauss::ln_tail(scale * z));
    (q, -0.5 * q_hat * (1.0 + q) + spins + 2.0 * alpha * patterns)
}

#[test]
fn at_the_overlap_of_students_the_potential_is_the_entropy_of_all_and_stationary() {
    for alpha in [0.1, 0.5, 1.0, 1.24, 1.4] {
        let (q, entropy) = students(alpha);
        let point = around_teacher(alpha, &[0.5 * (1.0 - q)]).unwrap()[0];
        assert!((point.local_entropy - entropy).abs() < 1e-12, "{point:?} {entropy}");
        assert!((point.q1 - q).abs() < 1e-11 && point.slope.abs() < 1e-9, "{point:?} {q}");
        let around = around_teacher(alpha, &[0.5 * (1.0 - q) - 0.01, 0.5 * (1.0 - q) + 0.01]).unwrap();
        assert!(around.iter().all(|side| side.local_entropy < entropy));
    }
}

#[test]
fn an_orthogonal_reference_sees_all_solutions() {
    for alpha in [0.1, 0.5, 1.2] {
        for kappa in [-1.0, 0.0, 0.5] {
            let all = storage::curve(Weights::Binary, kappa, &[alpha]).unwrap()[0];
            let far = around_independent(alpha, kappa, &[0.5]).unwrap()[0];
            assert_eq!(all.status, far.status);
            if all.status == Status::Ok {
                assert!((all.entropy - far.local_entropy).abs() < 1e-12 && (all.q - far.q1).abs() < 1e-11);
                assert!(far.slope.abs() < 1e-12);
            }
        }
        // A pattern that is orthogonal to the teacher is labelled at random.
        let all = storage::curve(Weights::Binary, 0.0, &[alpha]).unwrap()[0];
        let far = around_teacher(alpha, &[0.5]).unwrap()[0];
        assert!((all.entropy - far.local_entropy).abs() < 1e-12 && far.slope < 0.0);
    }
}

#[test]
fn local_entropies_are_below_their_first_moments() {
    let grid: Vec<f64> = (1..=50).map(|k| 0.01 * f64::from(k)).collect();
    for alpha in [0.05, 0.5, 0.8, 1.2] {
        for point in around_teacher(alpha, &grid).unwrap() {
            assert_eq!(point.status, Status::Ok);
            assert!(point.local_entropy < first_moment_around_teacher(alpha, point.distance), "{point:?}");
        }
        for kappa in [-1.0, 0.0, 0.5] {
            for point in around_independent(alpha, kappa, &grid).unwrap() {
                let bound = first_moment_around_independent(alpha, kappa, point.distance);
                assert!(point.status == Status::BranchEnded || point.local_entropy < bound, "{point:?} {bound}");
            }
        }
    }
}

#[test]
fn each_of_few_patterns_costs_its_own_logarithm() {
    // Without patterns q₁ = p²: the fields of all solutions have the part p z of the reference. Corrections are of
    // second order in α.
    let alpha = 1e-6;
    for distance in [0.05, 0.2, 0.5] {
        let p: f64 = 1.0 - 2.0 * distance;
        let cost = |kappa: f64, z: f64| gauss::ln_tail((kappa - p * z) / (1.0 - p * p).sqrt());
        let rule = Quadrature::Panels.rule(Feature { centre: 0.0, strip: 1.0 }).unwrap().unwrap();
        let around = |weighted: f64| binary_entropy(distance) + alpha * weighted;
        let teacher = around_teacher(alpha, &[distance]).unwrap()[0];
        let expected = around(rule.mean(|z| if z > 0.0 { 2.0 * cost(0.0, z) } else { 0.0 }));
        assert!((teacher.local_entropy - expected).abs() < 1e3 * alpha * alpha, "{teacher:?} {expected}");
        let independent = around_independent(alpha, 0.5, &[distance]).unwrap()[0];
        let expected = around(rule.mean(|z| cost(0.5, z)));
        assert!((independent.local_entropy - expected).abs() < 1e3 * alpha * alpha, "{independent:?} {expected}");
    }
}

#[test]
fn the_branch_ends_where_the_overlap_reaches_one() {
    for centre in CENTRES {
        let single = single(densities(centre)[1], centre);
        let end = single.branch_end(1e-13);
        let inverses: Vec<f64> = [0.1, 0.01, 1e-3]
            .map(|above| {
                let point = single.solve(end * (1.0 + above), None).unwrap().point;
                assert!(point.status == Status::Ok, "{point:?}");
                1.0 / point.q1_hat
            })
            .to_vec();
        assert!(inverses.windows(2).all(|pair| pair[1] < 0.1 * pair[0]), "{centre:?}: {inverses:?}");
        let beyond = single.solve(end * (1.0 - 1e-9), None).unwrap().point;
        assert_eq!(beyond.status, Status::BranchEnded);
        let touching = single.solve(end * (1.0 + 1e-9), None).unwrap().point;
        assert!(touching.status == Status::NotConverged || touching.q1 > 1.0 - 1e-9, "{touching:?}");
        assert!((beyond.branch_end / end - 1.0).abs() < 1e-10 && beyond.local_entropy.is_nan());
    }
    // Above 4/π solutions orthogonal to the teacher cost too much as well.
    let far = around_teacher(1.4, &[0.2, 0.46, 0.461, 0.5]).unwrap();
    assert_eq!(far.iter().map(|point| point.status == Status::Ok).collect::<Vec<_>>(), [true, true, false, false]);
    assert!((far[3].branch_end - 0.460_995_769_54).abs() < 1e-10);
    let none = around_independent(1.4, 0.0, &[0.3]).unwrap()[0];
    assert!(none.status == Status::BranchEnded && none.branch_end.is_nan());
}

#[test]
fn a_point_does_not_depend_on_its_grid() {
    let grid: Vec<f64> = (1..=100).map(|k| 0.005 * f64::from(k)).collect();
    for point in around_teacher(0.6, &grid).unwrap() {
        let alone = around_teacher(0.6, &[point.distance]).unwrap()[0];
        assert!((alone.local_entropy - point.local_entropy).abs() < 1e-13, "{alone:?} {point:?}");
        assert!(point.residual < 1e-12 && point.iterations < 20, "{point:?}");
    }
}

#[test]
fn bad_distances_densities_and_margins_are_refused_with_the_place() {
    assert_eq!(around_teacher(0.5, &[]), Err(TheoryError::NoDistance));
    for value in [0.0, -0.1, 0.51] {
        assert_eq!(around_teacher(0.5, &[1e-3, value]), Err(TheoryError::Distance { position: 1, value }));
    }
    assert!(matches!(around_teacher(0.5, &[f64::NAN]), Err(TheoryError::Distance { position: 0, .. })));
    let descending = Err(TheoryError::DescendingDistance { position: 2, value: 0.2, previous: 0.2 });
    assert_eq!(around_independent(0.5, 0.0, &[0.1, 0.2, 0.2]), descending);
    assert_eq!(around_teacher(0.0, &[0.1]), Err(TheoryError::Density { position: 0, value: 0.0 }));
    assert!(matches!(around_independent(0.5, 21.0, &[0.1]), Err(TheoryError::Margin { .. })));
}

#[test]
fn stability_is_that_of_the_whole_set_where_the_reference_does_not_matter() {
    use crate::storage::{Weights, curve as storage};
    use crate::teacher_student::{Branch, curve as learning};
    for alpha in [0.2, 0.5, 0.8] {
        // At the distance of two typical solutions the others around a typical one are all others.
        let all = storage(Weights::Binary, 0.0, &[alpha]).unwrap()[0];
        let distance = 0.5 * (1.0 - all.q);
        let around = around_typical(alpha, References { margin: 0.0 }, 0.0, &[distance]).unwrap()[0];
        assert!((around.at_stability / all.at_stability - 1.0).abs() < 1e-5, "{around:?} {all:?}");
        // At the distance of a typical student they are all students.
        let all = learning(Weights::Binary, Branch::Uninformed, &[alpha]).unwrap()[0];
        let around = around_teacher(alpha, &[0.5 * (1.0 - all.q)]).unwrap()[0];
        assert!((around.at_stability / all.at_stability - 1.0).abs() < 1e-9, "{around:?} {all:?}");
        // And at distance 1/2 from an arbitrary configuration nearly all solutions are.
        let all = storage(Weights::Binary, 0.0, &[alpha]).unwrap()[0];
        let around = around_independent(alpha, 0.0, &[0.5]).unwrap()[0];
        assert!((around.at_stability / all.at_stability - 1.0).abs() < 1e-9, "{around:?} {all:?}");
    }
    let grid: Vec<f64> = (1..=30).map(|k| 0.01 * f64::from(k)).collect();
    for points in [around_typical(0.5, References { margin: 0.0 }, 0.0, &grid), around_teacher(0.5, &grid)] {
        assert!(points.unwrap().iter().all(|point| point.at_stability > 0.0 && point.at_stability < 1.0));
    }
}
