//! The field that holds solutions at their distance.

use crate::averages::AverageError;
use piccole_core::gauss;

/// `σ(−2y) = (1 − tanh y)/2` and `σ(2y) = (1 + tanh y)/2`, each accurate where it is small.
pub(crate) fn flips(y: f64) -> (f64, f64) {
    let e = libm::exp(-2.0 * y.abs());
    let (small, large) = (e / (1.0 + e), 1.0 / (1.0 + e));
    if y > 0.0 { (small, large) } else { (large, small) }
}

/// `σ(−2y)`
pub(crate) fn flipped(y: f64) -> f64 {
    flips(y).0
}

/// `sech⁴ y`, accurate where it is small.
pub(crate) fn sech4(y: f64) -> f64 {
    let (below, above) = flips(y);
    let sech2 = 4.0 * below * above;
    sech2 * sech2
}

/// `ln 2cosh(y) − y = ln(1 + exp(−2y))`, accurate where it is small.
pub(crate) fn softplus(y: f64) -> f64 {
    if y > 0.0 { libm::log1p(libm::exp(-2.0 * y)) } else { gauss::ln_2cosh(y) - y }
}

/// `b ≥ 0` with `H(b) = d`, for `d` in (0, 1/2].
pub(crate) fn quantile(distance: f64) -> f64 {
    // ln H is concave and falls: Newton's method comes from above after its first step.
    let mut b = 0.0;
    for _ in 0..60 {
        let step = (gauss::ln_tail(b) - libm::log(distance)) / gauss::hazard(b);
        b += step;
        if step.abs() < 1e-15 * b {
            break;
        }
    }
    b
}

/// Where to start [`field_at`] when `B` has about the variance `v`: the larger of the exact fields for `v = 0` and for
/// large `v`, where the logistic function is a step that a Gaussian of variance 0.64 blurs.
pub(crate) fn field_start(distance: f64, variance: f64) -> f64 {
    let alone = 0.5 * libm::log((1.0 - distance) / distance);
    alone.max(quantile(distance) * (variance + 0.64).sqrt())
}

/// Solves `⟨σ(−2(h + B))⟩ = d` for the field `h`, from a start.
///
/// `averages` returns `⟨σ(−2(h + B))⟩` and `⟨σ(−2(h + B)) σ(2(h + B))⟩` at a field. The logarithm of the first falls
/// with `h` and is concave when the law of `B` is log-concave, so that every step of Newton's method after the first
/// comes from above and none overshoots. Nodes that do not resolve the average make it a staircase: there a step out of
/// the bracket is replaced by a bisection. Stops when the logarithms agree to 3·10⁻¹⁶, or to 10⁻⁹ and no better than one
/// step before, or when the bracket has no interior; a field that is not found within the limit is NaN, which stops
/// whoever asked for it.
pub(crate) fn field_at(
    distance: f64,
    start: f64,
    mut averages: impl FnMut(f64) -> Result<[f64; 2], AverageError>,
) -> Result<f64, AverageError> {
    const MOST_STEPS: usize = 200;
    /// Gaps below this are rounding once they stop shrinking.
    const SMALL: f64 = 1e-9;
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    let mut field = start;
    let mut before = f64::INFINITY;
    for step in 0..MOST_STEPS {
        let [flipped, response] = averages(field)?;
        let gap = libm::log(flipped / distance);
        if gap.is_nan() {
            return Ok(f64::NAN);
        }
        if gap > 0.0 {
            low = field;
        } else {
            high = field;
        }
        let newton = field + 0.5 * gap * flipped / response;
        let settled = gap.abs() <= 3e-16 || (gap.abs() < SMALL && gap.abs() >= 0.5 * before);
        if settled || high - low <= 4.0 * f64::EPSILON * field.abs() {
            return Ok(if newton.is_finite() { newton } else { field });
        }
        before = gap.abs();
        // The bracket opens from the start at steps that double.
        let reach = libm::ldexp(1.0 + start.abs(), step as i32);
        let below = if low.is_finite() { low } else { high - reach };
        let above = if high.is_finite() { high } else { low + reach };
        field = if below < newton && newton < above { newton } else { 0.5 * (below + above) };
    }
    Ok(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::{field_at, field_start, flipped, quantile, softplus};
    use piccole_core::gauss;

    #[test]
    fn without_disorder_the_field_is_the_inverse_hyperbolic_tangent() {
        for distance in [1e-9, 1e-3, 0.2, 0.4999, 0.5] {
            for start in [-3.0, 0.0, 5.0, 40.0, 1e3] {
                let exact = 0.5 * libm::log((1.0 - distance) / distance);
                let found = field_at(distance, start, |h| Ok([flipped(h), flipped(h) * flipped(-h)])).unwrap();
                assert!((found - exact).abs() < 1e-14 * exact.max(1.0), "{distance} from {start}: {found} {exact}");
            }
        }
    }

    #[test]
    fn quantiles_are_inverse_tails() {
        assert_eq!(quantile(0.5), 0.0);
        for distance in [1e-13, 1e-6, 0.01, 0.3, 0.499] {
            assert!((gauss::tail(quantile(distance)) / distance - 1.0).abs() < 1e-13, "{distance}");
        }
        assert!((field_start(1e-3, 1e6) / 1e3 - 3.090_232_306_167_813).abs() < 1e-5);
    }

    #[test]
    fn flips_and_their_logarithms_do_not_cancel() {
        for y in [-30.0, -1.0, 0.0, 1e-3, 1.0, 30.0, 300.0] {
            let exact = libm::exp(-2.0 * y);
            assert!((flipped(y) * (1.0 + exact) / exact - 1.0).abs() < 1e-15);
            assert!((libm::expm1(softplus(y)) / exact - 1.0).abs() < 1e-13, "{y}");
        }
    }
}
