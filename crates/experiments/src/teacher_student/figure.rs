//! The picture and what it has to show.

use super::table::{Branch, Row};
use crate::experiment::Verdict;
use crate::figures::{Axis, Chart, Colour, Corner, Dash, Datum, Marker, Picture, Reference, Series};

/// Overlap and errors against the density.
pub(super) fn picture(rows: &[Row]) -> Picture {
    let alt = "Left: overlap of teacher and student against the constraint density, an S-shaped curve that folds back at the \
               algorithmic spinodal 1.493; the equilibrium leaves it at 1.245 and jumps to overlap 1; circles of message \
               passing lie on it. Middle: overlaps against the iteration, markers on the lines of state evolution. Right: Gibbs and Bayes \
               generalization errors fall with the density and drop to 0 at the same jump.";
    Picture { panels: vec![overlaps(rows), iterations(rows), errors(rows)], alt: alt.into() }
}

fn overlaps(rows: &[Row]) -> Chart {
    let overlap = |row: &Row| Some(row.overlap);
    Chart {
        x: densities(rows),
        y: Axis { label: "overlap with the teacher q".into(), from: 0.0, to: 1.1, step: 0.2, ..Axis::default() },
        series: vec![
            line("all saddle points", Colour::Grey, Dash::Dotted, saddles(rows), overlap),
            line("found without a hint", Colour::Black, Dash::Solid, of(rows, Branch::Uninformed), overlap),
            line("equilibrium", Colour::Blue, Dash::Dashed, of(rows, Branch::Equilibrium), overlap),
            measured(rows),
        ],
        references: references(rows),
        legend: Corner::TopLeft,
        ..Chart::default()
    }
}

/// Message passing at rest.
fn measured(rows: &[Row]) -> Series {
    let at_rest = of(rows, Branch::Amp).filter(|row| row.step.is_none());
    let data = at_rest.map(|row| Datum { x: row.alpha, y: row.overlap, bar: bar(row) }).collect();
    Series { label: "AMP, instances".into(), colour: Colour::Vermilion, line: None, marker: Some(Marker::Circle), data }
}

/// One standard error to both sides.
fn bar(row: &Row) -> Option<(f64, f64)> {
    row.overlap_sem.map(|error| (row.overlap - error, row.overlap + error))
}

/// Densities at which message passing was run, in the order of the table.
fn amp_densities(rows: &[Row]) -> impl Iterator<Item = f64> {
    of(rows, Branch::Amp).filter(|row| row.step.is_none()).map(|row| row.alpha)
}

/// Overlap against the iteration, a colour for each density.
fn iterations(rows: &[Row]) -> Chart {
    let looks = [
        (Colour::Blue, Marker::Circle),
        (Colour::Green, Marker::Square),
        (Colour::Orange, Marker::Triangle),
        (Colour::Purple, Marker::Diamond),
        (Colour::Black, Marker::TriangleDown),
    ];
    let mut series = Vec::new();
    for (alpha, (colour, marker)) in amp_densities(rows).zip(looks.into_iter().cycle()) {
        let steps = |branch| of(rows, branch).filter(move |row| row.alpha == alpha);
        let datum = |row: &Row| Some(Datum { x: row.step? as f64, y: row.overlap, bar: bar(row) });
        let evolution = steps(Branch::StateEvolution).filter_map(datum).collect();
        series.push(Series { label: String::new(), colour, line: Some(Dash::Solid), marker: None, data: evolution });
        let data = steps(Branch::Amp).filter_map(datum).collect();
        series.push(Series { label: format!("\u{3b1} = {alpha}"), colour, line: None, marker: Some(marker), data });
    }
    let last = rows.iter().filter_map(|row| row.step).max().unwrap_or(1);
    Chart {
        x: Axis {
            label: "iteration of AMP".into(),
            from: 0.0,
            to: last as f64,
            step: (last as f64 / 8.0).ceil(),
            ..Axis::default()
        },
        y: Axis { label: "overlap with the teacher q".into(), from: 0.0, to: 1.1, step: 0.2, ..Axis::default() },
        series,
        references: Vec::new(),
        legend: Corner::BottomRight,
        ..Chart::default()
    }
}

