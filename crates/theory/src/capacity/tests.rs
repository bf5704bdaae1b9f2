//! Capacities against references, the literature and one another.

use super::{CapacityModel, binary_capacity_with, capacity};
use crate::averages::Quadrature;
use crate::storage::{MARGINS, Weights, branch_end, curve};
use crate::{Status, TheoryError};
use piccole_core::gauss;
use std::f64::consts::LN_2;

fn model(name: &str) -> CapacityModel {
    let all = [CapacityModel::Binary, CapacityModel::Spherical, CapacityModel::Symmetric];
    all.into_iter().find(|model| model.as_str() == name).unwrap()
}

#[test]
fn capacities_agree_with_a_separate_implementation_at_25_digits() {
    let table = include_str!("../../../../data/reference/capacity.csv");
    let mut rows = 0;
    for line in table.lines().skip(1) {
        let fields: Vec<_> = line.split(',').collect();
        let numbers: Vec<f64> = fields[1..].iter().map(|field| field.parse().unwrap()).collect();
        let got = capacity(model(fields[0]), numbers[0]).unwrap();
        // The closed forms are good to rounding, the binary ones to the tolerance of the entropy.
        let allowed = if fields[0] == "binary" { 3e-13 } else { 3e-14 };
        assert!((got.alpha_c / numbers[1] - 1.0).abs() < allowed, "{line}: {got:?}");
        assert!((got.q - numbers[2]).abs() < 1e-11, "{line}: {got:?}");
        assert!((got.at_stability / numbers[3] - 1.0).abs() < 1e-11, "{line}: {got:?}");
        rows += 1;
    }
    assert_eq!(rows, 15);
}

#[test]
fn published_values_are_met() {
    let table = include_str!("../../../../data/reference/published.csv");
    let mut tested = 0;
    for line in table.lines().skip(1) {
        let fields: Vec<_> = line.splitn(4, ',').collect();
        let computed = match fields[0] {
            "binary_capacity_kappa_0" => capacity(CapacityModel::Binary, 0.0).unwrap().alpha_c,
            "spherical_capacity_kappa_0" => capacity(CapacityModel::Spherical, 0.0).unwrap().alpha_c,
            "symmetric_capacity_kappa_1" => capacity(CapacityModel::Symmetric, 1.0).unwrap().alpha_c,
            "binary_branch_end_kappa_0" => branch_end(Weights::Binary, 0.0),
            _ => continue,
        };
        let (value, tolerance): (f64, f64) = (fields[1].parse().unwrap(), fields[2].parse().unwrap());
        assert!((computed - value).abs() <= tolerance, "{line}: {computed}");
        tested += 1;
    }
    assert_eq!(tested, 4);
}

#[test]
fn three_quadratures_give_the_same_binary_capacity() {
    for kappa in [-2.5, -1.0, 0.0, 1.0, 10.0, 20.0] {
        let with = |quadrature| binary_capacity_with(kappa, quadrature).unwrap();
        let (a, b) = (with(Quadrature::Trapezoid), with(Quadrature::Panels));
        assert!((a.alpha_c / b.alpha_c - 1.0).abs() < 1e-11 && (a.q - b.q).abs() < 1e-11, "{a:?} {b:?}");
    }
    let adaptive = binary_capacity_with(0.0, Quadrature::Adaptive).unwrap().alpha_c;
    assert!((adaptive - 0.833_078_599_739_58).abs() < 1e-11, "{adaptive}");
}

#[test]
fn the_bits_of_the_capacity_are_the_same_on_every_machine_and_in_every_build() {
    assert_eq!(capacity(CapacityModel::Binary, 0.0).unwrap().alpha_c, 0.833_078_599_739_580_4);
}

#[test]
fn the_binary_entropy_vanishes_at_the_capacity() {
    for kappa in [MARGINS.0, -1.3, 0.0, 0.8, 4.0, 10.0, MARGINS.1] {
        let found = capacity(CapacityModel::Binary, kappa).unwrap();
        assert_eq!(found.status, Status::Ok, "{found:?}");
        assert!(found.at_stability < 1.0 && found.q > 0.0 && found.q < 1.0);
        let point = curve(Weights::Binary, kappa, &[found.alpha_c]).unwrap()[0];
        assert!(point.entropy.abs() < 3e-13, "{found:?} {point:?}");
        assert!(found.alpha_c < -LN_2 / gauss::ln_tail(kappa), "above the first moment: {found:?}");
        assert!(found.alpha_c < branch_end(Weights::Binary, kappa));
    }
}

