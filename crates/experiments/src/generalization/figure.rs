//! The picture and what it has to show.

use super::table::{Method, Row};
use crate::experiment::Verdict;
use crate::figures::{Axis, Chart, Colour, Corner, Dash, Datum, Marker, Picture, Series};
use crate::found::Finder;

/// How far from the dense region, from its centre to its students, an algorithm's students may err.
const NEAR: f64 = 0.02;

/// Errors against the density.
pub(super) fn picture(rows: &[Row]) -> Picture {
    let alt = "Generalization error against the constraint density. From top to bottom: a typical student (Gibbs), students of \
               the densest region, its centre, the vote of all students (Bayes); all fall with the density.";
    let largest = rows.iter().map(|row| row.alpha).fold(0.0, f64::max);
    let distance = rows.iter().find_map(|row| row.distance);
    let at = distance.map_or(String::new(), |distance| format!(", d = {distance}"));
    let line = |label: String, colour, dash, method| {
        let data = of(rows, method).map(|(x, y)| Datum { x, y, bar: None }).collect();
        Series { label, colour, line: Some(dash), marker: None, data }
    };
    let chart = Chart {
        x: Axis {
            label: "constraint density \u{3b1} = P/N".into(),
            from: 0.0,
            to: largest,
            step: 0.2,
            ..Axis::default()
        },
        y: Axis { label: "generalization error".into(), from: 0.0, to: 0.5, step: 0.1, ..Axis::default() },
        series: [
            line("typical student (Gibbs)".into(), Colour::Black, Dash::Solid, Method::Gibbs),
            line(format!("dense region, students{at}"), Colour::Vermilion, Dash::Dashed, Method::DenseReplica),
            line("dense region, centre".into(), Colour::Orange, Dash::DashDotted, Method::DenseCentre),
            line("vote of all students (Bayes)".into(), Colour::Blue, Dash::Solid, Method::Bayes),
        ]
        .into_iter()
        .chain(found(rows))
        .collect(),
        references: Vec::new(),
        legend: Corner::BottomLeft,
        ..Chart::default()
    };
    Picture { panels: vec![chart], alt: alt.into() }
}

/// Algorithms in the order of the table.
fn algorithms(rows: &[Row]) -> Vec<Finder> {
    let mut algorithms: Vec<Finder> = rows.iter().filter_map(|row| row.algorithm.clone()).collect();
    algorithms.dedup();
    algorithms
}

/// Students that algorithms find, set apart sideways so that markers and bars can be told apart.
fn found(rows: &[Row]) -> impl Iterator<Item = Series> {
    const APART: f64 = 0.012;
    let looks = [
        (Colour::Green, Marker::Circle),
        (Colour::Sky, Marker::Square),
        (Colour::Purple, Marker::Triangle),
        (Colour::Grey, Marker::Diamond),
        (Colour::Black, Marker::TriangleDown),
        (Colour::Vermilion, Marker::Plus),
    ];
    let algorithms = algorithms(rows);
    let middle = (algorithms.len() as f64 - 1.0) / 2.0;
    algorithms.into_iter().zip(looks.into_iter().cycle()).enumerate().map(move |(k, (algorithm, (colour, marker)))| {
        let data = rows.iter().filter(|row| row.algorithm.as_ref() == Some(&algorithm)).filter_map(|row| {
            let y = row.error?;
            let x = row.alpha + (k as f64 - middle) * APART;
            Some(Datum { x, y, bar: row.error_sem.map(|error| (y - error, y + error)) })
        });
        let data = data.collect();
        Series { label: format!("{} finds", algorithm.name()), colour, line: None, marker: Some(marker), data }
    })
}

/// Densities and errors where there is one.
fn of(rows: &[Row], method: Method) -> impl Iterator<Item = (f64, f64)> {
    rows.iter().filter(move |row| row.method == method).filter_map(|row| Some((row.alpha, row.error?)))
}

/// The order of the curves where it is asked for, and their fall.
pub(super) fn verdicts(rows: &[Row]) -> Vec<Verdict> {
    let order = [0.5, 0.8, 1.0].into_iter().map(|alpha| order(rows, alpha));
    let found = rows.iter().filter(|row| row.method == Method::Found).map(|row| beyond_typical(rows, row));
    order.chain([falls(rows)]).chain(found).flatten().collect()
}

/// `Bayes < centre < students < Gibbs`.
fn order(rows: &[Row], alpha: f64) -> Option<Verdict> {
    let error = |method| of(rows, method).find(|(density, _)| *density == alpha).map(|(_, error)| error);
    let (bayes, gibbs) = (error(Method::Bayes)?, error(Method::Gibbs)?);
    let (centre, replica) = (error(Method::DenseCentre)?, error(Method::DenseReplica)?);
    let gaps = [gibbs - replica, replica - centre, centre - bayes];
    Some(Verdict {
        claim: format!(
            "at \u{3b1} = {alpha} students of the dense region are better than typical ones and worse than the vote"
        ),
        value: format!(
            "Gibbs {gibbs:.4}, students {:.4} less, centre another {:.4} less, Bayes another {:.4} less",
            gaps[0], gaps[1], gaps[2]
        ),
        accepted: "each at least 0.005".into(),
        pass: gaps.iter().all(|gap| *gap >= 0.005),
    })
}

fn falls(rows: &[Row]) -> Option<Verdict> {
    let changes = [Method::DenseReplica, Method::DenseCentre].into_iter().flat_map(|method| {
        let errors: Vec<f64> = of(rows, method).map(|(_, error)| error).collect();
        errors.windows(2).map(|pair| pair[1] - pair[0]).collect::<Vec<_>>()
    });
    let rise = changes.reduce(f64::max)?;
    Some(Verdict {
        claim: "more patterns make dense regions better".into(),
        value: format!("largest change between neighbours {rise:.1e}"),
        accepted: "negative".into(),
        pass: rise < 0.0,
    })
}

/// Better than typical students by five standard errors, and not farther than 0.02 from the dense region.
fn beyond_typical(rows: &[Row], row: &Row) -> Option<Verdict> {
    let theory = |method| of(rows, method).find(|(alpha, _)| *alpha == row.alpha).map(|(_, error)| error);
    let (gibbs, replica, centre) =
        (theory(Method::Gibbs)?, theory(Method::DenseReplica)?, theory(Method::DenseCentre)?);
    let (error, sem) = (row.error.unwrap_or(f64::NAN), row.error_sem.unwrap_or(f64::NAN));
    Some(Verdict {
        claim: format!(
            "at \u{3b1} = {} students that {} finds are better than typical ones, like those of the dense region",
            row.alpha,
            row.algorithm.as_ref()?.name()
        ),
        value: format!(
            "{error:.4} \u{b1} {sem:.4}, {:.1} standard errors below Gibbs ({gibbs:.4}); {} of {} solved",
            (gibbs - error) / sem,
            row.solved?,
            row.samples?
        ),
        accepted: format!("more than 5 below, and from {:.4} to {:.4}", centre - NEAR, replica + NEAR),
        pass: gibbs - error > 5.0 * sem && (centre - NEAR..=replica + NEAR).contains(&error),
    })
}
