//! The two floating-point types a network can have.

use crate::matrix::Product;
use std::fmt::Debug;
use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub};

/// A floating-point number, `f64` or `f32`, with the elementary functions an activation needs.
///
/// The functions are those of `libm` in the number's own precision, so that results are the same bits on every machine.
/// The trait is sealed: it names what the crate is compiled for, not what a user may add.
pub trait Scalar:
    sealed::Sealed
    + Product
    + Copy
    + PartialOrd
    + Debug
    + Default
    + Send
    + Sync
    + 'static
    + Into<f64>
    + Neg<Output = Self>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + AddAssign
    + MulAssign
{
    /// 0.
    const ZERO: Self;
    /// 1.
    const ONE: Self;

    /// The nearest number of this precision.
    fn from_f64(x: f64) -> Self;
    /// `eˣ`.
    fn exp(self) -> Self;
    /// Hyperbolic tangent.
    fn tanh(self) -> Self;
    /// Error function `2/√π ∫₀ˣ exp(−t²) dt`.
    fn erf(self) -> Self;
}

impl Scalar for f64 {
    const ZERO: Self = 0.0;
    const ONE: Self = 1.0;

    fn from_f64(x: f64) -> Self {
        x
    }

    fn exp(self) -> Self {
        libm::exp(self)
    }

    fn tanh(self) -> Self {
        libm::tanh(self)
    }

    fn erf(self) -> Self {
        libm::erf(self)
    }
}

impl Scalar for f32 {
    const ZERO: Self = 0.0;
    const ONE: Self = 1.0;

    fn from_f64(x: f64) -> Self {
        x as Self
    }

    fn exp(self) -> Self {
        libm::expf(self)
    }

    fn tanh(self) -> Self {
        libm::tanhf(self)
    }

    fn erf(self) -> Self {
        libm::erff(self)
    }
}

mod sealed {
    /// Keeps the list of precisions closed.
    pub trait Sealed {}
    impl Sealed for f64 {}
    impl Sealed for f32 {}
}
