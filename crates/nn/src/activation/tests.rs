//! The functions against a table of 60-digit values, central differences and their limits.

use super::Activation::{self, Erf, Identity, Relu, Sigmoid, Tanh};
use crate::Scalar;

/// Rows of (activation, x, value, derivative), made by the script of the same name with mpmath at 60 digits.
fn reference() -> Vec<(Activation, f64, f64, f64)> {
    let mut lines = include_str!("../../../../data/reference/activations.csv").lines();
    assert_eq!(lines.next(), Some("activation,x,value,derivative"));
    let row = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        let number = |column: usize| fields[column].parse::<f64>().unwrap();
        (fields[0].parse().unwrap(), number(1), number(2), number(3))
    };
    lines.map(row).collect()
}

/// Asserts the stated relative errors of one row in the precision `T`; numbers below `smallest` are only bounded.
fn assert_accurate<T: Scalar>(
    (activation, x, value, derivative): (Activation, f64, f64, f64),
    ulp: f64,
    smallest: f64,
) {
    let argument = T::from_f64(x);
    let growth = if activation == Erf { 0.5 * x * x } else { 0.0 };
    let checks = [
        ("value", activation.value(argument).into(), value, 2.0 * ulp),
        ("derivative", activation.derivative(argument).into(), derivative, (4.0 + growth) * ulp),
    ];
    for (what, got, want, tolerance) in checks {
        if want.abs() < smallest {
            assert!(got.abs() <= smallest, "{what} of {activation} at {x:?}: {got:e} where the {what} underflows");
        } else {
            let error = (got / want - 1.0).abs();
            assert!(error <= tolerance, "{what} of {activation} at {x:?}: {got:e}, expected {want:e}, error {error:e}");
        }
    }
}

#[test]
fn values_and_derivatives_have_the_stated_relative_error() {
    let rows = reference();
    assert!(rows.len() > 300);
    for row in rows {
        assert_accurate::<f64>(row, f64::EPSILON, f64::MIN_POSITIVE);
        // Every x of the table is a dyadic number of few digits, so it is the same number in single precision.
        assert_accurate::<f32>(row, f64::from(f32::EPSILON), f64::from(f32::MIN_POSITIVE));
    }
}

#[test]
fn derivatives_agree_with_central_differences() {
    // The error of (σ(x + h) − σ(x − h))/2h is at most h²/6 |σ‴| ≤ 2e-11 (|σ‴| ≤ 2) from the formula and 2 ulp/2h ≤ 6e-11
    // from rounding two values in [−1, 1]. Identity and ReLU are exact for dyadic arguments away from the kink.
    let h = 1.0 / f64::from(1 << 17);
    for activation in Activation::ALL {
        for k in (-240..=240).filter(|&k| k != 0) {
            let x = f64::from(k) / 8.0;
            let difference = (activation.value(x + h) - activation.value(x - h)) / (2.0 * h);
            let derivative = activation.derivative(x);
            assert!((difference - derivative).abs() < 1e-10, "{activation} at {x}: {difference} against {derivative}");
        }
    }
}

#[test]
fn second_derivatives_agree_with_central_differences_of_the_first() {
    // As above, with |σ⁗| ≤ 5 and derivatives in [0, 1].
    let h = 1.0 / f64::from(1 << 17);
    for activation in Activation::ALL {
        for k in (-240..=240).filter(|&k| k != 0) {
            let x = f64::from(k) / 8.0;
            let difference = (activation.derivative(x + h) - activation.derivative(x - h)) / (2.0 * h);
            let second = activation.second_derivative(x);
            assert!((difference - second).abs() < 2e-10, "{activation} at {x}: {difference} against {second}");
        }
        assert_eq!(activation.second_derivative(f64::INFINITY), 0.0, "{activation}");
        assert!(activation.second_derivative(f64::NAN).is_nan() || activation == Identity, "{activation}");
    }
}

#[test]
fn values_and_derivatives_reach_their_limits() {
    for (activation, low, high) in [(Relu, 0.0, f64::MAX), (Tanh, -1.0, 1.0), (Sigmoid, 0.0, 1.0), (Erf, -1.0, 1.0)] {
        assert_eq!(activation.value(-f64::MAX), low, "{activation}");
        assert_eq!(activation.value(f64::MAX), high, "{activation}");
        assert_eq!(activation.derivative(-f64::MAX), 0.0, "{activation}");
        assert_eq!(activation.derivative(f64::INFINITY), if activation == Relu { 1.0 } else { 0.0 }, "{activation}");
    }
    for (x, value) in [(-1000.0_f32, 0.0), (1000.0, 1.0)] {
        assert_eq!((Sigmoid.value(x), Sigmoid.derivative(x)), (value, 0.0));
    }
}

#[test]
fn the_kink_of_relu_has_derivative_zero() {
    assert_eq!([0.0, -0.0].map(|x| (Relu.value(x), Relu.derivative(x))), [(0.0, 0.0); 2]);
}

#[test]
fn not_a_number_is_never_hidden() {
    for activation in Activation::ALL {
        assert!(activation.value(f64::NAN).is_nan(), "{activation}");
        assert!(activation.derivative(f32::NAN).is_nan() || activation == Identity, "{activation}");
    }
}

#[test]
fn slices_are_treated_number_by_number() {
    let x = [-2.0, -0.5, 0.0, 0.5, 2.0];
    for activation in Activation::ALL {
        let (mut values, mut gradient) = ([0.0; 5], [3.0; 5]);
        activation.apply(&x, &mut values);
        activation.backpropagate(&x, &mut gradient);
        assert_eq!(values, x.map(|x| activation.value(x)));
        assert_eq!(gradient, x.map(|x| 3.0 * activation.derivative(x)));
    }
}

#[test]
#[should_panic(expected = "2 preactivations, but a slice of 3 numbers")]
fn slices_of_different_length_break_the_contract() {
    Tanh.apply(&[0.0, 1.0], &mut [0.0; 3]);
}
