//! Local entropies against limits, bounds, finer grids and separate implementations.

mod single;
mod typical;

use super::{References, around_independent, around_teacher, around_typical};
use crate::pairs;

#[test]
fn points_agree_with_a_separate_implementation() {
    let table = include_str!("../../../../../data/reference/local_entropy.csv");
    let mut rows = 0;
    for line in table.lines().skip(1) {
        let fields: Vec<_> = line.split(',').collect();
        let numbers: Vec<f64> = fields[1..].iter().map(|field| field.parse().unwrap()).collect();
        let [alpha, margin, kappa, distance, entropy, q, t] = numbers[..] else { panic!("{line}") };
        let got = match fields[0] {
            "pairs" => {
                let point = pairs::curve(alpha, &[distance]).unwrap()[0];
                [point.entropy, point.q, f64::NAN]
            }
            kind => {
                let points = match kind {
                    "teacher" => around_teacher(alpha, &[distance]),
                    "independent" => around_independent(alpha, kappa, &[distance]),
                    _ => around_typical(alpha, References { margin }, kappa, &[distance]),
                };
                let point = points.unwrap()[0];
                [point.local_entropy, point.q1, point.t]
            }
        };
        // The table has eleven decimals; overlaps are as good as the root that scipy finds.
        assert!((got[0] - entropy).abs() < 3e-11, "{line}: {got:?}");
        assert!((got[1] - q).abs() < 1e-9 && (t.is_nan() || (got[2] - t).abs() < 1e-9), "{line}: {got:?}");
        rows += 1;
    }
    assert_eq!(rows, 41);
}
