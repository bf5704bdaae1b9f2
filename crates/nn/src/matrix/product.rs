//! The product itself.

use nalgebra::{DMatrixView, DMatrixViewMut, Dyn};

/// A slice seen as a matrix: the distances from one row, and from one column, to the next.
type Strided<'a, T> = (&'a [T], [usize; 2]);

/// Products with a side up to this length are plain loops. (nalgebra 0.35 has its own below, which run past the end of a
/// view whose rows are not adjacent.)
const SHORT: usize = 5;

/// A number that matrices of it can be multiplied.
pub trait Product: Sized {
    /// `C ← C + A B`, with `C` column-major of `m × n`, and `A`, `B` by their strides.
    #[doc(hidden)]
    fn multiply_add(c: &mut [Self], shape: [usize; 2], a: Strided<'_, Self>, b: Strided<'_, Self>, k: usize);
}

macro_rules! product {
    ($float:ty) => {
        impl Product for $float {
            fn multiply_add(
                c: &mut [Self],
                [m, n]: [usize; 2],
                (a, [a_row, a_column]): Strided<'_, Self>,
                (b, [b_row, b_column]): Strided<'_, Self>,
                k: usize,
            ) {
                if m.min(n).min(k) > SHORT {
                    let a = DMatrixView::<Self, Dyn, Dyn>::from_slice_with_strides(a, m, k, a_row, a_column);
                    let b = DMatrixView::<Self, Dyn, Dyn>::from_slice_with_strides(b, k, n, b_row, b_column);
                    DMatrixViewMut::from_slice(c, m, n).gemm(1.0, &a, &b, 1.0);
                    return;
                }
                for (j, c) in c.chunks_exact_mut(m).enumerate() {
                    for l in 0..k {
                        let b = b[l * b_row + j * b_column];
                        for (i, c) in c.iter_mut().enumerate() {
                            *c += a[i * a_row + l * a_column] * b;
                        }
                    }
                }
            }
        }
    };
}

product!(f64);
product!(f32);
