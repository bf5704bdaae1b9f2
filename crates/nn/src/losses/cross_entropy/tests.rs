//! Closed forms, central differences, symmetries and refusals.

use super::*;
use proptest::prelude::*;

fn batch(values: &[f64], columns: usize) -> Batch<'_, f64> {
    Batch::new(values, columns).unwrap()
}

/// Softmax of one row.
fn probabilities(logits: &[f64]) -> Vec<f64> {
    let mut p = vec![0.0; logits.len()];
    softmax(batch(logits, logits.len()), &mut p).unwrap();
    p
}

/// Loss and gradient of one row.
fn loss_and_gradient(logits: &[f64], label: usize) -> (f64, Vec<f64>) {
    let mut gradient = vec![0.0; logits.len()];
    let loss = cross_entropy_gradient(batch(logits, logits.len()), &[label], &mut gradient).unwrap();
    (loss, gradient)
}

#[test]
fn gradient_agrees_with_central_differences() {
    // Error of the difference: h²/6 |ℓ‴| ≤ 2e-12 (|ℓ‴| ≤ 0.1 for a softmax) plus rounding 2 ulp(4)/2h ≤ 1.2e-10.
    let h = 1.0 / f64::from(1 << 17);
    let (logits, labels) = ([0.5, -1.0, 2.0, 3.5, 0.25, -4.0, 0.0, 0.0, 0.0], [2, 1, 0]);
    let mut gradient = [0.0; 9];
    let loss = cross_entropy_gradient(batch(&logits, 3), &labels, &mut gradient).unwrap();
    assert_eq!(loss, cross_entropy(batch(&logits, 3), &labels).unwrap());
    for k in 0..9 {
        let shifted = |h: f64| {
            let mut z = logits;
            z[k] += h;
            cross_entropy(batch(&z, 3), &labels).unwrap()
        };
        let difference = (shifted(h) - shifted(-h)) / (2.0 * h);
        assert!((difference - gradient[k]).abs() < 2e-10, "logit {k}: {difference} against {}", gradient[k]);
    }
}

#[test]
fn two_classes_are_the_logistic_loss() {
    for k in -1400..=1400 {
        let z = f64::from(k) / 2.0;
        let (loss, gradient) = loss_and_gradient(&[z, 0.0], 0);
        // ln(1 + e⁻ᶻ), and −1/(1 + eᶻ): closed forms that hold their digits for either sign.
        let exact = if z > 0.0 { libm::log1p(libm::exp(-z)) } else { -z + libm::log1p(libm::exp(z)) };
        let slope = if z > 0.0 { libm::exp(-z) / (1.0 + libm::exp(-z)) } else { 1.0 / (1.0 + libm::exp(z)) };
        assert!((loss / exact - 1.0).abs() <= 2.0 * f64::EPSILON, "loss at {z}");
        assert!((-gradient[0] / slope - 1.0).abs() <= 2.0 * f64::EPSILON, "slope at {z}");
        assert_eq!(gradient[1], -gradient[0]);
    }
}

#[test]
fn saturated_rows_neither_overflow_nor_vanish() {
    let (loss, gradient) = loss_and_gradient(&[700.0, 0.0, 0.0], 0);
    let weight = libm::exp(-700.0);
    assert_eq!((loss, gradient), (2.0 * weight, vec![-2.0 * weight, weight, weight]));
    let (loss, gradient) = loss_and_gradient(&[1e300, -1e300, 0.0], 1);
    assert_eq!((loss, gradient), (2e300, vec![1.0, -1.0, 0.0]));
}

#[test]
fn equal_logits_are_the_uniform_distribution() {
    assert_eq!(probabilities(&[-3.0; 8]), [0.125; 8]);
    assert_eq!(loss_and_gradient(&[1e4; 8], 7).0, libm::log1p(7.0));
}

#[test]
fn infinite_logits_have_probability_zero_and_not_a_number_spreads() {
    assert_eq!(probabilities(&[f64::NEG_INFINITY, 0.0]), [0.0, 1.0]);
    assert_eq!(loss_and_gradient(&[f64::NEG_INFINITY, 0.0], 0), (f64::INFINITY, vec![-1.0, 1.0]));
    for logits in [[f64::NAN, 0.0], [0.0, f64::NAN], [f64::INFINITY; 2], [f64::NEG_INFINITY; 2]] {
        assert!(probabilities(&logits).iter().all(|p| p.is_nan()), "{logits:?}");
        assert!(loss_and_gradient(&logits, 0).0.is_nan(), "{logits:?}");
    }
}

