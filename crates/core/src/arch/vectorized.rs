//! Plain loops under the CPU's vector instructions.

/// A loop over slices for [`vectorized`]: its data, and `run` to go over them.
///
/// `run` must be `#[inline(always)]`, and so must the functions that hold its loops: only what is inlined is compiled for
/// the vector instructions. (That is why this is a trait and not a closure, which cannot be told to inline.)
pub trait Elementwise {
    /// What the loop returns.
    type Output;

    /// Runs the loop.
    fn run(self) -> Self::Output;
}

/// Runs a loop compiled for AVX-512 or AVX2 where the CPU has them, and as it is elsewhere.
///
/// A baseline x86-64 build vectorises elementwise loops two `f64` at a time; inside this function the same loop becomes
/// eight or four at a time, without a line of unsafe code in the caller. **Results are the same bits either way**: every vector
/// instruction rounds as its scalar counterpart does, Rust neither contracts `a * b + c` into one rounding (and FMA is not
/// enabled here) nor reorders a floating-point sum, so that a reduction stays sequential unless the caller splits it.
///
/// Call it once per batch rather than once per element, since the boundary itself is never inlined. With the feature
/// `force-scalar` the loop is simply run.
///
/// ```
/// use piccole_core::arch::{Elementwise, vectorized};
///
/// struct Axpy<'a>(f64, &'a [f64], &'a mut [f64]);
///
/// impl Elementwise for Axpy<'_> {
///     type Output = ();
///
///     #[inline(always)]
///     fn run(self) {
///         for (y, x) in self.2.iter_mut().zip(self.1) {
///             *y += self.0 * x;
///         }
///     }
/// }
///
/// let mut y = [1.0; 5];
/// vectorized(Axpy(2.0, &[1.0, 2.0, 3.0, 4.0, 5.0], &mut y));
/// assert_eq!(y, [3.0, 5.0, 7.0, 9.0, 11.0]);
/// ```
pub fn vectorized<W: Elementwise>(work: W) -> W::Output {
    #[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
    {
        if let Some(kernel) = super::avx512::Kernel::new() {
            return kernel.run(work);
        }
        if let Some(kernel) = super::avx2::Kernel::new() {
            return kernel.run(work);
        }
    }
    work.run()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StreamKey;
    use rand::Rng;

    struct Mixed<'a>(&'a [f64], &'a [f64], &'a mut [f64]);

    impl Elementwise for Mixed<'_> {
        type Output = f64;

        #[inline(always)]
        fn run(self) -> f64 {
            for ((out, x), y) in self.2.iter_mut().zip(self.0).zip(self.1) {
                *out = (x * y + 0.1 * x).sqrt() / (1.0 + y * y) - x.max(*y);
            }
            self.2.iter().sum()
        }
    }

    #[test]
    fn a_vectorized_loop_gives_the_bits_of_the_plain_one_at_every_length() {
        let mut rng = StreamKey::from_seed(1).rng();
        for len in 0..=40 {
            let mut draw = || (0..len).map(|_| (rng.next_u64() >> 11) as f64 * 1e-12).collect::<Vec<_>>();
            let (x, y) = (draw(), draw());
            let (mut plain, mut fast) = (vec![0.0; len], vec![0.0; len]);
            let expected = Mixed(&x, &y, &mut plain).run();
            let got = vectorized(Mixed(&x, &y, &mut fast));
            assert_eq!(got.to_bits(), expected.to_bits());
            assert!(plain.iter().zip(&fast).all(|(a, b)| a.to_bits() == b.to_bits()));
        }
    }
}
