//! Weights ±1, Gaussian and on the sphere.

use super::{Component, Moments, Prior, Singularities};
use crate::arch::{Elementwise, vectorized};
use crate::elementwise::tanh_and_variance;
use crate::gauss;
use std::f64::consts::{FRAC_PI_2, LN_2};

/// `w = ±1` with equal probabilities: `ln Z = ln cosh b − a/2`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Binary;

impl Prior for Binary {
    fn ln_partition(&self, a: f64, b: f64) -> f64 {
        gauss::ln_2cosh(b) - LN_2 - 0.5 * a
    }

    fn moments(&self, _a: f64, b: f64) -> Moments {
        // Each to full relative accuracy: 1 − tanh² would cancel for large fields.
        if b.abs() < 0.5 {
            let mean = libm::tanh(b);
            Moments { mean, variance: 1.0 - mean * mean }
        } else {
            let e = libm::exp(-2.0 * b.abs());
            let mean = ((1.0 - e) / (1.0 + e)).copysign(b);
            Moments { mean, variance: 4.0 * e / ((1.0 + e) * (1.0 + e)) }
        }
    }

    fn moments_into(&self, _a: f64, b: &[f64], means: &mut [f64], variances: &mut [f64]) {
        assert_eq!([means.len(), variances.len()], [b.len(); 2], "fields and moments differ in number");
        vectorized(BinaryMoments { b, means, variances });
    }

    fn squared_moments_into(&self, a: f64, b: &[f64], squares: &mut [f64], variances: &mut [f64]) {
        /// Above this field the absolute error of the mean is a relative one.
        const SMALL: f64 = 0.125;
        self.moments_into(a, b, squares, variances);
        for (square, b) in squares.iter_mut().zip(b) {
            let mean = if b.abs() < SMALL { libm::tanh(*b) } else { *square };
            *square = mean * mean;
        }
    }

    fn components(&self) -> Vec<Component> {
        [-1.0, 1.0].map(|mean| Component { probability: 0.5, mean, variance: 0.0 }).to_vec()
    }

    fn is_even(&self) -> bool {
        true
    }

    fn singularities(&self, _a: f64) -> Singularities {
        Singularities { centre: Some(0.0), distance: FRAC_PI_2 }
    }

    fn multiplier(&self, _field: f64) -> Option<f64> {
        Some(0.0) // w² = 1 whatever the force.
    }

    fn ln_states(&self) -> f64 {
        LN_2
    }
}

struct BinaryMoments<'a> {
    b: &'a [f64],
    means: &'a mut [f64],
    variances: &'a mut [f64],
}

impl Elementwise for BinaryMoments<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        /// Entries that are worked on together.
        const BLOCK: usize = 32;
        let blocks = self.means.chunks_mut(BLOCK).zip(self.variances.chunks_mut(BLOCK));
        for (b, (means, variances)) in self.b.chunks(BLOCK).zip(blocks) {
            let mut block = [0.0; BLOCK];
            block[..b.len()].copy_from_slice(b);
            let variance = tanh_and_variance(&mut block);
            means.copy_from_slice(&block[..b.len()]);
            variances.copy_from_slice(&variance[..b.len()]);
        }
    }
}

/// A unit Gaussian: `ln Z = b²/(2(1 + a)) − ln(1 + a)/2`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gaussian;

impl Prior for Gaussian {
    fn ln_partition(&self, a: f64, b: f64) -> f64 {
        0.5 * (b * b / (1.0 + a) - libm::log1p(a))
    }

    fn moments(&self, a: f64, b: f64) -> Moments {
        let variance = 1.0 / (1.0 + a);
        Moments { mean: b * variance, variance }
    }

    fn components(&self) -> Vec<Component> {
        vec![Component { probability: 1.0, mean: 0.0, variance: 1.0 }]
    }

    fn singularities(&self, _a: f64) -> Singularities {
        Singularities { centre: None, distance: f64::INFINITY }
    }
}

/// Weights uniform on the sphere `|W|² = N`: unit Gaussians whose norm is fixed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spherical;

impl Prior for Spherical {
    fn ln_partition(&self, a: f64, b: f64) -> f64 {
        Gaussian.ln_partition(a, b)
    }

    fn moments(&self, a: f64, b: f64) -> Moments {
        Gaussian.moments(a, b)
    }

    fn components(&self) -> Vec<Component> {
        Gaussian.components()
    }

    fn singularities(&self, a: f64) -> Singularities {
        Gaussian.singularities(a)
    }

    fn multiplier(&self, field: f64) -> Option<f64> {
        // ⟨w²⟩ = 1/(1+a) + field/(1+a)² = 1, and a = (√(1 + 4 field) − 1)/2 written without cancellation.
        Some(2.0 * field / (1.0 + (1.0 + 4.0 * field).sqrt()))
    }
}
