//! The picture and what it has to show.

use super::table::{Method, Row};
use crate::experiment::Verdict;
use crate::figures::{Axis, Chart, Colour, Corner, Dash, Datum, Marker, Picture, Reference, Series};

/// Densities at which the three methods are held against one another.
const CHECKED: [f64; 3] = [0.3, 0.5, 0.7];

/// Largest deviation accepted, in standard errors.
const ACCEPTED: f64 = 3.0;

/// Capacity of the binary perceptron at zero margin. Source: Krauth & Mézard, J. Phys. France 50, 3057 (1989).
const PUBLISHED_CAPACITY: f64 = 0.833;

/// Entropy against density, and beside it the difference to theory, in which finite size can be seen.
pub(super) fn picture(rows: &[Row]) -> Picture {
    let alt = "Left: entropy per weight against constraint density; the replica curve falls from ln 2 to zero at the \
               capacity, and belief propagation and extrapolated enumeration lie on it. Right: differences to the replica \
               curve; those of enumeration shrink with size and vanish within error bars when extrapolated.";
    Picture { panels: vec![entropies(rows), differences(rows)], alt: alt.into() }
}

/// The left panel.
fn entropies(rows: &[Row]) -> Chart {
    let value = |row: &Row| datum(row, 0.0, 0.0);
    let theory = of(rows, Method::Replica, None, value);
    let mut series = vec![Series {
        label: "replica theory, N \u{2192} \u{221e}".into(),
        colour: Colour::Black,
        line: Some(Dash::Solid),
        marker: None,
        data: theory,
    }];
    series.extend(extrapolated(rows, value));
    series.extend(bethe(rows, value));
    let references = capacity(rows).map(|x| Reference { x, label: format!("\u{3b1}_c = {x:.3}") });
    Chart {
        x: density_axis(1.1),
        y: Axis { label: "entropy S (nats per weight)".into(), from: 0.0, to: 0.75, step: 0.1, ..Axis::default() },
        series,
        references: references.into_iter().collect(),
        legend: Corner::BottomLeft,
        ..Chart::default()
    }
}

/// The right panel. Methods are set apart sideways so that their bars can be told apart.
fn differences(rows: &[Row]) -> Chart {
    const APART: f64 = 0.009;
    let difference = |sideways: f64| move |row: &Row| datum(row, row.reference?, sideways * APART);
    let sizes: Vec<usize> =
        rows.iter().filter(|row| row.method == Method::Enumeration).filter_map(|row| row.n).collect();
    let ends =
        sizes.iter().min().into_iter().chain(sizes.iter().max().filter(|_| sizes.iter().min() != sizes.iter().max()));
    let looks = [
        (Colour::Orange, Dash::Dotted, Marker::TriangleDown, -1.5),
        (Colour::Green, Dash::Dashed, Marker::Triangle, -0.5),
    ];
    let mut series: Vec<Series> = ends
        .zip(looks)
        .map(|(&n, (colour, line, marker, sideways))| Series {
            label: format!("enumeration, N = {n}"),
            colour,
            line: Some(line),
            marker: Some(marker),
            data: of(rows, Method::Enumeration, Some(n), difference(sideways)),
        })
        .collect();
    series.extend(extrapolated(rows, difference(0.5)));
    series.extend(bethe(rows, difference(1.5)));
    series.retain(|series| !series.data.is_empty());
    let ends = series.iter().flat_map(|series| &series.data).flat_map(|datum| match datum.bar {
        Some((low, high)) => [low, high],
        None => [datum.y; 2],
    });
    let reach = 1.1 * ends.fold(0.015, |reach: f64, y| reach.max(y.abs()));
    let step = [0.01, 0.02, 0.05, 0.1].into_iter().find(|step| reach <= 4.0 * step).unwrap_or(0.2);
    let limit = step * (reach / step).ceil();
    series.insert(
        0,
        Series {
            label: "replica theory".into(),
            colour: Colour::Black,
            line: Some(Dash::Solid),
            marker: None,
            data: [0.0, 1.0].map(|x| Datum { x, y: 0.0, bar: None }).to_vec(),
        },
    );
    Chart {
        x: density_axis(0.8),
        y: Axis { label: "S \u{2212} S(replica theory)".into(), from: -limit, to: limit, step, ..Axis::default() },
        series,
        references: Vec::new(),
        legend: Corner::BottomLeft,
        ..Chart::default()
    }
}

