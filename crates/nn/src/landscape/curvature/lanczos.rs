//! The Lanczos iteration with full re-orthogonalisation.

use super::SymmetricOperator;
use crate::vector::{add_scaled, dot, norm, scale};
use nalgebra::DMatrix;

/// An off-diagonal entry below this share of the matrix's size (as seen so far) is rounding: the space is exhausted.
const BREAKDOWN: f64 = 1e-12;

/// An orthonormal basis `Q` of the Krylov space of a symmetric matrix and a starting vector, in which the matrix is
/// tridiagonal.
///
/// ```math
/// A\, q_k = \beta_{k-1} q_{k-1} + \alpha_k q_k + \beta_k q_{k+1} .
/// ```
///
/// Every new vector is made orthogonal to all earlier ones, twice, so that no eigenvalue appears in spurious copies; the
/// price is `n` numbers of memory and `4 n` operations for each pair of vectors.
///
/// References: C. Lanczos, J. Res. Natl. Bur. Stand. 45, 255 (1950), doi:10.6028/jres.045.026; B. N. Parlett, The
/// Symmetric Eigenvalue Problem (SIAM, 1998), chapter 13, doi:10.1137/1.9781611971163.
#[derive(Clone, Debug)]
pub(super) struct Krylov {
    basis: Vec<Vec<f64>>,
    diagonal: Vec<f64>,
    /// `β_k`; the last one leads out of the space, and is 0 if nothing does.
    off_diagonal: Vec<f64>,
}

/// An approximate eigenvalue, with what belongs to it.
pub(super) struct Ritz {
    pub(super) value: f64,
    /// The eigenvector in the basis of the Krylov space.
    pub(super) components: Vec<f64>,
    /// `|A x − value x|` for the unit vector `x`: there is an eigenvalue within it.
    pub(super) residual: f64,
}

impl Krylov {
    /// The space of the starting vector alone, without any product yet.
    pub(super) fn new(mut start: Vec<f64>) -> Self {
        let length = norm(&start);
        scale(&mut start, 1.0 / length);
        Self { basis: vec![start], diagonal: Vec::new(), off_diagonal: Vec::new() }
    }

    /// Number of products so far.
    pub(super) fn steps(&self) -> usize {
        self.diagonal.len()
    }

    /// Whether the space is invariant, so that its eigenvalues are those of the matrix.
    pub(super) fn is_exhausted(&self) -> bool {
        self.off_diagonal.last() == Some(&0.0)
    }

    /// One step; the space must not be exhausted.
    pub(super) fn grow(&mut self, operator: &mut impl SymmetricOperator) {
        let newest = &self.basis[self.steps()];
        let mut next = vec![0.0; newest.len()];
        operator.apply(newest, &mut next);
        self.diagonal.push(dot(newest, &next));
        for _ in 0..2 {
            for q in &self.basis {
                let overlap = dot(q, &next);
                add_scaled(&mut next, -overlap, q);
            }
        }
        let length = norm(&next);
        let size = self.diagonal.iter().chain(&self.off_diagonal).fold(0.0, |size: f64, x| size.max(x.abs()));
        if length <= BREAKDOWN * size || self.steps() == next.len() {
            self.off_diagonal.push(0.0);
        } else {
            scale(&mut next, 1.0 / length);
            self.off_diagonal.push(length);
            self.basis.push(next);
        }
    }

    /// All approximate eigenvalues, in ascending order.
    pub(super) fn ritz(&self) -> Vec<Ritz> {
        let steps = self.steps();
        let tridiagonal = DMatrix::from_fn(steps, steps, |i, j| match i.abs_diff(j) {
            0 => self.diagonal[i],
            1 => self.off_diagonal[i.min(j)],
            _ => 0.0,
        });
        let eigen = tridiagonal.symmetric_eigen();
        let last = self.off_diagonal.last().copied().unwrap_or(0.0);
        // What the recursion promises falls without end; no residual is known better than the arithmetic allows.
        let rounding = f64::EPSILON * eigen.eigenvalues.amax();
        let mut pairs: Vec<Ritz> = (0..steps)
            .map(|k| {
                let components: Vec<f64> = eigen.eigenvectors.column(k).iter().copied().collect();
                let residual = (last * components[steps - 1].abs()).max(rounding);
                Ritz { value: eigen.eigenvalues[k], components, residual }
            })
            .collect();
        pairs.sort_by(|a, b| a.value.total_cmp(&b.value));
        pairs
    }

    /// The vector of the given components.
    pub(super) fn vector(&self, components: &[f64]) -> Vec<f64> {
        let mut vector = vec![0.0; self.basis[0].len()];
        for (c, q) in components.iter().zip(&self.basis) {
            add_scaled(&mut vector, *c, q);
        }
        vector
    }
}
