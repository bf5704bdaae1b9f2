//! Teachers and structured inputs.

use crate::Activation;
use crate::data::{CommitteeTeacher, DataError, Dataset, FieldMoments, HiddenManifold, gaussian_inputs};
use nalgebra::DMatrix;
use piccole_core::{Nonlinearity, StreamKey};

#[test]
fn a_committee_of_one_linear_unit_is_a_scalar_product() {
    let teacher = CommitteeTeacher::draw(Activation::Identity, 5, 1, &StreamKey::from_seed(1)).unwrap();
    let input = [0.5, -1.0, 2.0, 0.0, 3.0];
    let product = (teacher.weights().transpose() * nalgebra::DVector::from_row_slice(&input))[0];
    assert!((teacher.value(&input) - product / 5.0_f64.sqrt()).abs() < 1e-15);
    assert_eq!(teacher.sign(&input), product.signum());
    assert_eq!(teacher.sign(&[0.0; 5]), 1.0);
}

#[test]
fn targets_of_a_linear_committee_have_the_power_of_one_unit() {
    let key = StreamKey::from_seed(2);
    let teacher = CommitteeTeacher::draw(Activation::Identity, 50, 3, &key).unwrap();
    let data = Dataset::labelled_by(gaussian_inputs(50, 20_000, &key.named("inputs")), |x| teacher.value(x)).unwrap();
    let targets = data.real_targets();
    let (power, expected) =
        (targets.norm_squared() / 20_000.0, (teacher.weights().column_sum() / 150.0_f64.sqrt()).norm_squared());
    // χ² of 20 000 degrees of freedom: 5 deviations of 1 % each, a false alarm has probability 6e-7.
    assert!((power / expected - 1.0).abs() < 0.05, "{power} {expected}");
}

#[test]
fn inputs_on_the_manifold_are_those_of_the_formula() {
    // Components and examples around the tiles.
    for dimension in [1, 7, 8, 9, 17] {
        let manifold = HiddenManifold::draw(Nonlinearity::Tanh, dimension, 3, &StreamKey::from_seed(3)).unwrap();
        // The rows of F through unit latent coordinates and the inverse function.
        let rows = manifold.inputs(&DMatrix::identity(3, 3)).map(libm::atanh);
        for row in rows.row_iter() {
            assert!((row.norm() - 1.0).abs() < 1e-12);
        }
        for examples in [1, 3, 4, 5, 9] {
            let latents = gaussian_inputs(3, examples, &StreamKey::from_seed(4));
            let inputs = manifold.inputs(&latents);
            assert!((&inputs - (&rows * &latents).map(libm::tanh)).amax() < 1e-12);
            // Whatever tile an example falls into, it is the same bits.
            for example in 0..examples {
                let alone = manifold.inputs(&latents.columns(example, 1).into_owned());
                assert_eq!(alone.column(0), inputs.column(example));
            }
        }
    }
}

#[test]
fn labels_depend_on_the_latent_coordinates_alone() {
    let key = StreamKey::from_seed(5);
    let manifold = HiddenManifold::draw(Nonlinearity::Sign, 20, 4, &key).unwrap();
    let teacher = CommitteeTeacher::draw(Activation::Erf, 4, 2, &key).unwrap();
    let data = manifold.sample(11, |c| teacher.sign(c), &key).unwrap();
    let latents = gaussian_inputs(4, 11, &key.named("latents"));
    assert_eq!(data.inputs(), &manifold.inputs(&latents));
    let labels: Vec<f64> = latents.column_iter().map(|c| teacher.sign(c.as_slice())).collect();
    assert_eq!(data.real_targets().as_slice(), labels);
    assert!(data.inputs().iter().all(|x| x.abs() == 1.0));
}

#[test]
fn a_generator_of_nothing_is_refused() {
    let key = StreamKey::from_seed(6);
    let refused = HiddenManifold::draw(Nonlinearity::Erf, 3, 0, &key).unwrap_err();
    assert_eq!(refused.to_string(), "latent = 0, expected at least 1");
    assert!(matches!(
        CommitteeTeacher::draw(Activation::Relu, 3, 0, &key),
        Err(DataError::Parameter { name: "units", .. })
    ));
    let manifold = HiddenManifold::draw(Nonlinearity::Erf, 3, 2, &key).unwrap();
    assert!(matches!(manifold.sample(0, |_| 0.0, &key), Err(DataError::Empty { .. })));
}

#[test]
fn measured_fields_have_the_covariances_of_gaussian_equivalence_and_parts_add_up() {
    let key = StreamKey::from_seed(7);
    let manifold = HiddenManifold::draw(Nonlinearity::Erf, 200, 100, &key).unwrap();
    let [students, teachers] =
        [("students", 200), ("teachers", 100)].map(|(name, rows)| gaussian_inputs(rows, 2, &key.named(name)));
    let measure = |examples, name| FieldMoments::measure(&manifold, &students, &teachers, examples, &key.named(name));
    let mut moments = measure(20_000, "first");
    moments.add(&measure(10_001, "second"));
    let (measured, theory) = (moments.covariances(), manifold.field_covariances(&students, &teachers));
    // Scatter of a covariance: 1/√30 000 = 0.006 of the variances, five times that. Of a kurtosis: √(24/30 000) = 0.028.
    assert!((&measured.students - &theory.students).amax() < 0.03 * theory.students.diagonal().mean());
    assert!((&measured.teachers - &theory.teachers).amax() < 0.03 * theory.teachers.diagonal().mean());
    assert!((&measured.cross - &theory.cross).amax() < 0.03);
    assert!(moments.excess_kurtosis().iter().all(|excess| excess.abs() < 0.15));
}

#[test]
fn moments_of_one_component_are_those_of_its_sign() {
    // One latent coordinate and one component: the field is ±w, whose variance is w² and excess kurtosis −2.
    let key = StreamKey::from_seed(8);
    let manifold = HiddenManifold::draw(Nonlinearity::Sign, 1, 1, &key).unwrap();
    let (student, teacher) = (DMatrix::from_element(1, 1, 3.0), DMatrix::from_element(1, 1, 1.0));
    let moments = FieldMoments::measure(&manifold, &student, &teacher, 4000, &key);
    // The mean is that of 4000 signs, a deviation of 0.016: five of them are exceeded with probability 6e-7.
    assert!((moments.covariances().students[0] / 9.0 - 1.0).abs() < 0.0064);
    assert!((moments.excess_kurtosis()[0] + 2.0).abs() < 0.03);
}
