//! The picture and what it has to show.

use super::table::{Row, Source};
use crate::experiment::Verdict;
use crate::figures::{Axis, Chart, Colour, Corner, Dash, Datum, Marker, Picture, Reference, Series};

/// Distance by which curves are set apart sideways, so that their bars can be told apart.
const APART: f64 = 0.004;

/// Success against density, a colour for each solver, line and marker for the size.
pub(super) fn picture(rows: &[Row]) -> Picture {
    let curves = curves(rows);
    let middle = (curves.len() as f64 - 1.0) / 2.0;
    let series = curves.iter().enumerate().map(|(number, &(source, n))| {
        let (name, colour) = look(source);
        let (line, marker) = style(source, n == largest(rows, source));
        let sideways = (number as f64 - middle) * APART;
        let data = of(rows, source, n).filter_map(|row| datum(row, sideways)).collect();
        Series { label: format!("{name}, N = {n}"), colour, line: Some(line), marker: Some(marker), data }
    });
    let references = capacity(rows).map(|x| Reference { x, label: format!("\u{3b1}_c = {x:.3}") });
    let lowest = rows.iter().filter(|row| row.success.is_some()).map(|row| row.alpha).fold(0.8, f64::min);
    let chart = Chart {
        x: Axis {
            label: "constraint density \u{3b1} = P/N".into(),
            from: ((lowest - 0.05) * 10.0).floor() / 10.0,
            to: 1.0,
            step: 0.1,
        },
        y: Axis { label: "fraction of instances solved".into(), from: -0.05, to: 1.05, step: 0.25 },
        series: series.collect(),
        references: references.into_iter().collect(),
        legend: Corner::BottomLeft,
    };
    let alt = "Fraction of instances solved against constraint density for each solver and size: near one at low density, \
               falling to zero before the vertical line at the capacity.";
    Picture { panels: vec![chart], alt: alt.into() }
}

/// Solvers and sizes in the order of the table.
fn curves(rows: &[Row]) -> Vec<(Source, usize)> {
    let mut curves = Vec::new();
    for row in rows {
        if let Some(n) = row.n
            && !curves.contains(&(row.algorithm, n))
        {
            curves.push((row.algorithm, n));
        }
    }
    curves
}

fn of(rows: &[Row], source: Source, n: usize) -> impl Iterator<Item = &Row> {
    rows.iter().filter(move |row| row.algorithm == source && row.n == Some(n))
}

fn largest(rows: &[Row], source: Source) -> usize {
    rows.iter().filter(|row| row.algorithm == source).filter_map(|row| row.n).max().unwrap_or(0)
}

fn look(source: Source) -> (&'static str, Colour) {
    match source {
        Source::ReinforcedBp => ("reinforced BP", Colour::Blue),
        Source::Sbpi => ("SBPI", Colour::Vermilion),
        Source::Capacity => ("capacity", Colour::Grey),
    }
}

fn style(source: Source, largest: bool) -> (Dash, Marker) {
    match (source, largest) {
        (Source::Sbpi, true) => (Dash::Solid, Marker::Square),
        (Source::Sbpi, false) => (Dash::Dashed, Marker::Diamond),
        (_, true) => (Dash::Solid, Marker::Circle),
        (_, false) => (Dash::Dashed, Marker::Triangle),
    }
}

fn datum(row: &Row, sideways: f64) -> Option<Datum> {
    let realised = row.n.zip(row.p).map(|(n, p)| p as f64 / n as f64);
    let x = realised.unwrap_or(row.alpha) + sideways;
    Some(Datum { x, y: row.success?, bar: row.success_low.zip(row.success_high) })
}

fn capacity(rows: &[Row]) -> Option<f64> {
    rows.iter().find(|row| row.algorithm == Source::Capacity).map(|row| row.alpha)
}

/// For each solver at its largest size: easy instances are solved, and half success comes before the capacity.
pub(super) fn verdicts(rows: &[Row]) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    for (source, n) in curves(rows) {
        if n != largest(rows, source) {
            continue;
        }
        let (name, _) = look(source);
        let curve: Vec<&Row> = of(rows, source, n).collect();
        if let Some((row, success)) = curve.first().and_then(|row| Some((*row, row.success?))) {
            verdicts.push(Verdict {
                claim: format!("{name}, N = {n}: fraction solved at the lowest density, \u{3b1} = {}", row.alpha),
                value: format!("{success:.2}"),
                accepted: "at least 0.95".into(),
                pass: success >= 0.95,
            });
        }
        if let Some((half, alpha_c)) = half_success(&curve).zip(capacity(rows)) {
            verdicts.push(Verdict {
                claim: format!("{name}, N = {n}: density at which half of the instances are solved"),
                value: format!("{half:.3}"),
                accepted: format!("below the capacity by 0.05 or more, {:.3}", alpha_c - 0.05),
                pass: half <= alpha_c - 0.05,
            });
        }
    }
    verdicts
}

/// Density at which the straight lines between the points fall through one half for the last time.
fn half_success(curve: &[&Row]) -> Option<f64> {
    let points: Vec<(f64, f64)> = curve.iter().filter_map(|row| Some((row.alpha, row.success?))).collect();
    let crossing = points.windows(2).rev().find(|pair| pair[0].1 >= 0.5 && pair[1].1 < 0.5)?;
    let ((x0, y0), (x1, y1)) = (crossing[0], crossing[1]);
    Some(x0 + (x1 - x0) * (y0 - 0.5) / (y0 - y1))
}
