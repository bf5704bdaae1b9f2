//! The figure of connected minima: a small run of it, and verdicts that can fail.

use crate::common::{CONNECTED_MINIMA, failed_claims, reference, run, run_with};
use piccole_experiments::Shard;
use piccole_experiments::connected_minima::{ConnectedMinima, Kind, Row};

/// The claims that do not hold.
fn failed(rows: &[Row]) -> Vec<String> {
    failed_claims::<ConnectedMinima>(rows, 6)
}

#[test]
fn a_small_run_has_every_way_between_neighbours_and_a_tree_over_all() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run(CONNECTED_MINIMA, dir.path()).done, 3);
    let table = dir.path().join("fig2-path.csv");
    let rows: Vec<Row> = csv::Reader::from_path(&table).unwrap().deserialize().collect::<Result<_, _>>().unwrap();
    let count = |kind| rows.iter().filter(|row| row.kind == kind).count();
    assert_eq!([Kind::Line, Kind::Curve, Kind::Pair, Kind::Tree].map(count), [3 * 41, 3 * 41, 3, 3]);
    assert_eq!(count(Kind::Plane), 33 * 33);

    // A network is the same in both of its pairs.
    let end = |from, to, position| {
        let on = |row: &&Row| row.kind == Kind::Line && (row.from, row.to) == (from, to);
        rows.iter().filter(on).find(|row| row.position == Some(position)).unwrap().loss
    };
    assert_eq!([end(0, 1, 1.0), end(1, 2, 1.0), end(2, 0, 1.0)], [end(1, 2, 0.0), end(2, 0, 0.0), end(0, 1, 0.0)]);

    // The way around the ring that the tree leaves out goes through the third minimum.
    let mut ways: Vec<usize> = rows.iter().filter_map(|row| Some(row.via.as_ref()?.split('-').count())).collect();
    ways.sort_unstable();
    assert_eq!(ways, [2, 2, 3]);

    let other = tempfile::tempdir().unwrap();
    run_with(CONNECTED_MINIMA, other.path(), 1, Shard::WHOLE).unwrap();
    assert_eq!(std::fs::read(&table).unwrap(), std::fs::read(other.path().join("fig2-path.csv")).unwrap());
}

#[test]
fn every_verdict_passes_and_a_damaged_table_fails_it() {
    type Damage = fn(&mut Row);
    let rows: Vec<Row> = reference("fig2-path");
    assert_eq!(failed(&rows), [""; 0]);
    let damages: [(&str, Damage); 6] = [
        ("on the straight line the loss", |row| {
            if row.from == 2 {
                // The curve goes down with the line, so that their ratio stays.
                let cap = match row.kind {
                    Kind::Line => 0.2,
                    Kind::Curve => 0.05,
                    _ => return,
                };
                row.loss = row.loss.map(|loss| loss.min(cap));
            }
        }),
        ("on the relaxed path the loss", |row| {
            if row.kind == Kind::Path && row.from == 3 && row.position > Some(0.5) {
                row.loss = row.loss.map(|loss| loss + 0.05);
            }
        }),
        ("one trained bend", |row| {
            if row.kind == Kind::Curve && row.from == 0 && row.position == Some(0.5) {
                row.loss = Some(1.0);
            }
        }),
        ("as good as its ends", |row| {
            if row.kind == Kind::Path && row.from == 1 && row.position > Some(0.5) {
                row.test_error = row.test_error.map(|error| error + 0.05);
            }
        }),
        ("in the middle of the line are not", |row| {
            if row.kind == Kind::Line && row.from == 1 {
                row.test_error = Some(0.2);
            }
        }),
        ("spanning tree", |row| {
            if row.kind == Kind::Tree && row.from == 1 {
                row.loss = Some(1.0);
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