fn errors(rows: &[Row]) -> Chart {
    let (gibbs, bayes) = (|row: &Row| row.gibbs_error, |row: &Row| row.bayes_error);
    let equilibrium = || of(rows, Branch::Equilibrium);
    let uninformed = || of(rows, Branch::Uninformed);
    Chart {
        x: densities(rows),
        y: Axis { label: "generalization error".into(), from: 0.0, to: 0.5, step: 0.1, ..Axis::default() },
        series: vec![
            line("Gibbs, found without a hint", Colour::Black, Dash::Solid, uninformed(), gibbs),
            line("Gibbs, equilibrium", Colour::Blue, Dash::Dashed, equilibrium(), gibbs),
            line("Bayes, found without a hint", Colour::Vermilion, Dash::Dotted, uninformed(), bayes),
            line("Bayes, equilibrium", Colour::Orange, Dash::DashDotted, equilibrium(), bayes),
        ],
        references: references(rows),
        legend: Corner::BottomLeft,
        ..Chart::default()
    }
}

fn densities(rows: &[Row]) -> Axis {
    let to = rows.iter().map(|row| row.alpha).fold(0.0, f64::max);
    Axis { label: "constraint density \u{3b1} = P/N".into(), from: 0.0, to, step: 0.2, ..Axis::default() }
}

fn line<'a>(
    label: &str,
    colour: Colour,
    dash: Dash,
    rows: impl Iterator<Item = &'a Row>,
    value: impl Fn(&Row) -> Option<f64>,
) -> Series {
    let data = rows.filter_map(|row| Some(Datum { x: row.alpha, y: value(row)?, bar: None })).collect();
    Series { label: label.into(), colour, line: Some(dash), marker: None, data }
}

fn of(rows: &[Row], branch: Branch) -> impl Iterator<Item = &Row> {
    rows.iter().filter(move |row| row.branch == branch)
}

fn saddles(rows: &[Row]) -> impl Iterator<Item = &Row> {
    rows.iter().filter(|row| matches!(row.branch, Branch::Uninformed | Branch::Unstable))
}

fn references(rows: &[Row]) -> Vec<Reference> {
    let transition = transition(rows).map(|x| Reference { x, label: "\u{3b1}_IT".into() });
    let spinodal = rows.first().and_then(|row| row.spinodal).map(|x| Reference { x, label: "\u{3b1}\u{22c6}".into() });
    transition.into_iter().chain(spinodal).collect()
}

/// Where the entropy of the branch from overlap 0 vanishes, between two rows.
fn transition(rows: &[Row]) -> Option<f64> {
    let branch: Vec<(f64, f64)> =
        of(rows, Branch::Uninformed).filter_map(|row| Some((row.alpha, row.entropy?))).collect();
    let pair = branch.windows(2).find(|pair| pair[0].1 > 0.0 && pair[1].1 <= 0.0)?;
    let (a, b) = (pair[0], pair[1]);
    Some(a.0 + (b.0 - a.0) * a.1 / (a.1 - b.1))
}

/// The transition, the fold, the order of the errors and the jump.
pub(super) fn verdicts(rows: &[Row]) -> Vec<Verdict> {
    let theory = [vanishing_entropy(rows), fold(rows), order(rows), jump(rows)];
    let message_passing = amp_densities(rows).map(|alpha| at_rest(rows, alpha));
    theory.into_iter().chain(message_passing).chain([step_by_step(rows)]).flatten().collect()
}

fn vanishing_entropy(rows: &[Row]) -> Option<Verdict> {
    let transition = transition(rows)?;
    Some(Verdict {
        claim: "the entropy of the students vanishes at the information-theoretic transition".into(),
        value: format!("{transition:.4}"),
        accepted: "1.2447 \u{b1} 0.0005 (Gy\u{f6}rgyi 1990: 1.245)".into(),
        pass: (transition - 1.2447).abs() < 5e-4,
    })
}

