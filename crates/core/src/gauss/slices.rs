//! Density, tail, its logarithm and the hazard for whole slices, in vector instructions.

mod single;

pub use single::{hazards_f32_into, ln_tails_f32_into};

use super::exact_square::square;
use super::tail::FRAC_1_SQRT_2PI;
use crate::arch::{Elementwise, vectorized};
use crate::elementwise::{exp_nonpositive, ln_positive};

/// Entries that are worked on together.
const BLOCK: usize = 32;

/// `H(x) exp(x²/2) (1 + x)` for `x ≥ 0` in powers of `t = (x − 5)/(x + 5)`, which runs through `[−1, 1)`: the Chebyshev series of
/// degree 23, which errs by 1e-17.
#[rustfmt::skip]
const SCALED_TAIL: [f64; 24] = [
    0.46151582985003775,
    -0.09155228183400904,
    0.031030368425963708,
    0.010002352385229382,
    -0.026401042966308307,
    0.024536963243678652,
    -0.015170415402514863,
    0.006522000667783896,
    -0.00167607234455447,
    7.79159740933872e-06,
    0.00018233414511643884,
    -5.360758111487099e-05,
    -9.896097759280968e-06,
    9.059824681253297e-06,
    -7.034644683303385e-08,
    -1.3074486019177235e-06,
    1.2787822181798777e-07,
    1.9627809919382665e-07,
    -2.6286205087595185e-08,
    -3.0952017552834046e-08,
    3.627373162387375e-09,
    4.401159620583519e-09,
    -2.822077227141357e-10,
    -3.8158162586880774e-10,
];

/// Where `|x|` is cut off before `exp(−x²/2)` is formed, which is below `1e-304` from 37.4 on in any case.
const FAR: f64 = 39.0;

/// Writes the density `G(x)` of every entry of `x`, as [`pdf`](super::pdf) does one by one.
///
/// The relative error is below `1e-15` for `|x|` up to 37.4; further out the result is between 0 and `1e-304`. The same bits on
/// every instruction set and at any place in a slice; not-a-number goes through.
///
/// # Panics
/// If the slices differ in length.
pub fn pdfs_into(x: &[f64], out: &mut [f64]) {
    write(Densities, x, out);
}

/// Writes the tail `H(x)` of every entry of `x`, as [`tail`](super::tail()) does one by one.
///
/// The relative error is below `2e-15` for `x` up to 37.4; further out the result is between 0 and `1e-304`. The same bits on every
/// instruction set and at any place in a slice; not-a-number goes through.
///
/// # Panics
/// If the slices differ in length.
pub fn tails_into(x: &[f64], out: &mut [f64]) {
    write(Tails, x, out);
}

/// Writes `ln H(x)` of every entry of `x`, as [`ln_tail`](super::ln_tail) does one by one.
///
/// The relative error is below `2e-15` for `x` from −37.4 to 10⁶; against 60 digits at 450 points the largest is `4.9e-16`.
/// Further down, where `ln H` is below `1e-304` in absolute value, the result is between `−1e-305` and 0. The same bits on
/// every instruction set and at any place in a slice; not-a-number goes through.
///
/// ```
/// use piccole_core::gauss;
/// let mut out = [0.0; 3];
/// gauss::ln_tails_into(&[-1.0, 0.0, 100.0], &mut out);
/// assert!((out[2] - gauss::ln_tail(100.0)).abs() < 1e-11);
/// ```
///
/// # Panics
/// If the slices differ in length.
pub fn ln_tails_into(x: &[f64], out: &mut [f64]) {
    write(LnTails, x, out);
}

/// Writes the hazard `R(x) = G(x)/H(x)` of every entry of `x`, as [`hazard`](super::hazard) does one by one.
///
/// The relative error is below `2e-15` for `x` from −37.4 to 10⁶, against 60 digits at 450 points the largest is `5.6e-16`;
/// further down the result is between 0 and `1e-304`.
/// The same bits on every instruction set and at any place in a slice; not-a-number goes through.
///
/// # Panics
/// If the slices differ in length.
pub fn hazards_into(x: &[f64], out: &mut [f64]) {
    write(Hazards, x, out);
}

