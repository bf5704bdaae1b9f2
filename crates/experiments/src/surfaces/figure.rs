//! The picture.

use super::table::Row;
use super::verdicts::depths;
use crate::figures::{Axis, Chart, Colour, Datum, Field, Marker, Picture, Series};

/// One panel a network: plain ones above, residual ones below, depth growing to the right.
pub(super) fn picture(rows: &[Row]) -> Picture {
    let alt = "Contours of the training loss around trained networks, six panels with one colour scale: above without, below \
               with residual connections, depth growing to the right. Without, the low region in the middle is narrow and \
               the contours of the deepest network are ragged; with, they are wide and round at every depth.";
    let networks = [false, true].into_iter().flat_map(|skip| depths(rows).into_iter().map(move |depth| (depth, skip)));
    Picture { panels: networks.filter_map(|network| surface(rows, network)).collect(), alt: alt.into() }
}

/// Four levels a power of ten.
fn levels() -> Vec<f64> {
    (-2..=12).map(|level| 0.25 * f64::from(level)).collect()
}

fn surface(rows: &[Row], (depth, skip): (usize, bool)) -> Option<Chart> {
    let of_network = || rows.iter().filter(|row| (row.depth, row.skip, row.sample) == (depth, skip, 0));
    let centre = of_network().find(|row| row.test_error.is_some())?;
    let highest = libm::pow(10.0, *levels().last()?);
    let grid: Vec<(f64, f64, f64)> =
        of_network().filter_map(|row| Some((row.x?, row.y?, libm::log10(row.loss.unwrap_or(highest))))).collect();
    let x: Vec<f64> = grid.iter().take_while(|place| place.1 == grid[0].1).map(|place| place.0).collect();
    let (first, last) = (*x.first()?, *x.last()?);
    let axis = |label: &str| Axis {
        label: label.into(),
        from: first,
        to: last,
        step: (last - first) / 4.0,
        ..Axis::default()
    };
    let minimum = Series {
        label: String::new(),
        colour: Colour::Vermilion,
        line: None,
        marker: Some(Marker::Plus),
        data: vec![Datum { x: 0.0, y: 0.0, bar: None }],
    };
    let kind = if skip { "residual" } else { "plain" };
    let (loss, error) = (centre.loss?, 100.0 * centre.test_error?);
    Some(Chart {
        title: format!("{kind}, depth {depth}: train loss {loss:.2}, test error {error:.0} %"),
        x: axis("first direction"),
        y: axis("second direction"),
        field: Some(Field {
            label: "log\u{2081}\u{2080} of the training loss".into(),
            y: x.clone(),
            values: grid.chunks(x.len()).map(|line| line.iter().map(|place| place.2).collect()).collect(),
            x,
            levels: levels(),
        }),
        series: vec![minimum],
        ..Chart::default()
    })
}
