//! Structured inputs with latent labels.

use super::{DataError, Dataset};
use nalgebra::DMatrix;
use piccole_core::arch::{Elementwise, vectorized};
use piccole_core::{Nonlinearity, StandardNormal, StreamKey};

/// The hidden-manifold model: inputs of `N` components that depend on `D` latent ones,
///
/// ```math
/// x = f\!\left(\frac{F c}{\sqrt D}\right), \qquad c \sim \mathcal N(0, 1_D), \qquad y = \text{teacher}(c) .
/// ```
///
/// The rows of `F` are uniform on the sphere of radius `√D`, so that every argument of `f` is a unit Gaussian. The target is
/// a function of the latent coordinates `c`, not of the input; its control with unstructured inputs is a teacher on
/// [`gaussian_inputs`].
///
/// # Gaussian equivalence
///
/// For `N` and `D` large, the fields `λ_k = w_k·x/√N` of students and `ν_m = v_m·c/√D` of teachers are jointly Gaussian with
/// covariances that depend on the moments of `f` alone; see [`HiddenManifold::field_covariances`].
///
/// Reference: S. Goldt, M. Mézard, F. Krzakala and L. Zdeborová, Phys. Rev. X 10, 041044 (2020), arXiv:1909.11500.
#[derive(Clone, Debug, PartialEq)]
pub struct HiddenManifold {
    nonlinearity: Nonlinearity,
    /// `F/√D`, a unit row for each component of an input.
    features: DMatrix<f64>,
}

/// Covariances of the fields of students and teachers.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldCovariances {
    /// `Q`, of the students' fields.
    pub students: DMatrix<f64>,
    /// `R`, of a student's (row) and a teacher's (column).
    pub cross: DMatrix<f64>,
    /// `T`, of the teachers' fields.
    pub teachers: DMatrix<f64>,
}

impl HiddenManifold {
    /// Draws `F` for inputs of `N` components and `D` latent coordinates.
    ///
    /// # Errors
    /// [`DataError::Parameter`] if either is 0.
    pub fn draw(
        nonlinearity: Nonlinearity,
        dimension: usize,
        latent: usize,
        key: &StreamKey,
    ) -> Result<Self, DataError> {
        for (name, value) in [("dimension", dimension), ("latent", latent)] {
            if value == 0 {
                return Err(DataError::Parameter { name, value, accepted: "at least 1" });
            }
        }
        let mut rows = gaussian_inputs(latent, dimension, &key.named("features"));
        for mut row in rows.column_iter_mut() {
            let norm = row.iter().map(|x| x * x).sum::<f64>().sqrt();
            row.iter_mut().for_each(|x| *x /= norm);
        }
        Ok(Self { nonlinearity, features: rows.transpose() })
    }

    /// Inputs for some latent coordinates, a column each.
    ///
    /// # Panics
    /// If there is another number of latent coordinates.
    pub fn inputs(&self, latents: &DMatrix<f64>) -> DMatrix<f64> {
        let (dimension, latent) = self.features.shape();
        assert_eq!(latents.nrows(), latent, "latent coordinates of the hidden manifold");
        let mut inputs = DMatrix::zeros(dimension, latents.ncols());
        let features = self.features.as_slice();
        vectorized(Product { features, latents: latents.as_slice(), fields: inputs.as_mut_slice(), dimension, latent });
        inputs.apply(|field| *field = self.nonlinearity.value(*field));
        inputs
    }

    /// Draws examples whose target is a function of their latent coordinates.
    ///
    /// # Errors
    /// [`DataError::Empty`] for no example, [`DataError::NotFinite`] if the teacher gives no number.
    pub fn sample(
        &self,
        examples: usize,
        teacher: impl Fn(&[f64]) -> f64,
        key: &StreamKey,
    ) -> Result<Dataset, DataError> {
        let latents = gaussian_inputs(self.features.ncols(), examples, &key.named("latents"));
        let inputs = self.inputs(&latents);
        let labelled = Dataset::labelled_by(latents, teacher)?;
        labelled.with_inputs(inputs)
    }