/// Writes the hazard `R(x)` of every entry of `x` and its derivative `R′ = R (R − x)`, as
/// [`hazard_derivative`](super::hazard_derivative) does one by one.
///
/// The hazards are those of [`hazards_into`]. The relative error of the derivatives is below `3e-15` up to `x = 2`; from there on
/// the difference cancels, and it grows to `1e-11` at `x = 100`, beyond which a series takes over that errs by less.
///
/// # Panics
/// If the slices differ in length.
pub fn hazards_and_derivatives_into(x: &[f64], hazards: &mut [f64], derivatives: &mut [f64]) {
    assert_eq!(x.len(), derivatives.len(), "arguments and values differ in number");
    hazards_into(x, hazards);
    vectorized(Derivatives { x, hazards, derivatives });
}

struct Derivatives<'a> {
    x: &'a [f64],
    hazards: &'a [f64],
    derivatives: &'a mut [f64],
}

impl Elementwise for Derivatives<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for ((x, hazard), derivative) in self.x.iter().zip(self.hazards).zip(self.derivatives) {
            // So that the product does not become 0·∞.
            let bounded = if *x < -FAR { -FAR } else { *x };
            let product = hazard * (hazard - bounded);
            let u = 1.0 / (x * x);
            let series = 1.0 - u * (1.0 - u * (6.0 - 50.0 * u));
            *derivative = if *x > 100.0 { series } else { product };
        }
    }
}

fn write(function: impl OfBlock, x: &[f64], out: &mut [f64]) {
    assert_eq!(x.len(), out.len(), "arguments and values differ in number");
    vectorized(Slices { x, out, function });
}

/// A function of a block.
trait OfBlock {
    fn values<const B: usize>(&self, x: &[f64; B]) -> [f64; B];
}

struct Slices<'a, F> {
    x: &'a [f64],
    out: &'a mut [f64],
    function: F,
}

impl<F: OfBlock> Elementwise for Slices<'_, F> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (x, out) in self.x.chunks(BLOCK).zip(self.out.chunks_mut(BLOCK)) {
            let mut block = [0.0; BLOCK];
            block[..x.len()].copy_from_slice(x);
            out.copy_from_slice(&self.function.values(&block)[..x.len()]);
        }
    }
}

/// `H(|x|) exp(x²/2)` and `exp(−x²/2)`.
#[inline(always)]
fn scaled_tail_and_exponential<const B: usize>(x: &[f64; B]) -> ([f64; B], [f64; B]) {
    let mut scaled = [0.0; B];
    for (x, scaled) in x.iter().zip(&mut scaled) {
        let a = x.abs();
        let t = 1.0 - 10.0 / (a + 5.0);
        let (t2, c) = (t * t, &SCALED_TAIL);
        let t4 = t2 * t2;
        let four = |j: usize| (c[j] + c[j + 1] * t) + (c[j + 2] + c[j + 3] * t) * t2;
        let high = (four(12) + four(16) * t4) + four(20) * (t4 * t4);
        let low = (four(0) + four(4) * t4) + four(8) * (t4 * t4);
        *scaled = (low + high * (t4 * t4 * t4)) / (a + 1.0);
    }
    (scaled, exponential_of_square(x))
}

/// `exp(−x²/2)`.
#[inline(always)]
fn exponential_of_square<const B: usize>(x: &[f64; B]) -> [f64; B] {
    let (mut exponential, mut corrections) = ([0.0; B], [0.0; B]);
    for ((x, exponential), correction) in x.iter().zip(&mut exponential).zip(&mut corrections) {
        let a = if x.abs() < FAR { x.abs() } else { FAR };
        let (rounded, remainder) = square(a);
        (*exponential, *correction) = (-0.5 * rounded, 1.0 - 0.5 * remainder);
    }
    exp_nonpositive(&mut exponential);
    for (exponential, correction) in exponential.iter_mut().zip(&corrections) {
        *exponential *= correction;
    }
    exponential
}

