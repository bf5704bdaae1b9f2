//! Local entropies of large instances against the Franz–Parisi potential.

use piccole_core::patterns::{InputLaw, Patterns, Scenario};
use piccole_core::{BitVector, StreamKey};
use piccole_msg_passing::{LocalEntropy, LocalEntropyPoint, Stop};
use piccole_theory::franz_parisi::{around_independent, around_teacher};

const N: usize = 1001;
const P: usize = 501;

/// Points around the teacher, or around random weights without one, for ten instances.
fn measured(scenario: Scenario, distance: f64) -> Vec<LocalEntropyPoint> {
    let point = |seed| {
        let key = StreamKey::from_seed(seed);
        let patterns = Patterns::generate(scenario, InputLaw::Signs, N, P, &key.named("patterns")).unwrap();
        let independent = BitVector::random(N, &mut key.named("reference").rng());
        let reference = patterns.teacher().map_or(&independent, |teacher| &teacher.units()[0]);
        LocalEntropy::default().at_distance(&patterns, reference, distance).unwrap()
    };
    (0..10).map(point).collect()
}

/// Five standard errors of the mean (for nine degrees of freedom a false alarm once in 1400 seeds) and what is of `O(1/N)`.
fn agree(values: impl Iterator<Item = f64>, theory: f64, correction: f64, weak: f64) {
    let values: Vec<f64> = values.collect();
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (count - 1.0);
    let error = (variance / count).sqrt();
    assert!((mean - theory).abs() < 5.0 * error + correction, "{mean} ± {error} against {theory}");
    assert!(error < weak, "the check is too weak: {error}");
}

#[test]
fn message_passing_measures_the_franz_parisi_potential() {
    let alpha = P as f64 / N as f64;
    let around_teachers = around_teacher(alpha, &[0.05, 0.15, 0.3]).unwrap().into_iter();
    let around_others = around_independent(alpha, 0.0, &[0.25, 0.4]).unwrap().into_iter();
    let theory = around_teachers.map(|point| (Scenario::TeacherStudent, point));
    for (scenario, theory) in theory.chain(around_others.map(|point| (Scenario::Storage, point))) {
        let points = measured(scenario, theory.distance);
        assert!(points.iter().all(|point| point.stop == Stop::Converged));
        agree(points.iter().map(|point| point.entropy), theory.local_entropy, 2.0 / N as f64, 0.01);
        agree(points.iter().map(|point| point.overlap), theory.q1, 3.0 / N as f64, 0.03);
        agree(points.iter().map(|point| point.slope), theory.slope, 10.0 / N as f64, 0.1);
    }
}
