//! Covariance of two features.

use piccole_core::Nonlinearity;
use std::f64::consts::{FRAC_2_PI, PI};

/// The covariance `⟨σ(z) σ(z′)⟩ − μ0²` of a nonlinearity at two unit Gaussians of correlation `ρ`.
///
/// | `σ` | covariance |
/// | --- | --- |
/// | `Sign` | `(2/π) arcsin ρ` |
/// | `Relu` | `(√(1 − ρ²) + ρ (π − arccos ρ) − 1)/(2π)` |
/// | `Erf` | `(2/π) arcsin(ρ/2)` |
/// | `Tanh` | `Σ_k c_k² ρᵏ` with the Hermite coefficients `c_k` of `tanh` |
///
/// The absolute error is below 10⁻¹³: the series is summed to `k = 121`, its coefficients by the trapezoid rule.
///
/// Sources: C. K. I. Williams, Neural Computation 10, 1203 (1998); Y. Cho and L. K. Saul, NIPS 22, 342 (2009).
#[derive(Clone, Debug)]
pub struct FeatureCovariance {
    nonlinearity: Nonlinearity,
    /// `c_k²` for odd `k`, ascending; empty where there is a closed form.
    series: Vec<f64>,
}

/// Odd coefficients kept: `c_k²` falls as `exp(−π √k)`.
const TERMS: usize = 61;
/// Step and range of the trapezoid rule: its error is `exp(−π²/step)` by the poles of tanh at `±iπ/2`, and what lies
/// outside has the weight `exp(−range²/4)`.
const STEP: f64 = 0.125;
const RANGE: f64 = 14.0;

impl FeatureCovariance {
    /// Prepares the covariance of a nonlinearity.
    pub fn new(nonlinearity: Nonlinearity) -> Self {
        let closed_form = matches!(nonlinearity, Nonlinearity::Sign | Nonlinearity::Relu | Nonlinearity::Erf);
        Self { nonlinearity, series: if closed_form { Vec::new() } else { odd_hermite_squares(nonlinearity) } }
    }

    /// The covariance at the correlation `ρ ∈ [−1, 1]`; a `ρ` outside by rounding is taken for ±1.
    pub fn at(&self, correlation: f64) -> f64 {
        let rho = correlation.clamp(-1.0, 1.0);
        match self.nonlinearity {
            Nonlinearity::Sign => FRAC_2_PI * libm::asin(rho),
            Nonlinearity::Erf => FRAC_2_PI * libm::asin(0.5 * rho),
            Nonlinearity::Relu => {
                let sine = ((1.0 - rho) * (1.0 + rho)).sqrt();
                (sine + rho * (PI - libm::acos(rho)) - 1.0) / (2.0 * PI)
            }
            _ => rho * self.series.iter().rev().fold(0.0, |sum, square| sum * rho * rho + square),
        }
    }
}

/// Squares of `⟨σ(z) h_k(z)⟩` for `k = 1, 3, 5, …`, with the Hermite polynomials `h_k` orthonormal under the unit Gaussian.
fn odd_hermite_squares(odd: Nonlinearity) -> Vec<f64> {
    let mut coefficients = vec![0.0; TERMS];
    let steps = (RANGE / STEP) as i32;
    for z in (-steps..=steps).map(|step| STEP * f64::from(step)) {
        let weighted = STEP * libm::exp(-0.5 * z * z) / (2.0 * PI).sqrt() * odd.value(z);
        // h_{k+1} = (z h_k − √k h_{k−1})/√(k + 1).
        let (mut before, mut here) = (1.0, z);
        for (term, coefficient) in coefficients.iter_mut().enumerate() {
            *coefficient += weighted * here;
            for k in [2 * term + 1, 2 * term + 2] {
                let next = (z * here - (k as f64).sqrt() * before) / ((k + 1) as f64).sqrt();
                (before, here) = (here, next);
            }
        }
    }
    coefficients.into_iter().map(|coefficient| coefficient * coefficient).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_arguments_have_the_variance_and_small_correlations_the_slope_of_the_moments() {
        for nonlinearity in Nonlinearity::ALL {
            let covariance = FeatureCovariance::new(nonlinearity);
            let (slope, rest) = (nonlinearity.linear().powi(2), nonlinearity.nonlinear_variance());
            assert!((covariance.at(1.0) - slope - rest).abs() < 1e-13, "{nonlinearity:?}");
            assert_eq!(covariance.at(1.0 + 1e-15), covariance.at(1.0));
            // The next term is of second order for Relu and of third for the others.
            let rho = 1e-6;
            assert!((covariance.at(rho) / rho - slope).abs() < 1e-6, "{nonlinearity:?}");
        }
    }

    #[test]
    fn the_covariance_is_the_gaussian_average_of_the_product() {
        // The trapezoid rule in two dimensions, for the functions without a kink; exp(−π²/step) is 1e-17 here.
        for nonlinearity in [Nonlinearity::Tanh, Nonlinearity::Erf] {
            let covariance = FeatureCovariance::new(nonlinearity);
            for rho in [-0.9, 0.3, 0.8] {
                let (step, steps) = (0.25_f64, 40);
                let root = f64::sqrt(1.0 - rho * rho);
                let mut sum = 0.0;
                for z in (-steps..=steps).map(|i| step * f64::from(i)) {
                    for t in (-steps..=steps).map(|i| step * f64::from(i)) {
                        let weight = step * step * libm::exp(-0.5 * (z * z + t * t)) / (2.0 * PI);
                        sum += weight * nonlinearity.value(z) * nonlinearity.value(rho * z + root * t);
                    }
                }
                assert!((covariance.at(rho) - sum).abs() < 1e-12, "{nonlinearity:?} {rho}: {sum}");
            }
        }
    }

    #[test]
    fn kinked_functions_have_their_known_values_at_correlations_of_a_half() {
        // arcsin(1/2) = π/6; for Relu (√3/2 + (1/2)(2π/3) − 1)/(2π).
        assert!((FeatureCovariance::new(Nonlinearity::Sign).at(0.5) - 1.0 / 3.0).abs() < 1e-15);
        let relu = (3.0_f64.sqrt() / 2.0 + PI / 3.0 - 1.0) / (2.0 * PI);
        assert!((FeatureCovariance::new(Nonlinearity::Relu).at(0.5) - relu).abs() < 1e-15);
    }
}
