//! `ln H` on a short interval as an interpolating polynomial.
//!
//! Within one pattern the arguments of `ln H` for all weights fall in an interval of width `O(1/√N)` around one point. A
//! few exact values at Chebyshev nodes then give all others by a polynomial, which is arithmetic alone and runs in vector
//! lanes. `ln H` is analytic but for the zeros of `H`, whose imaginary parts exceed 2.8 in absolute value, so a
//! series of degree `n` on a half-width `w` errs by `ρ⁻ⁿ` with `ρ = (2.8 + √(2.8² + w²))/w`: the degree is chosen from
//! `w` to reach rounding. A difference errs by less than `2e-14 max(1, |ln H|)`; messages are fields of order one.

use piccole_core::gauss;

/// Distance of the nearest zero of `H` from the real axis, rounded down.
const SINGULARITY: f64 = 2.8;
/// Truncation error aimed at, relative to the variation of `ln H` on the interval.
const TRUNCATION: f64 = 1e-14;

/// Where the series come from: nodes and cosines for each degree in use.
pub(super) struct Tables {
    degree6: Table<7>,
    degree9: Table<10>,
    degree13: Table<14>,
    degree20: Table<21>,
    degree40: Table<41>,
}

/// `ln H` on one interval, by a series of the lowest degree that reaches rounding.
///
/// The degree is part of the type so that the loop over the weights holds one straight line of arithmetic.
#[derive(Clone, Debug)]
pub(super) enum LogTail {
    Degree6(Series<7>),
    Degree9(Series<10>),
    Degree13(Series<14>),
    Degree20(Series<21>),
    Degree40(Series<41>),
}

impl Tables {
    pub(super) fn new() -> Self {
        Self {
            degree6: Table::new(),
            degree9: Table::new(),
            degree13: Table::new(),
            degree20: Table::new(),
            degree40: Table::new(),
        }
    }

    /// The series of `ln H` on `[low, high]`, or `None` where the interval is too wide for the highest degree.
    pub(super) fn fit(&self, low: f64, high: f64) -> Option<LogTail> {
        let centre = 0.5 * (low + high);
        // An interval of no width would divide by zero; any small one serves.
        let half_width = (0.5 * (high - low)).max(1e-3);
        match half_width {
            w if w <= self.degree6.reach => Some(LogTail::Degree6(self.degree6.fit(centre, w))),
            w if w <= self.degree9.reach => Some(LogTail::Degree9(self.degree9.fit(centre, w))),
            w if w <= self.degree13.reach => Some(LogTail::Degree13(self.degree13.fit(centre, w))),
            w if w <= self.degree20.reach => Some(LogTail::Degree20(self.degree20.fit(centre, w))),
            w if w <= self.degree40.reach => Some(LogTail::Degree40(self.degree40.fit(centre, w))),
            _ => None,
        }
    }
}

/// What a fit of `TERMS` coefficients needs.
struct Table<const TERMS: usize> {
    /// `cos(π j (k + ½)/TERMS)` at `[j][k]`; row 1 holds the nodes.
    cosines: [[f64; TERMS]; TERMS],
    /// Coefficient of `t^k` in the Chebyshev polynomial `T_j` at `[j][k]`: integers below 2⁵³.
    polynomials: [[f64; TERMS]; TERMS],
    /// Half-width up to which the series reaches [`TRUNCATION`].
    reach: f64,
}

impl<const TERMS: usize> Table<TERMS> {
    fn new() -> Self {
        let angle = |j: usize, k: usize| std::f64::consts::PI * j as f64 * (k as f64 + 0.5) / TERMS as f64;
        let mut polynomials = [[0.0; TERMS]; TERMS];
        (polynomials[0][0], polynomials[1][1]) = (1.0, 1.0);
        for j in 2..TERMS {
            for k in 0..TERMS {
                let raised = if k > 0 { polynomials[j - 1][k - 1] } else { 0.0 };
                polynomials[j][k] = 2.0 * raised - polynomials[j - 2][k];
            }
        }
        // ρⁿ = 1/ε, solved for the half-width.
        let rho = libm::pow(TRUNCATION, -1.0 / (TERMS - 1) as f64);
        Self {
            cosines: std::array::from_fn(|j| std::array::from_fn(|k| libm::cos(angle(j, k)))),
            polynomials,
            reach: 2.0 * SINGULARITY * rho / (rho * rho - 1.0),
        }
    }

