//! The entropic part: what the weights do in a Gaussian field.

use crate::averages::{AverageError, Quadrature};
use piccole_core::gauss;
use std::f64::consts::FRAC_PI_2;

/// The set of weight vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Weights {
    /// `W_i = ±1`.
    Binary,
    /// `|W|² = N`.
    Spherical,
}

impl Weights {
    /// The name in tables: `binary`, `spherical`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Binary => "binary",
            Self::Spherical => "spherical",
        }
    }

    /// The odds `q/(1−q)` of the overlap in a field of conjugate `q̂ = strength · (1 + odds)`, where `strength` is
    /// `α ∫Dz R²` at the odds given.
    pub(super) fn odds(self, strength: f64, odds: f64, quadrature: Quadrature) -> Result<f64, AverageError> {
        match self {
            Self::Binary => {
                let [tanh2, sech2] = spin_means(strength * (1.0 + odds), quadrature, |y| {
                    let (tanh2, sech2) = squares(y);
                    [tanh2, sech2]
                })?;
                Ok(tanh2 / sech2)
            }
            Self::Spherical => Ok(strength),
        }
    }

    /// Entropy of the weights, with the term that pairs `q` and `q̂`.
    pub(super) fn entropy(self, odds: f64, q_hat: f64, quadrature: Quadrature) -> Result<f64, AverageError> {
        match self {
            Self::Binary => {
                let [ln_2cosh] = spin_means(q_hat, quadrature, |y| [gauss::ln_2cosh(y)])?;
                Ok(ln_2cosh - 0.5 * q_hat / (1.0 + odds))
            }
            Self::Spherical => Ok(0.5 * (odds - libm::log1p(odds))),
        }
    }

    /// The factor of the weights in the de Almeida–Thouless condition, `∫Dz (∂m/∂h)² / (1−q)²` with the response
    /// `∂m/∂h`: `sech²(√q̂ z)` for binary weights, `1 − q` for spherical ones.
    pub(super) fn squared_response(self, odds: f64, q_hat: f64, quadrature: Quadrature) -> Result<f64, AverageError> {
        match self {
            Self::Binary => {
                let [sech4] = spin_means(q_hat, quadrature, |y| {
                    let (_, sech2) = squares(y);
                    [sech2 * sech2]
                })?;
                Ok(sech4 * (1.0 + odds) * (1.0 + odds))
            }
            Self::Spherical => Ok(1.0),
        }
    }
}

/// Averages of even functions of `y = √q̂ z` with the singularities of `tanh`, at `y = ±iπ/2`.
fn spin_means<const K: usize>(
    q_hat: f64,
    quadrature: Quadrature,
    f: impl Fn(f64) -> [f64; K],
) -> Result<[f64; K], AverageError> {
    let scale = q_hat.sqrt();
    quadrature.even_means(FRAC_PI_2 / scale, |z| f(scale * z))
}

/// `tanh²` and `sech²`, each to full relative accuracy.
fn squares(y: f64) -> (f64, f64) {
    if y.abs() < 0.5 {
        let tanh = libm::tanh(y);
        (tanh * tanh, 1.0 - tanh * tanh)
    } else {
        let e = libm::exp(-2.0 * y.abs());
        let tanh = (1.0 - e) / (1.0 + e);
        (tanh * tanh, 4.0 * e / ((1.0 + e) * (1.0 + e)))
    }
}

#[cfg(test)]
mod tests {
    use super::squares;

    #[test]
    fn the_squares_of_tanh_and_sech_are_accurate_where_they_are_small() {
        for y in [1e-8_f64, 1e-3, 0.3, 0.499_999, 0.5, 0.7, 2.0, 20.0, 300.0] {
            let (tanh2, sech2) = squares(-y);
            let (tanh, cosh) = (libm::tanh(y), libm::cosh(y));
            assert!((tanh2 / (tanh * tanh) - 1.0).abs() < 1e-15, "{y}");
            assert!((sech2 * cosh * cosh - 1.0).abs() < 2e-15, "{y}");
        }
        assert_eq!(squares(0.0), (0.0, 1.0));
        assert_eq!(squares(1e200), (1.0, 0.0));
    }
}
