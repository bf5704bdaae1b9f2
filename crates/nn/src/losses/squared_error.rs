//! Mean squared error.

use super::{Batch, LossError};
use crate::Scalar;

/// Mean squared error `ℓ = 1/(MC) Σ_μk (z_μk − t_μk)²` of outputs `z` and targets `t`, both `M` rows of `C` columns.
///
/// The relative error is below `(MC + 3) 2⁻⁵³`, the rounding of a sum in order. It overflows to +∞ where a difference
/// exceeds 10¹⁵⁴, and is NaN if a number is.
///
/// # Errors
/// [`LossError::TargetShape`] if the shapes differ.
///
/// ```
/// use piccole_nn::losses::{Batch, mean_squared_error};
/// let (outputs, targets) = ([1.0, 2.0, 3.0, 4.0], [1.0, 0.0, 3.0, 1.0]);
/// assert_eq!(mean_squared_error(Batch::new(&outputs, 2)?, Batch::new(&targets, 2)?)?, (4.0 + 9.0) / 4.0);
/// # Ok::<(), piccole_nn::losses::LossError>(())
/// ```
pub fn mean_squared_error<T: Scalar>(outputs: Batch<'_, T>, targets: Batch<'_, T>) -> Result<f64, LossError> {
    outputs.check_shape(targets)?;
    let squares = differences(outputs, targets).map(|difference| difference * difference);
    Ok(squares.sum::<f64>() / count(outputs))
}

/// Writes the gradient `∂ℓ/∂z_μk = 2 (z_μk − t_μk)/(MC)` of the [`mean_squared_error`] into `gradient` (row-major, as the
/// outputs) and returns `ℓ`.
///
/// # Errors
/// [`LossError::TargetShape`] if the shapes differ, [`LossError::BufferLength`] if `gradient` does not have `MC` numbers.
pub fn mean_squared_error_gradient<T: Scalar>(
    outputs: Batch<'_, T>,
    targets: Batch<'_, T>,
    gradient: &mut [T],
) -> Result<f64, LossError> {
    outputs.check_buffer(gradient)?;
    let loss = mean_squared_error(outputs, targets)?;
    for (g, difference) in gradient.iter_mut().zip(differences(outputs, targets)) {
        *g = T::from_f64(2.0 * difference / count(outputs));
    }
    Ok(loss)
}

/// Writes the Hessian of the [`mean_squared_error`] with respect to the outputs times a vector, `2 v_μk/(MC)`, into
/// `product`.
///
/// # Errors
/// [`LossError::BufferLength`] if `product` does not have `MC` numbers.
pub fn mean_squared_error_hessian_product<T: Scalar>(vector: Batch<'_, T>, product: &mut [T]) -> Result<(), LossError> {
    vector.check_buffer(product)?;
    let factor = 2.0 / count(vector);
    for (p, &v) in product.iter_mut().zip(vector.values()) {
        *p = T::from_f64(factor * v.into());
    }
    Ok(())
}

/// `z − t` in double precision, exact for single-precision numbers up to one rounding.
fn differences<T: Scalar>(outputs: Batch<'_, T>, targets: Batch<'_, T>) -> impl Iterator<Item = f64> {
    outputs.values().iter().zip(targets.values()).map(|(&z, &t)| z.into() - t.into())
}

/// `MC`.
fn count<T>(batch: Batch<'_, T>) -> f64 {
    batch.values().len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gradient_agrees_with_central_differences() {
        // The loss is quadratic, so the central difference is exact but for rounding: 2 ulp(13)/2h < 1e-13 at h = 2⁻⁵.
        let (outputs, targets) = ([0.5, -3.0, 2.25, 7.0, 0.0, 1.5], [1.0, -2.0, 2.25, 0.0, 4.0, -1.0]);
        let loss = |z: &[f64]| mean_squared_error(Batch::new(z, 3).unwrap(), Batch::new(&targets, 3).unwrap()).unwrap();
        let mut gradient = [0.0; 6];
        let (z, t) = (Batch::new(&outputs, 3).unwrap(), Batch::new(&targets, 3).unwrap());
        assert_eq!(mean_squared_error_gradient(z, t, &mut gradient).unwrap(), loss(&outputs));
        let mut product = [0.0; 6];
        mean_squared_error_hessian_product(z, &mut product).unwrap();
        assert_eq!(product, outputs.map(|v| (2.0 / 6.0) * v));
        for k in 0..6 {
            let shifted = |h: f64| {
                let mut z = outputs;
                z[k] += h;
                loss(&z)
            };
            let difference = (shifted(1.0 / 32.0) - shifted(-1.0 / 32.0)) * 16.0;
            assert!((difference - gradient[k]).abs() < 1e-13, "output {k}: {difference} against {}", gradient[k]);
        }
    }

    #[test]
    fn single_precision_loses_nothing_in_the_sum() {
        // 10⁶ squares of 0.1 (as a float) summed in single precision would be off in the third digit.
        let (outputs, targets) = (vec![0.1_f32; 1_000_000], vec![0.0_f32; 1_000_000]);
        let loss = mean_squared_error(Batch::new(&outputs, 10).unwrap(), Batch::new(&targets, 10).unwrap()).unwrap();
        let square = f64::from(0.1_f32) * f64::from(0.1_f32);
        assert!((loss / square - 1.0).abs() < 1e-10);
    }

    #[test]
    fn overflow_and_not_a_number_show() {
        let loss = |z: f64| mean_squared_error(Batch::new(&[z], 1).unwrap(), Batch::new(&[0.0], 1).unwrap()).unwrap();
        assert_eq!(loss(1e200), f64::INFINITY);
        assert!(loss(f64::NAN).is_nan());
    }

    #[test]
    fn other_shapes_are_refused() {
        let z = [0.0; 6];
        let error = mean_squared_error(Batch::new(&z, 3).unwrap(), Batch::new(&z, 2).unwrap()).unwrap_err();
        assert_eq!(error.to_string(), "targets of 3 rows, 2 columns for outputs of 2 rows, 3 columns");
        let batch = Batch::new(&z, 3).unwrap();
        let error = mean_squared_error_gradient(batch, batch, &mut [0.0; 5]).unwrap_err();
        assert_eq!(error, LossError::BufferLength { got: 5, expected: 6 });
    }
}
