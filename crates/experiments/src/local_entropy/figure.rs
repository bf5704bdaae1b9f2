//! The picture and what it has to show.

use super::table::{Reference, Row};
use crate::experiment::Verdict;
use crate::figures::{Axis, Chart, Colour, Corner, Dash, Datum, Marker, Picture, Series};
use crate::found::Finder;

/// Entropies in the left panel: those of the curves, and below them room for the legend.
const TOP: f64 = 0.5;
const BOTTOM: f64 = -0.35;
/// Largest distance in the right panel, and the range of entropies there.
const NEAR: f64 = 0.032;
const NEAR_ENTROPY: (f64, f64) = (-0.03, 0.14);

/// All curves, and beside them the small distances.
pub(super) fn picture(rows: &[Row]) -> Picture {
    let alt = "Left: local entropy against the distance; the dense region is above the large-margin and the typical \
               reference, all below the entropy of all configurations. Right, small distances: the typical reference is \
               negative below a small distance, the dense region and the large-margin reference are positive; markers around \
               teachers lie on the teacher's line, those around solutions that algorithms find next below the dense region.";
    let farthest = rows.iter().map(|row| row.distance).fold(0.0, f64::max);
    let alpha = rows.iter().find(|row| row.reference == Reference::Typical).and_then(|row| row.alpha);
    let distance =
        alpha.map_or("distance d".to_owned(), |alpha| format!("distance d, at \u{3b1} = {alpha} unless said"));
    let in_all = |(_, s): (f64, f64)| (-0.1..=TOP).contains(&s);
    let in_near = |(d, s): (f64, f64)| d <= NEAR && (NEAR_ENTROPY.0..=NEAR_ENTROPY.1).contains(&s);
    let all = Chart {
        x: Axis { label: distance.clone(), from: 0.0, to: farthest, step: 0.1, ..Axis::default() },
        y: Axis {
            label: "local entropy S_loc (nats per weight)".into(),
            from: BOTTOM,
            to: TOP,
            step: 0.1,
            ..Axis::default()
        },
        series: labelled(lines(rows, in_all), measured(rows, in_all), true),
        references: Vec::new(),
        legend: Corner::BottomRight,
        ..Chart::default()
    };
    let near = Chart {
        x: Axis { label: distance, from: 0.0, to: NEAR, step: 0.005, ..Axis::default() },
        y: Axis {
            label: "local entropy, small distances".into(),
            from: NEAR_ENTROPY.0,
            to: NEAR_ENTROPY.1,
            step: 0.02,
            ..Axis::default()
        },
        series: labelled(lines(rows, in_near), measured(rows, in_near), false),
        references: Vec::new(),
        legend: Corner::TopLeft,
        ..Chart::default()
    };
    Picture { panels: vec![all, near], alt: alt.into() }
}

/// Curves below measurements; the legend names the ones or the others, so that it leaves room for both.
fn labelled(lines: Vec<Series>, measured: Vec<Series>, name_lines: bool) -> Vec<Series> {
    let unnamed = |series: Series| Series { label: String::new(), ..series };
    let (lines, measured): (Vec<Series>, Vec<Series>) = if name_lines {
        (lines, measured.into_iter().map(unnamed).collect())
    } else {
        (lines.into_iter().map(unnamed).collect(), measured)
    };
    lines.into_iter().chain(measured).collect()
}

