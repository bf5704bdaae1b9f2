//! Gaussian equivalence: fields of students on structured inputs have the covariances that two moments determine.

use nalgebra::DMatrix;
use piccole_core::{Nonlinearity, StreamKey};
use piccole_nn::data::{HiddenManifold, gaussian_inputs};

const DIMENSION: usize = 600;
const LATENT: usize = 300;
const EXAMPLES: usize = 20_000;

/// Covariance of the rows of two matrices.
fn covariance(a: &DMatrix<f64>, b: &DMatrix<f64>) -> DMatrix<f64> {
    let (mean_a, mean_b) = (a.column_mean(), b.column_mean());
    a * b.transpose() / EXAMPLES as f64 - mean_a * mean_b.transpose()
}

/// Mean of the fourth powers of a centred row over three squared variances, minus one; 0 for a Gaussian.
fn excess_kurtosis(row: &[f64]) -> f64 {
    let count = row.len() as f64;
    let mean = row.iter().sum::<f64>() / count;
    let moment = |power| row.iter().map(|x| f64::powi(x - mean, power)).sum::<f64>() / count;
    moment(4) / (moment(2) * moment(2)) - 3.0
}

#[test]
fn the_fields_on_the_manifold_are_gaussian_with_the_covariances_of_the_theory() {
    for nonlinearity in Nonlinearity::ALL {
        let key = StreamKey::from_seed(1).named(nonlinearity.as_str());
        let manifold = HiddenManifold::draw(nonlinearity, DIMENSION, LATENT, &key).unwrap();
        let students = gaussian_inputs(DIMENSION, 2, &key.named("students"));
        let teachers = gaussian_inputs(LATENT, 2, &key.named("teachers"));
        let latents = gaussian_inputs(LATENT, EXAMPLES, &key.named("latents"));
        let student_fields = students.transpose() * manifold.inputs(&latents) / (DIMENSION as f64).sqrt();
        let teacher_fields = teachers.transpose() * &latents / (LATENT as f64).sqrt();
        let theory = manifold.field_covariances(&students, &teachers);
        let scale = theory.students.diagonal().mean();
        let pairs = [
            ("Q", covariance(&student_fields, &student_fields), theory.students, scale),
            ("R", covariance(&student_fields, &teacher_fields), theory.cross, scale.sqrt()),
            ("T", covariance(&teacher_fields, &teacher_fields), theory.teachers, 1.0),
        ];
        for (name, measured, expected, scale) in pairs {
            // A diagonal entry scatters by √(2/20000) = 0.010, others by 0.007; 0.03 is 3 and 4.2 deviations, exceeded by
            // one of the ten entries with probability 1.1 %, and that is what the equivalence has left to err by as well.
            let deviation = (measured - expected).amax() / scale;
            assert!(deviation < 0.03, "{nonlinearity:?} {name}: {deviation}");
        }
        // Relu has a quadratic part, whose excess decays slowly. A Gaussian's scatters by √(24/20000) = 0.035: 3.5 deviations
        // are exceeded by one of six fields with probability 0.3 %.
        let odd = nonlinearity != Nonlinearity::Relu;
        for field in student_fields.row_iter().filter(|_| odd) {
            let kurtosis = excess_kurtosis(&field.iter().copied().collect::<Vec<_>>());
            assert!(kurtosis.abs() < 0.12, "{nonlinearity:?}: {kurtosis}");
        }
    }
}