#[test]
fn a_larger_margin_leaves_room_for_fewer_patterns_and_a_wider_window_for_more() {
    let grid = (0..=90).map(|k| -2.5 + 0.25 * f64::from(k));
    for (model, sign) in
        [(CapacityModel::Binary, -1.0), (CapacityModel::Spherical, -1.0), (CapacityModel::Symmetric, 1.0)]
    {
        let margins = grid.clone().filter(|kappa| model != CapacityModel::Symmetric || *kappa > 0.0);
        let values: Vec<f64> = margins.map(|kappa| capacity(model, kappa).unwrap().alpha_c).collect();
        assert!(values.windows(2).all(|pair| sign * (pair[1] - pair[0]) > 0.0), "{model:?}");
    }
}

#[test]
fn binary_weights_store_less_than_spherical_ones() {
    for kappa in [-2.5, -1.0, 0.0, 1.0, 10.0] {
        let [binary, spherical] =
            [CapacityModel::Binary, CapacityModel::Spherical].map(|model| capacity(model, kappa).unwrap().alpha_c);
        assert!(binary < spherical, "{kappa}");
    }
}

#[test]
fn the_spherical_capacity_is_where_the_branch_ends_with_overlap_one() {
    for kappa in [0.0, 0.5, 2.0] {
        let end = capacity(CapacityModel::Spherical, kappa).unwrap();
        assert_eq!(end.status, Status::Ok);
        let points = curve(Weights::Spherical, kappa, &[end.alpha_c * (1.0 - 1e-8), end.alpha_c]).unwrap();
        assert!(points[0].status == Status::Ok && 1.0 - points[0].q < 1e-7, "{:?}", points[0]);
        assert!((points[0].at_stability - end.at_stability).abs() < 1e-3 * end.at_stability);
        assert_eq!(points[1].status, Status::BranchEnded);
    }
}

#[test]
fn the_spherical_value_at_negative_margin_is_flagged_as_a_bound() {
    for kappa in [-1e-3, -1.0, -2.0, -20.0, -35.0] {
        let bound = capacity(CapacityModel::Spherical, kappa).unwrap();
        assert_eq!(bound.status, Status::Unstable);
        assert!(bound.at_stability > 1.0 && bound.alpha_c.is_finite(), "{bound:?}");
    }
    assert!((capacity(CapacityModel::Spherical, 1e6).unwrap().alpha_c * 1e12 - 1.0).abs() < 1e-11);
}

#[test]
fn the_symmetric_window_is_accurate_when_it_is_narrow_and_when_it_is_wide() {
    // ln(1 − 2H) = ln(2κG(0)) for small κ, −2H for large.
    let narrow = capacity(CapacityModel::Symmetric, 1e-12).unwrap().alpha_c;
    assert!((narrow * -libm::log(2e-12 * gauss::pdf(0.0)) / LN_2 - 1.0).abs() < 1e-14);
    let wide = capacity(CapacityModel::Symmetric, 30.0).unwrap().alpha_c;
    assert!((wide * 2.0 * gauss::tail(30.0) / LN_2 - 1.0).abs() < 1e-14);
    let below = capacity(CapacityModel::Symmetric, 1.0_f64.next_down()).unwrap().alpha_c;
    assert!((below / capacity(CapacityModel::Symmetric, 1.0).unwrap().alpha_c - 1.0).abs() < 1e-14);
    for k in 1..=80 {
        let point = capacity(CapacityModel::Symmetric, 0.1 * f64::from(k)).unwrap();
        assert!(point.at_stability < 1.0 && point.status == Status::Ok, "{point:?}");
    }
}

#[test]
fn margins_without_an_answer_are_refused() {
    let cases = [
        (CapacityModel::Binary, vec![-2.6, 20.5, f64::NAN, f64::INFINITY]),
        (CapacityModel::Spherical, vec![-35.5, f64::NAN, f64::INFINITY]),
        (CapacityModel::Symmetric, vec![0.0, -1.0, 37.1, f64::NAN]),
    ];
    for (model, margins) in cases {
        for kappa in margins {
            assert!(matches!(capacity(model, kappa), Err(TheoryError::Margin { .. })), "{model:?} {kappa}");
        }
    }
}
