//! Branch-free elementary functions for loops over slices.
//!
//! The functions here work on blocks, arrays of fixed length, and consist of additions, multiplications, divisions and bit moves alone, so that the compiler turns a
//! loop over them into vector instructions (inside [`vectorized`](crate::arch::vectorized)) and every lane, and every
//! instruction set, gives the same bits. For single values prefer `libm`, which is a little more exact.
//!
//! | double precision | single precision | what |
//! | --- | --- | --- |
//! | [`exp_nonpositive`] | [`exp_nonpositive_f32`] | `exp(x)` for `x ≤ 0` |
//! | [`ln_positive`] | [`ln_positive_f32`] | `ln x` for `x > 0` |
//! | [`tanh_and_variance`] | [`tanh_and_variance_f32`] | `tanh x` and `1 − tanh² x` |
//! | [`sum_ln_2cosh`] | | `Σ ln(2 cosh x)` |

mod single;

pub use single::{exp_nonpositive_f32, ln_positive_f32, tanh_and_variance_f32};

use std::f64::consts::{LN_2, LOG2_E};

/// `ln 2` split in two: the high part has 32 significant bits, so that its product with an exponent is exact.
const LN_2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fee0_0000);
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// Adding and subtracting this number rounds a double below 2⁵¹ to the nearest integer.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// `1/k!`: on |r| ≤ ln 2 / 2 the series up to k = 13 leaves less than 5e-18.
const INVERSE_FACTORIALS: [f64; 14] = {
    let mut inverse = [1.0; 14];
    let (mut k, mut factorial) = (1, 1_u64);
    while k < 14 {
        factorial *= k as u64;
        inverse[k] = 1.0 / factorial as f64;
        k += 1;
    }
    inverse
};

/// Replaces every `x ≤ 0` by `exp(x)`, relative error below 5e-16; everything below −700 counts as −700 (`1e-304`).
///
/// NaN in, an unspecified number out: the callers' loops have no NaN.
///
/// The work is done in short passes over the block. A processor looks ahead a hundred instructions or so: a pass of a few
/// operations keeps it busy with many entries at once, where a single pass would leave it waiting at the end of one long
/// chain after the other.
#[inline(always)]
pub fn exp_nonpositive<const B: usize>(x: &mut [f64; B]) {
    let (mut shifted, mut tail) = ([0.0; B], [0.0; B]);
    for (x, shifted) in x.iter_mut().zip(&mut shifted) {
        // Written so that it is one instruction; `f64::max` would add a test for NaN.
        let clamped = if *x > -700.0 { *x } else { -700.0 };
        *shifted = clamped * LOG2_E + ROUND;
        let k = *shifted - ROUND;
        *x = (clamped - k * LN_2_HIGH) - k * LN_2_LOW;
    }
    // Estrin's scheme: a tree of short products instead of one long chain.
    let c = &INVERSE_FACTORIALS;
    for (&r, tail) in x.iter().zip(&mut tail) {
        let r2 = r * r;
        let pair = |k: usize| c[k] + c[k + 1] * r;
        *tail = (pair(6) + pair(8) * r2) + (pair(10) + pair(12) * r2) * (r2 * r2);
    }
    for (&r, tail) in x.iter().zip(&mut tail) {
        let r2 = r * r;
        let pair = |k: usize| c[k] + c[k + 1] * r;
        *tail = (pair(2) + pair(4) * r2) + *tail * (r2 * r2);
    }
    for ((x, shifted), tail) in x.iter_mut().zip(&shifted).zip(&tail) {
        let mantissa = 1.0 + (*x + *x * *x * tail);
        // The low bits of `shifted` hold k in two's complement; adding them to the exponent multiplies by 2^k.
        *x = f64::from_bits(mantissa.to_bits().wrapping_add(shifted.to_bits() << 52));
    }
}

/// `2/(2 j + 3)`: in powers of `z ≤ (√2 − 1)²/(√2 + 1)²` the series left out after ten terms sums to less than 3e-17.
const ARTANH: [f64; 10] = {
    let mut c = [0.0; 10];
    let mut j = 0;
    while j < 10 {
        c[j] = 2.0 / (2 * j + 3) as f64;
        j += 1;
    }
    c
};

/// Replaces every positive, normal `x` by `ln x`, relative error below 5e-16, also near 1.
#[inline(always)]
pub fn ln_positive<const B: usize>(x: &mut [f64; B]) {
    /// Bits of `√½`: what they are subtracted from leaves the exponent of `x/m`, `√½ ≤ m < √2`, in the upper bits.
    const SQRT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
    let (mut exponents, mut products) = ([0.0; B], [0.0; B]);
    for (x, exponent) in x.iter_mut().zip(&mut exponents) {
        let bits = x.to_bits();
        let biased = (bits.wrapping_sub(SQRT_HALF).wrapping_add(1024 << 52)) >> 52;
        // An integer below 2⁵² in the mantissa of 2⁵².
        *exponent = f64::from_bits((1075 << 52) | biased) - (4_503_599_627_370_496.0 + 1024.0);
        *x = f64::from_bits(bits.wrapping_sub(biased << 52).wrapping_add(1024 << 52)) - 1.0;
    }
    for (&f, product) in x.iter().zip(&mut products) {
        let s = f / (2.0 + f);
        let z = s * s;
        let (z2, c) = (z * z, &ARTANH);
        let pair = |j: usize| c[j] + c[j + 1] * z;
        let series =
            (pair(0) + pair(2) * z2) + (pair(4) + pair(6) * z2) * (z2 * z2) + pair(8) * ((z2 * z2) * (z2 * z2));
        *product = s * (0.5 * f * f + z * series);
    }
    for ((x, k), product) in x.iter_mut().zip(&exponents).zip(&products) {
        // f is exact and the largest term, so it comes last.
        *x = k * LN_2_HIGH - ((0.5 * *x * *x - (product + k * LN_2_LOW)) - *x);
    }
}

