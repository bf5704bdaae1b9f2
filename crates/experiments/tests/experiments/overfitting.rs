//! The figure of overfitting: its verdicts hold, and each of them can fail.

use crate::common::{OVERFITTING, failed_claims, run};
use piccole_experiments::overfitting::{Method, Overfitting, Row};

fn rows() -> Vec<Row> {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run(OVERFITTING, dir.path()).done, 30);
    let mut reader = csv::Reader::from_path(dir.path().join("fig4-overfitting.csv")).unwrap();
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

/// The claims that do not hold.
fn failed(rows: &[Row]) -> Vec<String> {
    failed_claims::<Overfitting>(rows, 9)
}

#[test]
fn the_table_has_every_curve_and_no_number_where_the_error_is_infinite() {
    let rows = rows();
    let count = |method| rows.iter().filter(|row| row.method == method).count();
    // 90 numbers of features, and the limit where it exists.
    assert_eq!([Method::Ridgeless, Method::Ridge, Method::OptimalRidge].map(count), [91, 91, 90]);
    assert_eq!([Method::Simulation, Method::Polynomial, Method::Network].map(count), [2, 13, 3]);
    let networks: Vec<&Row> = rows.iter().filter(|row| row.method == Method::Network).collect();
    // (49 + 1) h weights and biases into the hidden layer, h + 1 out of it.
    assert_eq!(
        networks.iter().map(|row| row.parameters_per_example).collect::<Vec<_>>(),
        [Some(0.866667), Some(6.81667), Some(34.0167)]
    );
    assert!(networks[0].train_wrong > networks[2].train_wrong && networks[0].train_error > networks[2].train_error);
    let infinite: Vec<&Row> = rows.iter().filter(|row| row.test_error.is_none()).collect();
    assert_eq!(infinite.len(), 1);
    assert!(infinite[0].method == Method::Ridgeless && infinite[0].psi1 == Some(3.0));
    for row in rows.iter().filter(|row| row.test_error.is_some() && row.bias.is_some()) {
        let sum = row.bias.unwrap() + row.noise * row.variance.unwrap();
        assert!((row.test_error.unwrap() / sum - 1.0).abs() < 1e-15);
    }
}

#[test]
fn every_verdict_passes_and_a_damaged_table_fails_it() {
    type Damage = fn(&mut Row);
    let mut rows = rows();
    // So few images decide nothing about networks.
    let networks = rows.iter_mut().filter(|row| row.method == Method::Network);
    for (row, (train, test)) in networks.zip([(0.2, 0.2), (0.005, 0.3), (0.0, 0.25)]) {
        (row.train_wrong, row.test_wrong) = (Some(train), Some(test));
    }
    assert_eq!(failed(&rows), [""; 0]);
    let damages: [(&str, Damage); 10] = [
        ("reproduce all labels", |row| {
            if row.width == Some(1) {
                row.train_wrong = Some(0.04);
            }
        }),
        ("err less", |row| {
            if row.width == Some(40) {
                row.test_wrong = Some(0.31);
            }
        }),
        ("the variance is", |row| {
            if row.psi1 == Some(1.0) {
                row.variance = row.variance.map(|variance| variance * (1.0 + 1e-9));
            }
        }),
        ("falls to one minimum", |row| {
            if row.method == Method::Ridgeless && row.psi1 == Some(2.0) {
                row.test_error = Some(0.8);
            }
        }),
        ("minimum of the U", |row| {
            if row.method == Method::Ridgeless && row.psi1.is_none() {
                row.test_error = Some(5.0);
            }
        }),
        ("more features are always better", |row| {
            if row.method == Method::OptimalRidge && row.psi1 == Some(2.0) {
                row.test_error = row.test_error.map(|error| error * 0.9);
            }
        }),
        ("no other ridge", |row| {
            if row.method == Method::Ridge && row.psi1 == Some(2.0) {
                row.test_error = row.test_error.map(|error| error * 0.1);
            }
        }),
        ("as the theory says", |row| {
            if row.method == Method::Simulation && row.psi1 == Some(3.0) {
                row.test_error = row.theory.map(|theory| theory + 3.01 * row.test_error_sem.unwrap());
            }
        }),
        ("polynomials", |row| {
            if row.degree == Some(12) {
                row.test_error = Some(0.1);
            }
        }),
        ("polynomials", |row| {
            if row.degree == Some(12) {
                row.train_error = Some(0.3);
            }
        }),
    ];
    for (claim, damage) in damages {
        let mut damaged = rows.clone();
        damaged.iter_mut().for_each(damage);
        let failed = failed(&damaged);
        assert!(failed.len() == 1 && failed[0].contains(claim), "{claim}: {failed:?}");
    }
}
