//! The picture and what it has to show.

use super::points::Point;
use super::table::Row;
use crate::experiment::Verdict;
use crate::figures::{Axis, Chart, Colour, Corner, Dash, Datum, Picture, Series};

/// Largest entropy in the left panel.
const TOP: f64 = 0.5;
/// Largest distance in the right panel, and the range of entropies there.
const NEAR: f64 = 0.03;
const NEAR_ENTROPY: (f64, f64) = (-0.03, 0.14);

/// All curves, and beside them the small distances.
pub(super) fn picture(rows: &[Row]) -> Picture {
    let alt = "Left: local entropy against the distance; the dense region is above the large-margin and the typical \
               reference, all below the entropy of all configurations. Right, small distances: the typical reference is \
               negative below a small distance, the dense region and the large-margin reference are positive.";
    let farthest = rows.iter().map(|row| row.distance).fold(0.0, f64::max);
    let all = Chart {
        x: Axis { label: "distance d".into(), from: 0.0, to: farthest, step: 0.1 },
        y: Axis { label: "local entropy S_loc (nats per weight)".into(), from: -0.1, to: TOP, step: 0.1 },
        series: series(rows, |(_, s)| (-0.1..=TOP).contains(&s)),
        references: Vec::new(),
        legend: Corner::TopRight,
    };
    let near = Chart {
        x: Axis { label: "distance d".into(), from: 0.0, to: NEAR, step: 0.005 },
        y: Axis {
            label: "local entropy, small distances".into(),
            from: NEAR_ENTROPY.0,
            to: NEAR_ENTROPY.1,
            step: 0.02,
        },
        series: series(rows, |(d, s)| d <= NEAR && (NEAR_ENTROPY.0..=NEAR_ENTROPY.1).contains(&s)),
        references: Vec::new(),
        legend: Corner::TopLeft,
    };
    Picture { panels: vec![all, near], alt: alt.into() }
}

/// Every curve; one that is interrupted is drawn in pieces, so that no line crosses its gap.
fn series(rows: &[Row], shown: impl Fn((f64, f64)) -> bool) -> Vec<Series> {
    let curves = [
        (Point::Unconstrained, "all configurations h\u{2082}(d)", Colour::Grey, Dash::Dotted),
        (Point::Dense, "dense region", Colour::Vermilion, Dash::Solid),
        (Point::DenseBeyond, "dense region", Colour::Orange, Dash::DashDotted),
        (Point::LargeMargin, "large-margin solution", Colour::Green, Dash::Dashed),
        (Point::Typical, "typical solution", Colour::Black, Dash::Solid),
        (Point::Independent, "any configuration", Colour::Sky, Dash::Dashed),
    ];
    let mut series = Vec::new();
    for (reference, name, colour, dash) in curves {
        let alpha = rows.iter().find(|row| row.reference == reference).and_then(|row| row.alpha);
        let label = alpha.map_or(name.to_owned(), |alpha| format!("{name}, \u{3b1} = {alpha}"));
        let of_curve: Vec<&Row> = rows.iter().filter(|row| row.reference == reference).collect();
        let pieces = of_curve.split(|row| row.local_entropy.is_none());
        let pieces = pieces.map(|piece| points(piece.iter().copied()).filter(|point| shown(*point)));
        let pieces = pieces.map(|piece| piece.map(|(x, y)| Datum { x, y, bar: None }).collect::<Vec<_>>());
        for (k, data) in pieces.filter(|data| !data.is_empty()).enumerate() {
            let label = if k == 0 { label.clone() } else { String::new() };
            series.push(Series { label, colour, line: Some(dash), marker: None, data });
        }
    }
    series
}

fn points<'a>(rows: impl Iterator<Item = &'a Row>) -> impl Iterator<Item = (f64, f64)> {
    rows.filter_map(|row| Some((row.distance, row.local_entropy?)))
}

/// Distances and entropies of a curve where there are any.
fn of(rows: &[Row], reference: Point) -> Vec<(f64, f64)> {
    points(rows.iter().filter(|row| row.reference == reference)).collect()
}

