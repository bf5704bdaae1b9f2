//! The enumeration against all `2^N` weight vectors, one by one.

use super::*;
use crate::patterns::{Inputs, RealMatrix};
use crate::{BitMatrix, BitVector, Patterns, StreamKey};
use proptest::prelude::*;
use rand::Rng;

fn vector(n: usize, weights: u64) -> BitVector {
    BitVector::from_words(n, vec![weights]).unwrap()
}

/// Patterns ±1; those of a teacher are gauged so that it classifies them all.
fn sign_patterns(n: usize, p: usize, teacher: bool, seed: u64) -> Patterns {
    let mut rng = StreamKey::from_seed(seed).named("signs").rng();
    let teacher = teacher.then(|| BitVector::random(n, &mut rng));
    let rows: Vec<BitVector> = (0..p)
        .map(|_| {
            let row = BitVector::random(n, &mut rng);
            let gauge = teacher.as_ref().is_some_and(|teacher| row.dot(teacher) < 0);
            BitVector::from_fn(n, |i| (row.sign(i) == 1) ^ gauge)
        })
        .collect();
    let inputs = Inputs::Signs(BitMatrix::from_rows(n, &rows).unwrap());
    Patterns::from_gauged(inputs, BitVector::random(p, &mut rng), teacher.map(Into::into)).unwrap()
}

/// Real patterns, uniform in `[−1, 1)`.
fn real_patterns(n: usize, p: usize, seed: u64) -> Patterns {
    let mut rng = StreamKey::from_seed(seed).named("reals").rng();
    let entries = (0..n * p).map(|_| (rng.next_u64() >> 11) as f64 / (1_u64 << 52) as f64 - 1.0).collect();
    let inputs = Inputs::Real(RealMatrix::from_entries(n, entries));
    Patterns::from_gauged(inputs, BitVector::random(p, &mut rng), None).unwrap()
}

/// The first patterns of a training set.
fn prefix(patterns: &Patterns, k: usize) -> Patterns {
    let inputs = match patterns.gauged() {
        Inputs::Signs(matrix) => {
            let rows: Vec<BitVector> = (0..k).map(|mu| matrix.row(mu)).collect();
            Inputs::Signs(BitMatrix::from_rows(patterns.n(), &rows).unwrap())
        }
        Inputs::Real(matrix) => Inputs::Real(RealMatrix::from_entries(
            patterns.n(),
            (0..k).flat_map(|mu| matrix.row(mu).to_vec()).collect(),
        )),
    };
    Patterns::from_gauged(inputs, BitVector::from_fn(k, |_| true), None).unwrap()
}

/// Every weight vector, looked at.
fn naive(patterns: &Patterns, margin: f64) -> Vec<u64> {
    (0..1 << patterns.n()).filter(|&w| patterns.errors(&vector(patterns.n(), w), margin) == 0).collect()
}

fn assert_exact(patterns: &Patterns, margin: f64) {
    let expected = naive(patterns, margin);
    let case = format!("N = {}, P = {}, margin {margin}", patterns.n(), patterns.p());
    let mut visited = Vec::new();
    visit(patterns, margin, |w| visited.push(w)).unwrap();
    assert_eq!(visited, expected, "{case}");
    let solutions = Solutions::collect(patterns, margin, expected.len() as u64).unwrap();
    assert_eq!(solutions.weights(), expected, "{case}");

    let count = count(patterns, margin).unwrap();
    assert_eq!((count.n, count.p, count.by_prefix.len()), (patterns.n(), patterns.p(), patterns.p() + 1));
    assert_eq!(count.by_prefix[0], 1 << patterns.n());
    for k in 1..=patterns.p() {
        assert_eq!(count.by_prefix[k], naive(&prefix(patterns, k), margin).len() as u64, "{case}, first {k}");
    }
}

const MARGINS: [f64; 6] = [f64::NEG_INFINITY, -0.7, 0.0, 0.3, 1.0, f64::INFINITY];

#[test]
fn sign_inputs_agree_with_every_vector_one_by_one() {
    for n in 1..=12 {
        for margin in MARGINS {
            assert_exact(&sign_patterns(n, n.div_ceil(2), false, n as u64), margin);
        }
    }
}

#[test]
fn real_inputs_agree_with_every_vector_one_by_one() {
    for n in 1..=12 {
        for margin in MARGINS {
            assert_exact(&real_patterns(n, n.div_ceil(2), n as u64), margin);
        }
    }
}

#[test]
fn a_margin_on_an_attainable_stability_counts_the_tie_as_an_error() {
    // N = 4: products are −4, −2, 0, 2, 4 and stabilities half of that; at margin 1 a product of 2 is a tie.
    let patterns = sign_patterns(4, 1, false, 1);
    assert_eq!(count(&patterns, 1.0).unwrap().by_prefix, [16, 1]);
    assert_eq!(count(&patterns, 1.0 - 1e-15).unwrap().by_prefix, [16, 5]);
}

#[test]
fn a_teacher_is_among_the_solutions() {
    for n in [3, 7, 11] {
        // Odd N: the teacher's products are never zero.
        let patterns = sign_patterns(n, 3 * n, true, n as u64);
        assert_exact(&patterns, 0.0);
        let teacher = patterns.teacher().unwrap().units()[0].words()[0];
        let solutions = Solutions::collect(&patterns, 0.0, u64::MAX).unwrap();
        assert!(solutions.weights().binary_search(&teacher).is_ok(), "N = {n}");
    }
}

