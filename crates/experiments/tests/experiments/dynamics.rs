//! The figure of dynamics: what its table holds, and that every verdict can fail.

use crate::common::{DYNAMICS, failed_claims, run};
use piccole_experiments::dynamics::{Dynamics, Row, System};

fn table(text: &str) -> Vec<Row> {
    let dir = tempfile::tempdir().unwrap();
    let summary = run(text, dir.path());
    assert_eq!((summary.failed, summary.done), (0, 10));
    let mut reader = csv::Reader::from_path(dir.path().join("dynamics.csv")).unwrap();
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

#[test]
fn every_system_has_its_rows_and_the_control_its_exact_answer() {
    let rows = table(DYNAMICS);
    let count = |system| rows.iter().filter(|row| row.system == system).count();
    // Two samples, two waiting times, lags 1, 2, 5, 10.
    let trajectories = [System::OverParametrized, System::UnderParametrized, System::Langevin, System::Control];
    assert_eq!(trajectories.map(count), [16, 16, 8, 16]);
    assert_eq!(count(System::Noise), 4);
    for row in rows.iter().filter(|row| row.system == System::Control) {
        let ratio = row.displacement.unwrap() / row.theory.unwrap();
        // 4000 modes count like 1400 equal ones: a standard deviation of 4 %.
        assert!((ratio - 1.0).abs() < 0.2, "{row:?}");
    }
    for row in rows.iter().filter(|row| row.system == System::Langevin) {
        assert!((row.theory.unwrap() / (4e-7 * row.lag.unwrap() as f64) - 1.0).abs() < 1e-5);
    }
    let start = |system: System| {
        let first = rows.iter().find(|row| row.system == system && row.sample == 1 && row.waiting_time == Some(1));
        first.and_then(|row| row.loss).unwrap()
    };
    // One step after the same initialisation.
    assert!((start(System::OverParametrized) - start(System::Langevin)).abs() < 0.2);
}

/// A table as the claims want it: two samples, the waiting times and lags of the verdicts.
fn ideal() -> Vec<Row> {
    let mut rows = Vec::new();
    let template = table(DYNAMICS);
    let like = |system| template.iter().find(|row| row.system == system).unwrap().clone();
    for sample in 0..2 {
        for (waiting_time, displacement, loss) in
            [(10, 1.0, 0.3), (1000, 0.1, 0.1), (10_000, 0.01, 0.05), (30_000, 0.009, 0.04)]
        {
            for lag in [10, 100] {
                let pair = |row: Row| Row { sample, waiting_time: Some(waiting_time), lag: Some(lag), ..row };
                rows.push(Row {
                    displacement: Some(displacement),
                    loss: Some(loss),
                    ..pair(like(System::UnderParametrized))
                });
                let late = if waiting_time == 30_000 { 0.1 } else { 1.0 };
                rows.push(Row {
                    displacement: Some(displacement * late),
                    loss: Some(loss * 0.01),
                    ..pair(like(System::OverParametrized))
                });
                let exact =
                    Row { theory: Some(lag as f64), displacement: Some(lag as f64), ..pair(like(System::Control)) };
                rows.push(exact.clone());
                rows.push(Row { system: System::Langevin, ..exact });
            }
        }
        rows.push(Row {
            sample,
            parameters: Some(1000),
            batch: Some(10),
            scaled_variance: Some(2.0),
            scaled_variance_sem: Some(0.1),
            trace: Some(2.0),
            participation_ratio: Some(5.0),
            alignment: Some(300.0),
            ..like(System::Noise)
        });
    }
    rows
}

/// The claims that do not hold.
fn failed(rows: &[Row]) -> Vec<String> {
    failed_claims::<Dynamics>(rows, 11)
}

#[test]
fn every_verdict_passes_and_a_damaged_table_fails_it() {
    type Damage = fn(&mut Row);
    let rows = ideal();
    assert_eq!(failed(&rows), [""; 0]);
    /// Whether a row is of a system at a pair of times.
    fn at(row: &Row, system: System, waiting_time: u64, lag: u64) -> bool {
        row.system == system && row.waiting_time == Some(waiting_time) && row.lag == Some(lag)
    }
    let damages: [(&str, Damage); 11] = [
        ("the network that fits its examples moves less", |row| {
            if at(row, System::OverParametrized, 10, 100) && row.sample == 1 {
                row.displacement = Some(0.7);
            }
        }),
        ("the one that does not moves less", |row| {
            if at(row, System::UnderParametrized, 10, 100) {
                row.displacement = Some(0.7);
            }
        }),
        ("freezes", |row| {
            if at(row, System::OverParametrized, 30_000, 10) {
                row.displacement = Some(0.003);
            }
        }),
        ("goes on moving", |row| {
            if at(row, System::UnderParametrized, 30_000, 10) {
                row.displacement = Some(0.004);
            }
        }),
        ("wide network fits", |row| {
            if at(row, System::OverParametrized, 30_000, 10) && row.sample == 1 {
                row.loss = Some(0.002);
            }
        }),
        ("narrow network does not", |row| {
            if at(row, System::UnderParametrized, 30_000, 10) && row.sample == 1 {
                row.loss = Some(0.02);
            }
        }),
        ("bowls", |row| {
            if at(row, System::Control, 10_000, 10) {
                row.displacement = Some(10.8);
            }
        }),
        ("Langevin", |row| {
            if at(row, System::Langevin, 1000, 100) {
                row.displacement = Some(111.0);
            }
        }),
        ("B = 10", |row| row.scaled_variance = row.scaled_variance.map(|_| 2.3)),
        ("few directions", |row| row.participation_ratio = row.participation_ratio.map(|_| 21.0)),
        ("aligned", |row| row.alignment = row.alignment.map(|_| 99.0)),
    ];
    for (claim, damage) in damages {
        let mut damaged = rows.clone();
        damaged.iter_mut().for_each(damage);
        let failed = failed(&damaged);
        assert!(failed.len() == 1 && failed[0].contains(claim), "{claim}: {failed:?}");
    }
}
