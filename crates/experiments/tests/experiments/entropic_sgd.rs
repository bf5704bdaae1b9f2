//! The figure of algorithms aimed at wide minima: small trainings make its table, and each of its verdicts can fail.

use crate::common::{failed_claims, reference, run};
use piccole_experiments::entropic_sgd::{Algorithm, EntropicSgd, Row};

const SMALL: &str = r#"
figure = "entropic-sgd"
seed = 1
samples = 2
[data]
train = 100
test = 50
[network]
hidden = [8]
[training]
batch = 20
epochs = 200
stop_loss = 1.0
optimizer = { sgd = { learning_rate = 0.1 } }
[entropy]
scopes = [1.0]
walk_steps = 5
walk_rate = 0.1
temperature = 1e-8
averaging = 0.5
[replicas]
count = 3
coupling = 0.01
couplings = [0.0, 1.0]
epochs = 3
[line]
scopes = [3.0]
beta = 5.0
[measurement]
strength = 0.1
local_energy_draws = 3
"#;

#[test]
fn every_algorithm_ends_at_the_loss_of_the_plan() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run(SMALL, dir.path()).done, 9);
    let mut reader = csv::Reader::from_path(dir.path().join("entropic-sgd.csv")).unwrap();
    let rows: Vec<Row> = reader.deserialize().collect::<Result<_, _>>().unwrap();
    let count = |algorithm| rows.iter().filter(|row| row.algorithm == algorithm).count();
    let all = [Algorithm::Sgd, Algorithm::EntropySgd, Algorithm::Barycentre, Algorithm::Replica];
    assert_eq!(all.map(count), [2; 4]);
    assert_eq!([Algorithm::Spread, Algorithm::Line].map(count), [2, 226]);
    let trained = rows.iter().filter(|row| row.loss.is_some() && row.algorithm != Algorithm::Replica);
    trained.for_each(|row| assert!(row.loss.unwrap() < 1.0 && row.loss.unwrap() > 0.7, "{row:?}"));
    let spread: Vec<f64> = rows.iter().filter_map(|row| row.spread).collect();
    assert!(0.0 < spread[1] && spread[1] < spread[0], "{spread:?}");
}

/// The claims that do not hold.
fn failed(rows: &[Row]) -> Vec<String> {
    failed_claims::<EntropicSgd>(rows, 7)
}

#[test]
fn every_verdict_passes_and_a_damaged_table_fails_it() {
    type Damage = fn(&mut Row);
    let rows: Vec<Row> = reference("entropic-sgd");
    assert_eq!(failed(&rows), [""; 0]);
    let damages: [(&str, Damage); 7] = [
        ("equal training loss", |row| {
            if row.algorithm == Algorithm::Sgd {
                row.loss = Some(0.02);
            }
        }),
        ("at scope 0.1", |row| {
            if row.scope == Some(0.1) {
                row.test_error = row.test_error.map(|error| error + 0.03);
            }
        }),
        ("at scope 1 ", |row| {
            if row.scope == Some(1.0) {
                row.test_error = row.test_error.map(|error| error + 0.03);
            }
        }),
        ("the barycentre", |row| {
            if row.algorithm == Algorithm::Replica {
                row.loss = Some(0.01);
            }
        }),
        ("replicas meet", |row| row.spread = row.spread.map(|_| 0.3)),
        ("agree with values", |row| row.local_entropy = row.local_entropy.map(|entropy| entropy + 1e-8)),
        ("no longer at the smallest", |row| row.local_entropy = row.local_entropy.and(row.minus_loss)),
    ];
    for (claim, damage) in damages {
        let mut damaged = rows.clone();
        damaged.iter_mut().for_each(damage);
        let failed = failed(&damaged);
        assert!(failed.iter().any(|failed| failed.contains(claim)), "{claim}: {failed:?}");
    }
}
