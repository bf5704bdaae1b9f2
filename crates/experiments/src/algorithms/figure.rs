//! The picture and what it has to show.

use super::table::{CAPACITY, COMPARISON, DENSE_REGION, Row};
use crate::experiment::Verdict;
use crate::figures::{Axis, Chart, Colour, Corner, Dash, Datum, Marker, Picture, Reference, Series};
use crate::statistics::fisher;

/// Distance by which curves are set apart sideways, so that their bars can be told apart.
const APART: f64 = 0.002;

/// Success against density, a panel for each number of weights.
pub(super) fn picture(rows: &[Row]) -> Picture {
    let alt = "Fraction of instances solved against constraint density for each algorithm, a panel for each number of \
               weights: near one at low density, falling to zero before the vertical line at the capacity.";
    Picture { panels: sizes(rows).into_iter().map(|n| panel(rows, n)).collect(), alt: alt.into() }
}

fn panel(rows: &[Row], n: usize) -> Chart {
    let curves = curves(rows, n);
    let middle = (curves.len() as f64 - 1.0) / 2.0;
    let series = curves.iter().enumerate().map(|(number, &name)| {
        let (colour, line, marker) = look(name);
        let sideways = (number as f64 - middle) * APART;
        let data = of(rows, name, n).filter_map(|row| datum(row, sideways)).collect();
        Series { label: name.to_owned(), colour, line: Some(line), marker: Some(marker), data }
    });
    let references = [(DENSE_REGION, "\u{3b1}_U"), (CAPACITY, "\u{3b1}_c")]
        .into_iter()
        .filter_map(|(name, symbol)| transition(rows, name).map(|x| Reference { x, label: symbol.into() }));
    let lowest = rows.iter().filter(|row| row.n == Some(n)).map(|row| row.alpha).fold(0.8, f64::min);
    Chart {
        x: Axis {
            label: format!("constraint density \u{3b1} = P/N, N = {n}"),
            // Room for the legend at the left.
            from: ((lowest - 0.25) * 10.0).floor() / 10.0,
            to: 0.9,
            step: 0.1,
            ..Axis::default()
        },
        y: Axis { label: "fraction of instances solved".into(), from: -0.05, to: 1.05, step: 0.25, ..Axis::default() },
        series: series.collect(),
        references: references.collect(),
        legend: Corner::BottomLeft,
        ..Chart::default()
    }
}

/// Numbers of weights, ascending.
fn sizes(rows: &[Row]) -> Vec<usize> {
    let mut sizes: Vec<usize> = rows.iter().filter_map(|row| row.n).collect();
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

/// Algorithms at a size, in the order of the table.
fn curves(rows: &[Row], n: usize) -> Vec<&str> {
    let mut curves = Vec::new();
    for row in rows.iter().filter(|row| row.n == Some(n) && row.samples.is_some()) {
        if !curves.contains(&&*row.algorithm) {
            curves.push(&*row.algorithm);
        }
    }
    curves
}

fn of<'a>(rows: &'a [Row], name: &str, n: usize) -> impl Iterator<Item = &'a Row> {
    rows.iter().filter(move |row| row.algorithm == name && row.n == Some(n))
}

/// Families share a line style, members a colour: message passing solid, rules on line dashed, Monte Carlo and descent dotted.
fn look(name: &str) -> (Colour, Dash, Marker) {
    match name {
        "reinforced-bp" => (Colour::Blue, Dash::Solid, Marker::Circle),
        "reinforced-amp" => (Colour::Sky, Dash::Solid, Marker::Square),
        "focusing-bp" => (Colour::Black, Dash::Solid, Marker::Diamond),
        "max-sum" => (Colour::Green, Dash::Solid, Marker::Triangle),
        "bp-decimation" => (Colour::Grey, Dash::Solid, Marker::TriangleDown),
        "sbpi" => (Colour::Vermilion, Dash::Dashed, Marker::Circle),
        "bpi" => (Colour::Orange, Dash::Dashed, Marker::Square),
        "cp-r" => (Colour::Purple, Dash::Dashed, Marker::Diamond),
        "annealing" => (Colour::Grey, Dash::Dotted, Marker::Circle),
        "replicated-annealing" => (Colour::Green, Dash::Dotted, Marker::Square),
        "entropy-driven" => (Colour::Black, Dash::Dotted, Marker::Plus),
        "replicated-sgd" => (Colour::Vermilion, Dash::Dotted, Marker::Triangle),
        _ => (Colour::Grey, Dash::DashDotted, Marker::Plus),
    }
}

