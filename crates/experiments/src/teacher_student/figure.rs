//! The picture and what it has to show.

use super::table::{Branch, Row};
use crate::experiment::Verdict;
use crate::figures::{Axis, Chart, Colour, Corner, Dash, Datum, Picture, Reference, Series};

/// Overlap and errors against the density.
pub(super) fn picture(rows: &[Row]) -> Picture {
    let alt = "Left: overlap of teacher and student against the constraint density, an S-shaped curve that folds back at the \
               algorithmic spinodal 1.493; the equilibrium leaves it at 1.245 and jumps to overlap 1. Right: Gibbs and Bayes \
               generalization errors fall with the density and drop to 0 at the same jump.";
    Picture { panels: vec![overlaps(rows), errors(rows)], alt: alt.into() }
}

fn overlaps(rows: &[Row]) -> Chart {
    let overlap = |row: &Row| row.overlap;
    Chart {
        x: densities(rows),
        y: Axis { label: "overlap with the teacher q".into(), from: 0.0, to: 1.0, step: 0.2 },
        series: vec![
            line("all saddle points", Colour::Grey, Dash::Dotted, saddles(rows), overlap),
            line("found without a hint", Colour::Black, Dash::Solid, of(rows, Branch::Uninformed), overlap),
            line("equilibrium", Colour::Blue, Dash::Dashed, of(rows, Branch::Equilibrium), overlap),
        ],
        references: references(rows),
        legend: Corner::TopLeft,
    }
}

fn errors(rows: &[Row]) -> Chart {
    let (gibbs, bayes) = (|row: &Row| row.gibbs_error, |row: &Row| row.bayes_error);
    let equilibrium = || of(rows, Branch::Equilibrium);
    let uninformed = || of(rows, Branch::Uninformed);
    Chart {
        x: densities(rows),
        y: Axis { label: "generalization error".into(), from: 0.0, to: 0.5, step: 0.1 },
        series: vec![
            line("Gibbs, found without a hint", Colour::Black, Dash::Solid, uninformed(), gibbs),
            line("Gibbs, equilibrium", Colour::Blue, Dash::Dashed, equilibrium(), gibbs),
            line("Bayes, found without a hint", Colour::Vermilion, Dash::Solid, uninformed(), bayes),
            line("Bayes, equilibrium", Colour::Orange, Dash::DashDotted, equilibrium(), bayes),
        ],
        references: references(rows),
        legend: Corner::BottomLeft,
    }
}

fn densities(rows: &[Row]) -> Axis {
    let to = rows.iter().map(|row| row.alpha).fold(0.0, f64::max);
    Axis { label: "constraint density \u{3b1} = P/N".into(), from: 0.0, to, step: 0.2 }
}

fn line<'a>(
    label: &str,
    colour: Colour,
    dash: Dash,
    rows: impl Iterator<Item = &'a Row>,
    value: impl Fn(&Row) -> f64,
) -> Series {
    let data = rows.map(|row| Datum { x: row.alpha, y: value(row), bar: None }).collect();
    Series { label: label.into(), colour, line: Some(dash), marker: None, data }
}

fn of(rows: &[Row], branch: Branch) -> impl Iterator<Item = &Row> {
    rows.iter().filter(move |row| row.branch == branch)
}

fn saddles(rows: &[Row]) -> impl Iterator<Item = &Row> {
    rows.iter().filter(|row| row.branch != Branch::Equilibrium)
}

fn references(rows: &[Row]) -> Vec<Reference> {
    let transition = transition(rows).map(|x| Reference { x, label: "\u{3b1}_IT".into() });
    let spinodal = rows.first().map(|row| Reference { x: row.spinodal, label: "\u{3b1}\u{22c6}".into() });
    transition.into_iter().chain(spinodal).collect()
}

/// Where the entropy of the branch from overlap 0 vanishes, between two rows.
fn transition(rows: &[Row]) -> Option<f64> {
    let branch: Vec<&Row> = of(rows, Branch::Uninformed).collect();
    let pair = branch.windows(2).find(|pair| pair[0].entropy > 0.0 && pair[1].entropy <= 0.0)?;
    let (a, b) = (pair[0], pair[1]);
    Some(a.alpha + (b.alpha - a.alpha) * a.entropy / (a.entropy - b.entropy))
}

/// The transition, the fold, the order of the errors and the jump.
pub(super) fn verdicts(rows: &[Row]) -> Vec<Verdict> {
    [vanishing_entropy(rows), fold(rows), order(rows), jump(rows)].into_iter().flatten().collect()
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
    let spinodal = rows.first()?.spinodal;
    Some(Verdict {
        claim: "the curve of all saddle points folds back at the algorithmic spinodal".into(),
        value: format!("highest point {highest:.4}, spinodal {spinodal:.4}"),
        accepted: "at most 0.001 below; literature 1.493".into(),
        pass: highest <= spinodal + 1e-12 && spinodal - highest < 1e-3 && (spinodal - 1.493).abs() < 5e-4,
    })
}

fn order(rows: &[Row]) -> Option<Verdict> {
    let gap = saddles(rows).map(|row| row.gibbs_error - row.bayes_error).reduce(f64::min)?;
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