/// Every curve; one that is interrupted is drawn in pieces, so that no line crosses its gap.
fn lines(rows: &[Row], shown: impl Fn((f64, f64)) -> bool) -> Vec<Series> {
    let curves = [
        (Reference::Unconstrained, "all configurations h\u{2082}(d)", Colour::Grey, Dash::Dotted),
        (Reference::Dense, "dense region", Colour::Vermilion, Dash::Thick),
        (Reference::DenseBeyond, "dense region beyond \u{3b1}_U", Colour::Orange, Dash::DashDotted),
        (Reference::LargeMargin, "large-margin solution", Colour::Green, Dash::Dashed),
        (Reference::Typical, "typical solution", Colour::Black, Dash::Solid),
        (Reference::Teacher, "teacher (its labels)", Colour::Blue, Dash::LongDashed),
        (Reference::Independent, "any configuration", Colour::Sky, Dash::DashDotDotted),
    ];
    let mut series = Vec::new();
    for (reference, name, colour, dash) in curves {
        let alpha = rows.iter().find(|row| row.reference == reference).and_then(|row| row.alpha);
        let alpha = alpha.filter(|_| reference == Reference::DenseBeyond);
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

/// Measurements, around the teacher and around what each algorithm finds.
fn measured(rows: &[Row], shown: impl Fn((f64, f64)) -> bool) -> Vec<Series> {
    let looks =
        [(Colour::Vermilion, Marker::Square), (Colour::Purple, Marker::Triangle), (Colour::Black, Marker::Plus)];
    let of = |reference, algorithm: Option<&Finder>| -> Vec<Datum> {
        let rows = rows.iter().filter(|row| row.reference == reference && row.algorithm.as_ref() == algorithm);
        let data = rows.filter_map(|row| {
            let (x, y) = (row.distance, row.local_entropy?);
            Some(Datum { x, y, bar: row.local_entropy_sem.map(|error| (y - error, y + error)) })
        });
        data.filter(|datum| shown((datum.x, datum.y))).collect()
    };
    let series = |label, (colour, marker), data| Series { label, colour, line: None, marker: Some(marker), data };
    let around_teachers = of(Reference::AroundTeacher, None);
    let mut all = vec![series("around teachers".to_owned(), (Colour::Blue, Marker::Circle), around_teachers)];
    for (algorithm, look) in algorithms(rows).into_iter().zip(looks.into_iter().cycle()) {
        let label = format!("around what {} finds", algorithm.name());
        all.push(series(label, look, of(Reference::Found, Some(&algorithm))));
    }
    all
}

/// Algorithms in the order of the table.
fn algorithms(rows: &[Row]) -> Vec<Finder> {
    let mut algorithms: Vec<Finder> = rows.iter().filter_map(|row| row.algorithm.clone()).collect();
    algorithms.dedup();
    algorithms
}

fn points<'a>(rows: impl Iterator<Item = &'a Row>) -> impl Iterator<Item = (f64, f64)> {
    rows.filter_map(|row| Some((row.distance, row.local_entropy?)))
}

/// Distances and entropies of a curve where there are any.
fn of(rows: &[Row], reference: Reference) -> Vec<(f64, f64)> {
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
        teachers(rows),
    ]
    .into_iter()
    .chain(algorithms(rows).iter().flat_map(|algorithm| [not_typical(rows, algorithm), not_denser(rows, algorithm)]))
    .flatten()
    .collect()
}

/// Around a typical solution there is none below some distance.
fn isolated(rows: &[Row]) -> Option<Verdict> {
    let typical = of(rows, Reference::Typical);
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
fn gap(rows: &[Row], upper: Reference, lower: Reference) -> Option<f64> {
    let lower = of(rows, lower);
    let gaps = of(rows, upper).into_iter().filter_map(|(distance, s)| {
        let other = lower.iter().find(|(d, _)| *d == distance)?;
        Some(s - other.1)
    });
    gaps.reduce(f64::min)
}

fn between(rows: &[Row]) -> Option<Verdict> {
    let lowest = of(rows, Reference::Dense).into_iter().map(|(_, s)| s).reduce(f64::min)?;
    let below = gap(rows, Reference::Unconstrained, Reference::Dense)?;
    Some(Verdict {
        claim: "the dense region has solutions at every distance, and no more than there are configurations".into(),
        value: format!("smallest entropy {lowest:.4}, closest to the bound {below:.1e}"),
        accepted: "positive, and above -1e-12".into(),
        pass: lowest > 0.0 && below > -1e-12,
    })
}

/// Smallest change between neighbours that both have a number.
fn smallest_change(rows: &[Row], reference: Reference) -> Option<f64> {
    let curve = of(rows, reference);
    curve.windows(2).map(|pair| pair[1].1 - pair[0].1).reduce(f64::min)
}

fn monotone(rows: &[Row]) -> Option<Verdict> {
    let change = smallest_change(rows, Reference::Dense)?;
    Some(Verdict {
        claim: "below \u{3b1}_U the local entropy of the dense region increases with the distance".into(),
        value: format!("smallest change between neighbours {change:.1e}"),
        accepted: "positive".into(),
        pass: change > 0.0,
    })
}

fn separated(rows: &[Row]) -> Option<Verdict> {
    let change = smallest_change(rows, Reference::DenseBeyond)?;
    Some(Verdict {
        claim: "above \u{3b1}_U it does not: it falls across the gap in the branch".into(),
        value: format!("smallest change between neighbours {change:.1e}"),
        accepted: "negative".into(),
        pass: change < 0.0,
    })
}

fn densest(rows: &[Row]) -> Option<Verdict> {
    let typical = gap(rows, Reference::Dense, Reference::Typical)?;
    Some(Verdict {
        claim: "at no distance does a typical solution have more others around it than the dense region".into(),
        value: format!("smallest difference {typical:.1e}"),
        accepted: "not negative".into(),
        pass: typical >= 0.0,
    })
}

fn large_margin(rows: &[Row]) -> Option<Verdict> {
    let lowest = of(rows, Reference::LargeMargin).into_iter().map(|(_, s)| s).reduce(f64::min)?;
    Some(Verdict {
        claim: "around a solution of large margin there are others at every distance".into(),
        value: format!("smallest entropy {lowest:.4}"),
        accepted: "positive".into(),
        pass: lowest > 0.0,
    })
}

fn equilibrium(rows: &[Row]) -> Option<Verdict> {
    let (distance, entropy) = of(rows, Reference::Equilibrium).first().copied()?;
    let local = of(rows, Reference::Typical).into_iter().find(|(d, _)| *d == distance).map_or(f64::NAN, |(_, s)| s);
    Some(Verdict {
        claim: "at the distance of two typical solutions the local entropy is that of all solutions".into(),
        value: format!("{local:.9} against {entropy:.9} at d = {distance:.4}"),
        accepted: "equal to 1e-9".into(),
        pass: (local - entropy).abs() < 1e-9,
    })
}

/// Measured rows of one kind with the value of theory at the same distance.
fn beside<'a>(
    rows: &'a [Row],
    reference: Reference,
    algorithm: Option<&'a Finder>,
    theory: Reference,
) -> impl Iterator<Item = (&'a Row, f64)> {
    let curve = of(rows, theory);
    let measured = rows.iter().filter(move |row| row.reference == reference && row.algorithm.as_ref() == algorithm);
    measured.filter_map(move |row| {
        let (_, value) = curve.iter().find(|(distance, _)| *distance == row.distance)?;
        Some((row, *value))
    })
}