fn density_axis(to: f64) -> Axis {
    Axis {
        label: "constraint density \u{3b1} = P/N".into(),
        from: 0.0,
        to,
        step: if to > 0.9 { 0.2 } else { 0.1 },
        ..Axis::default()
    }
}

fn extrapolated(rows: &[Row], datum: impl Fn(&Row) -> Option<Datum>) -> Option<Series> {
    let data = of(rows, Method::EnumerationExtrapolated, None, datum);
    (!data.is_empty()).then(|| Series {
        label: "enumeration, 1/N \u{2192} 0".into(),
        colour: Colour::Vermilion,
        line: None,
        marker: Some(Marker::Square),
        data,
    })
}

fn bethe(rows: &[Row], datum: impl Fn(&Row) -> Option<Datum>) -> Option<Series> {
    let n = rows.iter().find(|row| row.method == Method::Bethe)?.n?;
    Some(Series {
        label: format!("belief propagation, N = {n}"),
        colour: Colour::Blue,
        line: None,
        marker: Some(Marker::Circle),
        data: of(rows, Method::Bethe, Some(n), datum),
    })
}

fn of(rows: &[Row], method: Method, n: Option<usize>, datum: impl Fn(&Row) -> Option<Datum>) -> Vec<Datum> {
    rows.iter().filter(|row| row.method == method && row.n == n).filter_map(datum).collect()
}

/// One point at the density that was realised, above a base and set aside.
fn datum(row: &Row, base: f64, sideways: f64) -> Option<Datum> {
    let y = row.entropy? - base;
    let realised = row.n.zip(row.p).map(|(n, p)| p as f64 / n as f64);
    let bar = row.total_error().map(|error| (y - error, y + error));
    Some(Datum { x: realised.unwrap_or(row.alpha) + sideways, y, bar })
}

/// The density at which the replica curve ends in zero.
fn capacity(rows: &[Row]) -> Option<f64> {
    rows.iter().find(|row| row.method == Method::Replica && row.entropy == Some(0.0)).map(|row| row.alpha)
}

/// Each method against theory, and the two measurements against each other.
pub(super) fn verdicts(rows: &[Row]) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    if let Some(alpha_c) = capacity(rows) {
        verdicts.push(Verdict {
            claim: "capacity of the binary perceptron, published 0.833".into(),
            value: format!("{alpha_c:.6}"),
            accepted: "0.833 \u{b1} 0.0005".into(),
            pass: (alpha_c - PUBLISHED_CAPACITY).abs() <= 0.0005,
        });
    }
    for alpha in CHECKED {
        let find = |method| rows.iter().find(|row| row.method == method && row.alpha == alpha);
        let (bethe, enumeration) = (find(Method::Bethe), find(Method::EnumerationExtrapolated));
        verdicts.extend(bethe.and_then(|row| against_theory("belief propagation", row)));
        verdicts.extend(enumeration.and_then(|row| against_theory("enumeration, 1/N \u{2192} 0,", row)));
        verdicts.extend(bethe.zip(enumeration).and_then(|(bethe, enumeration)| against_each_other(bethe, enumeration)));
    }
    verdicts
}

fn against_theory(what: &str, row: &Row) -> Option<Verdict> {
    let (entropy, error, reference) = (row.entropy?, row.total_error()?, row.reference?);
    let claim = format!(
        "\u{3b1} = {}: {what} against replica theory, {entropy:.4} \u{b1} {error:.4} against {reference:.4}",
        row.alpha
    );
    Some(deviation(claim, row.deviation?))
}

/// The entropies are compared as differences to theory, because the densities differ by the rounding of `P`.
fn against_each_other(bethe: &Row, enumeration: &Row) -> Option<Verdict> {
    let (left, right) = (bethe.entropy? - bethe.reference?, enumeration.entropy? - enumeration.reference?);
    let (a, b) = (bethe.total_error()?, enumeration.total_error()?);
    let claim = format!("\u{3b1} = {}: belief propagation against enumeration, 1/N \u{2192} 0", bethe.alpha);
    Some(deviation(claim, (left - right) / (a * a + b * b).sqrt()))
}

fn deviation(claim: String, deviation: f64) -> Verdict {
    Verdict {
        claim,
        value: format!("{deviation:+.2} standard errors"),
        accepted: format!("within \u{b1}{ACCEPTED}"),
        pass: deviation.abs() <= ACCEPTED,
    }
}