    /// Interpolates `ln H` at the Chebyshev nodes of the interval.
    ///
    /// The Chebyshev coefficients fall like `ρ^{−j}` with `ρ > 2.2`, as fast as the coefficients of `T_j` grow, so that the
    /// powers of `t` lose nothing.
    fn fit(&self, centre: f64, half_width: f64) -> Series<TERMS> {
        let values: [f64; TERMS] = std::array::from_fn(|k| gauss::ln_tail(centre + half_width * self.cosines[1][k]));
        let mut coefficients = [0.0; TERMS];
        for j in 1..TERMS {
            let sum: f64 = self.cosines[j].iter().zip(&values).map(|(cosine, value)| cosine * value).sum();
            let chebyshev = sum * 2.0 / TERMS as f64;
            for (c, polynomial) in coefficients.iter_mut().zip(&self.polynomials[j]) {
                *c += chebyshev * polynomial;
            }
        }
        Series { centre, scale: 1.0 / half_width, coefficients }
    }
}

/// A polynomial `Σ_k c_k t^k`, `t = (x − centre)/half-width`, up to a constant.
#[derive(Clone, Debug)]
pub(super) struct Series<const TERMS: usize> {
    centre: f64,
    /// One over the half-width.
    scale: f64,
    coefficients: [f64; TERMS],
}

impl<const TERMS: usize> Series<TERMS> {
    /// Replaces every `x` of the interval by `ln H(x)` up to a constant, which is the same for all.
    ///
    /// Powers of equal remainder by four are summed apart, in chains that overlap.
    #[inline(always)]
    pub(super) fn evaluate<const B: usize>(&self, x: &mut [f64; B]) {
        for x in x {
            let t = (*x - self.centre) * self.scale;
            let (t2, t4) = (t * t, t * t * (t * t));
            let mut chains = [0.0; 4];
            for k in (1..TERMS).rev() {
                chains[k % 4] = chains[k % 4] * t4 + self.coefficients[k];
            }
            let [c0, c1, c2, c3] = chains;
            *x = (c1 + c2 * t) * t + (c3 * t + c0 * t2) * t2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn difference(tail: &LogTail, a: f64, b: f64) -> f64 {
        let mut x = [a, b];
        match tail {
            LogTail::Degree6(series) => series.evaluate(&mut x),
            LogTail::Degree9(series) => series.evaluate(&mut x),
            LogTail::Degree13(series) => series.evaluate(&mut x),
            LogTail::Degree20(series) => series.evaluate(&mut x),
            LogTail::Degree40(series) => series.evaluate(&mut x),
        }
        x[0] - x[1]
    }

    #[test]
    fn series_agrees_with_the_special_function_on_every_interval() {
        let tables = Tables::new();
        for centre in (-400..=400).map(|k| f64::from(k) * 0.1) {
            for half_width in [0.0, 0.01, 0.1, 0.3, 0.7, 1.2, 2.0, 2.8] {
                let (low, high) = (centre - half_width, centre + half_width);
                let series = tables.fit(low, high).expect("within reach");
                // Rounding of the values, or of a message of order one where they are smaller.
                let scale = gauss::ln_tail(high).abs().max(1.0);
                for k in 0..=16 {
                    let x = low + (high - low) * f64::from(k) / 16.0;
                    let fast = difference(&series, x, centre);
                    let exact = gauss::ln_tail(x) - gauss::ln_tail(centre);
                    assert!((fast - exact).abs() < 2e-14 * scale, "[{low}, {high}] at {x}: {fast:e}, {exact:e}");
                }
            }
        }
    }

    #[test]
    fn an_interval_beyond_the_highest_degree_is_refused() {
        assert!(Tables::new().fit(-10.0, 10.0).is_none());
    }
}
