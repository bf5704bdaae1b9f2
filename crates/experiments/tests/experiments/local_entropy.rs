//! The figure of local entropies: its verdicts hold, and each of them can fail.

use crate::common::{LOCAL_ENTROPY, failed_claims, run};
use piccole_experiments::local_entropy::{LocalEntropy, Reference, Row};

fn rows() -> Vec<Row> {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run(LOCAL_ENTROPY, dir.path()).done, 8 + 12);
    let mut reader = csv::Reader::from_path(dir.path().join("local-entropy.csv")).unwrap();
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

/// The claims that do not hold.
fn failed(rows: &[Row]) -> Vec<String> {
    failed_claims::<LocalEntropy>(rows, 10)
}

#[test]
fn every_verdict_passes_and_a_damaged_table_fails_it() {
    let rows = rows();
    assert_eq!(failed(&rows), [""; 0]);
    // Beyond the end of its branch at a distance of 0.2234, and in the gap above the transition, there is no number.
    let absent = |reference| {
        let without = rows.iter().filter(|row| row.reference == reference && row.local_entropy.is_none());
        without.map(|row| row.distance).collect::<Vec<_>>()
    };
    assert_eq!(absent(Reference::Dense), [0.3, 0.5]);
    assert_eq!(absent(Reference::DenseBeyond), [0.02, 0.2, 0.3, 0.5]);
    let damages = [
        ("no other one within", Reference::Typical, 0.001, 0.001),
        ("solutions at every distance, and no more", Reference::Unconstrained, 0.02, 0.07),
        ("below \u{3b1}_U", Reference::Dense, 0.1, 0.229),
        ("above \u{3b1}_U", Reference::DenseBeyond, 0.05, 0.033),
        ("at no distance", Reference::Typical, 0.1, 0.185),
        ("around teachers", Reference::AroundTeacher, 0.1, 0.0),
        ("nearby than around typical", Reference::Found, 0.02, 0.025),
        ("but not more than", Reference::Found, 0.1, 0.35),
        ("solution of large margin", Reference::LargeMargin, 0.005, -0.001),
    ];
    for (claim, reference, distance, value) in damages {
        let mut damaged = rows.clone();
        let row = damaged.iter_mut().find(|row| row.reference == reference && row.distance == distance).unwrap();
        row.local_entropy = Some(value);
        let failed = failed(&damaged);
        assert!(failed.len() == 1 && failed[0].contains(claim), "{claim}: {failed:?}");
    }
    let mut damaged = rows.clone();
    let entropy = damaged.iter_mut().find(|row| row.reference == Reference::Equilibrium).unwrap();
    entropy.local_entropy = entropy.local_entropy.map(|entropy| entropy + 1e-8);
    assert!(failed(&damaged)[0].contains("that of all solutions"));
}