struct Densities;

impl OfBlock for Densities {
    #[inline(always)]
    fn values<const B: usize>(&self, x: &[f64; B]) -> [f64; B] {
        let mut densities = exponential_of_square(x);
        for (density, x) in densities.iter_mut().zip(x) {
            *density = if x.is_nan() { *x } else { FRAC_1_SQRT_2PI * *density };
        }
        densities
    }
}

struct Tails;

impl OfBlock for Tails {
    #[inline(always)]
    fn values<const B: usize>(&self, x: &[f64; B]) -> [f64; B] {
        let (scaled, exponential) = scaled_tail_and_exponential(x);
        let mut tails = [0.0; B];
        for (i, tail) in tails.iter_mut().enumerate() {
            let beyond = scaled[i] * exponential[i];
            let tail_of_number = if x[i] < 0.0 { 1.0 - beyond } else { beyond };
            *tail = if x[i].is_nan() { x[i] } else { tail_of_number };
        }
        tails
    }
}

struct LnTails;

impl OfBlock for LnTails {
    #[inline(always)]
    fn values<const B: usize>(&self, x: &[f64; B]) -> [f64; B] {
        let (scaled, exponential) = scaled_tail_and_exponential(x);
        // ln of the scaled tail for x ≥ 0, of the rounded 1 − H(|x|) for x < 0, where what rounding lost is then added.
        let (mut logarithm, mut rest) = ([0.0; B], [0.0; B]);
        for i in 0..B {
            let tail = scaled[i] * exponential[i];
            let complement = 1.0 - tail;
            let lost = ((1.0 - complement) - tail) / complement;
            let below = x[i] < 0.0;
            logarithm[i] = if below { complement } else { scaled[i] };
            rest[i] = if below { lost } else { -0.5 * x[i] * x[i] };
        }
        ln_positive(&mut logarithm);
        for ((logarithm, rest), x) in logarithm.iter_mut().zip(&rest).zip(x) {
            let sum = *logarithm + rest;
            *logarithm = if x.is_nan() { *x } else { sum };
        }
        logarithm
    }
}

struct Hazards;

