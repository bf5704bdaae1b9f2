//! `ln(2 cosh x)`.

/// Returns `ln(2 cosh x)`, the log-partition function of one spin in the field `x`.
///
/// Computed as `|x| + ln(1 + exp(−2|x|))`, so that it never overflows.
///
/// ```
/// assert_eq!(piccole_core::gauss::ln_2cosh(0.0), std::f64::consts::LN_2);
/// assert_eq!(piccole_core::gauss::ln_2cosh(-1e300), 1e300);
/// ```
pub fn ln_2cosh(x: f64) -> f64 {
    x.abs() + libm::log1p(libm::exp(-2.0 * x.abs()))
}