/// Replaces every `x` by `tanh x`, absolute error below 4e-16, and gives `1 − tanh² x`, relative error below 3e-15 for
/// `|x| < 350` (it stays at `1e-304` beyond), so that the variance of a polarised spin is not lost to rounding.
#[inline(always)]
pub fn tanh_and_variance<const B: usize>(x: &mut [f64; B]) -> [f64; B] {
    let mut e = [0.0; B];
    for (e, x) in e.iter_mut().zip(&*x) {
        *e = -2.0 * x.abs();
    }
    exp_nonpositive(&mut e);
    for (x, e) in x.iter_mut().zip(&mut e) {
        let inverse = 1.0 / (1.0 + *e);
        *x = ((1.0 - *e) * inverse).copysign(*x);
        *e = 4.0 * *e * inverse * inverse;
    }
    e
}

/// `Σ ln(2 cosh x)` over a block of at most 1000 entries; the absolute error of a block stays below `1e-15` an entry, beside
/// the rounding of the sum.
///
/// `ln 2cosh x = |x| + ln(1 + e^{−2|x|})`, and the logarithms are taken of products of many factors between 1 and 2.
#[inline(always)]
pub fn sum_ln_2cosh<const B: usize>(x: &[f64; B]) -> f64 {
    const { assert!(B > 0 && B <= 1000, "the product of more factors may overflow") };
    let mut e = [0.0; B];
    for (e, x) in e.iter_mut().zip(x) {
        *e = -2.0 * x.abs();
    }
    exp_nonpositive(&mut e);
    // Eight chains, so that the sums and products need not wait for one another.
    let (mut sums, mut products) = ([0.0; 8], [1.0; 8]);
    for (k, (x, e)) in x.iter().zip(&e).enumerate() {
        sums[k % 8] += x.abs();
        products[k % 8] *= 1.0 + e;
    }
    sums.iter().sum::<f64>() + libm::log(products.iter().product())
}

const _: () = assert!(LN_2_HIGH + LN_2_LOW == LN_2);

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> impl Iterator<Item = f64> {
        (0..=700_000).map(|k| -f64::from(k) * 1e-3)
    }

    fn exp(x: f64) -> f64 {
        let mut block = [x];
        exp_nonpositive(&mut block);
        block[0]
    }

    #[test]
    fn exponential_is_within_its_stated_error() {
        for x in grid() {
            let (fast, exact) = (exp(x), libm::exp(x));
            assert!(((fast - exact) / exact).abs() < 5e-16, "x = {x}: {fast:e} against {exact:e}");
        }
    }

    #[test]
    fn exponential_is_clamped_far_below_zero() {
        assert_eq!(exp(-1e300), exp(-700.0));
        assert_eq!(exp(0.0), 1.0);
    }

    #[test]
    fn logarithm_is_within_its_stated_error() {
        for k in -200_000..200_000 {
            let x = libm::exp(f64::from(k) * 3.3e-3);
            let near = 1.0 + f64::from(k) * 1e-6;
            let mut block = [x, near];
            ln_positive(&mut block);
            for (fast, exact) in block.into_iter().zip([libm::log(x), libm::log(near)]) {
                assert!((fast - exact).abs() <= 5e-16 * exact.abs(), "{x:e} {near}: {fast:e} against {exact:e}");
            }
        }
    }

    #[test]
    fn sums_of_logarithms_are_within_their_stated_error() {
        let x: [f64; 64] = std::array::from_fn(|k| (k as f64 - 30.0) * 0.11);
        for scale in [0.0, 1e-9, 0.1, 1.0, 7.0, 1000.0] {
            let x = x.map(|x| x * scale);
            let exact: f64 = x.iter().map(|&x| crate::gauss::ln_2cosh(x)).sum();
            assert!((sum_ln_2cosh(&x) - exact).abs() < 64.0 * 1e-15 + 1e-15 * exact, "scale {scale}");
        }
    }

    #[test]
    fn tanh_and_variance_are_within_their_stated_errors() {
        for x in grid().map(|x| x / 2.0).take_while(|&x| x > -349.0) {
            let mut block = [x, -x, x];
            let variances = tanh_and_variance(&mut block);
            for ((m, v), x) in block.into_iter().zip(variances).zip([x, -x, x]) {
                let cosh = libm::cosh(x);
                assert!((m - libm::tanh(x)).abs() < 4e-16, "tanh {x}");
                assert!((v * cosh * cosh - 1.0).abs() < 3e-15, "variance at {x}");
            }
        }
    }
}
