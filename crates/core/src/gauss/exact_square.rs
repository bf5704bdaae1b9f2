//! `exp(−x²/2)` without the rounding of `x²`.

/// `exp(−x²/2)` to within about one unit in the last place, 0 once it underflows.
///
/// Rounding `x²` alone would cost a relative error of `x² ε/4`, 10⁻¹³ at `x = 37`. The square is therefore split into
/// its rounded value and the exact remainder, and the remainder enters to first order.
pub(super) fn exp_minus_half_square(x: f64) -> f64 {
    // exp(−x²/2) is below the smallest subnormal, and the splitting of a huge x would overflow.
    const UNDERFLOW: f64 = 39.0;
    if x.abs() > UNDERFLOW {
        return 0.0;
    }
    let (square, remainder) = square(x);
    libm::exp(-0.5 * square) * (1.0 - 0.5 * remainder)
}

/// The rounded square and what rounding lost: `square + remainder = x²` exactly (Dekker's product).
#[inline(always)]
pub(super) fn square(x: f64) -> (f64, f64) {
    // Veltkamp's splitting: the upper half of x has at most 26 bits, so that all products below are exact.
    let scaled = 134_217_729.0 * x; // 2²⁷ + 1
    let upper = scaled - (scaled - x);
    let lower = x - upper;
    let square = x * x;
    (square, ((upper * upper - square) + 2.0 * upper * lower) + lower * lower)
}

#[cfg(test)]
mod tests {
    use super::square;

    #[test]
    fn the_remainder_of_a_square_is_exact() {
        for odd in [134_217_729_u64, 4_503_599_627_370_497, 6_004_799_503_160_661, 9_007_199_254_740_991] {
            let (square, remainder) = square(odd as f64);
            let exact = u128::from(odd) * u128::from(odd);
            assert_eq!(square as i128 + remainder as i128, exact as i128, "{odd}");
        }
    }
}
