//! The picture.

use super::table::{Algorithm, Row};
use super::verdicts::scopes;
use crate::figures::{Axis, Chart, Colour, Corner, Dash, Datum, Marker, Picture, Scale, Series};
use crate::statistics::mean_with_error;

/// The line, test errors against eigenvalues and local energies, and the spread of replicas.
pub(super) fn picture(rows: &[Row]) -> Picture {
    let alt = "Left: minus a loss on the line with two wells, and its local entropies, whose higher maximum moves from the \
               narrow well to the wide one as the scope widens. Middle two panels: test error against the largest \
               eigenvalue and against the local energy; clouds of initialisations of five kinds of training overlap. \
               Right: the distance of replicas falls to zero as the coupling grows.";
    let eigenvalue = |row: &Row| row.top_eigenvalue;
    let energy = |row: &Row| row.local_energy;
    let panels = vec![
        line(rows),
        errors(rows, "largest eigenvalue of the Hessian", eigenvalue, 1.0),
        errors(rows, "local energy", energy, 0.005),
        spread(rows),
    ];
    Picture { panels, alt: alt.into() }
}

fn line(rows: &[Row]) -> Chart {
    let on_line = || rows.iter().filter(|row| row.algorithm == Algorithm::Line);
    let mut scopes: Vec<f64> = on_line().filter_map(|row| row.scope).collect();
    scopes.sort_by(|a, b| b.total_cmp(a));
    scopes.dedup();
    let datum = |x: Option<f64>, y: Option<f64>| Some(Datum { x: x?, y: y?, bar: None });
    let first = on_line().filter(|row| row.scope == scopes.first().copied());
    let mut series = vec![Series {
        label: "minus the loss".into(),
        colour: Colour::Black,
        line: Some(Dash::Solid),
        marker: None,
        data: first.filter_map(|row| datum(row.x, row.minus_loss)).collect(),
    }];
    let looks = [
        (Colour::Blue, Dash::LongDashed),
        (Colour::Sky, Dash::Dashed),
        (Colour::Green, Dash::DashDotted),
        (Colour::Orange, Dash::Dotted),
        (Colour::Vermilion, Dash::DashDotDotted),
    ];
    for (&scope, (colour, dash)) in scopes.iter().zip(looks.into_iter().cycle()) {
        let data = on_line().filter(|row| row.scope == Some(scope)).filter_map(|row| datum(row.x, row.local_entropy));
        series.push(Series {
            label: format!("local entropy, \u{3b3} = {scope}"),
            colour,
            line: Some(dash),
            marker: None,
            data: data.collect(),
        });
    }
    Chart {
        title: "exact local entropies on the line".into(),
        x: Axis { label: "x".into(), from: -2.5, to: 2.0, step: 0.5, ..Axis::default() },
        y: Axis { label: "minus loss, local entropy".into(), from: -0.4, to: 1.6, step: 0.2, ..Axis::default() },
        series,
        legend: Corner::TopLeft,
        ..Chart::default()
    }
}

/// The kinds of training with their looks.
fn kinds(rows: &[Row]) -> Vec<(String, Algorithm, Option<f64>, Colour, Marker)> {
    let mut kinds = vec![("SGD".to_owned(), Algorithm::Sgd, None, Colour::Black, Marker::Circle)];
    let looks = [(Colour::Blue, Marker::Square), (Colour::Sky, Marker::Diamond)];
    for (scope, (colour, marker)) in scopes(rows).into_iter().zip(looks.into_iter().cycle()) {
        let label = format!("Entropy-SGD, \u{3b3} = {scope}");
        kinds.push((label, Algorithm::EntropySgd, Some(scope), colour, marker));
    }
    kinds.push(("replicated SGD, barycentre".into(), Algorithm::Barycentre, None, Colour::Vermilion, Marker::Triangle));
    kinds.push(("replicated SGD, a replica".into(), Algorithm::Replica, None, Colour::Orange, Marker::TriangleDown));
    kinds
}

/// Test error against a measure of sharpness.
fn errors(rows: &[Row], label: &str, measure: fn(&Row) -> Option<f64>, step: f64) -> Chart {
    let (mut means, mut samples) = (Vec::new(), Vec::new());
    for (name, algorithm, scope, colour, marker) in kinds(rows) {
        let chosen = rows.iter().filter(|row| row.algorithm == algorithm && row.scope == scope);
        let points: Vec<(f64, f64)> = chosen.filter_map(|row| Some((measure(row)?, row.test_error?))).collect();
        let of = |part: fn(&(f64, f64)) -> f64| mean_with_error(&points.iter().map(part).collect::<Vec<_>>());
        let (x, y) = (of(|point| point.0), of(|point| point.1));
        let bar = (y.error > 0.0).then_some((y.value - y.error, y.value + y.error));
        let small = points.iter().map(|&(x, y)| Datum { x, y, bar: None }).collect();
        samples.push(Series { label: String::new(), colour, line: None, marker: Some(Marker::Plus), data: small });
        if !points.is_empty() {
            let data = vec![Datum { x: x.value, y: y.value, bar }];
            means.push(Series { label: name, colour, line: None, marker: Some(marker), data });
        }
    }
    let places = || samples.iter().flat_map(|series| &series.data).map(|datum| datum.x);
    let (low, high) = (places().fold(f64::INFINITY, f64::min), places().fold(0.0, f64::max));
    let [from, to] = if low < high { [(low / step).floor() * step, (high / step).ceil() * step] } else { [0.0, step] };
    Chart {
        title: "trained to the same loss".into(),
        x: Axis { label: label.into(), from, to, step, ..Axis::default() },
        y: Axis { label: "test error".into(), from: 0.19, to: 0.25, step: 0.01, ..Axis::default() },
        series: samples.into_iter().chain(means).collect(),
        legend: Corner::TopRight,
        ..Chart::default()
    }
}

/// Distance of replicas against their coupling; no coupling has no place on a logarithmic axis.
fn spread(rows: &[Row]) -> Chart {
    let all = || rows.iter().filter_map(|row| Some((row.coupling?, row.spread?)));
    let coupled: Vec<Datum> =
        all().filter(|(coupling, _)| *coupling > 0.0).map(|(x, y)| Datum { x, y, bar: None }).collect();
    let ends = [coupled.first(), coupled.last()].map(|datum| datum.map_or(1.0, |datum| datum.x));
    let free = all().find(|(coupling, _)| *coupling == 0.0).map(|(_, y)| y);
    let level = free.map(|y| ends.map(|x| Datum { x, y, bar: None }).to_vec());
    let mut series = vec![Series {
        label: "coupled".into(),
        colour: Colour::Vermilion,
        line: Some(Dash::Solid),
        marker: Some(Marker::Circle),
        data: coupled,
    }];
    series.extend(level.map(|data| Series {
        label: "without coupling".into(),
        colour: Colour::Grey,
        line: Some(Dash::Dotted),
        marker: None,
        data,
    }));
    Chart {
        title: "replicas after a fixed time".into(),
        x: Axis {
            label: "coupling".into(),
            from: ends[0] / 2.0,
            to: ends[1] * 2.0,
            scale: Scale::Logarithmic,
            ..Axis::default()
        },
        y: Axis {
            label: "distance from the barycentre, relative".into(),
            from: 0.001,
            to: 0.1,
            scale: Scale::Logarithmic,
            ..Axis::default()
        },
        series,
        legend: Corner::BottomLeft,
        ..Chart::default()
    }
}
