//! Looking for numbers that are infinite or not a number.

use crate::Scalar;
use piccole_core::arch::{Elementwise, vectorized};

/// The first number that is not finite.
///
/// A training asks this of every batch: all numbers are first gone through in vector instructions, and one by one only where one
/// of them is not finite.
pub(crate) fn first_not_finite<T: Scalar>(values: &[T]) -> Option<usize> {
    if vectorized(AllFinite(values)) {
        return None;
    }
    values.iter().position(|&x| !x.into().is_finite())
}

struct AllFinite<'a, T>(&'a [T]);

impl<T: Scalar> Elementwise for AllFinite<'_, T> {
    type Output = bool;

    #[inline(always)]
    fn run(self) -> bool {
        // 0·x is 0 for a finite number and not a number for any other, which no sum forgets.
        let mut sums = [T::ZERO; 64];
        let (blocks, rest) = self.0.as_chunks::<64>();
        for block in blocks {
            for (sum, &x) in sums.iter_mut().zip(block) {
                *sum += x * T::ZERO;
            }
        }
        for (sum, &x) in sums.iter_mut().zip(rest) {
            *sum += x * T::ZERO;
        }
        sums.iter().all(|&sum| sum == T::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use super::first_not_finite;

    #[test]
    fn the_first_of_any_length_and_kind_is_found() {
        for length in [0, 1, 63, 64, 65, 200] {
            let values: Vec<f32> = (0..length).map(|k| (k as f32 - 50.0) * 1e36).collect();
            assert_eq!(first_not_finite(&values), None);
            for place in 0..length {
                for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
                    let mut values = values.clone();
                    values[place] = bad;
                    values[length - 1] = f32::NAN;
                    assert_eq!(first_not_finite(&values), Some(place), "{length}");
                }
            }
        }
        assert_eq!(first_not_finite(&[0.0, f64::MAX, f64::MIN, -0.0, 1e-310]), None);
    }
}
