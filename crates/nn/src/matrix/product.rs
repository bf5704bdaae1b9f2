//! Products whose sides are all long.

use super::{Strided, Update};
use crate::Scalar;
use nalgebra::{DMatrixView, DMatrixViewMut, Dyn};

/// Fewer multiplications stay on one thread.
#[cfg(feature = "rayon")]
const WORTH_A_THREAD: usize = 1 << 20;

/// On how many threads so many multiplications should be done.
pub(crate) fn threads_worth(multiplications: usize) -> usize {
    #[cfg(feature = "rayon")]
    return (multiplications / WORTH_A_THREAD).min(rayon::current_num_threads());
    #[cfg(not(feature = "rayon"))]
    return multiplications.min(1);
}

/// Does both, on two threads if one is idle.
pub(crate) fn join(a: impl FnOnce() + Send, b: impl FnOnce() + Send) {
    #[cfg(feature = "rayon")]
    rayon::join(a, b);
    #[cfg(not(feature = "rayon"))]
    {
        a();
        b();
    }
}

/// A number that matrices of it can be multiplied.
pub trait Product: Sized {
    /// `C ← β C + A B`, with `C` column-major.
    #[doc(hidden)]
    fn multiply(beta: Self, c: &mut [Self], a: Strided<'_, Self>, b: Strided<'_, Self>, sides: [usize; 3]);
}

macro_rules! product {
    ($float:ty) => {
        impl Product for $float {
            fn multiply(beta: Self, c: &mut [Self], a: Strided<'_, Self>, b: Strided<'_, Self>, [m, k, n]: [usize; 3]) {
                let view = DMatrixView::<Self, Dyn, Dyn>::from_slice_with_strides;
                let (a, b) = (view(a.values, m, k, a.row, a.column), view(b.values, k, n, b.row, b.column));
                DMatrixViewMut::from_slice(c, m, n).gemm(1.0, &a, &b, beta);
            }
        }
    };
}

product!(f64);
product!(f32);

/// `A B` into `C`, or added to it, the columns of `C` dealt out to threads where there is enough to do.
///
/// The library sums each number of `C` in an order that depends on `k` alone, so that the columns have the same bits
/// however they are dealt out.
pub(super) fn multiply_columns<T: Scalar>(
    update: Update,
    c: &mut [T],
    a: Strided<'_, T>,
    b: Strided<'_, T>,
    sides: [usize; 3],
) {
    let beta = if update == Update::Set { T::ZERO } else { T::ONE };
    let [m, k, n] = sides;
    deal_out(threads_worth(m * k * n).min(n / 32), beta, c, a, b, sides);
}

/// Halves the columns until there is one piece for each thread.
fn deal_out<T: Scalar>(
    pieces: usize,
    beta: T,
    c: &mut [T],
    a: Strided<'_, T>,
    b: Strided<'_, T>,
    [m, k, n]: [usize; 3],
) {
    if pieces < 2 {
        return T::multiply(beta, c, a, b, [m, k, n]);
    }
    let left = n * (pieces / 2) / pieces;
    let (c_left, c_right) = c.split_at_mut(left * m);
    let b_right = Strided { values: &b.values[left * b.column..], ..b };
    join(
        || deal_out(pieces / 2, beta, c_left, a, b, [m, k, left]),
        || deal_out(pieces - pieces / 2, beta, c_right, a, b_right, [m, k, n - left]),
    );
}