#[test]
fn an_instance_without_solution_has_entropy_minus_infinity() {
    // A pattern and its opposite cannot both be satisfied.
    let row = BitVector::from_fn(9, |i| i % 2 == 0);
    let opposite = BitVector::from_fn(9, |i| i % 2 == 1);
    let inputs = Inputs::Signs(BitMatrix::from_rows(9, &[row, opposite]).unwrap());
    let patterns = Patterns::from_gauged(inputs, BitVector::from_fn(2, |_| true), None).unwrap();
    let count = count(&patterns, 0.0).unwrap();
    assert_eq!(count.by_prefix, [512, 256, 0]);
    assert_eq!(count.entropy(), f64::NEG_INFINITY);
    assert!(Solutions::collect(&patterns, 0.0, 0).unwrap().is_empty());
}

#[test]
fn more_patterns_than_bits_of_a_word_are_all_seen() {
    assert_exact(&sign_patterns(9, 70, true, 5), 0.0);
    assert_exact(&sign_patterns(9, 70, false, 5), -1.5);
    assert_exact(&real_patterns(9, 70, 5), -1.5);
}

#[test]
fn one_pattern_has_the_binomial_number_of_solutions_over_several_tasks() {
    // N = 23 is odd, so that half of the vectors have a positive product.
    let count = count(&sign_patterns(23, 1, false, 2), 0.0).unwrap();
    assert_eq!(count.by_prefix, [1 << 23, 1 << 22]);
    assert_eq!(count.entropy(), libm::log(4_194_304.0) / 23.0);
}

#[test]
fn signs_stored_as_reals_give_the_same_counts_over_several_tasks() {
    let signs = sign_patterns(22, 12, false, 3);
    let Inputs::Signs(matrix) = signs.gauged() else { unreachable!() };
    let entries = (0..12).flat_map(|mu| matrix.row(mu).signs().map(f64::from).collect::<Vec<_>>()).collect();
    let reals =
        Patterns::from_gauged(Inputs::Real(RealMatrix::from_entries(22, entries)), signs.labels().clone(), None)
            .unwrap();
    for margin in [-0.5, 0.0, 0.2] {
        assert_eq!(count(&signs, margin).unwrap(), count(&reals, margin).unwrap());
    }
}

#[cfg(feature = "rayon")]
#[test]
fn the_number_of_threads_does_not_matter() {
    let patterns = sign_patterns(22, 9, false, 4);
    let with_threads = |threads| {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| {
            let solutions = Solutions::collect(&patterns, 0.3, 1 << 22).unwrap();
            (count(&patterns, 0.3).unwrap(), solutions.pair_distances())
        })
    };
    assert_eq!(with_threads(1), with_threads(3));
}

#[test]
fn what_cannot_be_enumerated_is_refused_with_the_numbers() {
    let too_large = count(&sign_patterns(41, 2, false, 1), 0.0).unwrap_err();
    assert_eq!(too_large, EnumerateError::TooLarge { n: 41, limit: 40 });
    assert_eq!(too_large.to_string(), "N = 41 weights, exact enumeration takes at most 40");
    assert_eq!(visit(&sign_patterns(70, 2, false, 1), 0.0, |_| ()), Err(EnumerateError::TooLarge { n: 70, limit: 40 }));
    assert_eq!(count(&sign_patterns(4, 2, false, 1), f64::NAN), Err(EnumerateError::Margin));
    let too_many = Solutions::collect(&sign_patterns(5, 1, false, 1), 0.0, 15).unwrap_err();
    assert_eq!(too_many, EnumerateError::TooMany { found: 16, limit: 15 });
    assert_eq!(too_many.to_string(), "16 solutions, more than the limit of 15");
}

#[test]
fn the_largest_size_has_masks_for_every_high_weight() {
    // All weights +1 is the only solution of the pattern of ones at a margin just below √N.
    for n in [33, 40] {
        let ones = BitVector::from_fn(n, |_| true);
        let constraints = signs::SignConstraints::new(&BitMatrix::from_rows(n, &[ones]).unwrap(), n as f64 - 1.0);
        let last = blocks::high_parts(n).end - 1;
        let high_with_solutions = [0, 1, last >> 1, last - 1, last].map(|high| {
            let mut block = blocks::whole(n);
            blocks::intersect(&mut block, blocks::Constraints::satisfied(&constraints, 0, high));
            blocks::size(&block)
        });
        assert_eq!(high_with_solutions, [0, 0, 0, 0, 1]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_small_instance_is_enumerated_exactly(
        n in 1_usize..11, p in 1_usize..6, seed: u64, margin in -1.5..1.5, real: bool
    ) {
        let patterns = if real { real_patterns(n, p, seed) } else { sign_patterns(n, p, false, seed) };
        assert_exact(&patterns, margin);
    }

    #[test]
    fn flipping_a_weight_in_all_patterns_moves_the_solutions_and_keeps_their_geometry(seed: u64, flip in 0_u64..1024) {
        let patterns = sign_patterns(10, 5, false, seed);
        let Inputs::Signs(matrix) = patterns.gauged() else { unreachable!() };
        let rows: Vec<BitVector> = (0..5).map(|mu| vector(10, matrix.row_words(mu)[0] ^ flip)).collect();
        let inputs = Inputs::Signs(BitMatrix::from_rows(10, &rows).unwrap());
        let moved = Patterns::from_gauged(inputs, patterns.labels().clone(), None).unwrap();
        let [a, b] = [&patterns, &moved].map(|patterns| Solutions::collect(patterns, 0.0, 1024).unwrap());
        prop_assert_eq!(count(&patterns, 0.0).unwrap(), count(&moved, 0.0).unwrap());
        prop_assert_eq!(a.pair_distances(), b.pair_distances());
        for radius in [Radius::One, Radius::Two] {
            prop_assert_eq!(a.components(radius), b.components(radius));
        }
        let mut expected: Vec<u64> = a.weights().iter().map(|w| w ^ flip).collect();
        expected.sort_unstable();
        prop_assert_eq!(b.weights(), expected);
    }
}
