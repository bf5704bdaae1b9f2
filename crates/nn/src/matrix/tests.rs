//! The products against their definition, at every length around the short side.

use super::*;
use piccole_core::{StandardNormal, StreamKey};

fn numbers(count: usize, name: &str) -> Vec<f64> {
    StandardNormal::new(StreamKey::from_seed(1).named(name).rng()).take(count).collect()
}

/// Compares the three products with `C_ij = Σ_l A_il B_lj` for the given sides.
fn assert_products([m, k, n]: [usize; 3]) {
    let (a, b, c) = (numbers(m * k, "a"), numbers(k * n, "b"), numbers(m * n, "c"));
    let expected: Vec<f64> = (0..m * n).map(|ij| (0..k).map(|l| a[ij % m + l * m] * b[l + ij / m * k]).sum()).collect();
    let transposed_a: Vec<f64> = (0..m * k).map(|il| a[il / k + il % k * m]).collect();
    let transposed_b: Vec<f64> = (0..k * n).map(|lj| b[lj / n + lj % n * k]).collect();
    for (update, start) in [(Update::Set, &vec![f64::NAN; m * n]), (Update::Add, &c)] {
        let (mut plain, mut left, mut right) = (start.clone(), start.clone(), start.clone());
        product(update, &mut plain, &a, &b, [m, k, n]);
        transposed_product(update, &mut left, &transposed_a, &b, [m, k, n]);
        product_transposed(update, &mut right, &a, &transposed_b, [m, k, n]);
        for (i, expected) in expected.iter().enumerate() {
            let expected = if update == Update::Add { expected + c[i] } else { *expected };
            for got in [plain[i], left[i], right[i]] {
                // Rounding of k + 1 terms of order 1.
                assert!((got - expected).abs() < 1e-14 * (k + 1) as f64, "{m} × {k} × {n}: {got} against {expected}");
            }
        }
    }
}

#[test]
fn products_are_those_of_the_definition() {
    for m in 1..=9 {
        for k in 1..=18 {
            for n in 1..=9 {
                assert_products([m, k, n]);
            }
        }
    }
    for sides in [[1, 300, 300], [300, 1, 300], [300, 300, 1], [33, 77, 515], [515, 33, 77], [130, 260, 300]] {
        assert_products(sides);
    }
}

#[cfg(feature = "rayon")]
#[test]
fn the_number_of_threads_does_not_change_a_bit() {
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let [m, k, n] = [130, 523, 301];
    let (a, b) = (numbers(m * k, "a"), numbers(k * n, "b"));
    let all = |threads| {
        pool(threads).install(|| {
            let mut c = [vec![1.0; m * n], vec![1.0; m * n], vec![1.0; m * n]];
            product(Update::Add, &mut c[0], &a, &b, [m, k, n]);
            transposed_product(Update::Add, &mut c[1], &a, &b, [m, k, n]);
            product_transposed(Update::Add, &mut c[2], &a, &b, [m, k, n]);
            c
        })
    };
    let one = all(1);
    for threads in [2, 3, 7] {
        assert_eq!(all(threads), one);
    }
}

#[test]
#[should_panic(expected = "a product of 2 × 3 by 3 × 4 numbers from 6 and 12 into 7")]
fn matrices_of_another_size_break_the_contract() {
    product(Update::Set, &mut [0.0; 7], &[0.0; 6], &[0.0; 12], [2, 3, 4]);
}