    /// Covariances of the fields of students (columns of `N` weights `w`) and teachers (columns of `D` weights `v`) by
    /// Gaussian equivalence: with the moments `μ1 = ⟨z f(z)⟩`, `μ⋆² = ⟨f²⟩ − ⟨f⟩² − μ1²` and `S = Fᵀ w/√N`
    ///
    /// ```math
    /// Q = \frac{\mu_\star^2}{N} w^T w + \frac{\mu_1^2}{D} S^T S, \qquad
    /// R = \frac{\mu_1}{D} S^T v, \qquad T = \frac1D v^T v .
    /// ```
    ///
    /// Corrections vanish as `1/√D`, for odd `f` faster.
    ///
    /// # Panics
    /// If students or teachers have another number of weights.
    pub fn field_covariances(&self, students: &DMatrix<f64>, teachers: &DMatrix<f64>) -> FieldCovariances {
        let (dimension, latent) = self.features.shape();
        let (linear, rest) = (self.nonlinearity.linear(), self.nonlinearity.nonlinear_variance());
        // S/√D, since the features are stored over √D.
        let projected = self.features.tr_mul(students) / (dimension as f64).sqrt();
        FieldCovariances {
            students: students.tr_mul(students) * (rest / dimension as f64)
                + projected.tr_mul(&projected) * (linear * linear),
            cross: projected.tr_mul(teachers) * (linear / (latent as f64).sqrt()),
            teachers: teachers.tr_mul(teachers) / latent as f64,
        }
    }
}

/// Unit Gaussian inputs, a column for each example: data without structure.
pub fn gaussian_inputs(dimension: usize, examples: usize, key: &StreamKey) -> DMatrix<f64> {
    DMatrix::from_iterator(dimension, examples, StandardNormal::new(key.rng()).take(dimension * examples))
}

/// Components and examples of a tile of fields that stays in registers while the latent coordinates are summed.
const ROWS: usize = 8;
const EXAMPLES: usize = 4;

/// `F c` example by example, every sum in the order of the latent coordinates: the same bits everywhere, unlike a product of
/// a linear algebra library.
struct Product<'a> {
    features: &'a [f64],
    latents: &'a [f64],
    fields: &'a mut [f64],
    dimension: usize,
    latent: usize,
}

impl Elementwise for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { features, latents, fields, dimension, latent } = self;
        for (latents, fields) in latents.chunks(EXAMPLES * latent).zip(fields.chunks_mut(EXAMPLES * dimension)) {
            let coordinates: Vec<&[f64]> = latents.chunks_exact(latent).collect();
            let whole = dimension / ROWS * ROWS;
            if let [c_0, c_1, c_2, c_3] = coordinates[..] {
                for first in (0..whole).step_by(ROWS) {
                    let tile = tile(features, dimension, first, [c_0, c_1, c_2, c_3]);
                    for (sums, fields) in tile.iter().zip(fields.chunks_exact_mut(dimension)) {
                        fields[first..first + ROWS].copy_from_slice(sums);
                    }
                }
            }
            // What does not fill a tile.
            let first = if coordinates.len() == EXAMPLES { whole } else { 0 };
            for (coordinates, fields) in coordinates.iter().zip(fields.chunks_exact_mut(dimension)) {
                for (r, &coordinate) in coordinates.iter().enumerate() {
                    let feature = &features[r * dimension + first..(r + 1) * dimension];
                    for (field, feature) in fields[first..].iter_mut().zip(feature) {
                        *field += coordinate * feature;
                    }
                }
            }
        }
    }
}

/// The fields of four examples at eight components.
#[inline(always)]
fn tile(features: &[f64], dimension: usize, first: usize, coordinates: [&[f64]; EXAMPLES]) -> [[f64; ROWS]; EXAMPLES] {
    let mut sums = [[0.0; ROWS]; EXAMPLES];
    let [c_0, c_1, c_2, c_3] = coordinates;
    let coordinates = c_0.iter().zip(c_1).zip(c_2).zip(c_3);
    for ((((c_0, c_1), c_2), c_3), feature) in coordinates.zip(features.chunks_exact(dimension)) {
        let feature = &feature[first..first + ROWS];
        for (sums, coordinate) in sums.iter_mut().zip([c_0, c_1, c_2, c_3]) {
            for (sum, feature) in sums.iter_mut().zip(feature) {
                *sum += coordinate * feature;
            }
        }
    }
    sums
}
