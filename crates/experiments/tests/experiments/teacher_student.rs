//! The figure of learning from a teacher: its verdicts hold, and each of them can fail.

use crate::common::{TEACHER_STUDENT, failed_claims, run};
use piccole_experiments::teacher_student::{Branch, Row, TeacherStudent};

fn rows() -> Vec<Row> {
    let dir = tempfile::tempdir().unwrap();
    assert!(run(TEACHER_STUDENT, dir.path()).complete);
    let mut reader = csv::Reader::from_path(dir.path().join("teacher-student.csv")).unwrap();
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

/// The claims that do not hold.
fn failed(rows: &[Row]) -> Vec<String> {
    failed_claims::<TeacherStudent>(rows, 7)
}

#[test]
fn the_curve_of_all_saddles_goes_up_to_the_fold_and_back() {
    let rows = rows();
    let of = |branch| rows.iter().filter(move |row| row.branch == branch);
    assert_eq!(of(Branch::Uninformed).count() + of(Branch::Unstable).count(), 60);
    // Nine densities, and the two sides of the jump.
    assert_eq!(of(Branch::Equilibrium).count(), 11);
    assert!(of(Branch::Unstable).all(|row| row.overlap > 0.89 && row.entropy.unwrap() < 0.0));
    assert!(of(Branch::Uninformed).all(|row| row.overlap < 0.9 && row.alpha < row.spinodal.unwrap()));
    // Steps 0 to 3 and the rest, at two densities.
    assert_eq!((of(Branch::StateEvolution).count(), of(Branch::Amp).count()), (10, 10));
    let recovered: Vec<_> = of(Branch::Amp).filter_map(|row| row.recovered).collect();
    assert_eq!(recovered, [0, 2]);
}

#[test]
fn every_verdict_passes_and_a_damaged_table_fails_it() {
    type Damage = fn(&mut Row);
    let mut rows = rows();
    // Four small instances are too few for the bands: put their means where they are expected.
    let theory: Vec<Row> = rows.iter().filter(|row| row.branch == Branch::StateEvolution).cloned().collect();
    for row in rows.iter_mut().filter(|row| row.branch == Branch::Amp) {
        let expected = theory.iter().find(|other| other.alpha == row.alpha && other.step == row.step).unwrap().overlap;
        assert!((row.overlap - expected).abs() < 0.06, "{row:?}: {expected}");
        row.overlap = expected;
    }
    assert_eq!(failed(&rows), [""; 0]);
    let damages: [(&str, Damage); 7] = [
        ("entropy of the students", |row| {
            if row.branch == Branch::Uninformed {
                row.entropy = row.entropy.map(|entropy| entropy + 0.01);
            }
        }),
        ("folds back", |row| row.spinodal = Some(1.5)),
        ("the vote", |row| {
            if row.alpha < 0.1 {
                row.bayes_error = row.gibbs_error;
            }
        }),
        ("comes to rest", |row| {
            if row.branch == Branch::Amp && row.step.is_none() {
                row.overlap += 0.011;
            }
        }),
        ("recovers the teacher exactly", |row| row.recovered = row.recovered.map(|count| count.min(1))),
        ("iteration by iteration", |row| {
            if row.branch == Branch::Amp && row.step == Some(2) {
                row.overlap += 0.011;
            }
        }),
        ("determine the teacher", |row| {
            if row.branch == Branch::Equilibrium {
                row.overlap = row.overlap.min(0.99);
            }
        }),
    ];
    for (claim, damage) in damages {
        let mut damaged = rows.clone();
        damaged.iter_mut().for_each(damage);
        let failed = failed(&damaged);
        assert!(failed.iter().any(|text| text.contains(claim)), "{claim}: {failed:?}");
    }
}
