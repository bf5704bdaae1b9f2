//! Products against sums of all entries, one by one, and every tier against the definition.

use super::*;
use crate::arch::{Tier, scalar};
use crate::{BitVector, StandardNormal, StreamKey};
use rand::{Rng, RngExt};

/// Around words, around the kernel's chunks of 16 times 256 and tiles of 1024, and around blocks of 256 rows and bands of 512.
const LENGTHS: [usize; 22] =
    [0, 1, 2, 15, 16, 17, 48, 63, 64, 65, 127, 192, 255, 256, 257, 511, 512, 513, 769, 1023, 1025, 1281];

fn matrix(rows: usize, cols: usize, seed: u64) -> BitMatrix {
    let mut rng = StreamKey::from_seed(seed).named("matrix").rng();
    let rows: Vec<BitVector> = (0..rows).map(|_| BitVector::random(cols, &mut rng)).collect();
    BitMatrix::from_rows(cols, &rows).unwrap()
}

fn gaussian(len: usize, seed: u64) -> Vec<f64> {
    StandardNormal::new(StreamKey::from_seed(seed).named("vector").rng()).take(len).collect()
}

/// Sums of rows that a tier has copied, and of the same rows in place.
fn sums_in_tier(tier: Tier, words: &[u64], rows: usize, q: &[i32]) -> [Vec<i64>; 2] {
    let row = q.len().div_ceil(64);
    [SignRows::copied(tier, words, rows, row), SignRows::in_place(tier, words, rows, row)].map(|arranged| {
        let mut out = vec![-1; rows];
        let sums = arranged.prepare(q);
        out.chunks_mut(SignRows::BLOCK).enumerate().for_each(|(block, out)| sums.block_into(block, out));
        out
    })
}

#[test]
fn every_tier_sums_what_the_definition_sums_at_every_length() {
    let mut rng = StreamKey::from_seed(1).rng();
    for cols in LENGTHS {
        let largest = SignSums::LARGEST;
        let q: Vec<i32> = (0..cols).map(|_| rng.random_range(-largest..=largest)).collect();
        for rows in LENGTHS {
            // Random padding bits: they must not matter.
            let words: Vec<u64> = (0..rows * cols.div_ceil(64)).map(|_| rng.next_u64()).collect();
            let mut expected = vec![-1; rows];
            scalar::sign_sums(&words, &q, &mut expected);
            for tier in Tier::available() {
                for out in sums_in_tier(tier, &words, rows, &q) {
                    assert_eq!(out, expected, "{}, {rows} x {cols}", tier.name());
                }
            }
        }
    }
}

#[test]
fn the_definition_is_the_sum_of_the_signed_entries() {
    let matrix = matrix(3, 130, 2);
    let q: Vec<i32> = (0..130).map(|i| (i * i) % 97 - 40).collect();
    let mut sums = [0; 3];
    scalar::sign_sums(matrix.words(), &q, &mut sums);
    let expected = |r| (0..130).map(|c| i64::from(matrix.sign(r, c)) * i64::from(q[c])).sum::<i64>();
    assert_eq!(sums, [expected(0), expected(1), expected(2)]);
}

#[test]
fn no_partial_sum_overflows_where_all_terms_are_the_largest() {
    for cols in [256, 512, 1024, 70_001] {
        for (word, q, sum) in [(u64::MAX, 1, 1), (0, 1, -1), (u64::MAX, -1, -1), (0, -1, 1)] {
            let q = vec![q * SignSums::LARGEST; cols];
            for tier in Tier::available() {
                let expected = sum * cols as i64 * i64::from(SignSums::LARGEST);
                for out in sums_in_tier(tier, &vec![word; 2 * cols.div_ceil(64)], 2, &q) {
                    assert_eq!(out, [expected; 2], "{}, {cols} columns", tier.name());
                }
            }
        }
    }
}

#[test]
#[should_panic(expected = "exceeds 2097151")]
fn an_entry_of_more_bits_is_refused() {
    SignRows::in_place(Tier::best(), &[0], 1, 1).prepare(&[1, -(1 << 21)]);
}