fn fold(rows: &[Row]) -> Option<Verdict> {
    let highest = saddles(rows).map(|row| row.alpha).reduce(f64::max)?;
    let spinodal = rows.first()?.spinodal?;
    Some(Verdict {
        claim: "the curve of all saddle points folds back at the algorithmic spinodal".into(),
        value: format!("highest point {highest:.4}, spinodal {spinodal:.4}"),
        accepted: "at most 0.001 below; literature 1.493".into(),
        pass: highest <= spinodal + 1e-12 && spinodal - highest < 1e-3 && (spinodal - 1.493).abs() < 5e-4,
    })
}

fn order(rows: &[Row]) -> Option<Verdict> {
    let gap = saddles(rows).filter_map(|row| Some(row.gibbs_error? - row.bayes_error?)).reduce(f64::min)?;
    Some(Verdict {
        claim: "the vote of all students errs less than a typical student".into(),
        value: format!("smallest difference {gap:.1e}"),
        accepted: "positive".into(),
        pass: gap > 0.0,
    })
}

fn jump(rows: &[Row]) -> Option<Verdict> {
    let transition = transition(rows)?;
    let beyond = of(rows, Branch::Equilibrium).filter(|row| row.alpha > transition + 1e-3);
    let smallest = beyond.map(|row| row.overlap).reduce(f64::min)?;
    Some(Verdict {
        claim: "beyond the transition the labels determine the teacher".into(),
        value: format!("smallest overlap {smallest}"),
        accepted: "1".into(),
        pass: smallest == 1.0,
    })
}

/// Below the spinodal the overlap of state evolution, above it the teacher.
fn at_rest(rows: &[Row], alpha: f64) -> Option<Verdict> {
    let find = |branch| of(rows, branch).find(|row| row.alpha == alpha && row.step.is_none());
    let (theory, row) = (find(Branch::StateEvolution)?.overlap, find(Branch::Amp)?);
    let (samples, recovered, error) = (row.samples?, row.recovered?, row.overlap_sem.unwrap_or(f64::NAN));
    Some(if theory == 1.0 {
        Verdict {
            claim: format!("at \u{3b1} = {alpha}, above the spinodal, message passing recovers the teacher exactly"),
            value: format!("in {recovered} of {samples} instances"),
            accepted: "in all".into(),
            pass: recovered == samples,
        }
    } else {
        Verdict {
            claim: format!("at \u{3b1} = {alpha} message passing comes to rest at the overlap of state evolution"),
            value: format!("{:.4} \u{b1} {error:.4} against {theory:.4}, {samples} instances", row.overlap),
            accepted: "within 0.01".into(),
            pass: (row.overlap - theory).abs() <= 0.01,
        }
    })
}

/// The largest distance from state evolution at any iteration, below the spinodal.
fn step_by_step(rows: &[Row]) -> Option<Verdict> {
    let at_rest = |row: &&Row| row.step.is_none() && row.overlap < 1.0;
    let below: Vec<f64> = of(rows, Branch::StateEvolution).filter(at_rest).map(|row| row.alpha).collect();
    let theory = of(rows, Branch::StateEvolution).filter(|row| row.step.is_some() && below.contains(&row.alpha));
    let largest = theory.filter_map(|row| {
        let same = |other: &&Row| other.alpha == row.alpha && other.step == row.step;
        Some((of(rows, Branch::Amp).find(same)?.overlap - row.overlap).abs())
    });
    let largest = largest.reduce(f64::max)?;
    Some(Verdict {
        claim: "below the spinodal it follows state evolution iteration by iteration".into(),
        value: format!("largest difference {largest:.4}"),
        accepted: "at most 0.01".into(),
        pass: largest <= 0.01,
    })
}
