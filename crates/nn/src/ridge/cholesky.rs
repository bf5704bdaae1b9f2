//! Gram matrices and positive definite systems: the one file that knows `faer`.

use super::RidgeError;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::cholesky::llt::factor::{LltError, LltParams, cholesky_in_place, cholesky_in_place_scratch};
use faer::linalg::cholesky::llt::solve::solve_in_place;
use faer::linalg::matmul::matmul;
use faer::linalg::matmul::triangular::{BlockStructure, matmul as triangular_matmul};
use faer::{Accum, MatMut, MatRef, Par, Spec};
use nalgebra::{DMatrix, DVector};

/// Both libraries keep a matrix column after column: the view is free.
fn view(matrix: &DMatrix<f64>) -> MatRef<'_, f64> {
    MatRef::from_column_major_slice(matrix.as_slice(), matrix.nrows(), matrix.ncols())
}

/// The same, to write through.
fn view_mut(matrix: &mut DMatrix<f64>) -> MatMut<'_, f64> {
    let (rows, columns) = matrix.shape();
    MatMut::from_column_major_slice_mut(matrix.as_mut_slice(), rows, columns)
}

/// `Aᵀ B`.
pub(super) fn transposed_product(a: &DMatrix<f64>, b: &DMatrix<f64>) -> DMatrix<f64> {
    let mut out = DMatrix::zeros(a.ncols(), b.ncols());
    matmul(view_mut(&mut out), Accum::Replace, view(a).transpose(), view(b), 1.0, Par::Seq);
    out
}

/// The lower triangle of `A Aᵀ`, zeros above.
pub(super) fn gram_of_rows(a: &DMatrix<f64>) -> DMatrix<f64> {
    lower_product(view(a))
}

/// The lower triangle of `Aᵀ A`, zeros above.
pub(super) fn gram_of_columns(a: &DMatrix<f64>) -> DMatrix<f64> {
    lower_product(view(a).transpose())
}

fn lower_product(a: MatRef<'_, f64>) -> DMatrix<f64> {
    let mut out = DMatrix::zeros(a.nrows(), a.nrows());
    let (lower, full) = (BlockStructure::TriangularLower, BlockStructure::Rectangular);
    triangular_matmul(view_mut(&mut out), lower, Accum::Replace, a, full, a.transpose(), full, 1.0, Par::Seq);
    out
}

/// Solves `M x = b` for a positive definite `M` of which the lower triangle is given.
///
/// # Errors
/// [`RidgeError::Singular`] if a pivot is not above rounding: `size · ε` times the largest diagonal entry.
pub(super) fn solve(mut matrix: DMatrix<f64>, mut right: DVector<f64>) -> Result<DVector<f64>, RidgeError> {
    let size = matrix.nrows();
    let largest = matrix.diagonal().iter().fold(0.0, |largest: f64, &entry| largest.max(entry));
    let params = Spec::<LltParams, f64>::default();
    let mut buffer = MemBuffer::new(cholesky_in_place_scratch::<f64>(size, Par::Seq, params));
    let stack = MemStack::new(&mut buffer);
    let factored = cholesky_in_place(view_mut(&mut matrix), Default::default(), Par::Seq, stack, params);
    factored.map_err(|LltError::NonPositivePivot { index }| RidgeError::Singular { size, pivot: index })?;
    let smallest = size as f64 * f64::EPSILON * largest;
    let sound = |root: f64| root * root > smallest; // not of a NaN either
    if let Some(pivot) = matrix.diagonal().iter().position(|&root| !sound(root)) {
        return Err(RidgeError::Singular { size, pivot });
    }
    let column = MatMut::from_column_major_slice_mut(right.as_mut_slice(), size, 1);
    solve_in_place(view(&matrix), column, Par::Seq, MemStack::new(&mut buffer));
    Ok(right)
}
