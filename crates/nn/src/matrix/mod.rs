//! The three matrix products of a network, on column-major slices.
//!
//! Everything else in the crate is elementwise; whatever multiplies matrices faster replaces this module and nothing else.

mod product;
mod short;

pub(crate) use product::{Product, join, threads_worth};

use crate::Scalar;

/// What becomes of the numbers that a product is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Update {
    /// They are replaced, and not read.
    Set,
    /// The product is added to them.
    Add,
}

/// A slice seen as a matrix: the distances from one row, and from one column, to the next. One of the two is 1.
#[derive(Clone, Copy, Debug)]
pub struct Strided<'a, T> {
    values: &'a [T],
    row: usize,
    column: usize,
}

impl<T> Strided<'_, T> {
    fn transposed(self) -> Self {
        Self { row: self.column, column: self.row, ..self }
    }
}

/// `A B` into `C`, or added to it, with `A` of `m × k`, `B` of `k × n`.
pub(crate) fn product<T: Scalar>(update: Update, c: &mut [T], a: &[T], b: &[T], [m, k, n]: [usize; 3]) {
    let (a, b) = (Strided { values: a, row: 1, column: m }, Strided { values: b, row: 1, column: k });
    multiply(update, c, a, b, [m, k, n]);
}

/// `Aᵀ B` into `C`, or added to it, with `A` of `k × m`, `B` of `k × n`.
pub(crate) fn transposed_product<T: Scalar>(update: Update, c: &mut [T], a: &[T], b: &[T], [m, k, n]: [usize; 3]) {
    let (a, b) = (Strided { values: a, row: k, column: 1 }, Strided { values: b, row: 1, column: k });
    multiply(update, c, a, b, [m, k, n]);
}

/// `A Bᵀ` into `C`, or added to it, with `A` of `m × k`, `B` of `n × k`.
pub(crate) fn product_transposed<T: Scalar>(update: Update, c: &mut [T], a: &[T], b: &[T], [m, k, n]: [usize; 3]) {
    let (a, b) = (Strided { values: a, row: 1, column: m }, Strided { values: b, row: n, column: 1 });
    multiply(update, c, a, b, [m, k, n]);
}

fn multiply<T: Scalar>(update: Update, c: &mut [T], a: Strided<'_, T>, b: Strided<'_, T>, [m, k, n]: [usize; 3]) {
    assert!(
        a.values.len() == m * k && b.values.len() == k * n && c.len() == m * n,
        "a product of {m} × {k} by {k} × {n} numbers from {} and {} into {}",
        a.values.len(),
        b.values.len(),
        c.len()
    );
    if m.min(k).min(n) <= short::SIDE {
        short::multiply(update, c, a, b, [m, k, n]);
    } else {
        product::multiply_columns(update, c, a, b, [m, k, n]);
    }
}

#[cfg(test)]
mod tests;