fn datum(row: &Row, sideways: f64) -> Option<Datum> {
    let realised = row.n.zip(row.p).map(|(n, p)| p as f64 / n as f64);
    let x = realised.unwrap_or(row.alpha) + sideways;
    Some(Datum { x, y: row.success?, bar: row.success_low.zip(row.success_high) })
}

fn transition(rows: &[Row], name: &str) -> Option<f64> {
    rows.iter().find(|row| row.algorithm == name).map(|row| row.alpha)
}

/// At every size: easy instances are solved, and half success comes before the capacity; at one place: replicas win over one.
pub(super) fn verdicts(rows: &[Row]) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    for n in sizes(rows) {
        for name in curves(rows, n) {
            let curve: Vec<&Row> = of(rows, name, n).collect();
            // Plain annealing is there to fail where replicas do not.
            if name != "annealing" {
                verdicts.extend(curve.first().and_then(|row| easy(name, n, row)));
            }
            verdicts.extend(transition(rows, CAPACITY).and_then(|end| before_the_capacity(name, n, &curve, end)));
        }
    }
    verdicts.extend(replicas(rows));
    verdicts
}

fn easy(name: &str, n: usize, row: &Row) -> Option<Verdict> {
    let success = row.success?;
    Some(Verdict {
        claim: format!("{name}, N = {n}: fraction solved at the lowest density, \u{3b1} = {}", row.alpha),
        value: format!("{success:.2}"),
        accepted: "at least 0.9".into(),
        pass: success >= 0.9,
    })
}

fn before_the_capacity(name: &str, n: usize, curve: &[&Row], alpha_c: f64) -> Option<Verdict> {
    let half = half_success(curve)?;
    Some(Verdict {
        claim: format!("{name}, N = {n}: density at which half of the instances are solved"),
        value: format!("{half:.3}"),
        accepted: format!("below the capacity by 0.03 or more, {:.3}", alpha_c - 0.03),
        pass: half <= alpha_c - 0.03,
    })
}

/// Density at which the straight lines between the points fall through one half for the last time.
fn half_success(curve: &[&Row]) -> Option<f64> {
    let points: Vec<(f64, f64)> = curve.iter().filter_map(|row| Some((row.alpha, row.success?))).collect();
    let crossing = points.windows(2).rev().find(|pair| pair[0].1 >= 0.5 && pair[1].1 < 0.5)?;
    let ((x0, y0), (x1, y1)) = (crossing[0], crossing[1]);
    Some(x0 + (x1 - x0) * (y0 - 0.5) / (y0 - y1))
}

/// Replicated against plain annealing with as many proposals, where the plan says.
fn replicas(rows: &[Row]) -> Option<Verdict> {
    let place = rows.iter().find(|row| row.algorithm == COMPARISON)?;
    let (n, alpha) = (place.n?, place.alpha);
    let counts = |name| {
        let row = of(rows, name, n).find(|row| row.alpha == alpha)?;
        row.solved.zip(row.samples)
    };
    let (replicated, plain) = (counts("replicated-annealing")?, counts("annealing")?);
    let p = fisher(replicated, plain);
    Some(Verdict {
        claim: format!(
            "replicated annealing solves where plain annealing with as many proposals does not, N = {n}, \u{3b1} = {alpha}"
        ),
        value: format!(
            "{} of {} against {} of {}; by chance with probability {p:.1e}",
            replicated.0, replicated.1, plain.0, plain.1
        ),
        accepted:
            "at least nine in ten against at most one in ten, and a probability below 0.001 in Fisher's exact test, \
                   one-sided"
                .into(),
        pass: 10 * replicated.0 >= 9 * replicated.1 && 10 * plain.0 <= plain.1 && p < 0.001,
    })
}