/// Largest and root-mean-square error, the one in units of `n x_max`, the other of `√n x_rms`, of both directions.
fn errors(rows: usize, cols: usize, precision: Precision) -> (f64, f64) {
    let matrix = matrix(rows, cols, 3);
    let products = SignProducts::new(&matrix);
    let (mut worst, mut typical) = (0.0_f64, 0.0_f64);
    for (forward, terms, count) in [(true, cols, rows), (false, rows, cols)] {
        let x = gaussian(terms, terms as u64);
        let mut out = vec![0.0; count];
        if forward {
            products.forward_into(&x, precision, &mut out);
        } else {
            products.backward_into(&x, precision, &mut out);
        }
        let sign = |r, c| f64::from(if forward { matrix.sign(r, c) } else { matrix.sign(c, r) });
        let error: Vec<f64> = (0..count).map(|r| out[r] - (0..terms).map(|c| sign(r, c) * x[c]).sum::<f64>()).collect();
        let largest = x.iter().fold(0.0, |largest: f64, x| largest.max(x.abs()));
        let square = |x: &[f64]| x.iter().map(|x| x * x).sum::<f64>();
        worst = error.iter().fold(worst, |worst, e| worst.max(e.abs() / (terms as f64 * largest)));
        typical = typical.max((square(&error) / count as f64 / square(&x)).sqrt());
    }
    (worst, typical)
}

#[test]
fn products_are_within_the_stated_errors_of_sums_in_double_precision() {
    for (rows, cols) in [(1, 1), (63, 65), (300, 257), (701, 1001)] {
        let (worst, typical) = errors(rows, cols, Precision::Bits21);
        assert!(worst <= 4.8e-7, "{worst:e} at {rows} x {cols}");
        assert!(rows == 1 || typical < 1.2e-6, "{typical:e} at {rows} x {cols}");
        // The sums compared with round by less than n ε/2 relative to n x_max.
        let (worst, typical) = errors(rows, cols, Precision::Bits42);
        assert!(worst <= 2.3e-13 + 1.2e-13, "{worst:e} at {rows} x {cols}");
        assert!(rows == 1 || typical < 6e-13, "{typical:e} at {rows} x {cols}");
        assert!(errors(rows, cols, Precision::Bits63).0 <= 1.2e-13);
    }
}

#[test]
fn multiples_of_a_power_of_two_are_not_rounded() {
    let matrix = matrix(70, 300, 4);
    let products = SignProducts::new(&matrix);
    for unit in [1.0, 0.375, 1.0 / 3.0, 2.0_f64.powi(-840), 1.9 * 2.0_f64.powi(1013)] {
        let weights = BitVector::random(300, &mut StreamKey::from_seed(5).rng());
        let x: Vec<f64> = weights.signs().map(|s| f64::from(s) * unit).collect();
        let mut out = vec![0.0; 70];
        for precision in [Precision::Bits21, Precision::Bits42, Precision::Bits63] {
            if unit == 1.0 || precision == Precision::Bits63 {
                products.forward_into(&x, precision, &mut out);
                let expected: Vec<f64> = matrix.products(&weights).iter().map(|h| f64::from(*h) * unit).collect();
                assert_eq!(out, expected, "{unit:e}, {precision:?}");
            }
        }
    }
}

#[test]
fn a_number_that_rounds_up_to_a_power_of_two_still_fits() {
    // Largest entry: 1 − 2⁻²³ would be 2²¹ units of 2⁻²¹.
    let matrix = BitMatrix::from_fn(2, 2, |r, c| r == c);
    let mut out = [0.0; 2];
    SignProducts::new(&matrix).forward_into(&[1.0 - 2.0_f64.powi(-23), 0.25], Precision::Bits21, &mut out);
    assert_eq!(out, [0.75, -0.75]);
}

#[test]
fn zero_and_not_a_number_go_through() {
    let matrix = matrix(5, 7, 6);
    let products = SignProducts::new(&matrix);
    let mut out = [1.0; 5];
    products.forward_into(&[0.0; 7], Precision::Bits42, &mut out);
    assert_eq!(out, [0.0; 5]);
    for strange in [f64::NAN, f64::INFINITY] {
        products.forward_into(&[0.0, strange, 1.0, 2.0, 3.0, 4.0, 5.0], Precision::Bits21, &mut out);
        assert!(out.iter().all(|x| x.is_nan()));
    }
}

#[cfg(feature = "rayon")]
#[test]
fn the_number_of_threads_changes_no_bit() {
    let matrix = matrix(2100, 2050, 7);
    let x = gaussian(2050, 8);
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut out = vec![0.0; 2100];
            SignProducts::new(&matrix).forward_into(&x, Precision::Bits21, &mut out);
            out.into_iter().map(f64::to_bits).collect::<Vec<_>>()
        })
    };
    assert_eq!(run(1), run(3));
}
