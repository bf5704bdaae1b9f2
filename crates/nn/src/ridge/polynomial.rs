//! Least squares with polynomials, in the basis in which it is well conditioned.

use super::{RidgeError, ridge_regression};
use nalgebra::{DMatrix, DVector};

/// A polynomial in the basis of [`legendre_values`].
#[derive(Clone, Debug, PartialEq)]
pub struct LegendreFit {
    /// A coefficient for each degree from 0.
    pub coefficients: DVector<f64>,
}

impl LegendreFit {
    /// The polynomial at `x`.
    pub fn value(&self, x: f64) -> f64 {
        let basis = legendre_values(x, self.coefficients.len() - 1);
        basis.iter().zip(&self.coefficients).map(|(basis, coefficient)| basis * coefficient).sum()
    }

    /// Mean squared distance from values at some points.
    pub fn mean_squared_error(&self, points: &[f64], values: &[f64]) -> f64 {
        let squares = points.iter().zip(values).map(|(&x, y)| (self.value(x) - y) * (self.value(x) - y));
        squares.sum::<f64>() / points.len() as f64
    }
}

/// The Legendre polynomials `√(2k + 1) P_k(x)` for `k = 0, …, degree`: orthonormal for `x` uniform on `[−1, 1]`.
///
/// By the three-term recurrence, stable on that interval.
///
/// ```
/// use piccole_nn::ridge::legendre_values;
/// assert_eq!(legendre_values(0.5, 2), [1.0, 3.0_f64.sqrt() * 0.5, 5.0_f64.sqrt() * -0.125]); // (3 x² − 1)/2
/// ```
pub fn legendre_values(x: f64, degree: usize) -> Vec<f64> {
    // (k + 1) P_{k+1} = (2k + 1) x P_k − k P_{k−1}.
    let (mut before, mut here) = (0.0, 1.0);
    let mut values = Vec::with_capacity(degree + 1);
    for k in (0..=degree).map(|k| k as f64) {
        values.push((2.0 * k + 1.0).sqrt() * here);
        (before, here) = (here, ((2.0 * k + 1.0) * x * here - k * before) / (k + 1.0));
    }
    values
}

/// Fits a polynomial of some degree to values at points in `[−1, 1]` by least squares, with a ridge `r ≥ 0` on the
/// coefficients of the orthonormal basis.
///
/// With `p` coefficients and `n` values `f(x_μ)` with noise of variance `τ²`, without ridge, the expected training error
/// is `τ² (1 − p/n)` and the error of projection on top, and the test error is the approximation error of degree `p − 1`
/// and a variance that grows from about `τ² p/n`: the classical U in `p`.
///
/// # Errors
/// As [`ridge_regression`]; [`RidgeError::Parameter`] for a point outside `[−1, 1]`; [`RidgeError::Singular`] if there are
/// fewer distinct points than coefficients and no ridge.
pub fn legendre_fit(points: &[f64], values: &[f64], degree: usize, ridge: f64) -> Result<LegendreFit, RidgeError> {
    if let Some(&value) = points.iter().find(|x| !(-1.0..=1.0).contains(*x)) {
        return Err(RidgeError::Parameter { name: "point", value, accepted: "a number in [-1, 1]" });
    }
    let columns: Vec<f64> = points.iter().flat_map(|&x| legendre_values(x, degree)).collect();
    let features = DMatrix::from_vec(degree + 1, points.len(), columns);
    if ridge == 0.0 && points.len() <= degree {
        return Err(RidgeError::Singular { size: degree + 1, pivot: points.len() });
    }
    Ok(LegendreFit { coefficients: ridge_regression(&features, &DVector::from_row_slice(values), ridge)? })
}
