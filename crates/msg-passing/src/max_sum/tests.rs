//! Messages by trying all weights, and runs.

use super::MaxSum;
use super::row::{threshold, update};
use crate::{Algorithm, AlgorithmError, Run, Stop};
use piccole_core::patterns::{InputLaw, Patterns, Scenario};
use piccole_core::{StandardNormal, StreamKey};

/// Half the difference of the two max-marginals of weight `i`, from all weights.
fn brute_force(z: &[f64], threshold: i64, i: usize) -> f64 {
    let best = |own: i64| {
        let configurations = (0..1_u64 << z.len()).filter(|w| 2 * (w >> i & 1) as i64 - 1 == own);
        let allowed = configurations.filter(|w| 2 * i64::from(w.count_ones()) - z.len() as i64 >= threshold);
        let others =
            |w: u64| (0..z.len()).filter(|j| *j != i).map(|j| if w >> j & 1 == 1 { z[j] } else { -z[j] }).sum::<f64>();
        allowed.map(others).fold(f64::NEG_INFINITY, f64::max)
    };
    0.5 * (best(1) - best(-1))
}

#[test]
fn messages_are_the_max_marginals_of_all_weights() {
    let mut turned = 0;
    for n in [1, 2, 5, 9, 10] {
        for seed in 0..60 {
            let gaussians = StandardNormal::new(StreamKey::from_seed(seed).indexed(n as u64).rng());
            // Some fields vanish, and some are equal.
            let z: Vec<f64> = gaussians.take(n).map(|x| (2.0 * (x - 0.3)).round() / 2.0).collect();
            for margin in [-0.5, 0.0, 0.4] {
                let threshold = threshold(n, margin);
                let mut high = [0];
                let levels = update(&z, threshold, &mut high, &mut Vec::new());
                for i in 0..n {
                    let exact = brute_force(&z, threshold, i);
                    let message = levels.of(high[0], i);
                    // Halves and quarters: the sums are exact. Nothing but infinity is beyond 1e20.
                    assert!(message == exact || exact == f64::INFINITY && message > 1e20, "{z:?} {margin} {i}");
                    turned += usize::from(levels.low > 0.0 && levels.low != levels.high);
                }
            }
        }
    }
    assert!(turned > 500, "{turned}");
}

#[test]
fn thresholds_are_the_least_products_above_the_margin() {
    // √9 = 3: at κ = 1 a product of 3 is a tie.
    assert_eq!([(9, 0.0), (9, 1.0), (10, 0.0), (9, -0.1)].map(|(n, margin)| threshold(n, margin)), [1, 5, 2, 1]);
}

fn instance(law: InputLaw, n: usize, p: usize, seed: u64) -> Patterns {
    Patterns::generate(Scenario::Storage, law, n, p, &StreamKey::from_seed(seed).named("patterns")).unwrap()
}

#[test]
fn solves_random_labels_with_and_without_a_margin() {
    for (n, p, margin) in [(301, 150, 0.0), (200, 80, 0.0), (301, 75, 0.3)] {
        let patterns = instance(InputLaw::Signs, n, p, 1);
        let outcome = MaxSum { margin, ..Default::default() }.solve(&patterns, StreamKey::from_seed(1).rng()).unwrap();
        assert_eq!((outcome.stop, outcome.errors), (Stop::Solved, 0), "{n}");
        assert!(outcome.weights.stabilities(&patterns).iter().all(|&stability| stability > margin));
    }
}

#[test]
fn a_run_put_aside_in_its_second_attempt_ends_as_if_it_had_gone_on() {
    // α = 2 has no solution: attempts of 23 sweeps at a rate of 0.1, until the sweeps are used up.
    let patterns = instance(InputLaw::Signs, 61, 122, 1);
    let max_sum = MaxSum { rate: 0.1, max_sweeps: 40, ..Default::default() };
    let whole = max_sum.solve(&patterns, StreamKey::from_seed(1).rng()).unwrap();
    assert_eq!((whole.stop, whole.sweeps), (Stop::SweepLimit, 40));
    let mut run = Run::start(max_sum, (&patterns).into(), StreamKey::from_seed(1).rng()).unwrap();
    (0..30).for_each(|_| assert_eq!(run.sweep(), None));
    let mut run = Run::resume(max_sum, (&patterns).into(), &run.checkpoint()).unwrap();
    while run.sweep().is_none() {}
    assert_eq!(run.close(), whole);
}

#[test]
fn what_it_cannot_work_with_is_refused() {
    let patterns = instance(InputLaw::Signs, 11, 3, 1);
    let rng = || StreamKey::from_seed(1).rng();
    for rate in [0.0, 1.0, f64::NAN] {
        let error = MaxSum { rate, ..Default::default() }.solve(&patterns, rng()).unwrap_err();
        assert!(error.to_string().starts_with("rate"), "{error}");
    }
    let real = instance(InputLaw::Gaussian, 11, 3, 1);
    let error = MaxSum::default().solve(&real, rng()).unwrap_err();
    assert_eq!(error, AlgorithmError::RealInputs { algorithm: "max-sum" });
}
