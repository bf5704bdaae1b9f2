//! The picture and what it has to show.

use super::table::{Kind, Row};
use crate::experiment::Verdict;
use crate::figures::{Axis, Chart, Colour, Corner, Dash, Datum, Marker, Picture, Series};

/// One panel for every instance drawn, one for the fractions.
pub(super) fn picture(rows: &[Row]) -> Picture {
    let mut panels: Vec<Chart> = densities(rows).into_iter().map(|alpha| instance(rows, alpha)).collect();
    panels.push(fractions(rows));
    let alt = "Solutions of small instances as points in a plane, linked where they differ in one weight: one connected \
               cloud at low density, isolated points and small clusters near the capacity; and the fraction of isolated \
               solutions, which grows with the density while that of the largest cluster falls.";
    Picture { panels, alt: alt.into() }
}

fn densities(rows: &[Row]) -> Vec<f64> {
    let mut densities: Vec<f64> = rows.iter().filter(|row| row.kind == Kind::Solution).map(|row| row.alpha).collect();
    densities.dedup();
    densities
}

fn instance(rows: &[Row], alpha: f64) -> Chart {
    let solutions: Vec<&Row> = rows.iter().filter(|row| row.kind == Kind::Solution && row.alpha == alpha).collect();
    let (count, realised) = (solutions.len(), solutions.first().and_then(|row| Some(row.p? as f64 / row.n as f64)));
    let largest = solutions.iter().filter(|row| role(row) == Role::Largest).count();
    let isolated = solutions.iter().filter(|row| role(row) == Role::Isolated).count();
    let reach = solutions.iter().flat_map(|row| [row.x, row.y]).flatten().fold(1.0, |a: f64, b| a.max(b.abs()));
    let reach = (2.0 * reach + 0.2).ceil() / 2.0;
    // Room for the legend above the points.
    let axis =
        |label: String, above: f64| Axis { label, from: -reach, to: reach + above, step: 0.5, ..Axis::default() };
    let mut series = branches(&solutions);
    series.extend([
        points(&solutions, Role::Other, format!("other clusters, {}", count - largest - isolated)),
        points(&solutions, Role::Isolated, format!("isolated, {isolated}")),
        points(&solutions, Role::Largest, format!("largest cluster, {largest}")),
    ]);
    Chart {
        x: axis(format!("first component; \u{3b1} = {:.2}, {count} solutions", realised.unwrap_or(alpha)), 0.0),
        y: axis("second component".into(), 1.0),
        series,
        references: Vec::new(),
        legend: Corner::TopLeft,
        ..Chart::default()
    }
}

/// What a solution is in its instance.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Isolated,
    Largest,
    Other,
}

fn role(row: &Row) -> Role {
    match (row.cluster_size, row.in_largest) {
        (Some(1), _) => Role::Isolated,
        (_, Some(true)) => Role::Largest,
        _ => Role::Other,
    }
}

fn points(solutions: &[&Row], kind: Role, label: String) -> Series {
    let (colour, marker) = match kind {
        Role::Isolated => (Colour::Orange, Marker::Diamond),
        Role::Largest => (Colour::Blue, Marker::Circle),
        Role::Other => (Colour::Grey, Marker::Triangle),
    };
    let data = solutions.iter().filter(|row| role(row) == kind).filter_map(|row| place(row)).collect();
    Series { label, colour, line: None, marker: Some(marker), data }
}

fn place(row: &Row) -> Option<Datum> {
    Some(Datum { x: row.x?, y: row.y?, bar: None })
}

/// One line a cluster: down every branch of its tree and back, so that a single stroke draws them all.
fn branches(solutions: &[&Row]) -> Vec<Series> {
    let mut children = vec![Vec::new(); solutions.len()];
    for (i, row) in solutions.iter().enumerate() {
        if let Some(parent) = row.parent {
            children[parent].push(i);
        }
    }
    let stroke = |first: usize| {
        // A node comes back after each of its branches.
        let (mut stroke, mut open) = (vec![first], vec![(first, 0)]);
        while let Some((node, next)) = open.last_mut() {
            if let Some(&child) = children[*node].get(*next) {
                *next += 1;
                stroke.push(child);
                open.push((child, 0));
            } else {
                open.pop();
                stroke.extend(open.last().map(|(node, _)| *node));
            }
        }
        stroke
    };
    let firsts = (0..solutions.len()).filter(|&i| solutions[i].parent.is_none() && !children[i].is_empty());
    firsts
        .map(|first| Series {
            label: String::new(),
            colour: if role(solutions[first]) == Role::Largest { Colour::Sky } else { Colour::Grey },
            line: Some(Dash::Solid),
            marker: None,
            data: stroke(first).into_iter().filter_map(|i| place(solutions[i])).collect(),
        })
        .collect()
}

