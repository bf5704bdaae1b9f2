//! A smooth function on a short interval as an interpolating polynomial.
//!
//! The messages of one pattern are one smooth function of the cavity magnetizations. A few exact values at Chebyshev nodes then
//! give all messages by a polynomial, which is arithmetic alone and runs in vector lanes. The error of degree `n` falls
//! like `ρ⁻ⁿ` with `ρ = δ + √(δ² + 1)`, where `δ` is the distance of the nearest singularity from the interval, in
//! half-widths; the degree is chosen from `δ` to reach the precision of the lanes.

use super::lane::Lane;

/// Where the series come from: nodes and cosines for each degree in use.
pub(super) struct Tables {
    degree4: Table<5>,
    degree6: Table<7>,
    degree9: Table<10>,
    degree13: Table<14>,
    degree20: Table<21>,
    degree40: Table<41>,
}

/// A function on one interval, by a series of the lowest degree that reaches rounding.
///
/// The degree is part of the type so that the loop over the weights holds one straight line of arithmetic.
#[derive(Clone, Debug)]
pub(super) enum Series<R> {
    Degree4(Polynomial<R, 5>),
    Degree6(Polynomial<R, 7>),
    Degree9(Polynomial<R, 10>),
    Degree13(Polynomial<R, 14>),
    Degree20(Polynomial<R, 21>),
    Degree40(Polynomial<R, 41>),
}

/// Runs an expression with the polynomial of a series, whatever its degree.
macro_rules! with_polynomial {
    ($series:expr, $polynomial:ident => $work:expr) => {
        match $series {
            crate::belief_propagation::series::Series::Degree4($polynomial) => $work,
            crate::belief_propagation::series::Series::Degree6($polynomial) => $work,
            crate::belief_propagation::series::Series::Degree9($polynomial) => $work,
            crate::belief_propagation::series::Series::Degree13($polynomial) => $work,
            crate::belief_propagation::series::Series::Degree20($polynomial) => $work,
            crate::belief_propagation::series::Series::Degree40($polynomial) => $work,
        }
    };
}
pub(super) use with_polynomial;

impl Tables {
    /// For a truncation error relative to the variation of the function.
    pub(super) fn new(truncation: f64) -> Self {
        Self {
            degree4: Table::new(truncation),
            degree6: Table::new(truncation),
            degree9: Table::new(truncation),
            degree13: Table::new(truncation),
            degree20: Table::new(truncation),
            degree40: Table::new(truncation),
        }
    }

