//! The picture.

use super::table::{Kind, Row};
use super::verdicts::{of_pair, pairs};
use crate::figures::{Axis, Chart, Colour, Corner, Dash, Datum, Field, Marker, Picture, Scale, Series};

/// Losses and test errors along the three ways of all pairs, and the plane of the first pair.
pub(super) fn picture(rows: &[Row]) -> Picture {
    let alt = "Left: training loss along the straight line, a trained curve and a relaxed path between trained networks, on \
               a logarithmic axis; the line has a high barrier, the curve a low one, the path none. Middle: test error \
               along the same; it rises on the line and stays flat on the path. Right: contours of the loss in the plane of \
               two minima and a pivot, with a barrier between the minima and the path going round it.";
    let panels = [Some(losses(rows)), Some(errors(rows)), plane(rows)];
    Picture { panels: panels.into_iter().flatten().collect(), alt: alt.into() }
}

/// The three ways, the barrier first so that the path is on top.
const WAYS: [(Kind, &str, Colour, Dash); 3] = [
    (Kind::Line, "straight line", Colour::Vermilion, Dash::Dashed),
    (Kind::Curve, "curve with one bend", Colour::Orange, Dash::DashDotted),
    (Kind::Path, "relaxed path", Colour::Blue, Dash::Solid),
];

/// A quantity along all ways.
fn along(rows: &[Row], value: fn(&Row) -> Option<f64>) -> Vec<Series> {
    let of_way = |&(kind, label, colour, dash): &(Kind, &str, Colour, Dash)| {
        let of_pair = move |(number, pair)| Series {
            label: if number == 0 { label.to_owned() } else { String::new() },
            colour,
            line: Some(dash),
            marker: None,
            data: of_pair(rows, kind, pair)
                .filter_map(|row| Some(Datum { x: row.position?, y: value(row)?, bar: None }))
                .collect(),
        };
        pairs(rows).into_iter().enumerate().map(of_pair).collect::<Vec<Series>>()
    };
    WAYS.iter().flat_map(of_way).collect()
}

fn position() -> Axis {
    Axis { label: "position on the way from one minimum to the other".into(), to: 1.0, step: 0.2, ..Axis::default() }
}

fn losses(rows: &[Row]) -> Chart {
    let series = along(rows, |row| row.loss);
    let values = || series.iter().flat_map(|series| &series.data).map(|datum| datum.y);
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(0.0, f64::max));
    let power = |exponent: f64| libm::pow(10.0, exponent);
    Chart {
        title: format!("training loss, {} pairs of minima", pairs(rows).len()),
        x: position(),
        y: Axis {
            label: "training loss".into(),
            from: power(libm::log10(low).floor()),
            to: power(libm::log10(high).ceil()),
            scale: Scale::Logarithmic,
            ..Axis::default()
        },
        series,
        legend: Corner::TopRight,
        ..Chart::default()
    }
}

fn errors(rows: &[Row]) -> Chart {
    Chart {
        title: "test error".into(),
        x: position(),
        y: Axis { label: "test error".into(), to: 0.9, step: 0.1, ..Axis::default() },
        series: along(rows, |row| row.test_error),
        legend: Corner::TopRight,
        ..Chart::default()
    }
}

/// The plane of the first pair that has one.
fn plane(rows: &[Row]) -> Option<Chart> {
    let pair = pairs(rows).into_iter().find(|pair| of_pair(rows, Kind::Plane, *pair).next().is_some())?;
    let grid: Vec<(f64, f64, f64)> =
        of_pair(rows, Kind::Plane, pair).filter_map(|row| Some((row.x?, row.y?, libm::log10(row.loss?)))).collect();
    let x: Vec<f64> = grid.iter().take_while(|place| place.1 == grid[0].1).map(|place| place.0).collect();
    let y: Vec<f64> = grid.iter().step_by(x.len()).map(|place| place.1).collect();
    let values: Vec<Vec<f64>> = grid.chunks(x.len()).map(|line| line.iter().map(|place| place.2).collect()).collect();
    let path = of_pair(rows, Kind::Pivot, pair);
    let path: Vec<(Datum, f64)> =
        path.filter_map(|row| Some((Datum { x: row.x?, y: row.y?, bar: None }, row.residual?))).collect();
    let (first, last) = (path.first()?.0, path.last()?.0);
    // What is in the plane: the ends, and the pivot that spans it.
    let spanning = path.iter().filter(|(place, _)| place.y > 1e-3).min_by(|a, b| a.1.total_cmp(&b.1))?.0;
    let points = |label: &str, colour, line, marker, data| Series { label: label.into(), colour, line, marker, data };
    let (left, right, bottom, top) = (*x.first()?, *x.last()?, *y.first()?, *y.last()?);
    Some(Chart {
        title: "the plane of two minima and a pivot".into(),
        x: Axis {
            label: "along the line, in distances of the minima".into(),
            from: left,
            to: right,
            step: 0.25,
            ..Axis::default()
        },
        y: Axis { label: "across the line".into(), from: bottom, to: top, step: 0.25, ..Axis::default() },
        field: Some(Field {
            label: "log\u{2081}\u{2080} of the training loss".into(),
            x,
            y,
            values,
            levels: (-8..=4).map(|level| 0.25 * f64::from(level)).collect(),
        }),
        series: vec![
            points("straight line", Colour::Vermilion, Some(Dash::Dashed), None, vec![first, last]),
            points(
                "relaxed path, projected",
                Colour::Blue,
                Some(Dash::Solid),
                None,
                path.iter().map(|place| place.0).collect(),
            ),
            points("in the plane", Colour::Black, None, Some(Marker::Circle), vec![first, spanning, last]),
        ],
        legend: Corner::TopRight,
        ..Chart::default()
    })
}