#[test]
fn single_precision_is_double_precision_rounded() {
    let logits = [0.5_f32, -1.0, 2.0, 30.0, 0.25, -4.0];
    let double = logits.map(f64::from);
    let (mut single, mut reference) = ([0.0_f32; 6], [0.0; 6]);
    let loss = cross_entropy_gradient(Batch::new(&logits, 3).unwrap(), &[2, 0], &mut single).unwrap();
    assert_eq!(loss, cross_entropy_gradient(batch(&double, 3), &[2, 0], &mut reference).unwrap());
    assert_eq!(single, reference.map(|g| g as f32));
}

#[test]
fn labels_and_shapes_that_do_not_fit_are_refused() {
    let logits = [0.0; 6];
    let refused = |labels: &[usize]| cross_entropy(batch(&logits, 3), labels).unwrap_err().to_string();
    assert_eq!(refused(&[0, 3]), "label 3 of row 1, expected a class from 0 to 2");
    assert_eq!(refused(&[0]), "1 labels for 2 rows");
    let mut short = [9.0; 5];
    let expected = LossError::BufferLength { got: 5, expected: 6 };
    assert_eq!(softmax(batch(&logits, 3), &mut short), Err(expected.clone()));
    assert_eq!(cross_entropy_gradient(batch(&logits, 3), &[0, 0], &mut short), Err(expected));
    assert_eq!(short, [9.0; 5]);
}

/// A row of 2 to 12 logits, its label, and a shift. Logits and shifts are multiples of 1/1024, so that a shift is exact.
fn shifted_row() -> impl Strategy<Value = (Vec<f64>, usize, f64)> {
    let dyadic = |range: std::ops::Range<i32>| range.prop_map(|k| f64::from(k) / 1024.0);
    let row = prop::collection::vec(dyadic(-60_000..60_000), 2..=12);
    (row, any::<prop::sample::Index>(), dyadic(-1_000_000..1_000_000))
        .prop_map(|(row, label, shift)| (row.clone(), label.index(row.len()), shift))
}

proptest! {
    #[test]
    fn a_common_shift_of_the_logits_changes_no_bit((row, label, shift) in shifted_row()) {
        let shifted: Vec<f64> = row.iter().map(|z| z + shift).collect();
        prop_assert_eq!(probabilities(&row), probabilities(&shifted));
        prop_assert_eq!(loss_and_gradient(&row, label), loss_and_gradient(&shifted, label));
    }

    #[test]
    fn probabilities_sum_to_one_and_gradients_to_zero((row, label, _) in shifted_row()) {
        let (loss, gradient) = loss_and_gradient(&row, label);
        let p = probabilities(&row);
        // Each of at most 12 terms and partial sums is rounded by half an ulp of a number below 1.
        prop_assert!((p.iter().sum::<f64>() - 1.0).abs() <= 24.0 * f64::EPSILON);
        prop_assert!(gradient.iter().sum::<f64>().abs() <= 24.0 * f64::EPSILON * gradient[label].abs());
        prop_assert!(loss > 0.0 && (loss + libm::log(p[label])).abs() <= 1e-14 * (1.0 + loss));
    }
}

#[test]
fn the_hessian_product_agrees_with_differences_of_the_gradient() {
    // As for the gradient: h²/6 |ℓ⁗| below 2e-12, rounding of two gradients of order 1 below 1.2e-10.
    let h = 1.0 / f64::from(1 << 17);
    let (logits, vector, labels) = ([0.5, -1.0, 2.0, 3.5, 0.25, -4.0], [1.0, 0.5, -2.0, 0.0, 3.0, 1.0], [2, 1]);
    let shifted = |h: f64| {
        let (mut z, mut gradient) = (logits, [0.0; 6]);
        z.iter_mut().zip(vector).for_each(|(z, v)| *z += h * v);
        cross_entropy_gradient(batch(&z, 3), &labels, &mut gradient).unwrap();
        gradient
    };
    let (up, down, mut product) = (shifted(h), shifted(-h), [0.0; 6]);
    cross_entropy_hessian_product(batch(&logits, 3), batch(&vector, 3), &mut product).unwrap();
    for k in 0..6 {
        let difference = (up[k] - down[k]) / (2.0 * h);
        assert!((difference - product[k]).abs() < 2e-10, "logit {k}: {difference} against {}", product[k]);
    }
    let error = cross_entropy_hessian_product(batch(&logits, 3), batch(&vector, 2), &mut product).unwrap_err();
    assert_eq!(error, LossError::TargetShape { rows: 2, columns: 3, target_rows: 3, target_columns: 2 });
}
