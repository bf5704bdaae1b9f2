//! Products with a short side: plain loops, which need no packing and no memory.
//!
//! (nalgebra has such a path too, but in version 0.35 it runs past the end of a view whose rows are not adjacent.)

use super::{Strided, Update};
use crate::Scalar;
use piccole_core::arch::{Elementwise, vectorized};

/// Longest side of a product that is called short.
pub(super) const SIDE: usize = 5;

/// `A B` into `C` of `m × n`, or added to it.
pub(super) fn multiply<T: Scalar>(
    update: Update,
    c: &mut [T],
    a: Strided<'_, T>,
    b: Strided<'_, T>,
    [m, k, n]: [usize; 3],
) {
    if update == Update::Set {
        c.fill(T::ZERO);
    }
    if m == 1 {
        // A row is a column: Cᵀ = Bᵀ Aᵀ, whose rows are long.
        vectorized(Short { c, a: b.transposed(), b: a.transposed(), sides: [n, k, 1] });
    } else {
        vectorized(Short { c, a, b, sides: [m, k, n] });
    }
}

/// `C ← C + A B` over adjacent numbers of `A`: along its columns, or along its rows where these are whole.
struct Short<'a, T> {
    c: &'a mut [T],
    a: Strided<'a, T>,
    b: Strided<'a, T>,
    sides: [usize; 3],
}

impl<T: Scalar> Elementwise for Short<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { c, a, b, sides: [m, k, _] } = self;
        for (j, c) in c.chunks_exact_mut(m).enumerate() {
            if a.row == 1 {
                for l in 0..k {
                    let factor = b.values[l * b.row + j * b.column];
                    for (c, &a) in c.iter_mut().zip(&a.values[l * a.column..][..m]) {
                        *c += a * factor;
                    }
                }
            } else {
                debug_assert!(a.column == 1 && b.row == 1, "rows of A and columns of B are adjacent numbers");
                let b = &b.values[j * b.column..][..k];
                for (i, c) in c.iter_mut().enumerate() {
                    *c += dot(&a.values[i * a.row..][..k], b);
                }
            }
        }
    }
}

/// `Σ_l a_l b_l` as eight sums of every eighth term.
#[inline(always)]
fn dot<T: Scalar>(a: &[T], b: &[T]) -> T {
    let (blocks_a, blocks_b) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut sums = [T::ZERO; 8];
    for (a, b) in blocks_a.0.iter().zip(blocks_b.0) {
        for (sum, (&a, &b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += a * b;
        }
    }
    let mut total = T::ZERO;
    for (&a, &b) in blocks_a.1.iter().zip(blocks_b.1) {
        total += a * b;
    }
    for sum in sums {
        total += sum;
    }
    total
}
