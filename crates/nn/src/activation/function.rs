//! The functions and their derivatives.

use crate::Scalar;
use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

/// A function applied to every preactivation of a layer.
///
/// | activation | `σ(x)` | `σ′(x)` |
/// | --- | --- | --- |
/// | `Identity` | `x` | `1` |
/// | `Relu` | `max(0, x)` | `1` for `x > 0`, else `0` |
/// | `Tanh` | `tanh x` | `1 − tanh² x` |
/// | `Sigmoid` | `1/(1 + e⁻ˣ)` | `σ(x) (1 − σ(x))` |
/// | `Erf` | `erf(x/√2)` | `√(2/π) exp(−x²/2)` |
///
/// `Erf` has the scaling of the teacher–student literature (Saad & Solla, Phys. Rev. E 52, 4225 (1995),
/// doi:10.1103/PhysRevE.52.4225): its derivative is twice the unit Gaussian density. The derivative of `Relu` at its
/// kink is taken as 0.
///
/// # Accuracy
///
/// With `ε` the machine epsilon of the type (`2⁻⁵²` or `2⁻²³`), relative errors are at most 2 ε for a value, 4 ε for a
/// derivative, and `(4 + x²/2) ε` for the derivative of `Erf`, wherever the result is a normal number. In particular a
/// derivative is not lost where the unit saturates: it is computed from `exp(−|x|)`, not as the difference of two
/// numbers near 1. Results are finite for every finite `x`; NaN goes in and comes out.
///
/// ```
/// use piccole_nn::Activation;
/// assert_eq!(Activation::Sigmoid.value(0.0), 0.5);
/// assert_eq!(Activation::Sigmoid.value(-1000.0), 0.0);
/// assert_eq!(Activation::Erf.derivative(0.0_f64), (2.0 / std::f64::consts::PI).sqrt());
/// assert!((Activation::Tanh.derivative(100.0_f64) / 5.53558610694695e-87 - 1.0).abs() < 1e-14);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Activation {
    /// `x`: a linear unit.
    Identity,
    /// `max(0, x)`: a rectified linear unit.
    Relu,
    /// `tanh x`.
    Tanh,
    /// `1/(1 + e⁻ˣ)`: the logistic function.
    Sigmoid,
    /// `erf(x/√2)`.
    Erf,
}

impl Activation {
    /// Every activation.
    pub const ALL: [Self; 5] = [Self::Identity, Self::Relu, Self::Tanh, Self::Sigmoid, Self::Erf];

    /// `σ(x)`.
    pub fn value<T: Scalar>(self, x: T) -> T {
        match self {
            Self::Identity => x,
            // NaN is not ≤ 0 and passes through.
            Self::Relu => {
                if x <= T::ZERO {
                    T::ZERO
                } else {
                    x
                }
            }
            Self::Tanh => x.tanh(),
            Self::Sigmoid => {
                let e = exp_minus_abs(x);
                let larger = T::ONE / (T::ONE + e);
                if x < T::ZERO { e * larger } else { larger }
            }
            Self::Erf => (x * T::from_f64(FRAC_1_SQRT_2)).erf(),
        }
    }

    /// `σ′(x) = dσ/dx`.
    pub fn derivative<T: Scalar>(self, x: T) -> T {
        match self {
            Self::Identity => T::ONE,
            Self::Relu => {
                if x > T::ZERO {
                    T::ONE
                } else if x <= T::ZERO {
                    T::ZERO
                } else {
                    x
                }
            }
            // 1/cosh² x = 4 σ′(2x) with σ the logistic function.
            Self::Tanh => T::from_f64(4.0) * logistic_derivative(x + x),
            Self::Sigmoid => logistic_derivative(x),
            Self::Erf => {
                let half_square = T::from_f64(0.5) * x * x;
                T::from_f64(FRAC_2_SQRT_PI * FRAC_1_SQRT_2) * (-half_square).exp()
            }
        }
    }

    /// `σ″(x) = d²σ/dx²`: 0 for `Identity` and for `Relu` (its kink included), `−2 tanh x · σ′` for `Tanh`,
    /// `(1 − 2σ) σ′` for `Sigmoid`, `−x σ′` for `Erf`.
    ///
    /// The absolute error is below 10 ε. NaN goes in and, but for `Identity`, comes out.
    pub fn second_derivative<T: Scalar>(self, x: T) -> T {
        let two = T::ONE + T::ONE;
        match self {
            Self::Identity => T::ZERO,
            Self::Relu => T::ZERO * self.derivative(x),
            Self::Tanh => -two * x.tanh() * self.derivative(x),
            // 1 − 2σ(x) = −tanh(x/2).
            Self::Sigmoid => -(x / two).tanh() * self.derivative(x),
            // The derivative underflows long before x does.
            Self::Erf => {
                let derivative = self.derivative(x);
                if derivative == T::ZERO { T::ZERO } else { -x * derivative }
            }
        }
    }

    /// Applies the activation to every number of a slice: `out_i = σ(x_i)`.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn apply<T: Scalar>(self, preactivations: &[T], out: &mut [T]) {
        assert_same_length(preactivations.len(), out.len());
        for (out, &x) in out.iter_mut().zip(preactivations) {
            *out = self.value(x);
        }
    }

    /// Carries a gradient from the output of a layer to its preactivations: `g_i ← g_i σ′(x_i)`.
    ///
    /// On entry `gradient` is the derivative of the loss with respect to `σ(x_i)`, on return with respect to `x_i`.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn backpropagate<T: Scalar>(self, preactivations: &[T], gradient: &mut [T]) {
        assert_same_length(preactivations.len(), gradient.len());
        for (g, &x) in gradient.iter_mut().zip(preactivations) {
            *g *= self.derivative(x);
        }
    }
}

/// `exp(−|x|)`, never above 1.
fn exp_minus_abs<T: Scalar>(x: T) -> T {
    (if x < T::ZERO { x } else { -x }).exp()
}

/// `e/(1 + e)²` with `e = exp(−|x|)`: the derivative of the logistic function, an even function of `x`.
fn logistic_derivative<T: Scalar>(x: T) -> T {
    let e = exp_minus_abs(x);
    let inverse = T::ONE / (T::ONE + e);
    e * inverse * inverse
}

fn assert_same_length(preactivations: usize, other: usize) {
    assert_eq!(preactivations, other, "{preactivations} preactivations, but a slice of {other} numbers");
}
