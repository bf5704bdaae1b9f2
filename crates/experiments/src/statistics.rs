//! Means, intervals and fits. Sums run in the order of the data.

/// An estimate with its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// Standard error; NaN where one sample alone gives none.
    pub error: f64,
}

/// Arithmetic mean; NaN without data.
pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Mean with the standard error `s/√n`.
pub fn mean_with_error(values: &[f64]) -> Estimate {
    let (n, mean) = (values.len() as f64, mean(values));
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    Estimate { value: mean, error: (squares / (n - 1.0) / n).sqrt() }
}

/// Six significant digits, of numbers whose last bits depend on the processor.
pub(crate) fn rounded(value: f64) -> f64 {
    format!("{value:.5e}").parse().expect("a printed number reads back")
}

/// Median of whole numbers, the mean of the middle two for an even number of them; none without data.
pub(crate) fn median(values: &[usize]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        n if n % 2 == 1 => Some(sorted[middle] as f64),
        _ => Some((sorted[middle - 1] + sorted[middle]) as f64 / 2.0),
    }
}

/// Wilson's score interval for a probability after `successes` in `trials`, at one standard deviation (68 %).
///
/// Unlike `√(p(1−p)/n)` it has a width when all trials or none succeed. Source: E. B. Wilson, J. Am. Stat. Assoc. 22, 209
/// (1927).
pub(crate) fn wilson(successes: usize, trials: usize) -> (f64, f64) {
    let (n, p) = (trials as f64, successes as f64 / trials as f64);
    let centre = (p + 0.5 / n) / (1.0 + 1.0 / n);
    let half = (p * (1.0 - p) / n + 0.25 / (n * n)).sqrt() / (1.0 + 1.0 / n);
    // At the ends the interval touches 0 or 1; rounding would miss them.
    let low = if successes == 0 { 0.0 } else { centre - half };
    let high = if successes == trials { 1.0 } else { centre + half };
    (low, high)
}

/// Fisher's exact test, one-sided: the probability that the first of two samples has as many successes as it has or more, given
/// how many both have together, if a trial of either succeeds with the same probability.
///
/// Each is `(successes, trials)`. Source: R. A. Fisher, J. R. Stat. Soc. 85, 87 (1922).
pub(crate) fn fisher(first: (usize, usize), second: (usize, usize)) -> f64 {
    let (successes, trials) = (first.0 + second.0, first.1 + second.1);
    let ln_choose = |n: usize, k: usize| {
        let ln_factorial = |m: usize| libm::lgamma(m as f64 + 1.0);
        ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k)
    };
    let probability = |k: usize| {
        let ways = ln_choose(first.1, k) + ln_choose(second.1, successes - k);
        libm::exp(ways - ln_choose(trials, successes))
    };
    (first.0..=successes.min(first.1)).map(probability).sum()
}

/// Value at `x = 0` of the polynomial of a degree that fits the estimates `y(x)` best, weighted by their errors.
///
/// The error is that of the estimates, propagated; whether the degree suffices it does not know.
///
/// None with fewer different `x` than coefficients, or where an error is not positive.
pub(crate) fn intercept(x: &[f64], y: &[Estimate], degree: usize) -> Option<Estimate> {
    let coefficients = degree + 1;
    if x.len() < coefficients || !y.iter().all(|y| y.error > 0.0 && y.value.is_finite()) {
        return None;
    }
    let scale = x.iter().fold(0.0_f64, |largest, x| largest.max(x.abs()));
    // Normal equations, with x scaled to at most 1; the right-hand sides are the moments of y and the first unit vector,
    // whose solution is the first column of the covariance matrix.
    let mut system = vec![vec![0.0; coefficients + 2]; coefficients];
    for (x, y) in x.iter().zip(y) {
        let weight = 1.0 / (y.error * y.error);
        for (i, row) in system.iter_mut().enumerate() {
            for (j, entry) in row[..coefficients].iter_mut().enumerate() {
                *entry += weight * power(x / scale, i + j);
            }
            row[coefficients] += weight * power(x / scale, i) * y.value;
        }
    }
    system[0][coefficients + 1] = 1.0;
    let solution = eliminate(system)?;
    Some(Estimate { value: solution[0][0], error: solution[0][1].sqrt() })
}

fn power(x: f64, exponent: usize) -> f64 {
    (0..exponent).fold(1.0, |product, _| product * x)
}

