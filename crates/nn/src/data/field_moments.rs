//! The fields of students and teachers on the hidden manifold, measured.

use super::{FieldCovariances, HiddenManifold, gaussian_inputs};
use nalgebra::DMatrix;
use piccole_core::StreamKey;

/// Sums over examples of the fields `λ_k = w_k·x/√N` of students and `ν_m = v_m·c/√D` of teachers, from which their
/// covariances and fourth cumulants come; parts measured apart can be [added](Self::add).
///
/// For `f` with a mean the fields of students have one; covariances are taken about the means measured.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct FieldMoments {
    examples: f64,
    students: usize,
    /// `Σ φ_a^r` for `r` from 1 to 4, students first.
    powers: Vec<[f64; 4]>,
    /// `Σ φ_a φ_b`, row by row.
    products: Vec<f64>,
}

/// Examples that are drawn together.
const BLOCK: usize = 500;

impl FieldMoments {
    /// Draws examples, from the streams `key.indexed(block)`, and sums over the fields of students (columns of `N` weights)
    /// and teachers (columns of `D` weights).
    ///
    /// # Panics
    /// If students or teachers have another number of weights.
    pub fn measure(
        manifold: &HiddenManifold,
        students: &DMatrix<f64>,
        teachers: &DMatrix<f64>,
        examples: usize,
        key: &StreamKey,
    ) -> Self {
        let (dimension, latent, fields) = (students.nrows(), teachers.nrows(), students.ncols() + teachers.ncols());
        let mut moments = Self {
            examples: 0.0,
            students: students.ncols(),
            powers: vec![[0.0; 4]; fields],
            products: vec![0.0; fields * fields],
        };
        for block in 0..examples.div_ceil(BLOCK) {
            let count = BLOCK.min(examples - block * BLOCK);
            let latents = gaussian_inputs(latent, count, &key.indexed(block as u64));
            let inputs = manifold.inputs(&latents);
            for (c, x) in latents.column_iter().zip(inputs.column_iter()) {
                let students = students.column_iter().map(|w| field(w.as_slice(), x.as_slice(), dimension));
                let teachers = teachers.column_iter().map(|v| field(v.as_slice(), c.as_slice(), latent));
                moments.push(&students.chain(teachers).collect::<Vec<f64>>());
            }
        }
        moments
    }

    fn push(&mut self, fields: &[f64]) {
        self.examples += 1.0;
        for (sums, &field) in self.powers.iter_mut().zip(fields) {
            let square = field * field;
            for (sum, power) in sums.iter_mut().zip([field, square, square * field, square * square]) {
                *sum += power;
            }
        }
        for (sums, &a) in self.products.chunks_exact_mut(fields.len()).zip(fields) {
            for (sum, &b) in sums.iter_mut().zip(fields) {
                *sum += a * b;
            }
        }
    }

    /// Adds what was measured on other examples.
    ///
    /// # Panics
    /// If there are other numbers of students and teachers.
    pub fn add(&mut self, other: &Self) {
        assert_eq!((self.students, self.powers.len()), (other.students, other.powers.len()), "students and all fields");
        self.examples += other.examples;
        for (sums, others) in self.powers.iter_mut().zip(&other.powers) {
            sums.iter_mut().zip(others).for_each(|(sum, other)| *sum += other);
        }
        self.products.iter_mut().zip(&other.products).for_each(|(sum, other)| *sum += other);
    }

    /// Covariances over the examples, to be compared with [`HiddenManifold::field_covariances`]; their scatter is of the
    /// order of one over the root of the number of examples.
    pub fn covariances(&self) -> FieldCovariances {
        let (count, fields) = (self.examples, self.powers.len());
        let mean = |a: usize| self.powers[a][0] / count;
        let covariance = |a: usize, b: usize| self.products[a * fields + b] / count - mean(a) * mean(b);
        let (students, teachers) = (self.students, fields - self.students);
        FieldCovariances {
            students: DMatrix::from_fn(students, students, covariance),
            cross: DMatrix::from_fn(students, teachers, |k, m| covariance(k, students + m)),
            teachers: DMatrix::from_fn(teachers, teachers, |m, n| covariance(students + m, students + n)),
        }
    }

    /// Fourth cumulant over squared variance of each student's field, 0 for a Gaussian; its scatter is `√(24/examples)`.
    pub fn excess_kurtosis(&self) -> Vec<f64> {
        let excess = |sums: &[f64; 4]| {
            let [m_1, m_2, m_3, m_4] = sums.map(|sum| sum / self.examples);
            let variance = m_2 - m_1 * m_1;
            let fourth = m_4 - 4.0 * m_1 * m_3 + 6.0 * m_1 * m_1 * m_2 - 3.0 * m_1 * m_1 * m_1 * m_1;
            fourth / (variance * variance) - 3.0
        };
        self.powers[..self.students].iter().map(excess).collect()
    }
}

/// `w·x/√N`.
fn field(weights: &[f64], inputs: &[f64], count: usize) -> f64 {
    assert_eq!(weights.len(), inputs.len(), "weights of a field");
    let product: f64 = weights.iter().zip(inputs).map(|(w, x)| w * x).sum();
    product / (count as f64).sqrt()
}
