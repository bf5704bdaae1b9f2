//! The functions against a table of 60-digit values, their limits, and the identities that tie them together.

use super::{hazard, hazard_derivative, ln_2cosh, ln_tail, pdf, tail};
use proptest::prelude::*;

/// The name of a column and the function it checks.
type Function = (&'static str, fn(f64) -> f64);

/// Columns after `x`, in the order of the table.
const FUNCTIONS: [Function; 6] = [
    ("pdf", pdf),
    ("tail", tail),
    ("ln_tail", ln_tail),
    ("hazard", hazard),
    ("hazard_derivative", hazard_derivative),
    ("ln_2cosh", ln_2cosh),
];

/// Rows of `x` and the reference values, made by the script of the same name with mpmath at 60 digits.
fn reference() -> Vec<(f64, Vec<f64>)> {
    let table = include_str!("../../../../data/reference/gauss.csv");
    let mut lines = table.lines();
    let header: Vec<_> = lines.next().unwrap().split(',').skip(1).collect();
    assert_eq!(header, FUNCTIONS.map(|(name, _)| name));
    lines
        .map(|line| {
            let mut numbers = line.split(',').map(|field| field.parse::<f64>().unwrap());
            (numbers.next().unwrap(), numbers.collect())
        })
        .collect()
}

#[test]
fn every_function_is_accurate_to_1e_14_from_minus_40_to_a_million() {
    let rows = reference();
    assert!(rows.len() > 400 && rows[0].0 == -40.0 && rows.last().unwrap().0 == 1e6);
    for (column, (name, function)) in FUNCTIONS.into_iter().enumerate() {
        let (mut worst, mut at, mut tested) = (0.0, 0.0, 0);
        for (x, values) in &rows {
            let (got, want) = (function(*x), values[column]);
            if want.abs() < f64::MIN_POSITIVE {
                assert!(got.abs() <= f64::MIN_POSITIVE, "{name}({x:?}) = {got:e} where the value underflows");
                continue;
            }
            tested += 1;
            let error = ((got - want) / want).abs();
            assert!(error.is_finite(), "{name}({x:?}) = {got:e}, reference {want:e}");
            if error > worst {
                (worst, at) = (error, *x);
            }
        }
        println!("{name}: worst relative error {worst:.2e} at {at:?} of {tested}");
        assert!(worst <= 1e-14, "{name}({at:?}) has a relative error of {worst:.2e}");
        assert!(tested > 300, "{name} was compared at {tested} points only");
    }
}

#[test]
fn the_limits_at_infinity_are_right() {
    let inf = f64::INFINITY;
    assert_eq!(FUNCTIONS.map(|(_, f)| f(inf)), [0.0, 0.0, -inf, inf, 1.0, inf]);
    assert_eq!(FUNCTIONS.map(|(_, f)| f(-inf)), [0.0, 1.0, 0.0, 0.0, 0.0, inf]);
    for large in [1e8, 1e20, 1e150] {
        assert!((hazard(large) / large - 1.0).abs() < 1e-15);
        assert_eq!(hazard_derivative(large), 1.0);
        assert!((ln_tail(large) / (-0.5 * large * large) - 1.0).abs() < 1e-14);
    }
}

#[test]
fn not_a_number_goes_through() {
    for (name, function) in FUNCTIONS {
        assert!(function(f64::NAN).is_nan(), "{name}");
    }
}

#[test]
fn signed_zero_makes_no_difference() {
    for (name, function) in FUNCTIONS {
        assert_eq!(function(0.0), function(-0.0), "{name}");
    }
}

proptest! {
    #[test]
    fn tails_of_opposite_arguments_add_up_to_one(x in -40.0..40.0) {
        prop_assert!((tail(x) + tail(-x) - 1.0).abs() <= f64::EPSILON);
    }

    #[test]
    fn the_hazard_derivative_is_the_slope_of_the_hazard(x in -8.0..60.0) {
        // A central difference errs by h²|R‴|/6 < 1e-9 and by 2ε R/h < 2e-8.
        let h = 1e-5 * f64::max(1.0, x / 8.0);
        let slope = (hazard(x + h) - hazard(x - h)) / ((x + h) - (x - h));
        prop_assert!((slope - hazard_derivative(x)).abs() < 1e-8, "{} {}", slope, hazard_derivative(x));
    }

    #[test]
    fn the_slope_of_the_log_tail_is_minus_the_hazard(x in -8.0..60.0) {
        // Error h²|R″|/6 < 1e-11 and ε |ln H|/h < 5e-8.
        let h = 1e-5;
        let slope = (ln_tail(x + h) - ln_tail(x - h)) / ((x + h) - (x - h));
        prop_assert!((slope + hazard(x)).abs() < 1e-7, "{} {}", slope, hazard(x));
    }

    #[test]
    fn tails_fall_and_hazards_rise(x in -36.0..1e3, step in 1e-6..10.0) {
        let y = x + step;
        prop_assert!(tail(y) <= tail(x) && ln_tail(y) <= ln_tail(x));
        prop_assert!(hazard(y) > hazard(x));
        prop_assert!(hazard_derivative(y) >= hazard_derivative(x) * (1.0 - 1e-14));
        prop_assert!(hazard_derivative(y) <= 1.0 && hazard(y) > y);
    }

    #[test]
    fn ln_2cosh_is_even_and_above_the_absolute_value(x in -800.0..800.0) {
        prop_assert_eq!(ln_2cosh(x), ln_2cosh(-x));
        prop_assert!(ln_2cosh(x) >= f64::abs(x));
    }
}
