//! Learning curves against references, limits and bounds.

use super::*;
use crate::averages::Quadrature;
use crate::franz_parisi::first_moment_around_teacher;
use crate::storage::Weights;
use crate::{Status, TheoryError};
use piccole_core::gauss;
use std::f64::consts::{LN_2, PI};

fn reference() -> Vec<(String, Vec<f64>)> {
    let table = include_str!("../../../../data/reference/teacher_student.csv");
    let row = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        let number = |field: &&str| field.parse().unwrap_or(f64::NAN);
        (fields[0].to_owned(), fields[1..].iter().map(number).collect())
    };
    table.lines().skip(1).map(row).collect()
}

#[test]
fn points_agree_with_a_separate_implementation_at_18_digits() {
    let mut rows = 0;
    for (name, numbers) in reference() {
        let weights = match name.as_str() {
            "binary" => Weights::Binary,
            "spherical" => Weights::Spherical,
            _ => continue,
        };
        let point = curve(weights, Branch::Uninformed, &[numbers[0]]).unwrap()[0];
        // Close to the spinodal the overlap is as sensitive as 1/√(1.4926 − 1.49).
        for (got, want) in [point.q, point.q_hat, point.entropy].iter().zip(&numbers[1..]) {
            assert!((got - want).abs() < 3e-11 * want.abs(), "{name}: {point:?} {numbers:?}");
        }
        rows += 1;
    }
    assert_eq!(rows, 10);
}

#[test]
fn thresholds_agree_with_a_separate_implementation() {
    let value = |name: &str| reference().into_iter().find(|(row, _)| row == name).unwrap().1[0];
    for quadrature in [Quadrature::Automatic, Quadrature::Panels] {
        let found = information_theoretic(quadrature).unwrap();
        assert!(found.converged && (found.alpha - value("information_theoretic")).abs() < found.error, "{found:?}");
        let found = algorithmic_spinodal(quadrature).unwrap();
        assert!(found.converged && (found.alpha - value("algorithmic_spinodal")).abs() < found.error, "{found:?}");
    }
    let found = planted_first_moment();
    assert!(found.converged && (found.alpha - 1.447_966_44).abs() < 5e-9, "{found:?}");
}

#[test]
fn the_first_moment_threshold_is_where_its_exponent_vanishes_at_one_distance() {
    let alpha = planted_first_moment().alpha;
    let largest =
        |alpha: f64| (1..5000).map(|k| first_moment_around_teacher(alpha, 1e-4 * f64::from(k))).fold(-1.0, f64::max);
    assert!(largest(alpha) < 1e-15 && largest(alpha - 1e-5) > 0.0);
}

#[test]
fn the_entropy_lies_between_its_bounds_and_ends_at_zero() {
    let alphas: Vec<f64> = (1..=148).map(|k| 0.01 * f64::from(k)).collect();
    let points = curve(Weights::Binary, Branch::Uninformed, &alphas).unwrap();
    for point in &points {
        let upper =
            (1..5000).map(|k| first_moment_around_teacher(point.alpha, 1e-4 * f64::from(k))).fold(0.0, f64::max);
        assert!(point.entropy >= LN_2 * (1.0 - point.alpha) - 1e-13 && point.entropy <= upper, "{point:?} {upper}");
        assert!(point.bayes_error < point.gibbs_error && point.bayes_error > 0.5 * point.gibbs_error);
        assert!(point.at_stability < 1.0 && point.residual <= 1e-12, "{point:?}");
        assert_eq!(point.mutual_information, LN_2 - point.entropy.max(0.0));
    }
    assert!(points.windows(2).all(|pair| pair[1].q > pair[0].q && pair[1].entropy < pair[0].entropy));
    let transition = information_theoretic(Quadrature::Automatic).unwrap().alpha;
    let at = curve(Weights::Binary, Branch::Uninformed, &[transition]).unwrap()[0];
    assert!(at.entropy.abs() < 1e-12, "{at:?}");
    // The value of some later papers is beyond the zero.
    assert!(curve(Weights::Binary, Branch::Uninformed, &[1.249]).unwrap()[0].entropy < -1e-3);
}

#[test]
fn few_labels_tell_one_bit_each() {
    for weights in [Weights::Binary, Weights::Spherical] {
        let point = curve(weights, Branch::Uninformed, &[1e-6]).unwrap()[0];
        assert!((point.mutual_information / (1e-6 * LN_2) - 1.0).abs() < 1e-5, "{point:?}");
        // q = 2α G(0)²/H(0) = 2α/π.
        assert!((point.q / (2e-6 / PI) - 1.0).abs() < 1e-5, "{point:?}");
    }
}

#[test]
fn branches_meet_the_teacher() {
    let alphas = [0.3, 1.2, 1.3, 1.6];
    let informed = curve(Weights::Binary, Branch::Informed, &alphas).unwrap();
    for point in &informed {
        assert_eq!((point.q, point.entropy, point.gibbs_error, point.bayes_error), (1.0, 0.0, 0.0, 0.0));
        assert_eq!((point.mutual_information, point.status), (LN_2, Status::Ok));
    }
    let equilibrium = curve(Weights::Binary, Branch::Equilibrium, &alphas).unwrap();
    assert!(equilibrium[..2].iter().all(|point| point.q < 1.0 && point.entropy > 0.0));
    assert!(equilibrium[2..].iter().all(|point| point.q == 1.0 && point.entropy == 0.0));
}

