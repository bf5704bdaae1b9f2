//! The figure of flatness: small trainings make its table, and each of its verdicts can fail.

use crate::common::{failed_claims, reference, run};
use piccole_experiments::flatness::{Flatness, Knob, Row};

const SMALL: &str = r#"
figure = "flatness"
seed = 1
samples = 2
[data]
train = 100
test = 50
[network]
hidden = [8]
[stop]
loss = 1.0
epochs = 200
[batch]
sizes = [100, 10]
learning_rate = 0.05
[learning_rate]
rates = [0.1]
batch = 10
[dropout]
shares = [0.0, 0.5]
batch = 10
learning_rate = 0.1
epochs = 3
[measurement]
trace_draws = 3
strength = 0.1
local_energy_draws = 3
"#;

#[test]
fn trainings_end_at_the_loss_or_after_the_epochs_of_the_plan() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run(SMALL, dir.path()).done, 10);
    let mut reader = csv::Reader::from_path(dir.path().join("flatness.csv")).unwrap();
    let rows: Vec<Row> = reader.deserialize().collect::<Result<_, _>>().unwrap();
    assert_eq!(rows.len(), 10);
    for row in &rows {
        match row.knob {
            Knob::Dropout => assert_eq!(row.epochs, 3.0),
            _ => assert!(row.loss < 1.0 && row.loss > 0.8, "{row:?}"),
        }
        assert!(row.top_eigenvalue > 0.0 && (0.0..0.9).contains(&row.test_error), "{row:?}");
    }
}

/// The claims that do not hold.
fn failed(rows: &[Row]) -> Vec<String> {
    failed_claims::<Flatness>(rows, 10)
}

#[test]
fn every_verdict_passes_and_a_damaged_table_fails_it() {
    type Damage = fn(&mut Row);
    let rows: Vec<Row> = reference("flatness");
    assert_eq!(failed(&rows), [""; 0]);
    let damages: [(&str, Damage); 9] = [
        ("equal training loss", |row| row.loss *= if row.batch == 8 { 0.5 } else { 1.0 }),
        ("top eigenvalue: batch", |row| row.top_eigenvalue = 5.0),
        ("trace: batch", |row| row.trace = 5.0),
        ("local energy: batch", |row| row.local_energy = 0.01),
        ("test error: batch", |row| row.test_error += if row.batch == 8 { 0.02 } else { 0.0 }),
        ("top eigenvalue: learning rate", |row| row.top_eigenvalue = 5.0),
        ("local energy: learning rate", |row| row.local_energy = 0.01),
        ("local energy: no dropout", |row| row.local_energy = 0.01),
        ("test error: dropout", |row| row.test_error += if row.dropout > 0.0 { 0.04 } else { 0.0 }),
    ];
    for (claim, damage) in damages {
        let mut damaged = rows.clone();
        damaged.iter_mut().for_each(damage);
        let failed = failed(&damaged);
        assert!(failed.iter().any(|failed| failed.contains(claim)), "{claim}: {failed:?}");
    }
}
