//! Packed vectors and matrices against plain lists of signs.

use super::*;
use proptest::prelude::*;

fn signs(len: impl Into<prop::collection::SizeRange>) -> impl Strategy<Value = Vec<i8>> {
    prop::collection::vec(prop_oneof![Just(1_i8), Just(-1)], len)
}

/// Two lists of the same length.
fn pair() -> impl Strategy<Value = (Vec<i8>, Vec<i8>)> {
    (1_usize..300).prop_flat_map(|len| (signs(len), signs(len)))
}

/// Rows of the same length, and as many weights as columns.
fn matrix() -> impl Strategy<Value = (Vec<Vec<i8>>, Vec<i8>)> {
    (0_usize..8, 1_usize..200).prop_flat_map(|(rows, cols)| (prop::collection::vec(signs(cols), rows), signs(cols)))
}

fn pack(signs: &[i8]) -> BitVector {
    BitVector::from_signs(signs).unwrap()
}

fn dot(a: &[i8], b: &[i8]) -> i64 {
    a.iter().zip(b).map(|(a, b)| i64::from(a * b)).sum()
}

proptest! {
    #[test]
    fn signs_survive_packing(list in signs(0..300)) {
        let vector = pack(&list);
        prop_assert_eq!((vector.len(), vector.is_empty()), (list.len(), list.is_empty()));
        prop_assert_eq!(vector.signs().collect::<Vec<_>>(), list);
        prop_assert_eq!(BitVector::from_words(vector.len(), vector.words().to_vec()), Ok(vector));
    }

    #[test]
    fn setting_an_entry_changes_that_entry_only((list, target) in pair()) {
        let mut vector = pack(&list);
        for (i, sign) in target.iter().enumerate() {
            vector.set(i, *sign == 1);
            let expected: Vec<i8> = target[..=i].iter().chain(&list[i + 1..]).copied().collect();
            prop_assert_eq!(&vector, &pack(&expected));
        }
    }

    #[test]
    fn distance_product_and_overlap_are_what_the_signs_say((a, b) in pair()) {
        let (v, w) = (pack(&a), pack(&b));
        let n = a.len() as i64;
        prop_assert_eq!(v.hamming(&w), a.iter().zip(&b).filter(|(a, b)| a != b).count());
        prop_assert_eq!(v.dot(&w), dot(&a, &b));
        prop_assert_eq!(v.overlap(&w), dot(&a, &b) as f64 / n as f64);
        prop_assert_eq!((v.overlap(&w), v.overlap(&v)), (w.overlap(&v), 1.0));
    }

    #[test]
    fn a_set_padding_bit_is_refused(list in signs(1..300), bit in 0_usize..64) {
        let mut words = pack(&list).words().to_vec();
        let used = (list.len() - 1) % 64 + 1;
        prop_assume!(bit >= used);
        *words.last_mut().unwrap() |= 1 << bit;
        prop_assert_eq!(BitVector::from_words(list.len(), words.clone()), Err(BitsError::Padding { word: words.len() - 1 }));
    }

    #[test]
    fn rows_and_entries_survive_stacking((rows, weights) in matrix()) {
        let cols = weights.len();
        let packed: Vec<BitVector> = rows.iter().map(|row| pack(row)).collect();
        let matrix = BitMatrix::from_rows(cols, &packed).unwrap();
        prop_assert_eq!((matrix.rows(), matrix.cols()), (rows.len(), cols));
        prop_assert_eq!(matrix.words().len(), rows.len() * matrix.words_per_row());
        prop_assert_eq!(&matrix, &BitMatrix::from_fn(rows.len(), cols, |r, c| rows[r][c] == 1));
        for (r, row) in rows.iter().enumerate() {
            prop_assert_eq!(matrix.row(r), pack(row));
            prop_assert_eq!(matrix.row_words(r), packed[r].words());
            prop_assert!((0..cols).all(|c| matrix.sign(r, c) == row[c]));
        }
    }

    #[test]
    fn products_are_those_of_the_rows((rows, weights) in matrix()) {
        let packed: Vec<BitVector> = rows.iter().map(|row| pack(row)).collect();
        let products = BitMatrix::from_rows(weights.len(), &packed).unwrap().products(&pack(&weights));
        let expected: Vec<i32> = rows.iter().map(|row| dot(row, &weights) as i32).collect();
        prop_assert_eq!(products, expected);
    }
}