#[test]
fn overlaps_find_their_density_on_every_branch() {
    let stable = curve(Weights::Binary, Branch::Uninformed, &[0.2, 0.9, 1.48]).unwrap();
    let overlaps: Vec<f64> = stable.iter().map(|point| point.q).collect();
    for (point, by_overlap) in stable.iter().zip(of_overlaps(Weights::Binary, &overlaps).unwrap()) {
        assert!((by_overlap.alpha - point.alpha).abs() < 1e-11, "{point:?} {by_overlap:?}");
        assert!((by_overlap.entropy - point.entropy).abs() < 1e-11 && by_overlap.residual < 1e-12);
    }
    // The unstable saddles next to the teacher, at densities known from an independent solution.
    let unstable = of_overlaps(Weights::Binary, &[1.0 - 9.0e-3, 1.0 - 1.3e-5]).unwrap();
    assert!((unstable[0].alpha - 1.0).abs() < 5e-3 && (unstable[1].alpha - 0.1).abs() < 2e-3, "{unstable:?}");
    assert!(unstable.iter().all(|point| point.residual < 1e-12));
    for value in [0.0, 1.0, f64::NAN] {
        let error = of_overlaps(Weights::Binary, &[0.5, value]).unwrap_err();
        assert!(matches!(error, TheoryError::Overlap { position: 1, .. }), "{error}");
    }
}

#[test]
fn the_branch_ends_at_the_spinodal_with_the_place_named() {
    let end = algorithmic_spinodal(Quadrature::Automatic).unwrap().alpha;
    let points = curve(Weights::Binary, Branch::Uninformed, &[end - 1e-9, end + 1e-9, 3.0]).unwrap();
    assert!(points[0].status == Status::Ok && points[0].residual < 1e-11, "{:?}", points[0]);
    for point in &points[1..] {
        assert_eq!((point.status, point.branch_end), (Status::BranchEnded, end));
        assert!(point.q.is_nan() && point.gibbs_error.is_nan() && point.mutual_information.is_nan());
    }
}

#[test]
fn spherical_weights_learn_as_one_over_the_density() {
    let point = curve(Weights::Spherical, Branch::Uninformed, &[1e4]).unwrap()[0];
    // J₀ = ∫dt G(t) R(t)
    let j0 = 0.903_197_285_569;
    let bayes = 1.0 / ((2.0 * PI).sqrt() * j0 * point.alpha);
    // Corrections are of relative order 1/α.
    assert!((point.bayes_error / bayes - 1.0).abs() < 1e-3, "{point:?}");
    assert!((point.gibbs_error / point.bayes_error - 2.0_f64.sqrt()).abs() < 1e-3, "{point:?}");
    assert!(
        (point.bayes_error * point.alpha - 0.442).abs() < 5e-4
            && (point.gibbs_error * point.alpha - 0.625).abs() < 5e-4
    );
    // One more factor of ten in the density leaves a tenth of the angle in every direction: S falls by ln 10.
    for alpha in [1e3, 1e5, 1e6] {
        let points = curve(Weights::Spherical, Branch::Uninformed, &[alpha, 10.0 * alpha]).unwrap();
        assert!((points[0].entropy - points[1].entropy - libm::log(10.0)).abs() < 5e-3, "{points:?}");
    }
    for branch in [Branch::Informed, Branch::Equilibrium] {
        let same = curve(Weights::Spherical, branch, &[1e4]).unwrap()[0];
        assert_eq!(same.q, point.q);
    }
}

#[test]
fn results_do_not_depend_on_the_quadrature() {
    use crate::replica::Learning;
    use piccole_core::model::{Binary, Sign};
    let at = |quadrature, alpha| {
        Learning::new(&Binary, &Sign { margin: 0.0 }, quadrature).unwrap().at(Branch::Uninformed, alpha).unwrap()
    };
    // The last is within 10⁻³ of the fold, where errors of the averages grow thirtyfold.
    for (alpha, allowed) in [(0.01, 1e-12), (1.0, 1e-12), (1.492, 1e-11)] {
        let (a, b) = (at(Quadrature::Trapezoid, alpha), at(Quadrature::Panels, alpha));
        assert!((a.q - b.q).abs() < allowed && (a.entropy - b.entropy).abs() < 1e-12, "{a:?} {b:?}");
    }
}

#[test]
fn overlaps_next_to_one_keep_their_digits() {
    // 1 − q = exp(−q̂/2) ∫Dz sech(√q̂ z), from E tanh = E tanh² and a shift of z.
    use crate::replica::{BayesOptimal, Problem};
    use piccole_core::model::{Binary, Sign};
    let problem = BayesOptimal { prior: &Binary, channel: &Sign { margin: 0.0 }, quadrature: Quadrature::Automatic };
    for q_hat in [0.1, 4.0, 30.0, 60.0] {
        let scale = libm::sqrt(q_hat);
        let rule =
            Quadrature::Trapezoid.rule(crate::averages::Feature { centre: 0.0, strip: 1.5 / scale }).unwrap().unwrap();
        let direct = libm::exp(-0.5 * q_hat) * rule.mean(|z| 2.0 * libm::exp(-gauss::ln_2cosh(scale * z)));
        let variance = 1.0 / (1.0 + problem.odds(q_hat).unwrap());
        assert!((variance / direct - 1.0).abs() < 1e-11, "{q_hat}: {variance:e} {direct:e}");
    }
}

#[test]
fn bad_grids_are_refused_with_the_place() {
    let refused = |alphas: &[f64]| curve(Weights::Binary, Branch::Uninformed, alphas).unwrap_err();
    assert_eq!(refused(&[]), TheoryError::NoDensity);
    assert_eq!(refused(&[0.5, -1.0]), TheoryError::Density { position: 1, value: -1.0 });
    assert_eq!(refused(&[0.5, 0.4]), TheoryError::Descending { position: 1, value: 0.4, previous: 0.5 });
}