/// What the approximation of many weights, and the fluctuations of means over few instances, leave between the two.
fn allowed(row: &Row) -> f64 {
    4.0 * row.local_entropy_sem.unwrap_or(f64::NAN) + 0.004
}

fn teachers(rows: &[Row]) -> Option<Verdict> {
    let pairs: Vec<_> = beside(rows, Reference::AroundTeacher, None, Reference::Teacher).collect();
    let gap = |(row, theory): &(&Row, f64)| (row.local_entropy.unwrap_or(f64::NAN) - theory).abs();
    let largest = pairs.iter().map(gap).reduce(f64::max)?;
    Some(Verdict {
        claim: "around teachers message passing measures the local entropy of theory".into(),
        value: format!("largest difference {largest:.4} at {} distances", pairs.len()),
        accepted: "within four standard errors and 0.004 at each".into(),
        pass: pairs.iter().all(|pair| gap(pair) <= allowed(pair.0)),
    })
}

/// Around a solution that an algorithm finds there are more than around a typical one, at every distance up to 0.05.
fn not_typical(rows: &[Row], algorithm: &Finder) -> Option<Verdict> {
    let pairs: Vec<_> = beside(rows, Reference::Found, Some(algorithm), Reference::Typical)
        .filter(|(row, _)| row.distance <= 0.05)
        .collect();
    let excess = |(row, typical): &(&Row, f64)| {
        (row.local_entropy.unwrap_or(f64::NAN) - typical) / row.local_entropy_sem.unwrap_or(f64::NAN)
    };
    let least = pairs.iter().map(excess).reduce(f64::min)?;
    let lowest = pairs.iter().filter_map(|(row, _)| row.local_entropy).reduce(f64::min)?;
    Some(Verdict {
        claim: format!(
            "around solutions that {} finds there are more others nearby than around typical ones",
            algorithm.name()
        ),
        value: format!(
            "smallest entropy {lowest:.4}, at least {least:.1} standard errors above typical for d \u{2264} 0.05"
        ),
        accepted: "positive, and more than 5 above".into(),
        pass: lowest > 0.0 && pairs.iter().all(|pair| excess(pair) > 5.0),
    })
}

/// … and not more than in the densest regions.
fn not_denser(rows: &[Row], algorithm: &Finder) -> Option<Verdict> {
    let pairs: Vec<_> = beside(rows, Reference::Found, Some(algorithm), Reference::Dense).collect();
    let excess = |(row, dense): &(&Row, f64)| row.local_entropy.unwrap_or(f64::NAN) - dense;
    let largest = pairs.iter().map(excess).reduce(f64::max)?;
    Some(Verdict {
        claim: format!("but not more than in the densest regions: {}", algorithm.name()),
        value: format!("largest difference {largest:.4} at {} distances", pairs.len()),
        accepted: "at most four standard errors and 0.004 above at each".into(),
        pass: pairs.iter().all(|pair| excess(pair) <= allowed(pair.0)),
    })
}
