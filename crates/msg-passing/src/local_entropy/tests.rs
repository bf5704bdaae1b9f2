//! Against every solution of small instances, and where parameters are refused.

use super::{LocalEntropy, LocalEntropyPoint};
use crate::{AlgorithmError, Stop};
use piccole_core::enumerate::visit;
use piccole_core::patterns::{InputLaw, Patterns, Scenario};
use piccole_core::{BitVector, StreamKey};

const N: usize = 25;

fn instance(scenario: Scenario, p: usize, seed: u64) -> Patterns {
    Patterns::generate(scenario, InputLaw::Signs, N, p, &StreamKey::from_seed(seed).named("patterns")).unwrap()
}

/// Solutions by the number of weights in which they differ from the reference.
fn histogram(patterns: &Patterns, reference: &BitVector) -> [f64; N + 1] {
    let mut counts = [0.0; N + 1];
    visit(patterns, 0.0, |w| counts[(w ^ reference.words()[0]).count_ones() as usize] += 1.0).unwrap();
    counts
}

/// Entropy and slope at a mean distance, by definition: bisection in the field on the sums over all solutions.
fn exact(counts: &[f64; N + 1], distance: f64) -> (f64, f64) {
    let sums = |gamma: f64| {
        let weigh = |(k, count): (usize, &f64)| (k as f64, count * libm::exp(-2.0 * gamma * k as f64));
        counts.iter().enumerate().map(weigh).fold((0.0, 0.0), |(z, first), (k, w)| (z + w, first + k * w))
    };
    let (mut low, mut high) = (-10.0, 10.0);
    for _ in 0..60 {
        let gamma = 0.5 * (low + high);
        let (z, first) = sums(gamma);
        if first / z > distance * N as f64 { low = gamma } else { high = gamma }
    }
    // With weight exp(−2γk) the entropy is ln Z + 2γ⟨k⟩.
    let (z, first) = sums(low);
    ((libm::log(z) + 2.0 * low * first / z) / N as f64, 2.0 * low)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[test]
fn entropy_and_slope_are_those_of_all_solutions_of_small_instances() {
    // Around teachers, who are solutions themselves, and around weights that do not know the patterns.
    let cases = [(Scenario::TeacherStudent, 10, 0.2), (Scenario::TeacherStudent, 10, 0.3), (Scenario::Storage, 8, 0.4)];
    for (scenario, p, distance) in cases {
        let (mut entropy_gaps, mut slope_gaps) = (Vec::new(), Vec::new());
        for seed in 0..30 {
            let patterns = instance(scenario, p, seed);
            let reference = match patterns.teacher() {
                Some(teacher) => teacher.units()[0].clone(),
                None => BitVector::random(N, &mut StreamKey::from_seed(seed).named("reference").rng()),
            };
            let point = LocalEntropy::default().at_distance(&patterns, &reference, distance).unwrap();
            let (entropy, slope) = exact(&histogram(&patterns, &reference), distance);
            // Ten times the tolerance of a mean, with which the iteration stops short of its fixed point.
            assert!(point.stop == Stop::Converged && (point.distance - distance).abs() < 1e-7, "{point:?}");
            entropy_gaps.push(point.entropy - entropy);
            slope_gaps.push(point.slope - slope);
        }
        // Errors of O(1/N): seen are means up to 0.005 and 0.024, and 0.010 and 0.06 from instance to instance.
        let (entropy, slope) = (mean(&entropy_gaps), mean(&slope_gaps));
        assert!(entropy.abs() < 0.01 && slope.abs() < 0.05, "{scenario} {distance}: {entropy} {slope}");
        let rms = mean(&entropy_gaps.iter().map(|gap| gap * gap).collect::<Vec<_>>()).sqrt();
        assert!(rms < 0.02, "{scenario} {distance}: {rms}");
    }
}

fn refused(local_entropy: LocalEntropy, distance: f64) -> String {
    let weights = BitVector::random(N, &mut StreamKey::from_seed(1).rng());
    match local_entropy.at_distance(&instance(Scenario::Storage, 5, 1), &weights, distance).unwrap_err() {
        AlgorithmError::Parameter { name, .. } => name.to_owned(),
        other => panic!("{other}"),
    }
}

#[test]
fn parameters_outside_their_domain_are_refused_by_name() {
    let default = LocalEntropy::default();
    for distance in [0.0, 1.0, -0.1, f64::NAN] {
        assert_eq!(refused(default, distance), "distance");
    }
    assert_eq!(refused(LocalEntropy { margin: f64::NAN, ..default }, 0.1), "margin");
    assert_eq!(refused(LocalEntropy { damping: 1.0, ..default }, 0.1), "damping");
    assert_eq!(refused(LocalEntropy { tolerance: 0.0, ..default }, 0.1), "tolerance");
    assert_eq!(refused(LocalEntropy { max_iterations: 0, ..default }, 0.1), "max_iterations");
}

#[test]
fn where_there_is_no_solution_it_says_that_it_did_not_converge() {
    // The theory's branch around a configuration that does not know the patterns ends at d = 0.167 for α = 0.5.
    let key = StreamKey::from_seed(1);
    let patterns = Patterns::generate(Scenario::Storage, InputLaw::Signs, 501, 251, &key.named("patterns")).unwrap();
    let weights = BitVector::random(501, &mut key.named("reference").rng());
    let LocalEntropyPoint { stop, iterations, .. } =
        LocalEntropy { max_iterations: 200, ..Default::default() }.at_distance(&patterns, &weights, 0.05).unwrap();
    assert_eq!((stop, iterations), (Stop::SweepLimit, 200));
}