/// Solves a positive definite system with two right-hand sides; none if it is singular.
fn eliminate(mut system: Vec<Vec<f64>>) -> Option<Vec<[f64; 2]>> {
    let n = system.len();
    let diagonal: Vec<f64> = (0..n).map(|i| system[i][i]).collect();
    for pivot in 0..n {
        let row = system[pivot].clone();
        if row[pivot].is_nan() || row[pivot] <= 1e-13 * diagonal[pivot] {
            return None;
        }
        for (i, other) in system.iter_mut().enumerate() {
            if i != pivot {
                let factor = other[pivot] / row[pivot];
                other.iter_mut().zip(&row).for_each(|(entry, value)| *entry -= factor * value);
            }
        }
    }
    Some(system.iter().enumerate().map(|(i, row)| [row[n] / row[i], row[n + 1] / row[i]]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_interval_matches_published_values_and_never_closes() {
        // 15 of 20, one standard deviation: centre (15.5 - 0.0)/21 by hand, half-width sqrt(20*0.75*0.25 + 0.25)/21.
        let (low, high) = wilson(15, 20);
        assert!((low - (15.5 / 21.0 - 2.0 / 21.0)).abs() < 1e-15);
        assert!((high - (15.5 / 21.0 + 2.0 / 21.0)).abs() < 1e-15);
        assert_eq!(wilson(0, 20).0, 0.0);
        assert!((wilson(0, 20).1 - 1.0 / 21.0).abs() < 1e-15);
        assert_eq!(wilson(20, 20).1, 1.0);
    }

    #[test]
    fn fishers_test_gives_the_ladys_probabilities() {
        // The lady tasting tea: of 8 cups she finds all 4, or 3 of the 4.
        assert!((fisher((4, 4), (0, 4)) - 1.0 / 70.0).abs() < 1e-12);
        assert!((fisher((3, 4), (1, 4)) - 17.0 / 70.0).abs() < 1e-12);
        // 10 of 10 against none: one in the ways to choose 10 of 20.
        assert!((fisher((10, 10), (0, 10)) * 184_756.0 - 1.0).abs() < 1e-9);
        assert!((fisher((0, 10), (5, 10)) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn standard_error_of_a_mean_is_that_of_the_textbook() {
        let estimate = mean_with_error(&[1.0, 2.0, 3.0, 4.0]);
        assert_eq!(estimate.value, 2.5);
        assert!((estimate.error - (5.0_f64 / 12.0).sqrt()).abs() < 1e-15);
        assert!(mean_with_error(&[1.0]).error.is_nan());
    }

    #[test]
    fn median_takes_the_middle() {
        assert_eq!(median(&[3, 1, 2]), Some(2.0));
        assert_eq!(median(&[4, 1, 2, 3]), Some(2.5));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn a_polynomial_of_the_right_degree_is_recovered_at_zero() {
        let x: Vec<f64> = [15.0, 17.0, 19.0, 21.0, 23.0, 25.0].iter().map(|n| 1.0 / n).collect();
        let y: Vec<Estimate> = x
            .iter()
            .enumerate()
            .map(|(i, x)| Estimate { value: 0.3 - 0.7 * x + 2.0 * x * x, error: 0.001 * (i + 1) as f64 })
            .collect();
        let quadratic = intercept(&x, &y, 2).unwrap();
        assert!((quadratic.value - 0.3).abs() < 1e-9, "{quadratic:?}");
        let linear = intercept(&x, &y, 1).unwrap();
        assert!((linear.value - 0.3).abs() > 1e-3 && linear.error < quadratic.error);
    }

    #[test]
    fn the_error_of_a_straight_line_is_the_textbooks() {
        // Equal errors s at x = 1, 2, 3: Var(intercept) = s² (1/n + x̄²/Σ(x − x̄)²) = s² (1/3 + 4/2).
        let y = [1.0, 2.0, 3.0].map(|value| Estimate { value, error: 0.5 });
        let fit = intercept(&[1.0, 2.0, 3.0], &y, 1).unwrap();
        assert!(fit.value.abs() < 1e-12 && (fit.error - 0.5 * (7.0_f64 / 3.0).sqrt()).abs() < 1e-12, "{fit:?}");
    }

    #[test]
    fn too_few_sizes_or_errors_that_are_zero_give_no_fit() {
        let y = [Estimate { value: 1.0, error: 0.1 }; 2];
        assert_eq!(intercept(&[0.1, 0.2], &y, 2), None);
        assert_eq!(intercept(&[0.1, 0.1], &y, 1), None);
        assert_eq!(intercept(&[0.1, 0.2], &[Estimate { value: 1.0, error: 0.0 }; 2], 1), None);
    }
}
