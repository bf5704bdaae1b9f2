//! What the figure has to show, for the worst of its pairs.

use super::table::{Kind, Row};
use crate::experiment::Verdict;

/// The barrier of the line, the path and the curve below it, test errors, and the tree.
pub(super) fn verdicts(rows: &[Row]) -> Vec<Verdict> {
    let ways: Vec<Ways> = pairs(rows).into_iter().filter_map(|pair| Ways::of(rows, pair)).collect();
    if ways.is_empty() {
        return Vec::new();
    }
    let worst = |value: fn(&Ways) -> f64, worse: fn(f64, f64) -> f64| ways.iter().map(value).reduce(worse);
    let verdicts = [
        worst(|way| way.line / way.end, f64::min).map(|lowest| Verdict {
            claim: "on the straight line the loss climbs far above that of its higher end".into(),
            value: format!("{lowest:.0} times, the lowest of {} pairs", ways.len()),
            accepted: "at least 15 times, for 3 pairs or more".into(),
            pass: lowest >= 15.0 && ways.len() >= 3,
        }),
        worst(|way| way.path / way.end, f64::max).map(|highest| Verdict {
            claim: "on the relaxed path the loss does not, between its pivots either".into(),
            value: format!("{highest:.3} times the higher end at most"),
            accepted: "at most 1.10 times".into(),
            pass: highest <= 1.10,
        }),
        worst(|way| way.curve / way.line, f64::max).map(|highest| Verdict {
            claim: "a curve with one trained bend avoids most of the barrier".into(),
            value: format!("{highest:.3} of the maximum on the line at most"),
            accepted: "at most 0.3".into(),
            pass: highest <= 0.3,
        }),
        worst(|way| way.path_error - way.end_error, f64::max).map(|highest| Verdict {
            claim: "networks on the relaxed path are as good as its ends on test data".into(),
            value: format!("{:+.1} points at most", 100.0 * highest),
            accepted: "within 3 points of the worse end".into(),
            pass: highest <= 0.03,
        }),
        worst(|way| way.line_error - way.end_error, f64::min).map(|lowest| Verdict {
            claim: "networks in the middle of the line are not".into(),
            value: format!("{:+.1} points at least", 100.0 * lowest),
            accepted: "at least 15 points above the worse end".into(),
            pass: lowest >= 0.15,
        }),
    ];
    verdicts.into_iter().flatten().chain(tree(rows)).collect()
}

/// Every pair of minima once, in the order of the table.
pub(super) fn pairs(rows: &[Row]) -> Vec<(usize, usize)> {
    rows.iter().filter(|row| row.kind == Kind::Pair).map(|row| (row.from, row.to)).collect()
}

/// The rows of one kind of a pair.
pub(super) fn of_pair(rows: &[Row], kind: Kind, pair: (usize, usize)) -> impl Iterator<Item = &Row> {
    rows.iter().filter(move |row| row.kind == kind && (row.from, row.to) == pair)
}

/// Highest losses and test errors between two minima.
struct Ways {
    end: f64,
    end_error: f64,
    line: f64,
    line_error: f64,
    path: f64,
    path_error: f64,
    curve: f64,
}

impl Ways {
    fn of(rows: &[Row], pair: (usize, usize)) -> Option<Self> {
        let highest =
            |kind, value: fn(&Row) -> Option<f64>| of_pair(rows, kind, pair).filter_map(value).reduce(f64::max);
        let end = |value: fn(&Row) -> Option<f64>| {
            let ends = of_pair(rows, Kind::Line, pair).filter(|row| [Some(0.0), Some(1.0)].contains(&row.position));
            ends.filter_map(value).reduce(f64::max)
        };
        Some(Self {
            end: end(|row| row.loss)?,
            end_error: end(|row| row.test_error)?,
            line: highest(Kind::Line, |row| row.loss)?,
            line_error: highest(Kind::Line, |row| row.test_error)?,
            path: highest(Kind::Path, |row| row.loss)?,
            path_error: highest(Kind::Path, |row| row.test_error)?,
            curve: highest(Kind::Curve, |row| row.loss)?,
        })
    }
}

/// The detour along the tree is never higher than the direct path.
fn tree(rows: &[Row]) -> Option<Verdict> {
    let ways: Vec<&Row> = rows.iter().filter(|row| row.kind == Kind::Tree).collect();
    let rise = ways.iter().filter_map(|way| {
        let direct = of_pair(rows, Kind::Pair, (way.from, way.to)).next()?;
        Some(way.loss? / direct.loss?)
    });
    let highest = rise.reduce(f64::max)?;
    let longest = ways.iter().filter_map(|way| way.via.as_deref()).max_by_key(|via| via.len())?;
    Some(Verdict {
        claim: "the way along the minimum spanning tree joins all minima, none over a higher loss than the direct path"
            .into(),
        value: format!("{highest:.3} of the direct path's maximum at most; longest way {longest}"),
        accepted: "at most 1, through 3 minima or more".into(),
        pass: highest <= 1.0 && longest.split('-').count() >= 3,
    })
}