    /// The series on `centre ± half_width` of a function without singularities within a `distance` of the interval, or
    /// `None` where the interval is too wide for the highest degree. The function writes its values at some points.
    pub(super) fn fit<R: Lane>(
        &self,
        centre: f64,
        half_width: f64,
        distance: f64,
        function: impl Fn(&[f64], &mut [f64]),
    ) -> Option<Series<R>> {
        match distance / half_width {
            d if d >= self.degree4.distance => Some(Series::Degree4(self.degree4.fit(centre, half_width, function))),
            d if d >= self.degree6.distance => Some(Series::Degree6(self.degree6.fit(centre, half_width, function))),
            d if d >= self.degree9.distance => Some(Series::Degree9(self.degree9.fit(centre, half_width, function))),
            d if d >= self.degree13.distance => Some(Series::Degree13(self.degree13.fit(centre, half_width, function))),
            d if d >= self.degree20.distance => Some(Series::Degree20(self.degree20.fit(centre, half_width, function))),
            d if d >= self.degree40.distance => Some(Series::Degree40(self.degree40.fit(centre, half_width, function))),
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
    /// Distance of the nearest singularity, in half-widths, from which the series reaches its precision.
    distance: f64,
}

impl<const TERMS: usize> Table<TERMS> {
    /// No series serves a singularity closer than this: the powers of `t` would lose what the Chebyshev polynomials have.
    const CLOSEST: f64 = 1.0;

    fn new(truncation: f64) -> Self {
        let angle = |j: usize, k: usize| std::f64::consts::PI * j as f64 * (k as f64 + 0.5) / TERMS as f64;
        let mut polynomials = [[0.0; TERMS]; TERMS];
        (polynomials[0][0], polynomials[1][1]) = (1.0, 1.0);
        for j in 2..TERMS {
            for k in 0..TERMS {
                let raised = if k > 0 { polynomials[j - 1][k - 1] } else { 0.0 };
                polynomials[j][k] = 2.0 * raised - polynomials[j - 2][k];
            }
        }
        // ρⁿ = 1/ε, solved for the distance.
        let rho = libm::pow(truncation, -1.0 / (TERMS - 1) as f64);
        Self {
            cosines: std::array::from_fn(|j| std::array::from_fn(|k| libm::cos(angle(j, k)))),
            polynomials,
            distance: (0.5 * (rho - 1.0 / rho)).max(Self::CLOSEST),
        }
    }

    /// Interpolates at the Chebyshev nodes of the interval.
    ///
    /// The Chebyshev coefficients fall like `ρ^{−j}` with `ρ > 2.4`, as fast as the coefficients of `T_j` grow, so that the
    /// powers of `t` lose nothing.
    fn fit<R: Lane>(
        &self,
        centre: f64,
        half_width: f64,
        function: impl Fn(&[f64], &mut [f64]),
    ) -> Polynomial<R, TERMS> {
        let nodes = self.cosines[1].map(|cosine| centre + half_width * cosine);
        let mut values = [0.0; TERMS];
        function(&nodes, &mut values);
        let mut coefficients = [0.0; TERMS];
        for j in 0..TERMS {
            let sum: f64 = self.cosines[j].iter().zip(&values).map(|(cosine, value)| cosine * value).sum();
            let chebyshev = sum * (if j == 0 { 1.0 } else { 2.0 }) / TERMS as f64;
            for (c, polynomial) in coefficients.iter_mut().zip(&self.polynomials[j][..=j]) {
                *c += chebyshev * polynomial;
            }
        }
        Polynomial { centre: R::of(centre), scale: R::of(1.0 / half_width), coefficients: coefficients.map(R::of) }
    }
}

/// A polynomial `Σ_k c_k t^k`, `t = (x − centre)/half-width`.
#[derive(Clone, Debug)]
pub(super) struct Polynomial<R, const TERMS: usize> {
    centre: R,
    /// One over the half-width.
    scale: R,
    coefficients: [R; TERMS],
}

impl<R: Lane, const TERMS: usize> Polynomial<R, TERMS> {
    /// Replaces every `x` of the interval by the value of the function.
    #[inline(always)]
    pub(super) fn evaluate<const B: usize>(&self, x: &mut [R; B]) {
        for x in &mut *x {
            *x = (*x - self.centre) * self.scale;
        }
        self.evaluate_scaled(x);
    }

    /// Replaces every `t` of `[−1, 1]` by the value of the function at `centre + half-width · t`.
    ///
    /// Powers of equal parity are summed apart, in two chains that overlap.
    #[inline(always)]
    pub(super) fn evaluate_scaled<const B: usize>(&self, t: &mut [R; B]) {
        for t in t {
            let t2 = *t * *t;
            let (mut even, mut odd) = (R::default(), R::default());
            for k in (0..TERMS).rev() {
                let chain = if k % 2 == 0 { &mut even } else { &mut odd };
                *chain = *chain * t2 + self.coefficients[k];
            }
            *t = even + odd * *t;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use piccole_core::gauss::{self, NEAREST_ZERO};

    fn value<R: Lane>(series: &Series<R>, x: f64) -> f64 {
        let mut x = [R::of(x)];
        with_polynomial!(series, polynomial => polynomial.evaluate(&mut x));
        x[0].value()
    }

    /// Largest error of `ln H` relative to its scale over intervals of all widths.
    fn largest_error<R: Lane>() -> f64 {
        let tables = Tables::new(R::TRUNCATION);
        let mut largest = 0.0_f64;
        for centre in (-400..=400).map(|k| f64::from(k) * 0.1) {
            for half_width in [0.001, 0.01, 0.1, 0.3, 0.7, 1.2, 2.0, 2.8] {
                let function = |x: f64| gauss::ln_tail(x) - gauss::ln_tail(centre);
                let write = |x: &[f64], values: &mut [f64]| {
                    values.iter_mut().zip(x).for_each(|(value, &x)| *value = function(x));
                };
                let series = tables.fit::<R>(centre, half_width, NEAREST_ZERO, write).expect("within reach");
                // Rounding of the values, or of a message of order one where they are smaller.
                let scale = gauss::ln_tail(centre + half_width).abs().max(1.0);
                for k in 0..=16 {
                    let x = R::of(centre + half_width * (f64::from(k) / 8.0 - 1.0)).value();
                    largest = largest.max((value(&series, x) - function(x)).abs() / scale);
                }
            }
        }
        largest
    }

    #[test]
    fn series_agree_with_the_special_function_on_every_interval() {
        let (double, single) = (largest_error::<f64>(), largest_error::<f32>());
        assert!(double < 2e-14, "{double:e}");
        assert!(single < 5e-6, "{single:e}");
    }

    #[test]
    fn an_interval_beyond_the_highest_degree_is_refused() {
        assert!(Tables::new(1e-14).fit::<f64>(0.0, 10.0, NEAREST_ZERO, gauss::ln_tails_into).is_none());
    }
}
