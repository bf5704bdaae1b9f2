//! The picture.

use super::points::{Knob, Row};
use crate::figures::{Axis, Chart, Colour, Corner, Dash, Datum, Marker, Picture, Scale, Series};
use crate::statistics::{Estimate, mean_with_error};

/// A measure of sharpness with its look.
type Measure = (&'static str, fn(&Row) -> f64, Colour, Dash, Marker);

const MEASURES: [Measure; 3] = [
    ("largest eigenvalue", |row| row.top_eigenvalue, Colour::Black, Dash::Solid, Marker::Circle),
    ("trace", |row| row.trace, Colour::Blue, Dash::Dashed, Marker::Square),
    ("local energy", |row| row.local_energy, Colour::Vermilion, Dash::DashDotted, Marker::Triangle),
];

/// Curvature against each parameter, and the test error against the local energy.
pub(super) fn picture(rows: &[Row]) -> Picture {
    let alt = "Three panels of sharpness relative to the first training: it rises several times from the smallest batch to \
               all examples, falls several times as the learning rate grows, and falls with dropout; largest eigenvalue, \
               trace and local energy move together. Fourth panel: test error against local energy, a difference of about \
               half a point within the scatter, and the strongest dropout above all others.";
    let panels = vec![
        sharpness(rows, Knob::Batch, "equal loss, learning rate fixed", [0.5, 20.0], Corner::TopLeft),
        sharpness(rows, Knob::LearningRate, "equal loss, batch size fixed", [0.03, 2.0], Corner::BottomLeft),
        sharpness(rows, Knob::Dropout, "equal times, loss rises with dropout", [0.01, 2.0], Corner::BottomLeft),
        errors(rows),
    ];
    Picture { panels, alt: alt.into() }
}

/// The values that a parameter takes, ascending.
fn values(rows: &[Row], knob: Knob) -> Vec<f64> {
    let mut values: Vec<f64> = rows.iter().filter(|row| row.knob == knob).map(Row::value).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
}

/// The rows of a parameter's value in the order of samples.
fn at(rows: &[Row], knob: Knob, value: f64) -> Vec<&Row> {
    rows.iter().filter(|row| row.knob == knob && row.value() == value).collect()
}

fn sharpness(rows: &[Row], knob: Knob, title: &str, [from, to]: [f64; 2], legend: Corner) -> Chart {
    let values = values(rows, knob);
    let series = MEASURES.iter().map(|&(label, measure, colour, line, marker)| {
        let first = values.first().map_or(Vec::new(), |&value| at(rows, knob, value));
        let relative = |&value: &f64| {
            let pairs = at(rows, knob, value).into_iter().zip(&first).filter(|(row, first)| row.sample == first.sample);
            let ratios: Vec<f64> = pairs.map(|(row, first)| measure(row) / measure(first)).collect();
            datum(value, mean_with_error(&ratios), from)
        };
        let data = values.iter().map(relative).collect();
        Series { label: label.into(), colour, line: Some(line), marker: Some(marker), data }
    });
    let x = match knob {
        Knob::Batch => ("batch size", 3.0, 3000.0, Scale::Logarithmic),
        Knob::LearningRate => ("learning rate", 0.005, 1.0, Scale::Logarithmic),
        Knob::Dropout => ("dropout", -0.05, 0.65, Scale::Linear),
    };
    Chart {
        title: title.into(),
        x: Axis { label: x.0.into(), from: x.1, to: x.2, step: 0.1, scale: x.3 },
        y: Axis {
            label: "sharpness, relative to the first".into(),
            from,
            to,
            scale: Scale::Logarithmic,
            ..Axis::default()
        },
        series: series.collect(),
        legend,
        ..Chart::default()
    }
}

fn datum(x: f64, Estimate { value, error }: Estimate, lowest: f64) -> Datum {
    Datum { x, y: value.max(lowest), bar: (error > 0.0).then_some(((value - error).max(lowest), value + error)) }
}

/// Test error against local energy, a point for each value of each parameter.
fn errors(rows: &[Row]) -> Chart {
    let looks = [
        (Knob::Batch, "batch size", Colour::Blue, Marker::Circle),
        (Knob::LearningRate, "learning rate", Colour::Green, Marker::Square),
        (Knob::Dropout, "dropout", Colour::Orange, Marker::Triangle),
    ];
    let series = looks.map(|(knob, label, colour, marker)| {
        let point = |&value: &f64| {
            let rows = at(rows, knob, value);
            let of =
                |quantity: fn(&Row) -> f64| mean_with_error(&rows.iter().map(|row| quantity(row)).collect::<Vec<_>>());
            datum(of(|row| row.local_energy).value, of(|row| row.test_error), 0.0)
        };
        let data = values(rows, knob).iter().map(point).collect();
        Series { label: label.into(), colour, line: Some(Dash::Dotted), marker: Some(marker), data }
    });
    let largest = series.iter().flat_map(|series| &series.data).map(|datum| datum.x).fold(0.0, f64::max);
    let end = ((largest / 0.01).floor() + 1.0) * 0.01;
    Chart {
        title: "what it is worth".into(),
        x: Axis { label: "local energy".into(), from: 0.0, to: end, step: 0.01, ..Axis::default() },
        y: Axis { label: "test error".into(), from: 0.19, to: 0.24, step: 0.01, ..Axis::default() },
        series: series.to_vec(),
        legend: Corner::TopRight,
        ..Chart::default()
    }
}
