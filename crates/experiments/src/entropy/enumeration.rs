//! The typical entropy of small instances, and its value for infinitely many weights.
//!
//! # Which average
//!
//! At `α = 0.7` a fifth of all instances of 15 to 25 weights have no solution at all: the mean of `ln Z` does not exist,
//! the mean over the others is biased by an amount that is not a power of `1/N`, and the entropy of the mean of `Z` is
//! the annealed one. Here *typical* is meant literally: the instances are ordered by the number of solutions and `ln Z`
//! is averaged over the central fifth. This smoothed median needs no rule for `Z = 0` as long as fewer than two fifths of
//! the instances have no solution, and tends to the same limit as every other average because `ln Z/N` concentrates.
//!
//! # Fewer samples
//!
//! `ln Z` fluctuates mostly because some pattern sets are more alike than others: the sum of `ξ^μ·ξ^ν` over all pairs has
//! mean zero exactly and explains half (`α = 0.7`) to two thirds (`α = 0.3`) of the variance. It serves as control variate.
//!
//! # Fractional numbers of patterns
//!
//! `P = αN` is no whole number; averages at the three nearest whole numbers are interpolated by a parabola, with an error
//! of order `N⁻³` in the entropy per weight.
//!
//! # 1/N → 0
//!
//! The value is the straight line in `1/N`, weighted by the errors. The difference to the parabola is quoted as
//! systematic error, and it is not small: with sizes from 15 to 25 the line alone is off by 0.005 at `α = 0.7`, more than
//! its statistical error. The parabola scatters too much to be the better value.

use super::points::Instance;
use crate::statistics::{Estimate, intercept, mean};

/// Share of the instances that is cut off at either end.
const TRIMMED: f64 = 0.4;

/// Whole numbers of patterns and weights that interpolate at `p` patterns.
fn stencil(p: f64) -> Vec<(usize, f64)> {
    let nearest = p.round();
    if (p - nearest).abs() < 1e-9 {
        return vec![(nearest as usize, 1.0)];
    }
    // The lower neighbour in the middle of a tie: fewer patterns, fewer instances without solution.
    let centre = (p - 0.5).ceil().max(1.0);
    let x = p - centre;
    let centre = centre as usize;
    vec![(centre - 1, x * (x - 1.0) / 2.0), (centre, 1.0 - x * x), (centre + 1, x * (x + 1.0) / 2.0)]
}

/// How many patterns an instance needs for the entropy at `p` patterns.
pub(super) fn patterns_needed(p: f64) -> usize {
    stencil(p).iter().map(|&(k, _)| k).max().unwrap_or(1).max(1)
}

/// Typical entropy in nats per weight of instances of `n` weights at density `alpha`.
///
/// The error is asymptotic, some per cent short below a few hundred instances. None if two fifths of the instances or
/// more have no solution, or if there are fewer than two instances.
pub(super) fn typical_entropy(instances: &[&Instance], n: usize, alpha: f64) -> Option<Estimate> {
    let stencil = stencil(alpha * n as f64);
    let mut value = 0.0;
    let mut influence = vec![0.0; instances.len()];
    for &(k, weight) in &stencil {
        let logarithms: Vec<f64> = instances.iter().map(|instance| libm::log(instance.solutions[k] as f64)).collect();
        let (central, influences) = central_mean(&logarithms)?;
        value += weight * central;
        influence.iter_mut().zip(influences).for_each(|(sum, x)| *sum += weight * x);
    }
    let (k, _) = stencil[stencil.len() / 2];
    let control: Vec<f64> = instances.iter().map(|instance| instance.pair_products[k] as f64).collect();
    let Estimate { value, error } = controlled(value, &influence, &control)?;
    Some(Estimate { value: value / n as f64, error: error / n as f64 })
}

/// Mean of the central fifth, and by how much each value moves it (times the number of values).
fn central_mean(values: &[f64]) -> Option<(f64, Vec<f64>)> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let cut = (TRIMMED * values.len() as f64).floor() as usize;
    let central = &sorted[cut..values.len() - cut];
    let (&low, &high) = (central.first()?, central.last()?);
    if low == f64::NEG_INFINITY {
        return None;
    }
    let winsorized: Vec<f64> = values.iter().map(|value| value.clamp(low, high)).collect();
    let centre = mean(&winsorized);
    let influence = winsorized.iter().map(|value| (value - centre) / (1.0 - 2.0 * TRIMMED)).collect();
    Some((mean(central), influence))
}

/// Takes out of an estimate what a control of mean zero explains of it.
fn controlled(value: f64, influence: &[f64], control: &[f64]) -> Option<Estimate> {
    let count = influence.len() as f64;
    if count < 2.0 {
        return None;
    }
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let variance = product(control, control);
    let slope = if variance > 0.0 { product(influence, control) / variance } else { 0.0 };
    let residual: f64 = influence.iter().zip(control).map(|(x, c)| (x - slope * c) * (x - slope * c)).sum();
    Some(Estimate { value: value - slope * mean(control), error: (residual / count / (count - 1.0)).sqrt() })
}

