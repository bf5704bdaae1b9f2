//! The smaller of two systems.

use super::RidgeError;
use super::cholesky::{gram_of_columns, gram_of_rows, solve};
use nalgebra::{DMatrix, DVector};

/// Returns the coefficients `a` that minimise the squared error with a ridge,
///
/// ```math
/// \hat a = \operatorname*{arg\,min}_a \sum_{\mu=1}^n \bigl(y_\mu - a\cdot\varphi_\mu\bigr)^2 + r \lVert a\rVert^2 ,
/// ```
///
/// for features `φ` with a column for each example (`p` rows, `n` columns), targets `y` and the ridge `r ≥ 0`, by
/// [`primal`] if `p ≤ n` and by [`dual`] otherwise. Without ridge and with more features than examples this is the
/// interpolating solution of least norm.
///
/// The cost is `m² max(p, n)` multiplications and additions for the Gram matrix of the `m = min(p, n)` equations and
/// `m³/3` for its decomposition.
///
/// # Accuracy
///
/// Both forms solve normal equations: the relative error of `a` is about `ε` times the squared condition number of the
/// features (ridge included).
///
/// ```
/// use nalgebra::{DMatrix, DVector};
/// use piccole_nn::ridge::ridge_regression;
/// let features = DMatrix::from_row_slice(2, 3, &[1.0, 1.0, 1.0, -1.0, 0.0, 1.0]); // a constant and a slope
/// let a = ridge_regression(&features, &DVector::from_vec(vec![1.0, 3.0, 5.0]), 0.0)?;
/// assert!((a - DVector::from_vec(vec![3.0, 2.0])).amax() < 1e-14);
/// # Ok::<(), piccole_nn::ridge::RidgeError>(())
/// ```
///
/// # Errors
/// [`RidgeError::Empty`], [`RidgeError::TargetCount`], [`RidgeError::Parameter`] for a ridge that is negative, infinite
/// or NaN, [`RidgeError::Singular`] without (or with too small) a ridge where features or examples depend on one another.
pub fn ridge_regression(
    features: &DMatrix<f64>,
    targets: &DVector<f64>,
    ridge: f64,
) -> Result<DVector<f64>, RidgeError> {
    let solver = if features.nrows() <= features.ncols() { primal } else { dual };
    solver(features, targets, ridge)
}

/// [`ridge_regression`] from `p` equations, one a feature: `(Φ Φᵀ + r) a = Φ y`.
///
/// # Errors
/// As [`ridge_regression`]; without ridge there is no unique solution for `p > n`.
pub fn primal(features: &DMatrix<f64>, targets: &DVector<f64>, ridge: f64) -> Result<DVector<f64>, RidgeError> {
    check(features, targets, ridge)?;
    solve(with_ridge(gram_of_rows(features), ridge), features * targets)
}

/// [`ridge_regression`] from `n` equations, one an example: `a = Φ (Φᵀ Φ + r)⁻¹ y`.
///
/// # Errors
/// As [`ridge_regression`]; without ridge it is the interpolating solution, which `p < n` features do not have.
pub fn dual(features: &DMatrix<f64>, targets: &DVector<f64>, ridge: f64) -> Result<DVector<f64>, RidgeError> {
    check(features, targets, ridge)?;
    Ok(features * solve(with_ridge(gram_of_columns(features), ridge), targets.clone())?)
}

fn with_ridge(mut gram: DMatrix<f64>, ridge: f64) -> DMatrix<f64> {
    for i in 0..gram.nrows() {
        gram[(i, i)] += ridge;
    }
    gram
}

fn check(features: &DMatrix<f64>, targets: &DVector<f64>, ridge: f64) -> Result<(), RidgeError> {
    let (count, examples) = features.shape();
    if count == 0 || examples == 0 {
        return Err(RidgeError::Empty { features: count, examples });
    }
    if targets.len() != examples {
        return Err(RidgeError::TargetCount { targets: targets.len(), examples });
    }
    if !(ridge >= 0.0 && ridge.is_finite()) {
        let accepted = "a finite number not below 0";
        return Err(RidgeError::Parameter { name: "ridge", value: ridge, accepted });
    }
    Ok(())
}
