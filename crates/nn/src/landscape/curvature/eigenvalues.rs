//! The eigenvalues at both ends of the spectrum.

use super::SymmetricOperator;
use super::lanczos::{Krylov, Ritz};
use piccole_core::{StandardNormal, StreamKey};

/// How many eigenvalues at each end, and how exactly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EigenvalueSettings {
    /// How many of the largest.
    pub largest: usize,
    /// How many of the smallest (most negative).
    pub smallest: usize,
    /// Stop when every residual is below this share of the largest eigenvalue in magnitude.
    pub tolerance: f64,
    /// Stop after so many products at the latest.
    pub max_products: usize,
}

impl Default for EigenvalueSettings {
    /// The largest eigenvalue alone, to 10⁻⁶, in 200 products.
    fn default() -> Self {
        Self { largest: 1, smallest: 0, tolerance: 1e-6, max_products: 200 }
    }
}

/// An approximate eigenvalue with its eigenvector.
#[derive(Clone, Debug, PartialEq)]
pub struct Eigenpair {
    /// The eigenvalue `λ`.
    pub value: f64,
    /// The eigenvector `x`, of length 1 and undetermined sign.
    pub vector: Vec<f64>,
    /// `|A x − λ x|`: there is an eigenvalue within this distance of `λ`, and usually much nearer (of the order of its
    /// square over the gap to the next).
    pub residual: f64,
}

/// Eigenvalues at both ends of a spectrum.
#[derive(Clone, Debug, PartialEq)]
pub struct ExtremeEigenvalues {
    /// The largest, descending; fewer than asked for if the space ran out.
    pub largest: Vec<Eigenpair>,
    /// The smallest, ascending.
    pub smallest: Vec<Eigenpair>,
    /// Products with the matrix.
    pub products: usize,
    /// Whether every residual is below the tolerance.
    pub converged: bool,
}

/// The largest and smallest eigenvalues of a symmetric matrix by Lanczos iteration from a random start, with full
/// re-orthogonalisation.
///
/// From one start an eigenvalue is found once, whatever its multiplicity. Products alone cannot show that no larger
/// eigenvalue is hidden behind a start orthogonal to it; for a Gaussian start that has probability 0.
///
/// Reference: B. N. Parlett, The Symmetric Eigenvalue Problem (SIAM, 1998), chapter 13, doi:10.1137/1.9781611971163.
///
/// ```
/// use piccole_core::StreamKey;
/// use piccole_nn::landscape::curvature::{EigenvalueSettings, SymmetricOperator, extreme_eigenvalues};
/// /// The matrix with 1, 2, …, 100 on its diagonal.
/// struct Diagonal;
/// impl SymmetricOperator for Diagonal {
///     fn dimension(&self) -> usize {
///         100
///     }
///     fn apply(&mut self, vector: &[f64], product: &mut [f64]) {
///         product.iter_mut().zip(vector).zip(1..).for_each(|((y, x), k)| *y = f64::from(k) * x);
///     }
/// }
/// let settings = EigenvalueSettings { largest: 2, smallest: 1, ..EigenvalueSettings::default() };
/// let found = extreme_eigenvalues(&mut Diagonal, &settings, StreamKey::from_seed(1));
/// assert!(found.converged && found.products < 100);
/// assert!((found.largest[0].value - 100.0).abs() < 1e-6 && (found.largest[1].value - 99.0).abs() < 1e-6);
/// assert!((found.smallest[0].value - 1.0).abs() < 1e-6);
/// ```
///
/// # Panics
/// If the matrix has no rows, or no product is allowed.
pub fn extreme_eigenvalues(
    operator: &mut impl SymmetricOperator,
    settings: &EigenvalueSettings,
    key: StreamKey,
) -> ExtremeEigenvalues {
    assert!(operator.dimension() > 0 && settings.max_products > 0, "no product to make");
    let start = StandardNormal::new(key.named("Lanczos start").rng()).take(operator.dimension()).collect();
    let mut krylov = Krylov::new(start);
    let mut next_check = settings.largest + settings.smallest;
    loop {
        krylov.grow(operator);
        let stop = krylov.is_exhausted() || krylov.steps() == settings.max_products;
        // Diagonalising costs steps³: at spacings that grow with the steps it stays below the products.
        if stop || krylov.steps() >= next_check {
            let pairs = krylov.ritz();
            let converged = is_converged(&pairs, settings);
            if stop || converged {
                return extremes(&krylov, &pairs, settings, converged);
            }
            next_check = krylov.steps() + 1 + krylov.steps() / 8;
        }
    }
}

/// The indices of the pairs asked for: the largest and the smallest, outermost first.
fn wanted(count: usize, settings: &EigenvalueSettings) -> [Vec<usize>; 2] {
    [(0..count).rev().take(settings.largest).collect(), (0..count).take(settings.smallest).collect()]
}

fn is_converged(pairs: &[Ritz], settings: &EigenvalueSettings) -> bool {
    let size = pairs.iter().fold(0.0, |size: f64, pair| size.max(pair.value.abs()));
    wanted(pairs.len(), settings).concat().iter().all(|&k| pairs[k].residual <= settings.tolerance * size)
}

fn extremes(krylov: &Krylov, pairs: &[Ritz], settings: &EigenvalueSettings, converged: bool) -> ExtremeEigenvalues {
    let [largest, smallest] = wanted(pairs.len(), settings).map(|wanted| {
        let eigenpair = |k: usize| {
            let Ritz { value, ref components, residual } = pairs[k];
            Eigenpair { value, vector: krylov.vector(components), residual }
        };
        wanted.into_iter().map(eigenpair).collect()
    });
    ExtremeEigenvalues { largest, smallest, products: krylov.steps(), converged }
}