/// An extrapolated entropy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Extrapolated {
    /// Straight line in `1/N`, with its statistical error.
    pub(super) line: Estimate,
    /// Distance to the parabola.
    pub(super) systematic: f64,
}

/// Extrapolates in `1/N`; none with fewer than three sizes.
pub(super) fn extrapolate(sizes: &[(usize, Estimate)]) -> Option<Extrapolated> {
    let x: Vec<f64> = sizes.iter().map(|&(n, _)| 1.0 / n as f64).collect();
    let y: Vec<Estimate> = sizes.iter().map(|&(_, estimate)| estimate).collect();
    let (line, parabola) = (intercept(&x, &y, 1)?, intercept(&x, &y, 2)?);
    Some(Extrapolated { line, systematic: (parabola.value - line.value).abs() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use piccole_core::StreamKey;
    use rand::Rng;

    #[test]
    fn the_stencil_is_exact_for_parabolas() {
        for p in [0.3, 1.5, 4.5, 7.0, 10.5, 11.9, 13.3] {
            let at = |power: i32| -> f64 { stencil(p).iter().map(|&(k, w)| w * (k as f64).powi(power)).sum() };
            assert!((at(0) - 1.0).abs() < 1e-12 && (at(1) - p).abs() < 1e-12 && (at(2) - p * p).abs() < 1e-12);
            assert!(patterns_needed(p) as f64 >= p);
        }
    }

    #[test]
    fn the_central_mean_ignores_instances_without_solution() {
        let infinite = f64::NEG_INFINITY;
        let (value, influence) =
            central_mean(&[infinite, 5.0, infinite, 3.0, 4.0, 9.0, 6.0, 7.0, infinite, 8.0]).unwrap();
        assert_eq!(value, 4.5); // sorted: three without, 3, 4 | 5 … the central two of ten are 4 and 5
        assert!(influence.iter().sum::<f64>().abs() < 1e-12);
        assert_eq!(central_mean(&[infinite, infinite, infinite, 1.0, 2.0]), None);
    }

    #[test]
    fn the_control_removes_what_it_explains_and_nothing_else() {
        let control = [1.0, -2.0, 3.0, -1.0];
        let influence = control.map(|c| 2.0 * (c - 0.25));
        let estimate = controlled(10.5, &influence, &control).unwrap();
        // Influence is 2 (control − its sample mean): nearly all is explained, the mean of the control is 0.25;
        // without the control the error is √(59/12) = 2.2.
        assert!((estimate.value - 10.0).abs() < 0.02 && estimate.error < 0.3, "{estimate:?}");
        let unrelated = controlled(1.0, &[1.0, 1.0, -1.0, -1.0], &[1.0, -1.0, 1.0, -1.0]).unwrap();
        assert_eq!(unrelated, Estimate { value: 1.0, error: (4.0_f64 / 4.0 / 3.0).sqrt() });
    }

    #[test]
    fn the_quoted_error_is_the_scatter_of_repeated_estimates() {
        // 400 repetitions with 400 values each, a uniform variable plus a known control: the ratio of scatter to quoted
        // error has a standard deviation of 1/√800 = 3.5 %, and the distance of the order statistics at the cuts is
        // short by 1/80. Bound 15 %: false alarms below 1e-3.
        let mut rng = StreamKey::from_seed(5).rng();
        let mut uniform = || (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64 - 0.5;
        let (mut values, mut errors) = (Vec::new(), Vec::new());
        for _ in 0..400 {
            let control: Vec<f64> = (0..400).map(|_| uniform()).collect();
            let sample: Vec<f64> = control.iter().map(|c| 3.0 * c + uniform()).collect();
            let (value, influence) = central_mean(&sample).unwrap();
            let estimate = controlled(value, &influence, &control).unwrap();
            values.push(estimate.value);
            errors.push(estimate.error);
        }
        let centre = mean(&values);
        let scatter = (values.iter().map(|v| (v - centre) * (v - centre)).sum::<f64>() / 399.0).sqrt();
        assert!((scatter / mean(&errors) - 1.0).abs() < 0.15, "{scatter} against {}", mean(&errors));
        assert!(centre.abs() < 4.0 * scatter / 20.0, "mean {centre}");
    }

    #[test]
    fn extrapolation_quotes_the_distance_of_line_and_parabola() {
        let sizes: Vec<(usize, Estimate)> = [15_usize, 17, 19, 21]
            .iter()
            .map(|&n| (n, Estimate { value: 0.3 + 0.1 / n as f64, error: 1e-3 }))
            .collect();
        let result = extrapolate(&sizes).unwrap();
        assert!((result.line.value - 0.3).abs() < 1e-9 && result.systematic < 1e-8, "{result:?}");
        assert_eq!(extrapolate(&sizes[..2]), None);
    }
}
