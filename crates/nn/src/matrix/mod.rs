//! The three matrix products of a network, on column-major slices.
//!
//! Everything else in the crate is elementwise; whatever multiplies matrices faster replaces this module and nothing else.

mod product;

pub(crate) use product::Product;

use crate::Scalar;

/// `C ← C + A B` with `A` of `m × k`, `B` of `k × n`.
pub(crate) fn add_product<T: Scalar>(c: &mut [T], a: &[T], b: &[T], [m, k, n]: [usize; 3]) {
    T::multiply_add(c, [m, n], (a, [1, m]), (b, [1, k]), k);
}

/// `C ← C + Aᵀ B` with `A` of `k × m`, `B` of `k × n`.
pub(crate) fn add_transposed_product<T: Scalar>(c: &mut [T], a: &[T], b: &[T], [m, k, n]: [usize; 3]) {
    T::multiply_add(c, [m, n], (a, [k, 1]), (b, [1, k]), k);
}

/// `C ← C + A Bᵀ` with `A` of `m × k`, `B` of `n × k`.
pub(crate) fn add_product_transposed<T: Scalar>(c: &mut [T], a: &[T], b: &[T], [m, k, n]: [usize; 3]) {
    T::multiply_add(c, [m, n], (a, [1, m]), (b, [n, 1]), k);
}
