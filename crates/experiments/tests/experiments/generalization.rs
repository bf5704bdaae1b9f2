//! The figure of generalization: its verdicts hold, and each of them can fail.

use crate::common::{GENERALIZATION, failed_claims, run};
use piccole_experiments::Experiment;
use piccole_experiments::generalization::{Generalization, Method, Row};

fn rows(plan: &str) -> Vec<Row> {
    let dir = tempfile::tempdir().unwrap();
    assert!(run(plan, dir.path()).complete);
    let mut reader = csv::Reader::from_path(dir.path().join("fig6-generalization.csv")).unwrap();
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

/// The claims that do not hold.
fn failed(rows: &[Row]) -> Vec<String> {
    failed_claims::<Generalization>(rows, 5)
}

#[test]
fn a_dense_region_that_does_not_exist_has_no_number() {
    let rows = rows(&GENERALIZATION.replace("0.05", "0.15"));
    assert_eq!(rows.len(), 21);
    for row in rows {
        let dense = matches!(row.method, Method::DenseReplica | Method::DenseCentre);
        assert_eq!(row.distance, dense.then_some(0.15));
        // At a density of 1.2 the branch ends at a distance of 0.1146.
        assert_eq!(row.error.is_none(), dense && row.alpha == 1.2, "{row:?}");
    }
}

#[test]
fn every_verdict_passes_and_a_damaged_table_fails_it() {
    let rows = rows(GENERALIZATION);
    assert_eq!(failed(&rows), [""; 0]);
    let damages = [
        ("at \u{3b1} = 0.5", Method::Gibbs, 0.5, 0.9),
        ("at \u{3b1} = 0.8", Method::Bayes, 0.8, 1.2),
        ("at \u{3b1} = 1 ", Method::DenseCentre, 1.0, 1.06),
        ("more patterns", Method::DenseReplica, 0.2, 0.8),
        ("students that sbpi finds", Method::Found, 0.5, 1.2),
    ];
    for (claim, method, alpha, factor) in damages {
        let mut damaged = rows.clone();
        let row = damaged.iter_mut().find(|row| row.method == method && row.alpha == alpha).unwrap();
        row.error = row.error.map(|error| error * factor);
        let failed = failed(&damaged);
        // What an algorithm finds is compared with the same curves.
        let own: Vec<&String> =
            failed.iter().filter(|text| claim.contains("finds") || !text.contains("finds")).collect();
        assert!(own.len() == 1 && own[0].contains(claim), "{claim}: {failed:?}");
    }
    // Five solutions are too few for a verdict of either kind.
    assert!(Generalization::undecided(&rows).is_empty());
    let mut few = rows;
    few.iter_mut().filter(|row| row.method == Method::Found).for_each(|row| row.solved = Some(5));
    assert_eq!(Generalization::verdicts(&few).len(), 4);
    let undecided = Generalization::undecided(&few);
    assert!(undecided.len() == 1 && undecided[0].reason == "5 of 12 solved, less than 6", "{undecided:?}");
}
