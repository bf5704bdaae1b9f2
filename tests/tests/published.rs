//! Published numbers, one row each in `data/reference/published.csv`: quantity, value, tolerance, source.

use piccole_theory::capacity::{CapacityModel, capacity};
use piccole_theory::storage::{Weights, branch_end};

/// The workspace's value of a published quantity.
fn computed(quantity: &str) -> f64 {
    let alpha_c = |model, kappa| capacity(model, kappa).expect("a margin within range").alpha_c;
    match quantity {
        "binary_capacity_kappa_0" => alpha_c(CapacityModel::Binary, 0.0),
        "spherical_capacity_kappa_0" => alpha_c(CapacityModel::Spherical, 0.0),
        "symmetric_capacity_kappa_1" => alpha_c(CapacityModel::Symmetric, 1.0),
        "binary_branch_end_kappa_0" => branch_end(Weights::Binary, 0.0),
        unknown => panic!("published.csv names {unknown}, which is computed nowhere"),
    }
}

#[test]
fn every_published_number_is_met() {
    let table = include_str!("../../data/reference/published.csv");
    let mut rows = 0;
    for line in table.lines().skip(1) {
        let [quantity, value, tolerance, source] = line.splitn(4, ',').collect::<Vec<_>>()[..] else {
            panic!("`{line}` has not four fields");
        };
        let (value, tolerance): (f64, f64) = (value.parse().unwrap(), tolerance.parse().unwrap());
        let computed = computed(quantity);
        assert!((computed - value).abs() <= tolerance, "{quantity}: {computed} against {value} ({source})");
        rows += 1;
    }
    assert!(rows >= 4);
}
