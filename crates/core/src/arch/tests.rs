//! Every kernel against the bit-by-bit definition.

use super::*;
use crate::StreamKey;
use rand::Rng;

/// Words beyond twice the longest block of any kernel: bytes are summed over 31 vectors of four words.
const MAX_WORDS: usize = 2 * 124 + 2;

type Hamming = Box<dyn Fn(&[u64], &[u64]) -> u64>;
type HammingRows = Box<dyn Fn(&[u64], &[u64], &mut [i32])>;

fn hamming_kernels() -> Vec<(&'static str, Hamming)> {
    let tier = |tier: Tier| (tier.name(), Box::new(move |a: &[u64], b: &[u64]| tier.hamming(a, b)) as Hamming);
    Tier::available().into_iter().map(tier).chain([("dispatch", Box::new(hamming) as Hamming)]).collect()
}

fn row_kernels() -> Vec<(&'static str, HammingRows)> {
    let mut kernels: Vec<(&'static str, HammingRows)> = vec![("dispatch", Box::new(hamming_rows))];
    for tier in Tier::available() {
        kernels.push((tier.name(), Box::new(move |rows, w, out| tier.hamming_rows(rows, w, out))));
    }
    kernels
}

fn random_words(count: usize, name: &str) -> Vec<u64> {
    let mut rng = StreamKey::from_seed(7).named(name).rng();
    (0..count).map(|_| rng.next_u64()).collect()
}

fn bit(words: &[u64], i: usize) -> bool {
    words[i / 64] >> (i % 64) & 1 == 1
}

/// Distance bit by bit.
fn definition(a: &[u64], b: &[u64]) -> u64 {
    (0..64 * a.len()).filter(|&i| bit(a, i) != bit(b, i)).count() as u64
}

#[test]
fn every_tier_counts_differing_bits_at_every_length_in_bits() {
    let (a, b) = (random_words(MAX_WORDS, "a"), random_words(MAX_WORDS, "b"));
    let kernels = hamming_kernels();
    let mut expected = 0;
    for bits in 0..64 * MAX_WORDS {
        let words = bits.div_ceil(64);
        let (mut x, mut y) = (a[..words].to_vec(), b[..words].to_vec());
        if bits % 64 != 0 {
            let mask = (1 << (bits % 64)) - 1;
            x[words - 1] &= mask;
            y[words - 1] &= mask;
        }
        for (name, kernel) in &kernels {
            assert_eq!(kernel(&x, &y), expected, "{name}, {bits} bits");
        }
        expected += u64::from(bit(&a, bits) != bit(&b, bits));
    }
}

#[test]
fn every_kernel_counts_every_row_at_every_length_in_words() {
    for words in 0..=MAX_WORDS {
        for count in [0, 1, 2, 3, 4, 5, 8, 11] {
            let (rows, w) = (random_words(words * count, "rows"), random_words(words, "w"));
            let row = |r: usize| &rows[r * words..(r + 1) * words];
            let expected: Vec<i32> = (0..count).map(|r| definition(row(r), &w) as i32).collect();
            for (name, kernel) in row_kernels() {
                let mut out = vec![-1; count];
                kernel(&rows, &w, &mut out);
                assert_eq!(out, expected, "{name}, {count} rows of {words} words");
            }
        }
    }
}

#[test]
fn rows_on_both_sides_of_the_length_that_fetches_ahead_agree_with_the_definition() {
    for words in [255, 256, 257, 1563] {
        let (rows, w) = (random_words(words * 5, "rows"), random_words(words, "w"));
        let expected: Vec<i32> = rows.chunks_exact(words).map(|row| definition(row, &w) as i32).collect();
        for (name, kernel) in row_kernels() {
            let mut out = vec![0; 5];
            kernel(&rows, &w, &mut out);
            assert_eq!(out, expected, "{name}, rows of {words} words");
        }
    }
}

#[test]
fn no_partial_count_overflows_when_every_bit_differs() {
    for words in [31 * 4, 32 * 4, 8 * 31 * 4 + 3, 5000] {
        let (rows, w) = (vec![u64::MAX; 5 * words], vec![0; words]);
        for (name, kernel) in row_kernels() {
            let mut out = vec![0; 5];
            kernel(&rows, &w, &mut out);
            assert_eq!(out, [64 * words as i32; 5], "{name}, {words} words");
        }
        for (name, kernel) in hamming_kernels() {
            assert_eq!(kernel(&rows[..words], &w), 64 * words as u64, "{name}, {words} words");
        }
    }
}

#[test]
#[should_panic(expected = "7 words are not 2 rows of 3")]
fn sizes_that_do_not_fit_are_refused() {
    hamming_rows(&[0; 7], &[0; 3], &mut [0; 2]);
}

#[test]
#[should_panic(expected = "differ in length")]
fn vectors_of_different_length_are_refused() {
    hamming(&[0; 2], &[0; 3]);
}

#[cfg(feature = "force-scalar")]
#[test]
fn the_feature_leaves_the_scalar_tier_only() {
    assert_eq!(Tier::available().len(), 1);
    assert_eq!(Tier::best().name(), "scalar");
}

#[cfg(not(feature = "force-scalar"))]
#[test]
fn the_best_tier_is_the_last_available_one() {
    assert_eq!(Tier::best().name(), Tier::available().last().unwrap().name());
}
