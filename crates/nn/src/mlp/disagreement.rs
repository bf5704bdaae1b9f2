//! How often two networks of the same layers disagree.

use super::Mlp;
use crate::Scalar;
use nalgebra::DMatrix;

impl Mlp {
    /// Fraction of inputs (a column each) to which the network gives different answers with two vectors of parameters: of
    /// one output the sign, of several the place of the largest, the first of equal ones.
    ///
    /// ```
    /// use nalgebra::DMatrix;
    /// use piccole_nn::{Activation, Mlp};
    /// let mlp = Mlp::fully_connected(&[1, 1], Activation::Tanh)?;
    /// let inputs = DMatrix::from_row_slice(1, 4, &[-1.0, 0.5, 2.0, 3.0]);
    /// // The sign of x and that of x − 1.
    /// assert_eq!(mlp.disagreement(&[1.0, 0.0], &[1.0, -1.0], &inputs), 0.25);
    /// # Ok::<(), piccole_nn::ArchitectureError>(())
    /// ```
    ///
    /// # Panics
    /// As [`forward`](Self::forward), and without an input.
    pub fn disagreement<T: Scalar + nalgebra::Scalar>(&self, one: &[T], other: &[T], inputs: &DMatrix<T>) -> f64 {
        assert!(inputs.ncols() > 0, "the disagreement on no input");
        let [one, other] = [one, other].map(|parameters| self.forward(parameters, inputs));
        let answers = one.column_iter().zip(other.column_iter());
        let different = answers.filter(|(one, other)| answer(one.as_slice()) != answer(other.as_slice())).count();
        different as f64 / inputs.ncols() as f64
    }
}

fn answer<T: Scalar>(outputs: &[T]) -> usize {
    match outputs {
        [output] => usize::from(*output > T::ZERO),
        _ => (1..outputs.len()).fold(0, |best, k| if outputs[k] > outputs[best] { k } else { best }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_of_several_outputs_is_the_first_of_the_largest() {
        assert_eq!([&[1.0, 3.0, 3.0][..], &[2.0, 1.0, 2.0], &[0.1], &[0.0]].map(answer), [1, 0, 1, 0]);
    }
}
