//! The units of work: fields of some examples, or a pair of students.

use super::StructuredData;
use crate::RunError;
use nalgebra::DMatrix;
use piccole_core::{Nonlinearity, StreamKey};
use piccole_nn::data::{CommitteeTeacher, Dataset, FieldCovariances, FieldMoments, HiddenManifold, gaussian_inputs};
use piccole_nn::{Activation, Examples, Mlp, Objective, Workspace};
use serde::{Deserialize, Serialize};

/// One unit of work.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Point {
    /// Fields of students and teachers.
    Fields {
        /// Latent coordinates `D`.
        latent: usize,
        /// Which part of the examples.
        part: usize,
    },
    /// Two students.
    Students {
        /// Whether inputs lie on the manifold.
        structured: bool,
        /// Number of the pair.
        sample: usize,
    },
}

/// What a point gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Sums over the part's examples.
    Fields(FieldMoments),
    /// Of two students.
    Students(Pair),
}

/// Two students of the same examples.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// Fraction of fresh inputs of the data's kind on which they disagree.
    pub on_data: f64,
    /// Fraction of unit Gaussian inputs on which they do.
    pub on_gaussians: f64,
    /// Fraction of fresh data on which the first is wrong.
    pub test_error: f64,
}

/// Parts of the examples for fields, which run in parallel.
const PARTS: usize = 4;

/// All points of a plan.
pub(super) fn points(plan: &StructuredData) -> Vec<Point> {
    let latents = plan.equivalence.latents.iter().rev();
    let fields = latents.flat_map(|latent| (0..PARTS).map(|part| Point::Fields { latent: latent.get(), part }));
    let students = [true, false].into_iter().flat_map(|structured| {
        (0..plan.students.samples.get()).map(move |sample| Point::Students { structured, sample })
    });
    fields.chain(students).collect()
}

/// Computes a point.
pub(super) fn run(plan: &StructuredData, point: &Point, key: &StreamKey) -> Result<Outcome, RunError> {
    match *point {
        Point::Fields { latent, part } => {
            let fields = Fields::draw(plan, latent)?;
            let examples = plan.equivalence.examples.get();
            let share = (part + 1) * examples / PARTS - part * examples / PARTS;
            let Fields { manifold, students, teachers } = &fields;
            Ok(Outcome::Fields(FieldMoments::measure(manifold, students, teachers, share, key)))
        }
        Point::Students { structured, .. } => Ok(Outcome::Students(pair(plan, structured, key)?)),
    }
}

/// A manifold with random students and teachers, the same for all parts.
struct Fields {
    manifold: HiddenManifold,
    students: DMatrix<f64>,
    teachers: DMatrix<f64>,
}

impl Fields {
    fn draw(plan: &StructuredData, latent: usize) -> Result<Self, RunError> {
        let key = StreamKey::from_seed(plan.seed).named("fields").indexed(latent as u64);
        let dimension = 2 * latent;
        let manifold = HiddenManifold::draw(Nonlinearity::Sign, dimension, latent, &key)
            .map_err(RunError::data("the hidden manifold"))?;
        let students = gaussian_inputs(dimension, plan.equivalence.students.get(), &key.named("students"));
        let teachers = gaussian_inputs(latent, plan.equivalence.teachers.get(), &key.named("teachers"));
        Ok(Self { manifold, students, teachers })
    }
}

/// The covariances of Gaussian equivalence at a number of latent coordinates.
pub(super) fn theory(plan: &StructuredData, latent: usize) -> Result<FieldCovariances, RunError> {
    let Fields { manifold, students, teachers } = Fields::draw(plan, latent)?;
    Ok(manifold.field_covariances(&students, &teachers))
}

/// Trains two students on the same examples and counts where they disagree.
fn pair(plan: &StructuredData, structured: bool, key: &StreamKey) -> Result<Pair, RunError> {
    let section = &plan.students;
    let (dimension, latent) = (section.dimension.get(), section.latent.get());
    let refused = || RunError::data("the examples of the students");
    let manifold = HiddenManifold::draw(Nonlinearity::Sign, dimension, latent, key).map_err(refused())?;
    let seen = if structured { latent } else { dimension };
    let teacher = CommitteeTeacher::draw(Activation::Identity, seen, 1, key).map_err(refused())?;
    let sample = |examples: usize, name: &str| {
        let key = key.named(name);
        let sign = |x: &[f64]| teacher.sign(x);
        let data = if structured {
            manifold.sample(examples, sign, &key)
        } else {
            Dataset::labelled_by(gaussian_inputs(dimension, examples, &key), sign)
        };
        data.map_err(refused())
    };
    let (train, test) = (sample(section.examples.get(), "train")?, sample(section.test.get(), "test")?);
    let mlp = Mlp::fully_connected(&[dimension, section.hidden.get(), 1], Activation::Tanh)?;
    let (inputs, values) = (train.inputs_as::<f32>(), train.real_targets().map(|y| y as f32));
    let examples = Examples::with_values(&inputs, &values)?;
    let student = |number| section.training.train_to_end(&mlp, examples, &key.named("student").indexed(number));
    let (one, other) = (student(0)?, student(1)?);
    let (test_inputs, test_values) = (test.inputs_as::<f32>(), test.real_targets().map(|y| y as f32));
    let unstructured = gaussian_inputs(dimension, section.test.get(), &key.named("unstructured")).map(|x| x as f32);
    let on_test = Objective::new(&mlp, Examples::with_values(&test_inputs, &test_values)?)?;
    Ok(Pair {
        on_data: mlp.disagreement(&one, &other, &test_inputs),
        on_gaussians: mlp.disagreement(&one, &other, &unstructured),
        test_error: on_test.error(&one, &mut Workspace::default()),
    })
}
