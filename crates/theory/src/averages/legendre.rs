//! Gauss–Legendre nodes and weights.

use std::f64::consts::PI;
use std::sync::LazyLock;

/// Nodes of a panel.
pub(super) const PANEL: usize = 20;

/// The rule that panels are made of.
pub(crate) static OF_A_PANEL: LazyLock<[(f64, f64); PANEL]> = LazyLock::new(gauss_legendre);

/// Nodes and weights of the Gauss–Legendre rule with `N` nodes on [−1, 1], nodes ascending.
///
/// The nodes are the zeros of the Legendre polynomial, found by Newton's method from `cos(π(k + 3/4)/(N + 1/2))`.
fn gauss_legendre<const N: usize>() -> [(f64, f64); N] {
    let mut rule = [(0.0, 0.0); N];
    for k in 0..N.div_ceil(2) {
        let mut x = libm::cos(PI * (k as f64 + 0.75) / (N as f64 + 0.5));
        // The start is good to 1/N² of the spacing: three steps reach rounding, the fourth is for certainty.
        for _ in 0..4 {
            let (value, slope) = legendre(N, x);
            x -= value / slope;
        }
        let (_, slope) = legendre(N, x);
        let weight = 2.0 / ((1.0 - x * x) * slope * slope);
        rule[k] = (-x, weight);
        rule[N - 1 - k] = (x, weight);
    }
    rule
}

/// The Legendre polynomial of degree `n ≥ 1` and its derivative at `|x| < 1`, by the three-term recursion.
fn legendre(n: usize, x: f64) -> (f64, f64) {
    let (mut before, mut last) = (1.0, x);
    for degree in 2..=n {
        let k = degree as f64;
        (before, last) = (last, ((2.0 * k - 1.0) * x * last - (k - 1.0) * before) / k);
    }
    (last, n as f64 * (before - x * last) / (1.0 - x * x))
}

#[cfg(test)]
mod tests {
    use super::gauss_legendre;

    #[test]
    fn polynomials_below_twice_the_number_of_nodes_are_exact() {
        fn check<const N: usize>() {
            let rule = gauss_legendre::<N>();
            assert!(rule.windows(2).all(|pair| pair[0].0 < pair[1].0));
            for power in 0..2 * N as i32 {
                let exact = if power % 2 == 0 { 2.0 / f64::from(power + 1) } else { 0.0 };
                let sum: f64 = rule.iter().map(|(x, w)| w * x.powi(power)).sum();
                assert!((sum - exact).abs() < 4e-15, "{N} nodes, power {power}: {sum} instead of {exact}");
            }
        }
        check::<1>();
        check::<2>();
        check::<5>();
        check::<20>();
        check::<31>();
    }
}