impl OfBlock for Hazards {
    #[inline(always)]
    fn values<const B: usize>(&self, x: &[f64; B]) -> [f64; B] {
        let (scaled, exponential) = scaled_tail_and_exponential(x);
        let mut hazards = [0.0; B];
        for (i, hazard) in hazards.iter_mut().enumerate() {
            let below = x[i] < 0.0;
            let density = if below { exponential[i] } else { 1.0 };
            let tail = if below { 1.0 - scaled[i] * exponential[i] } else { scaled[i] };
            *hazard = FRAC_1_SQRT_2PI * density / tail;
        }
        hazards
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Function = fn(&[f64], &mut [f64]);

    /// Rows of `x`, `G`, `H`, `ln H`, `R` of the table of 60-digit values.
    fn reference() -> Vec<[f64; 5]> {
        let table = include_str!("../../../../data/reference/gauss.csv");
        let numbers = |line: &str| line.split(',').map(|field| field.parse().unwrap()).collect::<Vec<f64>>();
        table.lines().skip(1).map(numbers).map(|row| [row[0], row[1], row[2], row[3], row[4]]).collect()
    }

    #[test]
    fn slices_are_within_their_stated_error_of_the_reference() {
        let functions = [
            (1, pdfs_into as Function, -37.4..37.4, 1e-15),
            (2, tails_into, -1e6..37.4, 2e-15),
            (3, ln_tails_into, -37.4..1e7, 2e-15),
            (4, hazards_into, -37.4..1e7, 2e-15),
        ];
        for (column, function, range, allowed) in functions {
            let rows: Vec<[f64; 5]> = reference().into_iter().filter(|row| range.contains(&row[0])).collect();
            assert!(rows.len() > 200, "{}", rows.len());
            let x: Vec<f64> = rows.iter().map(|row| row[0]).collect();
            let mut out = vec![0.0; x.len()];
            function(&x, &mut out);
            let error = |(row, got): (&[f64; 5], &f64)| (((got - row[column]) / row[column]).abs(), row[0]);
            let worst = rows.iter().zip(&out).map(error).max_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
            println!("column {column}: {:.2e} at {}", worst.0, worst.1);
            assert!(worst.0 < allowed, "column {column}: {:e} at {}", worst.0, worst.1);
        }
    }

    #[test]
    fn slices_agree_with_the_functions_of_one_number() {
        let x: Vec<f64> = (0..140_000).map(|k| -37.4 + f64::from(k) * 1e-3).collect();
        for (slices, one) in
            [(ln_tails_into as Function, super::super::ln_tail as fn(f64) -> f64), (hazards_into, super::super::hazard)]
        {
            let mut out = vec![0.0; x.len()];
            slices(&x, &mut out);
            for (x, got) in x.iter().zip(&out) {
                let want = one(*x);
                // Both err: the one by 1e-14 at most, the other by 2e-15.
                assert!((got - want).abs() <= 1.2e-14 * want.abs(), "{x}: {got:e} {want:e}");
            }
        }
    }

    #[test]
    fn derivatives_are_within_their_stated_error() {
        let near = (0..440_000).map(|k| -37.4 + f64::from(k) * 1e-3);
        let x: Vec<f64> = near.chain([1e4, 1e6, 1e9, 1e200, f64::INFINITY]).collect();
        let (mut hazards, mut same, mut out) = (vec![0.0; x.len()], vec![0.0; x.len()], vec![0.0; x.len()]);
        hazards_and_derivatives_into(&x, &mut hazards, &mut out);
        hazards_into(&x, &mut same);
        assert_eq!(hazards, same);
        for (x, got) in x.iter().zip(&out) {
            let want = super::super::hazard_derivative(*x);
            // The other one errs by 1e-14 at most.
            let bound = if *x < 2.0 { 1.3e-14 } else { 1e-11 };
            assert!((got - want).abs() <= bound * want, "{x}: {got:e} {want:e}");
        }
        hazards_and_derivatives_into(&[f64::NAN, f64::NEG_INFINITY], &mut hazards[..2], &mut out[..2]);
        assert!(out[0].is_nan() && (0.0..1e-300).contains(&out[1]));
    }

    #[test]
    fn bits_depend_neither_on_the_length_nor_on_the_instruction_set() {
        let x: Vec<f64> = (0..70).map(|k| f64::from(k) * 0.37 - 9.0).collect();
        for length in 0..=70 {
            let (mut fast, mut plain, mut all) = (vec![0.0; length], vec![0.0; length], vec![0.0; 70]);
            ln_tails_into(&x[..length], &mut fast);
            Slices { x: &x[..length], out: &mut plain, function: LnTails }.run();
            ln_tails_into(&x, &mut all);
            assert_eq!((&fast, &fast[..]), (&plain, &all[..length]));
        }
    }

    #[test]
    fn limits_are_right() {
        let x = [f64::INFINITY, f64::NEG_INFINITY, f64::NAN, -38.0, 1e200];
        let mut out = [0.0; 5];
        ln_tails_into(&x, &mut out);
        assert!(out[0] == f64::NEG_INFINITY && (-1e-305..=0.0).contains(&out[1]) && out[2].is_nan());
        assert!((-1e-305..=0.0).contains(&out[3]) && out[4] == f64::NEG_INFINITY);
        hazards_into(&x, &mut out);
        assert!(out[0] == f64::INFINITY && (0.0..1e-304).contains(&out[1]) && out[2].is_nan());
        assert!((0.0..1e-304).contains(&out[3]) && (out[4] / 1e200 - 1.0).abs() < 1e-15);
        tails_into(&x, &mut out);
        assert!((0.0..1e-304).contains(&out[0]) && out[1] == 1.0 && out[2].is_nan());
        assert!(out[3] == 1.0 && (0.0..1e-304).contains(&out[4]));
        pdfs_into(&x, &mut out);
        assert!([0, 1, 3, 4].iter().all(|&k| (0.0..1e-304).contains(&out[k])) && out[2].is_nan());
    }
}
