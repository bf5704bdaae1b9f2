//! The table: covariances and kurtoses of fields, then pairs of students.

use super::StructuredData;
use super::points::{Outcome, Point, theory};
use crate::RunError;
use crate::statistics::rounded;
use nalgebra::DMatrix;
use piccole_nn::data::FieldMoments;
use serde::{Deserialize, Serialize};

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// A covariance of two students' fields.
    Students,
    /// Of a student's and a teacher's.
    Cross,
    /// Of two teachers'.
    Teachers,
    /// Excess kurtosis of a student's field.
    Kurtosis,
    /// Two trained students, inputs on the manifold.
    StructuredPair,
    /// Two trained students, inputs without structure.
    ControlPair,
}

/// One row; what does not apply is absent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What it is about.
    pub part: Part,
    /// Latent coordinates `D`.
    pub latent: Option<usize>,
    /// Examples behind what was measured.
    pub examples: Option<f64>,
    /// The first field, from 0.
    pub first: Option<usize>,
    /// The second one.
    pub second: Option<usize>,
    /// A covariance or kurtosis over the examples.
    pub measured: Option<f64>,
    /// The same by Gaussian equivalence.
    pub theory: Option<f64>,
    /// Number of the pair.
    pub sample: Option<usize>,
    /// Fraction of fresh data on which the students disagree.
    pub on_data: Option<f64>,
    /// Fraction of unit Gaussian inputs on which they do.
    pub on_gaussians: Option<f64>,
    /// Fraction of fresh data on which one of them is wrong.
    pub test_error: Option<f64>,
}

impl Row {
    fn new(part: Part) -> Self {
        Self {
            part,
            latent: None,
            examples: None,
            first: None,
            second: None,
            measured: None,
            theory: None,
            sample: None,
            on_data: None,
            on_gaussians: None,
            test_error: None,
        }
    }
}

/// The whole table.
pub(super) fn rows(plan: &StructuredData, outcomes: &[(Point, Outcome)]) -> Result<Vec<Row>, RunError> {
    let mut rows = Vec::new();
    for latent in plan.equivalence.latents.iter().map(|latent| latent.get()) {
        let parts = outcomes.iter().filter_map(|(point, outcome)| match (point, outcome) {
            (Point::Fields { latent: of, .. }, Outcome::Fields(moments)) if *of == latent => Some(moments.clone()),
            _ => None,
        });
        let sum = |mut sum: FieldMoments, part: FieldMoments| {
            sum.add(&part);
            sum
        };
        if let Some(moments) = parts.reduce(sum) {
            rows.append(&mut equivalence(plan, latent, &moments)?);
        }
    }
    for (point, outcome) in outcomes {
        if let (Point::Students { structured, sample }, Outcome::Students(pair)) = (point, outcome) {
            rows.push(Row {
                latent: structured.then(|| plan.students.latent.get()),
                examples: Some(plan.students.examples.get() as f64),
                sample: Some(*sample),
                on_data: Some(rounded(pair.on_data)),
                on_gaussians: Some(rounded(pair.on_gaussians)),
                test_error: Some(rounded(pair.test_error)),
                ..Row::new(if *structured { Part::StructuredPair } else { Part::ControlPair })
            });
        }
    }
    Ok(rows)
}

fn equivalence(plan: &StructuredData, latent: usize, moments: &FieldMoments) -> Result<Vec<Row>, RunError> {
    let (measured, theory) = (moments.covariances(), theory(plan, latent)?);
    let row =
        |part| Row { latent: Some(latent), examples: Some(plan.equivalence.examples.get() as f64), ..Row::new(part) };
    let entries = |part, measured: &DMatrix<f64>, theory: &DMatrix<f64>| {
        let symmetric = part != Part::Cross;
        let mut rows = Vec::new();
        for i in 0..measured.nrows() {
            for j in (if symmetric { i } else { 0 })..measured.ncols() {
                let (measured, theory) = (Some(rounded(measured[(i, j)])), Some(rounded(theory[(i, j)])));
                rows.push(Row { first: Some(i), second: Some(j), measured, theory, ..row(part) });
            }
        }
        rows
    };
    let mut rows = entries(Part::Students, &measured.students, &theory.students);
    rows.append(&mut entries(Part::Cross, &measured.cross, &theory.cross));
    rows.append(&mut entries(Part::Teachers, &measured.teachers, &theory.teachers));
    rows.extend(moments.excess_kurtosis().into_iter().enumerate().map(|(i, excess)| Row {
        first: Some(i),
        measured: Some(rounded(excess)),
        theory: Some(0.0),
        ..row(Part::Kurtosis)
    }));
    Ok(rows)
}
