//! Algebra of long vectors held in slices: the few operations that paths, surfaces and Krylov spaces are made of.

use nalgebra::{DVectorView, DVectorViewMut};

/// `a·b`.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    DVectorView::from_slice(a, a.len()).dot(&DVectorView::from_slice(b, b.len()))
}

/// Euclidean norm.
pub(crate) fn norm(a: &[f64]) -> f64 {
    dot(a, a).sqrt()
}

/// `y ← y + c x`.
pub(crate) fn add_scaled(y: &mut [f64], c: f64, x: &[f64]) {
    let length = y.len();
    DVectorViewMut::from_slice(y, length).axpy(c, &DVectorView::from_slice(x, x.len()), 1.0);
}

/// `y ← c y`.
pub(crate) fn scale(y: &mut [f64], c: f64) {
    y.iter_mut().for_each(|y| *y *= c);
}

/// `a − b`.
pub(crate) fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    assert_eq!(a.len(), b.len(), "vectors of {} and {} numbers", a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

/// `|a − b|`.
pub(crate) fn distance(a: &[f64], b: &[f64]) -> f64 {
    norm(&difference(a, b))
}

/// `a + s (b − a)`, exactly `a` and `b` at the ends.
pub(crate) fn interpolate(a: &[f64], b: &[f64], s: f64) -> Vec<f64> {
    assert_eq!(a.len(), b.len(), "vectors of {} and {} numbers", a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| (1.0 - s) * a + s * b).collect()
}
