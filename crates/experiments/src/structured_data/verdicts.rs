//! What the figure has to show.

use super::table::{Part, Row};
use crate::experiment::Verdict;
use crate::statistics::mean;

/// Gaussian equivalence at the largest size, and the disagreement of students.
pub(super) fn verdicts(rows: &[Row]) -> Vec<Verdict> {
    let largest = rows.iter().filter(|row| row.measured.is_some()).filter_map(|row| row.latent).max();
    let fields = largest.into_iter().flat_map(|latent| [covariances(rows, latent), kurtosis(rows, latent)]);
    let students = [
        disagreement(rows, Part::StructuredPair, "students of structured data", "at least 2.5", |ratio| ratio >= 2.5),
        disagreement(rows, Part::ControlPair, "control: students of unstructured data", "0.5 to 1.7", |ratio| {
            (0.5..=1.7).contains(&ratio)
        }),
    ];
    fields.chain(students).flatten().collect()
}

/// Largest deviation of a covariance between fields at some size, in units of the mean variances of these.
pub(super) fn largest_deviation(rows: &[Row], latent: usize) -> Option<f64> {
    let at_size = || rows.iter().filter(move |row| row.latent == Some(latent));
    let variance = |part: Part| {
        let diagonal = at_size().filter(|row| row.part == part && row.first == row.second);
        mean(&diagonal.filter_map(|row| row.theory).collect::<Vec<_>>())
    };
    let (students, teachers) = (variance(Part::Students), variance(Part::Teachers));
    let deviations = at_size().filter_map(|row| {
        let unit = match row.part {
            Part::Students => students,
            Part::Cross => (students * teachers).sqrt(),
            Part::Teachers => teachers,
            _ => return None,
        };
        Some((row.measured? - row.theory?).abs() / unit)
    });
    deviations.reduce(f64::max)
}

/// Largest excess kurtosis of a student's field at some size.
pub(super) fn largest_kurtosis(rows: &[Row], latent: usize) -> Option<f64> {
    let chosen = rows.iter().filter(|row| row.part == Part::Kurtosis && row.latent == Some(latent));
    chosen.filter_map(|row| row.measured).map(f64::abs).reduce(f64::max)
}

fn covariances(rows: &[Row], latent: usize) -> Option<Verdict> {
    let deviation = largest_deviation(rows, latent)?;
    Some(Verdict {
        claim: format!("Gaussian equivalence at D = {latent}: covariances of fields, in units of their mean variances"),
        value: format!("largest deviation {deviation:.4}"),
        accepted: "at most 0.03".into(),
        pass: deviation <= 0.03,
    })
}

fn kurtosis(rows: &[Row], latent: usize) -> Option<Verdict> {
    let kurtosis = largest_kurtosis(rows, latent)?;
    Some(Verdict {
        claim: format!("Gaussian equivalence at D = {latent}: excess kurtosis of the fields of students"),
        value: format!("largest {kurtosis:.4}"),
        accepted: "at most 0.05".into(),
        pass: kurtosis <= 0.05,
    })
}

/// Means over the pairs, on Gaussian inputs over that on data.
fn disagreement(rows: &[Row], part: Part, who: &str, accepted: &str, pass: fn(f64) -> bool) -> Option<Verdict> {
    let pairs: Vec<(f64, f64)> =
        rows.iter().filter(|row| row.part == part).filter_map(|row| Some((row.on_data?, row.on_gaussians?))).collect();
    let (on_data, on_gaussians): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
    if on_data.is_empty() {
        return None;
    }
    let (on_data, on_gaussians, count) = (mean(&on_data), mean(&on_gaussians), on_data.len());
    Some(Verdict {
        claim: format!("{who}: disagreement on Gaussian inputs over that on data"),
        value: format!("{:.2}, {on_gaussians:.4} over {on_data:.4}, means of {count} pairs", on_gaussians / on_data),
        accepted: accepted.into(),
        pass: pass(on_gaussians / on_data),
    })
}
