//! Pooling, standardisation, subsets, parity.

use crate::data::{DataError, Dataset, Images, Standardisation, Targets, gaussian_inputs};
use nalgebra::DMatrix;
use piccole_core::StreamKey;

/// Ten examples of three components, in the classes 0, 1, 2, 0, …
fn ten() -> Dataset {
    let inputs = gaussian_inputs(3, 10, &StreamKey::from_seed(1));
    Dataset::new(inputs, Targets::Classes { labels: (0..10).map(|i| i % 3).collect(), classes: 4 }).unwrap()
}

#[test]
fn pooling_averages_squares_of_pixels() {
    // Two images of 2 × 4.
    let images = Images::new(2, 2, 4, vec![0, 51, 255, 255, 51, 102, 255, 255, 1, 0, 0, 0, 0, 0, 0, 0]).unwrap();
    assert_eq!(images.pooled(2).unwrap().as_slice(), [0.2, 1.0, 1.0 / 1020.0, 0.0]);
    assert_eq!(images.pooled(1).unwrap().column(0).as_slice()[..3], [0.0, 0.2, 1.0]);
    for factor in [0, 3, 4] {
        assert!(matches!(images.pooled(factor), Err(DataError::Pooling { .. })), "{factor}");
    }
}

#[test]
fn pooling_twice_by_two_is_pooling_by_four() {
    let pixels: Vec<u8> = (0..28 * 28).map(|i| (i * i % 251) as u8).collect();
    let images = Images::new(1, 28, 28, pixels).unwrap();
    let (once, at_once) = (images.pooled(2).unwrap(), images.pooled(4).unwrap());
    assert_eq!((once.nrows(), at_once.nrows()), (196, 49));
    for square in 0..49 {
        let corner = square / 7 * 28 + square % 7 * 2;
        let mean = [0, 1, 14, 15].iter().map(|step| once[corner + step]).sum::<f64>() / 4.0;
        assert!((at_once[square] - mean).abs() < 1e-15);
    }
}

#[test]
fn standardised_training_data_have_mean_zero_and_one_deviation() {
    let train = ten();
    let standardisation = Standardisation::of(&train).unwrap();
    let scaled = standardisation.apply(&train).unwrap();
    assert!(scaled.inputs().column_mean().amax() < 1e-15);
    assert!((scaled.inputs().norm_squared() / 30.0 - 1.0).abs() < 1e-14);
    assert_eq!(scaled.targets(), train.targets());
    // Other data are moved by the same numbers.
    let other = train.subset(&[4]).unwrap();
    assert_eq!(standardisation.apply(&other).unwrap().inputs().column(0), scaled.inputs().column(4));
    let narrow = Dataset::labelled_by(DMatrix::from_element(2, 3, 1.0), |_| 0.0).unwrap();
    assert_eq!(standardisation.apply(&narrow).unwrap_err().to_string(), "inputs of 2 components, expected 3");
    assert_eq!(Standardisation::of(&narrow), Err(DataError::Constant));
}

#[test]
fn subsets_and_splits_keep_inputs_with_their_targets() {
    let data = ten();
    let chosen = data.subset(&[7, 2, 2]).unwrap();
    assert_eq!(chosen.classes().unwrap(), (&[1, 2, 2][..], 4));
    assert_eq!(chosen.inputs().column(0), data.inputs().column(7));
    let (first, rest) = data.split_at(4).unwrap();
    assert_eq!((first.examples(), rest.examples()), (4, 6));
    assert_eq!(rest.inputs().column(0), data.inputs().column(4));
    assert_eq!(data.subset(&[3, 10]).unwrap_err().to_string(), "example 10 of 10");
    assert!(matches!(data.split_at(0), Err(DataError::Empty { .. })));
    assert!(matches!(data.split_at(10), Err(DataError::Empty { .. })));
    assert!(matches!(data.split_at(11), Err(DataError::NoSuchExample { index: 10, examples: 10 })));
}

#[test]
fn a_shuffle_is_a_permutation_and_all_orders_are_alike() {
    let data = Dataset::labelled_by(DMatrix::from_row_slice(1, 3, &[0.0, 1.0, 2.0]), |x| 10.0 * x[0]).unwrap();
    let mut counts = [0_u32; 6];
    let draws = 6000;
    for seed in 0..draws {
        let shuffled = data.shuffled(&StreamKey::from_seed(seed));
        assert_eq!(shuffled.real_targets(), shuffled.inputs() * 10.0);
        let order: Vec<usize> = shuffled.inputs().iter().map(|&x| x as usize).collect();
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, [0, 1, 2]);
        counts[2 * order[0] + usize::from(order[1] > order[2])] += 1;
    }
    // 1000 ± 29 each; 4.5 deviations in six tests: a false alarm has probability 4e-5.
    assert!(counts.iter().all(|&count| count.abs_diff(1000) < 130), "{counts:?}");
}

#[test]
fn classes_become_parities_or_unit_columns() {
    let data = ten().subset(&[0, 1, 2]).unwrap();
    assert_eq!(data.with_parity().unwrap().real_targets().as_slice(), [1.0, -1.0, 1.0]);
    let units = data.real_targets();
    assert_eq!((units.shape(), units.column(2).as_slice()), ((4, 3), &[0.0, 0.0, 1.0, 0.0][..]));
    assert_eq!(data.with_parity().unwrap().with_parity(), Err(DataError::NoClasses));
    assert_eq!(data.inputs_as::<f32>()[(1, 2)], data.inputs()[(1, 2)] as f32);
}

#[test]
fn numbers_that_are_not_finite_are_named_with_their_place() {
    let mut inputs = DMatrix::zeros(2, 3);
    inputs[(1, 2)] = f64::NAN;
    assert_eq!(
        Dataset::labelled_by(inputs, |_| 0.0).unwrap_err().to_string(),
        "component 1 of input 2 is NaN, expected a finite number"
    );
    assert_eq!(
        Dataset::labelled_by(DMatrix::from_row_slice(1, 2, &[1.0, 0.0]), |x| 1.0 / x[0]).unwrap_err().to_string(),
        "component 0 of target 1 is inf, expected a finite number"
    );
    let empty = Targets::Classes { labels: vec![0], classes: 0 };
    assert!(matches!(Dataset::new(DMatrix::zeros(1, 1), empty), Err(DataError::NoSuchClass)));
}
