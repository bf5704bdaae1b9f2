//! The same in single precision: twice the lanes, and half the terms.

/// `ln 2` split in two: the high part has 15 significant bits, so that its product with an exponent is exact.
const LN_2_HIGH: f32 = f32::from_bits(0x3f31_7200);
const LN_2_LOW: f32 = 1.428_606_8e-6;

/// Adding and subtracting this number rounds a float below 2²² to the nearest integer.
const ROUND: f32 = 12_582_912.0;

/// `1/k!`: on |r| ≤ ln 2 / 2 the series up to k = 7 leaves less than 6e-9.
const INVERSE_FACTORIALS: [f32; 8] = [1.0, 1.0, 0.5, 1.0 / 6.0, 1.0 / 24.0, 1.0 / 120.0, 1.0 / 720.0, 1.0 / 5040.0];

/// Replaces every `x ≤ 0` by `exp(x)`, relative error below 2e-7; everything below −87 counts as −87 (`1.6e-38`).
///
/// NaN in, an unspecified number out: the callers' loops have no NaN.
#[inline(always)]
pub fn exp_nonpositive_f32<const B: usize>(x: &mut [f32; B]) {
    let mut shifted = [0.0; B];
    for (x, shifted) in x.iter_mut().zip(&mut shifted) {
        // Written so that it is one instruction; `f32::max` would add a test for NaN.
        let clamped = if *x > -87.0 { *x } else { -87.0 };
        *shifted = clamped * std::f32::consts::LOG2_E + ROUND;
        let k = *shifted - ROUND;
        *x = (clamped - k * LN_2_HIGH) - k * LN_2_LOW;
    }
    let c = &INVERSE_FACTORIALS;
    for (x, shifted) in x.iter_mut().zip(&shifted) {
        let (r, r2) = (*x, *x * *x);
        let tail = (c[2] + c[3] * r) + ((c[4] + c[5] * r) + (c[6] + c[7] * r) * r2) * r2;
        let mantissa = 1.0 + (r + r2 * tail);
        // The low bits of `shifted` hold k in two's complement; adding them to the exponent multiplies by 2^k.
        *x = f32::from_bits(mantissa.to_bits().wrapping_add(shifted.to_bits() << 23));
    }
}

/// `2/(2 j + 3)`: in powers of `z ≤ (√2 − 1)²/(√2 + 1)²` the series left out after four terms sums to less than 2e-7 of `z`.
const ARTANH: [f32; 4] = [2.0 / 3.0, 2.0 / 5.0, 2.0 / 7.0, 2.0 / 9.0];

/// Replaces every positive, normal `x` by `ln x`, relative error below 2e-7, also near 1.
#[inline(always)]
pub fn ln_positive_f32<const B: usize>(x: &mut [f32; B]) {
    /// Bits of `√½`: what they are subtracted from leaves the exponent of `x/m`, `√½ ≤ m < √2`, in the upper bits.
    const SQRT_HALF: u32 = 0x3f35_04f3;
    for x in x {
        let bits = x.to_bits();
        let biased = (bits.wrapping_sub(SQRT_HALF).wrapping_add(128 << 23)) >> 23;
        // An integer below 2²³ in the mantissa of 2²³.
        let k = f32::from_bits((150 << 23) | biased) - (8_388_608.0 + 128.0);
        let f = f32::from_bits(bits.wrapping_sub(biased << 23).wrapping_add(128 << 23)) - 1.0;
        let s = f / (2.0 + f);
        let (z, c) = (s * s, &ARTANH);
        let series = (c[0] + c[1] * z) + (c[2] + c[3] * z) * (z * z);
        let product = s * (0.5 * f * f + z * series);
        // f is exact and the largest term, so it comes last.
        *x = k * LN_2_HIGH - ((0.5 * f * f - (product + k * LN_2_LOW)) - f);
    }
}

/// Replaces every `x` by `tanh x`, absolute error below 2e-7, and gives `1 − tanh² x`, relative error below 8e-7 for
/// `|x| < 43` (it stays at `6e-38` beyond), so that the variance of a polarised spin is not lost to rounding.
#[inline(always)]
pub fn tanh_and_variance_f32<const B: usize>(x: &mut [f32; B]) -> [f32; B] {
    let mut e = [0.0; B];
    for (e, x) in e.iter_mut().zip(&*x) {
        *e = -2.0 * x.abs();
    }
    exp_nonpositive_f32(&mut e);
    for (x, e) in x.iter_mut().zip(&mut e) {
        let inverse = 1.0 / (1.0 + *e);
        *x = ((1.0 - *e) * inverse).copysign(*x);
        *e = 4.0 * *e * inverse * inverse;
    }
    e
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> impl Iterator<Item = f32> {
        (0..=870_000_u32).map(|k| -(k as f32) * 1e-4)
    }

    #[test]
    fn exponential_is_within_its_stated_error() {
        for x in grid() {
            let mut block = [x];
            exp_nonpositive_f32(&mut block);
            let exact = libm::exp(f64::from(x));
            assert!((f64::from(block[0]) / exact - 1.0).abs() < 2e-7, "x = {x}: {:e} against {exact:e}", block[0]);
        }
    }

    #[test]
    fn exponential_is_clamped_far_below_zero() {
        let mut block = [0.0, -87.0, -1e30];
        exp_nonpositive_f32(&mut block);
        assert_eq!((block[0], block[1]), (1.0, block[2]));
    }

    #[test]
    fn logarithm_is_within_its_stated_error() {
        for k in -200_000..200_000_i32 {
            let (x, near) = (libm::expf(k as f32 * 4.3e-4), 1.0 + k as f32 * 1e-6);
            let mut block = [x, near];
            ln_positive_f32(&mut block);
            for (fast, exact) in block.into_iter().zip([x, near].map(|x| libm::log(f64::from(x)))) {
                assert!(
                    (f64::from(fast) - exact).abs() <= 2e-7 * exact.abs(),
                    "{x:e} {near}: {fast:e} against {exact:e}"
                );
            }
        }
    }

    #[test]
    fn tanh_and_variance_are_within_their_stated_errors() {
        for x in grid().map(|x| x / 2.0).take_while(|&x| x > -43.0) {
            let mut block = [x, -x];
            let variances = tanh_and_variance_f32(&mut block);
            for ((m, v), x) in block.into_iter().zip(variances).zip([x, -x].map(f64::from)) {
                let cosh = libm::cosh(x);
                assert!((f64::from(m) - libm::tanh(x)).abs() < 2e-7, "tanh {x}");
                assert!((f64::from(v) * cosh * cosh - 1.0).abs() < 8e-7, "variance at {x}");
            }
        }
    }
}