/// Isolation, the dense region between its bounds, its shape below and beyond the transition, and the equilibrium.
pub(super) fn verdicts(rows: &[Row]) -> Vec<Verdict> {
    [
        isolated(rows),
        between(rows),
        monotone(rows),
        separated(rows),
        densest(rows),
        large_margin(rows),
        equilibrium(rows),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Around a typical solution there is none below some distance.
fn isolated(rows: &[Row]) -> Option<Verdict> {
    let typical = of(rows, Point::Typical);
    let crossings: Vec<f64> = typical
        .windows(2)
        .filter(|pair| (pair[0].1 < 0.0) != (pair[1].1 < 0.0))
        .map(|pair| pair[0].0 + (pair[1].0 - pair[0].0) * pair[0].1 / (pair[0].1 - pair[1].1))
        .collect();
    let starts_below = typical.first()?.1 < 0.0;
    Some(Verdict {
        claim: "a typical solution has no other one within some distance".into(),
        value: format!("sign changes at d = {crossings:.4?}"),
        accepted: "negative at the smallest distance, one change of sign, below 0.1".into(),
        pass: starts_below && crossings.len() == 1 && crossings[0] < 0.1,
    })
}

/// Smallest `upper − lower` where both have a number at the same distance.
fn gap(rows: &[Row], upper: Point, lower: Point) -> Option<f64> {
    let lower = of(rows, lower);
    let gaps = of(rows, upper).into_iter().filter_map(|(distance, s)| {
        let other = lower.iter().find(|(d, _)| *d == distance)?;
        Some(s - other.1)
    });
    gaps.reduce(f64::min)
}

fn between(rows: &[Row]) -> Option<Verdict> {
    let lowest = of(rows, Point::Dense).into_iter().map(|(_, s)| s).reduce(f64::min)?;
    let below = gap(rows, Point::Unconstrained, Point::Dense)?;
    Some(Verdict {
        claim: "the dense region has solutions at every distance, and no more than there are configurations".into(),
        value: format!("smallest entropy {lowest:.4}, closest to the bound {below:.1e}"),
        accepted: "positive, and above -1e-12".into(),
        pass: lowest > 0.0 && below > -1e-12,
    })
}

/// Smallest change between neighbours that both have a number.
fn smallest_change(rows: &[Row], reference: Point) -> Option<f64> {
    let curve = of(rows, reference);
    curve.windows(2).map(|pair| pair[1].1 - pair[0].1).reduce(f64::min)
}

fn monotone(rows: &[Row]) -> Option<Verdict> {
    let change = smallest_change(rows, Point::Dense)?;
    Some(Verdict {
        claim: "below \u{3b1}_U the local entropy of the dense region increases with the distance".into(),
        value: format!("smallest change between neighbours {change:.1e}"),
        accepted: "positive".into(),
        pass: change > 0.0,
    })
}

fn separated(rows: &[Row]) -> Option<Verdict> {
    let change = smallest_change(rows, Point::DenseBeyond)?;
    Some(Verdict {
        claim: "above \u{3b1}_U it does not: it falls across the gap in the branch".into(),
        value: format!("smallest change between neighbours {change:.1e}"),
        accepted: "negative".into(),
        pass: change < 0.0,
    })
}

fn densest(rows: &[Row]) -> Option<Verdict> {
    let typical = gap(rows, Point::Dense, Point::Typical)?;
    Some(Verdict {
        claim: "at no distance does a typical solution have more others around it than the dense region".into(),
        value: format!("smallest difference {typical:.1e}"),
        accepted: "not negative".into(),
        pass: typical >= 0.0,
    })
}

fn large_margin(rows: &[Row]) -> Option<Verdict> {
    let lowest = of(rows, Point::LargeMargin).into_iter().map(|(_, s)| s).reduce(f64::min)?;
    Some(Verdict {
        claim: "around a solution of large margin there are others at every distance".into(),
        value: format!("smallest entropy {lowest:.4}"),
        accepted: "positive".into(),
        pass: lowest > 0.0,
    })
}

fn equilibrium(rows: &[Row]) -> Option<Verdict> {
    let (distance, entropy) = of(rows, Point::Equilibrium).first().copied()?;
    let local = of(rows, Point::Typical).into_iter().find(|(d, _)| *d == distance).map_or(f64::NAN, |(_, s)| s);
    Some(Verdict {
        claim: "at the distance of two typical solutions the local entropy is that of all solutions".into(),
        value: format!("{local:.9} against {entropy:.9} at d = {distance:.4}"),
        accepted: "equal to 1e-9".into(),
        pass: (local - entropy).abs() < 1e-9,
    })
}
