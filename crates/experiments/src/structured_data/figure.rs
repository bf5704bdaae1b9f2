//! The picture.

use super::table::{Part, Row};
use super::verdicts::{largest_deviation, largest_kurtosis};
use crate::figures::{Axis, Chart, Colour, Corner, Dash, Datum, Marker, Picture, Scale, Series};

/// Measured against predicted covariances, the approach to equivalence, and pairs of students.
pub(super) fn picture(rows: &[Row]) -> Picture {
    let alt = "Left: measured covariances of fields against those of Gaussian equivalence, on the diagonal. Middle: \
               deviations and kurtosis against the number of latent coordinates, falling. Right: disagreement of pairs of \
               students; on structured data it is several times larger for Gaussian inputs than for data, in the control \
               both are the same.";
    Picture { panels: vec![covariances(rows), approach(rows), students(rows)], alt: alt.into() }
}

fn points(label: &str, colour: Colour, marker: Marker, data: Vec<Datum>) -> Series {
    Series { label: label.into(), colour, line: None, marker: Some(marker), data }
}

fn line(label: &str, colour: Colour, dash: Dash, data: Vec<Datum>) -> Series {
    Series { label: label.into(), colour, line: Some(dash), marker: None, data }
}

fn at(x: f64, y: f64) -> Datum {
    Datum { x, y, bar: None }
}

/// Sizes at which fields were measured, ascending.
fn latents(rows: &[Row]) -> Vec<usize> {
    let mut latents: Vec<usize> =
        rows.iter().filter(|row| row.measured.is_some()).filter_map(|row| row.latent).collect();
    latents.sort_unstable();
    latents.dedup();
    latents
}

/// The largest size's covariances.
fn covariances(rows: &[Row]) -> Chart {
    let largest = latents(rows).last().copied().unwrap_or_default();
    let data = |part: Part| -> Vec<Datum> {
        let chosen = rows.iter().filter(|row| row.part == part && row.latent == Some(largest));
        chosen.filter_map(|row| Some(at(row.theory?, row.measured?))).collect()
    };
    let ends = [-0.4, 1.4];
    let axis = |label: &str| Axis { label: label.into(), from: ends[0], to: ends[1], step: 0.2, ..Axis::default() };
    Chart {
        title: format!("D = {largest}, N = {}", 2 * largest),
        x: axis("covariance by Gaussian equivalence"),
        y: axis("covariance measured"),
        series: vec![
            line("equal", Colour::Grey, Dash::Solid, ends.map(|x| at(x, x)).to_vec()),
            points("of two students", Colour::Blue, Marker::Circle, data(Part::Students)),
            points("of a student and a teacher", Colour::Vermilion, Marker::Triangle, data(Part::Cross)),
            points("of two teachers", Colour::Green, Marker::Square, data(Part::Teachers)),
        ],
        legend: Corner::TopLeft,
        ..Chart::default()
    }
}

/// Deviations against the number of latent coordinates.
fn approach(rows: &[Row]) -> Chart {
    let latents = latents(rows);
    let curve = |value: fn(&[Row], usize) -> Option<f64>| -> Vec<Datum> {
        latents.iter().filter_map(|&latent| Some(at(latent as f64, value(rows, latent)?))).collect()
    };
    let examples = rows.iter().find(|row| row.part == Part::Kurtosis).and_then(|row| row.examples).unwrap_or(1.0);
    let scatter = (24.0 / examples).sqrt();
    let logarithmic =
        |label: &str, from, to| Axis { label: label.into(), from, to, step: 1.0, scale: Scale::Logarithmic };
    let both =
        |label: &str, colour, marker, data| Series { line: Some(Dash::Solid), ..points(label, colour, marker, data) };
    Chart {
        title: "approach to Gaussian fields, N = 2D".into(),
        x: logarithmic("latent coordinates D", 1.0, 1000.0),
        y: logarithmic("largest deviation from Gaussian equivalence", 1e-3, 1.0),
        series: vec![
            both("covariance, over the mean variance", Colour::Blue, Marker::Circle, curve(largest_deviation)),
            both("excess kurtosis of a student's field", Colour::Vermilion, Marker::Square, curve(largest_kurtosis)),
            line("scatter of a kurtosis", Colour::Grey, Dash::Dotted, [1.0, 1000.0].map(|x| at(x, scatter)).to_vec()),
        ],
        legend: Corner::BottomLeft,
        ..Chart::default()
    }
}

/// Disagreement pair by pair.
fn students(rows: &[Row]) -> Chart {
    let data = |part: Part, value: fn(&Row) -> Option<f64>| -> Vec<Datum> {
        let chosen = rows.iter().filter(|row| row.part == part);
        chosen.filter_map(|row| Some(at(row.sample? as f64 + 1.0, value(row)?))).collect()
    };
    let pairs = rows.iter().filter_map(|row| row.sample).max().unwrap_or_default() as f64 + 1.0;
    let series = |label: &str, part, value, colour, marker| {
        let dash = if part == Part::ControlPair { Dash::Dashed } else { Dash::Solid };
        Series { line: Some(dash), ..points(label, colour, marker, data(part, value)) }
    };
    let [on_data, on_gaussians]: [fn(&Row) -> Option<f64>; 2] = [|row| row.on_data, |row| row.on_gaussians];
    Chart {
        title: "two students of the same examples".into(),
        x: Axis { label: "pair of students".into(), from: 0.0, to: pairs + 1.0, step: 1.0, ..Axis::default() },
        y: Axis { label: "inputs on which they disagree".into(), from: 0.0, to: 0.24, step: 0.02, ..Axis::default() },
        series: vec![
            series("manifold: Gaussian inputs", Part::StructuredPair, on_gaussians, Colour::Vermilion, Marker::Circle),
            series("manifold: data", Part::StructuredPair, on_data, Colour::Blue, Marker::Square),
            series("control: Gaussian inputs", Part::ControlPair, on_gaussians, Colour::Orange, Marker::Diamond),
            series("control: data", Part::ControlPair, on_data, Colour::Sky, Marker::Triangle),
        ],
        legend: Corner::TopRight,
        ..Chart::default()
    }
}
