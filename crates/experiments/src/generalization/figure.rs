//! The picture and what it has to show.

use super::table::{Method, Row};
use crate::experiment::{Undecided, Verdict};
use crate::figures::{Axis, Chart, Colour, Corner, Dash, Datum, Marker, Picture, Series};
use crate::found::Finder;

/// How far from the dense region, from its centre to its students, an algorithm's students may err.
const NEAR: f64 = 0.02;

/// Solved instances below which nothing is said about an algorithm at a density: the standard error of fewer is itself
/// uncertain by more than a third.
const ENOUGH: usize = 6;

/// Errors against the density: from theory over all densities, and with what algorithms find where they were run.
pub(super) fn picture(rows: &[Row]) -> Picture {
    let alt = "Generalization error against the constraint density. From top to bottom: a typical student (Gibbs), students of \
               the densest region, its centre, the vote of all students (Bayes); all fall with the density. What algorithms \
               find lies near the centre of the densest region.";
    let largest = rows.iter().map(|row| row.alpha).fold(0.0, f64::max);
    let theory = chart(theory(rows), (0.0, largest + 0.05), (0.1, 0.5), Corner::BottomLeft);
    let densities = rows.iter().filter(|row| row.method == Method::Found).map(|row| row.alpha);
    let (first, last) =
        densities.fold((f64::INFINITY, 0.0), |(first, last), alpha| (alpha.min(first), alpha.max(last)));
    if last == 0.0 {
        return Picture { panels: vec![theory], alt: alt.into() };
    }
    let unnamed = |series: Vec<Series>| series.into_iter().map(|s| Series { label: String::new(), ..s });
    let near = unnamed(self::theory(rows)).chain(found(rows)).collect();
    // Room for the legend at the right.
    let found = chart(near, (first - 0.1, last + 0.5), (0.2, 0.45), Corner::TopRight);
    Picture { panels: vec![theory, found], alt: alt.into() }
}

fn chart(series: Vec<Series>, (left, right): (f64, f64), (low, high): (f64, f64), legend: Corner) -> Chart {
    let axis = |label: &str, from, to, step| Axis { label: label.into(), from, to, step, ..Axis::default() };
    Chart {
        x: axis("constraint density \u{3b1} = P/N", left, right, 0.2),
        y: axis("generalization error", low, high, if high - low > 0.3 { 0.1 } else { 0.05 }),
        series,
        legend,
        ..Chart::default()
    }
}

/// The curves of typical students and of the dense region.
fn theory(rows: &[Row]) -> Vec<Series> {
    let distance = rows.iter().find_map(|row| row.distance);
    let at = distance.map_or(String::new(), |distance| format!(", d = {distance}"));
    let line = |label: String, colour, dash, method| {
        let data = of(rows, method).map(|(x, y)| Datum { x, y, bar: None }).collect();
        Series { label, colour, line: Some(dash), marker: None, data }
    };
    vec![
        line("typical student (Gibbs)".into(), Colour::Black, Dash::Solid, Method::Gibbs),
        line(format!("dense region, students{at}"), Colour::Vermilion, Dash::Dashed, Method::DenseReplica),
        line("dense region, centre".into(), Colour::Orange, Dash::DashDotted, Method::DenseCentre),
        line("vote of all students (Bayes)".into(), Colour::Blue, Dash::Dotted, Method::Bayes),
    ]
}

/// Algorithms in the order of the table.
fn algorithms(rows: &[Row]) -> Vec<Finder> {
    let mut algorithms: Vec<Finder> = rows.iter().filter_map(|row| row.algorithm.clone()).collect();
    algorithms.dedup();
    algorithms
}

/// Students that algorithms find, set apart sideways so that markers and bars can be told apart.
fn found(rows: &[Row]) -> impl Iterator<Item = Series> {
    const APART: f64 = 0.014;
    let looks = [
        (Colour::Green, Marker::Circle),
        (Colour::Sky, Marker::Square),
        (Colour::Purple, Marker::Triangle),
        (Colour::Grey, Marker::Diamond),
        (Colour::Black, Marker::TriangleDown),
        (Colour::Vermilion, Marker::Plus),
        (Colour::Blue, Marker::Diamond),
    ];
    let algorithms = algorithms(rows);
    let middle = (algorithms.len() as f64 - 1.0) / 2.0;
    algorithms.into_iter().zip(looks.into_iter().cycle()).enumerate().map(move |(k, (algorithm, (colour, marker)))| {
        let own = found_by(rows, |solved| solved >= ENOUGH).filter(|row| row.algorithm.as_ref() == Some(&algorithm));
        let data = own.filter_map(|row| {
            let y = row.error?;
            let x = row.alpha + (k as f64 - middle) * APART;
            Some(Datum { x, y, bar: row.error_sem.map(|error| (y - error, y + error)) })
        });
        let data = data.collect();
        Series { label: algorithm.name().to_owned(), colour, line: None, marker: Some(marker), data }
    })
}

/// Densities and errors where there is one.
fn of(rows: &[Row], method: Method) -> impl Iterator<Item = (f64, f64)> {
    rows.iter().filter(move |row| row.method == method).filter_map(|row| Some((row.alpha, row.error?)))
}

/// The order of the curves where it is asked for, and their fall.
pub(super) fn verdicts(rows: &[Row]) -> Vec<Verdict> {
    let order = [0.5, 0.8, 1.0].into_iter().map(|alpha| order(rows, alpha));
    let found = found_by(rows, |solved| solved >= ENOUGH).map(|row| beyond_typical(rows, row));
    order.chain([falls(rows)]).chain(found).flatten().collect()
}

/// Algorithms that solve too few instances at a density.
pub(super) fn undecided(rows: &[Row]) -> Vec<Undecided> {
    let undecided = |row: &Row| {
        Some(Undecided {
            claim: claim(row)?,
            reason: format!("{} of {} solved, less than {ENOUGH}", row.solved?, row.samples?),
        })
    };
    found_by(rows, |solved| solved < ENOUGH).filter_map(undecided).collect()
}

/// What algorithms find, where the number of solved instances is as wanted.
fn found_by(rows: &[Row], wanted: fn(usize) -> bool) -> impl Iterator<Item = &Row> {
    rows.iter().filter(move |row| row.method == Method::Found && row.solved.is_some_and(wanted))
}

fn claim(row: &Row) -> Option<String> {
    Some(format!(
        "at \u{3b1} = {} students that {} finds are better than typical ones, like those of the dense region",
        row.alpha,
        row.algorithm.as_ref()?.name()
    ))
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
        claim: claim(row)?,
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
