//! The figure of learning from a teacher: its verdicts hold, and each of them can fail.

use crate::common::{TEACHER_STUDENT, run};
use piccole_experiments::Experiment;
use piccole_experiments::teacher_student::{Branch, Row, TeacherStudent};

fn rows() -> Vec<Row> {
    let dir = tempfile::tempdir().unwrap();
    assert!(run(TEACHER_STUDENT, dir.path()).complete);
    let mut reader = csv::Reader::from_path(dir.path().join("teacher-student.csv")).unwrap();
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

/// The claims that do not hold.
fn failed(rows: &[Row]) -> Vec<String> {
    let verdicts = TeacherStudent::verdicts(rows);
    assert_eq!(verdicts.len(), 4);
    verdicts.into_iter().filter(|verdict| !verdict.pass).map(|verdict| verdict.claim).collect()
}

#[test]
fn the_curve_of_all_saddles_goes_up_to_the_fold_and_back() {
    let rows = rows();
    let of = |branch| rows.iter().filter(move |row| row.branch == branch);
    assert_eq!(of(Branch::Uninformed).count() + of(Branch::Unstable).count(), 60);
    // Nine densities, and the two sides of the jump.
    assert_eq!(of(Branch::Equilibrium).count(), 11);
    assert!(of(Branch::Unstable).all(|row| row.overlap > 0.89 && row.entropy < 0.0));
    assert!(of(Branch::Uninformed).all(|row| row.overlap < 0.9 && row.alpha < row.spinodal));
}

#[test]
fn every_verdict_passes_and_a_damaged_table_fails_it() {
    type Damage = fn(&mut Row);
    let rows = rows();
    assert_eq!(failed(&rows), [""; 0]);
    let damages: [(&str, Damage); 4] = [
        ("entropy of the students", |row| {
            if row.branch == Branch::Uninformed {
                row.entropy += 0.01;
            }
        }),
        ("folds back", |row| row.spinodal = 1.5),
        ("the vote", |row| {
            if row.alpha < 0.1 {
                row.bayes_error = row.gibbs_error;
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
