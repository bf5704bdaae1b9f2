//! The picture: lines for weights, arcs for residual connections, discs for units.

use super::table::{Part, Row};
use crate::figures::{Axis, Chart, Colour, Corner, Dash, Datum, Marker, Picture, Series};

/// Weights below these parts of the largest are drawn with the thinnest lines, and with medium ones.
const STRENGTHS: [(f64, Dash); 3] = [(0.25, Dash::Thin), (0.6, Dash::Solid), (f64::INFINITY, Dash::Thick)];

/// The network, inputs on the left.
pub(super) fn picture(rows: &[Row]) -> Picture {
    let alt = "Columns of discs, the units of each layer, joined by lines from every unit of a column to every unit of the \
               next, blue or red and of three widths; arcs join units of neighbouring hidden layers at the same height.";
    let network = rows.iter().find(|row| row.part == Part::Network);
    let title = network.and_then(|row| Some(format!("{} units, {} parameters", row.units?, row.parameters?)));
    let layers = rows.iter().filter_map(|row| row.layer).max().unwrap_or_default() as f64;
    let widest = rows.iter().filter_map(|row| row.unit).max().unwrap_or_default() as f64 + 1.0;
    let mut series = weights(rows);
    series.extend(residuals(rows));
    series.extend(units(rows, layers as usize));
    series.retain(|series| !series.data.is_empty());
    let chart = Chart {
        title: title.unwrap_or_default(),
        x: Axis {
            label: "inputs \u{2192} hidden layers \u{2192} outputs".into(),
            from: -0.3,
            to: layers + 1.6,
            step: 1.0,
            ..Axis::default()
        },
        y: Axis { from: -widest / 2.0 - 0.3, to: widest / 2.0 + 0.5, step: 1.0, ..Axis::default() },
        series,
        legend: Corner::TopRight,
        bare: true,
        ..Chart::default()
    };
    Picture { panels: vec![chart], alt: alt.into() }
}

/// Where a unit is: columns are centred on the same height.
fn place(rows: &[Row], layer: usize, unit: usize) -> Datum {
    let units = rows.iter().filter(|row| row.part == Part::Unit && row.layer == Some(layer)).count();
    Datum { x: layer as f64, y: (units as f64 - 1.0) / 2.0 - unit as f64, bar: None }
}

/// The ends of a connection.
fn ends(rows: &[Row], row: &Row) -> Option<[Datum; 2]> {
    let layer = row.layer?;
    Some([place(rows, layer.checked_sub(1)?, row.from?), place(rows, layer, row.unit?)])
}

/// A series for each weight; the first strong one of either sign speaks for all in the legend.
fn weights(rows: &[Row]) -> Vec<Series> {
    let weights = || rows.iter().filter(|row| row.part == Part::Weight);
    let largest = weights().filter_map(|row| row.value).fold(0.0, |largest: f64, value| largest.max(value.abs()));
    let mut unnamed = vec![(Colour::Blue, "weight above 0"), (Colour::Vermilion, "weight below 0")];
    let mut series = Vec::new();
    for (limit, dash) in STRENGTHS {
        let lower = STRENGTHS.iter().map(|&(other, _)| other).filter(|&other| other < limit).fold(0.0, f64::max);
        for row in weights() {
            let (Some(value), Some(ends)) = (row.value, ends(rows, row)) else { continue };
            let strength = value.abs() / largest;
            if strength >= limit || strength < lower {
                continue;
            }
            let colour = if value > 0.0 { Colour::Blue } else { Colour::Vermilion };
            let mut label = String::new();
            if dash == Dash::Thick
                && let Some(k) = unnamed.iter().position(|&(other, _)| other == colour)
            {
                label = unnamed.remove(k).1.into();
            }
            series.push(Series { label, colour, line: Some(dash), marker: None, data: ends.to_vec() });
        }
    }
    series
}

/// Arcs above the straight lines between their ends.
fn residuals(rows: &[Row]) -> impl Iterator<Item = Series> {
    const PIECES: usize = 24;
    const HEIGHT: f64 = 0.45;
    let arcs = rows.iter().filter(|row| row.part == Part::Residual).filter_map(|row| ends(rows, row));
    arcs.enumerate().map(|(k, [from, to])| {
        let point = |piece: usize| {
            let t = piece as f64 / PIECES as f64;
            let y = from.y + t * (to.y - from.y) + 4.0 * HEIGHT * t * (1.0 - t);
            Datum { x: from.x + t * (to.x - from.x), y, bar: None }
        };
        Series {
            label: if k == 0 { "residual connection".into() } else { String::new() },
            colour: Colour::Green,
            line: Some(Dash::Dashed),
            marker: None,
            data: (0..=PIECES).map(point).collect(),
        }
    })
}

/// Discs: inputs, hidden units, outputs.
fn units(rows: &[Row], last: usize) -> [Series; 3] {
    let series = |label: &str, colour, which: &dyn Fn(usize) -> bool| {
        let chosen = rows.iter().filter(|row| row.part == Part::Unit && row.layer.is_some_and(which));
        let data = chosen.filter_map(|row| Some(place(rows, row.layer?, row.unit?)));
        Series { label: label.into(), colour, line: None, marker: Some(Marker::Disc), data: data.collect() }
    };
    [
        series("input", Colour::Grey, &|layer| layer == 0),
        series("hidden unit", Colour::Black, &|layer| layer > 0 && layer < last),
        series("output", Colour::Orange, &|layer| layer == last && last > 0),
    ]
}
