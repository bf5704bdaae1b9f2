//! The density of eigenvalues.

use super::SymmetricOperator;
use super::lanczos::Krylov;
use super::trace::signs;
use piccole_core::StreamKey;

/// An estimate of the density of a symmetric matrix's eigenvalues: points with weights that add up to 1.
///
/// ```math
/// \rho(\lambda) = \frac1n \sum_i \delta(\lambda - \lambda_i) \approx
/// \frac1R \sum_{r=1}^R \sum_{k=1}^m (s^r_{1k})^2\, \delta(\lambda - \vartheta^r_k) .
/// ```
///
/// `ϑ_k` are the eigenvalues of the tridiagonal matrix after `m` steps of Lanczos from a vector of random signs, and
/// `s_1k` the *first* components of its eigenvectors (Gauss quadrature). The mean over starts of every moment up to the
/// `2m − 1`-th is that of the density.
///
/// References: S. Ubaru, J. Chen and Y. Saad, SIAM J. Matrix Anal. Appl. 38, 1075 (2017), doi:10.1137/16M1104974;
/// G. H. Golub and J. H. Welsch, Math. Comput. 23, 221 (1969), doi:10.1090/S0025-5718-69-99647-1.
#[derive(Clone, Debug, PartialEq)]
pub struct SpectralDensity {
    /// Position and weight of each point, ascending in position.
    pub points: Vec<(f64, f64)>,
}

impl SpectralDensity {
    /// The estimate from `starts` vectors of random signs and up to `steps` products for each.
    ///
    /// # Panics
    /// If the matrix has no rows, or there are no starts or no steps.
    pub fn estimate(operator: &mut impl SymmetricOperator, steps: usize, starts: usize, key: StreamKey) -> Self {
        let n = operator.dimension();
        assert!(n > 0 && steps > 0 && starts > 0, "{starts} starts of {steps} steps in {n} dimensions");
        let key = key.named("spectral density");
        let mut points = Vec::new();
        for start in 0..starts {
            let start = signs(n, key.indexed(start as u64));
            points.extend(quadrature(operator, start, steps).into_iter().map(|(x, w)| (x, w / starts as f64)));
        }
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self { points }
    }

    /// The density at `λ` after a convolution with a Gaussian of the given width.
    pub fn smoothed(&self, lambda: f64, width: f64) -> f64 {
        let norm = 1.0 / (width * (2.0 * std::f64::consts::PI).sqrt());
        let bump = |x: f64| norm * libm::exp(-0.5 * ((lambda - x) / width) * ((lambda - x) / width));
        self.points.iter().map(|&(x, w)| w * bump(x)).sum()
    }

    /// The weight of eigenvalues below `λ`.
    pub fn share_below(&self, lambda: f64) -> f64 {
        self.points.iter().take_while(|(x, _)| *x < lambda).map(|(_, w)| w).sum()
    }

    /// The moment `∫ λ^k ρ(λ) dλ`.
    pub fn moment(&self, k: i32) -> f64 {
        self.points.iter().map(|(x, w)| w * x.powi(k)).sum()
    }
}

/// Gauss quadrature for `v·f(A)v/|v|²`: points and weights.
pub(super) fn quadrature(operator: &mut impl SymmetricOperator, start: Vec<f64>, steps: usize) -> Vec<(f64, f64)> {
    let mut krylov = Krylov::new(start);
    while krylov.steps() < steps && !krylov.is_exhausted() {
        krylov.grow(operator);
    }
    krylov.ritz().iter().map(|pair| (pair.value, pair.components[0] * pair.components[0])).collect()
}