fn counted(rows: &[Row]) -> impl Iterator<Item = &Row> {
    rows.iter().filter(|row| row.kind == Kind::Fractions)
}

fn fractions(rows: &[Row]) -> Chart {
    let series = |label: &str, colour, marker, value: fn(&Row) -> Option<(f64, f64)>| {
        let datum = |row: &Row| {
            let (y, error) = value(row)?;
            Some(Datum { x: row.p? as f64 / row.n as f64, y, bar: Some((y - error, y + error)) })
        };
        let data = counted(rows).filter_map(datum).collect();
        Series { label: label.into(), colour, line: Some(Dash::Solid), marker: Some(marker), data }
    };
    let largest = counted(rows).map(|row| row.alpha).fold(0.0, f64::max);
    let smallest = counted(rows).map(|row| row.alpha).fold(f64::INFINITY, f64::min);
    Chart {
        x: Axis {
            label: "constraint density \u{3b1} = P/N".into(),
            from: ((smallest - 0.05) * 10.0).floor() / 10.0,
            to: ((largest + 0.05) * 10.0).ceil() / 10.0,
            step: 0.1,
            ..Axis::default()
        },
        y: Axis { label: "fraction of the solutions".into(), from: 0.0, to: 1.2, step: 0.2, ..Axis::default() },
        series: vec![
            series("isolated", Colour::Orange, Marker::Diamond, |row| row.isolated_fraction.zip(row.isolated_sem)),
            series("in the largest cluster", Colour::Blue, Marker::Circle, |row| {
                row.largest_fraction.zip(row.largest_sem)
            }),
        ],
        references: Vec::new(),
        legend: Corner::TopRight,
        ..Chart::default()
    }
}

/// Isolated solutions take over, and yet clusters are left.
pub(super) fn verdicts(rows: &[Row]) -> Vec<Verdict> {
    let fractions: Vec<&Row> = counted(rows).collect();
    let (Some(first), Some(last)) = (fractions.first(), fractions.last()) else { return Vec::new() };
    let typical = fractions.iter().map(|row| typical(rows, row));
    [grows(first, last), most(first), survives(last)].into_iter().chain(typical).flatten().collect()
}

/// The picture of an instance and the average over instances agree.
fn typical(rows: &[Row], fractions: &Row) -> Option<Verdict> {
    const NEAR: f64 = 0.15;
    let drawn = rows.iter().filter(|row| row.kind == Kind::Solution && row.p == fractions.p);
    let roles: Vec<Role> = drawn.map(role).collect();
    let share = |kind| roles.iter().filter(|&&role| role == kind).count() as f64 / roles.len() as f64;
    let (isolated, largest) = (fractions.isolated_fraction?, fractions.largest_fraction?);
    let (drawn_isolated, drawn_largest) = (share(Role::Isolated), share(Role::Largest));
    (!roles.is_empty()).then(|| Verdict {
        claim: format!("the instance drawn at \u{3b1} = {} is like the average one", fractions.alpha),
        value: format!(
            "isolated {drawn_isolated:.2}, on average {isolated:.2}; in the largest cluster {drawn_largest:.2}, on average \
             {largest:.2}"
        ),
        accepted: format!("both within {NEAR}"),
        pass: (drawn_isolated - isolated).abs() < NEAR && (drawn_largest - largest).abs() < NEAR,
    })
}

fn grows(first: &Row, last: &Row) -> Option<Verdict> {
    let ((low, low_error), (high, high_error)) =
        (first.isolated_fraction.zip(first.isolated_sem)?, last.isolated_fraction.zip(last.isolated_sem)?);
    let errors = (high - low) / (low_error * low_error + high_error * high_error).sqrt();
    Some(Verdict {
        claim: format!("the fraction of isolated solutions grows from \u{3b1} = {} to {}", first.alpha, last.alpha),
        value: format!("{low:.3} to {high:.3}, {errors:.0} standard errors"),
        accepted: "more than five standard errors".into(),
        pass: errors > 5.0,
    })
}

fn most(first: &Row) -> Option<Verdict> {
    let value = first.largest_fraction?;
    Some(Verdict {
        claim: format!("at \u{3b1} = {} most solutions are in one cluster", first.alpha),
        value: format!("{value:.3}"),
        accepted: "above 0.5".into(),
        pass: value > 0.5,
    })
}

fn survives(last: &Row) -> Option<Verdict> {
    let (isolated, error) = last.isolated_fraction.zip(last.isolated_sem)?;
    Some(Verdict {
        claim: format!("at \u{3b1} = {} solutions with a neighbour are left", last.alpha),
        value: format!("fraction {:.3} \u{b1} {error:.3}", 1.0 - isolated),
        accepted: "above 0 by more than five standard errors".into(),
        pass: 1.0 - isolated > 5.0 * error,
    })
}
