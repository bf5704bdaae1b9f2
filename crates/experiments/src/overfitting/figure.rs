//! The picture and what it has to show.

use super::table::{Method, Row};
use crate::experiment::Verdict;
use crate::figures::{Axis, Chart, Colour, Corner, Dash, Datum, Picture, Reference, Series};

/// Largest error shown; the peak without ridge is cut off here.
const TOP: f64 = 2.0;

/// Test error of all curves, and beside it the two parts of the classical U.
pub(super) fn picture(rows: &[Row]) -> Picture {
    let alt = "Left: test error against features per input dimension; without ridge it is U-shaped, diverges where there \
               are as many features as samples, and falls below the minimum of the U beyond; ridges cut the peak, and the \
               error at the best ridge falls throughout. Right: before the divergence the bias falls and rises again, \
               and the variance rises throughout.";
    Picture { panels: vec![errors(rows), parts(rows)], alt: alt.into() }
}

/// The left panel.
fn errors(rows: &[Row]) -> Chart {
    let threshold = threshold(rows);
    let error = |row: &Row| row.test_error;
    let line = |label: String, colour, dash, data| Series { label, colour, line: Some(dash), marker: None, data };
    let below = curve(rows, |row| row.method == Method::Ridgeless && row.psi1 < threshold, error);
    let above = curve(rows, |row| row.method == Method::Ridgeless && row.psi1 > threshold, error);
    let mut series = vec![
        line("no ridge, N < n: the classical U".into(), Colour::Black, Dash::Solid, below),
        line("no ridge, N > n".into(), Colour::Vermilion, Dash::Solid, above),
    ];
    let looks = [(Colour::Orange, Dash::Dashed), (Colour::Green, Dash::DashDotted), (Colour::Purple, Dash::Dotted)];
    for (&lambda, (colour, dash)) in ridges(rows).iter().zip(looks.into_iter().cycle()) {
        let data = curve(rows, |row| row.method == Method::Ridge && row.lambda == lambda, error);
        series.push(line(format!("ridge \u{3bb} = {lambda}"), colour, dash, data));
    }
    let best = curve(rows, |row| row.method == Method::OptimalRidge, error);
    series.push(line("best ridge at every N".into(), Colour::Blue, Dash::Solid, best));
    let widest = largest(rows);
    if let Some(plateau) = plateau(rows) {
        let ends = [0.0, widest].map(|x| Datum { x, y: plateau, bar: None });
        series.push(line("no ridge, N \u{2192} \u{221e}".into(), Colour::Grey, Dash::Dotted, ends.to_vec()));
    }
    series.retain(|series| !series.data.is_empty());
    let reference = threshold.map(|x| Reference { x, label: "N = n".into() });
    Chart {
        x: Axis { label: "features per input dimension N/D".into(), from: 0.0, to: widest, step: step(widest) },
        y: Axis { label: "test error".into(), from: 0.0, to: TOP, step: 0.25 },
        series,
        references: reference.into_iter().collect(),
        legend: Corner::TopRight,
    }
}

/// The right panel: bias and variance without ridge, below the threshold.
fn parts(rows: &[Row]) -> Chart {
    let threshold = threshold(rows);
    let part = |label: &str, colour, dash, value: fn(&Row) -> Option<f64>| Series {
        label: label.into(),
        colour,
        line: Some(dash),
        marker: None,
        data: curve(rows, |row| row.method == Method::Ridgeless && row.psi1 < threshold, value),
    };
    let end = threshold.unwrap_or_else(|| largest(rows));
    Chart {
        x: Axis { label: "features per input dimension N/D".into(), from: 0.0, to: end, step: step(end) },
        y: Axis { label: "test error and its parts, no ridge".into(), from: 0.0, to: TOP, step: 0.25 },
        series: vec![
            part("test error", Colour::Black, Dash::Solid, |row| row.test_error),
            part("bias", Colour::Blue, Dash::Dashed, |row| row.bias),
            part("variance due to noise", Colour::Vermilion, Dash::DashDotted, |row| Some(row.noise * row.variance?)),
        ],
        references: Vec::new(),
        legend: Corner::TopLeft,
    }
}

/// The points of some rows with `ψ1` finite, cut off at the top of the frame.
fn curve(rows: &[Row], which: impl Fn(&Row) -> bool, value: impl Fn(&Row) -> Option<f64>) -> Vec<Datum> {
    let chosen = rows.iter().filter(|row| which(row));
    clipped(&chosen.filter_map(|row| Some((row.psi1?, value(row)?))).collect::<Vec<_>>())
}

/// The part of a line below the top of the frame, with the point where it leaves or enters. A line that comes back is
/// drawn along the top in between.
fn clipped(points: &[(f64, f64)]) -> Vec<Datum> {
    let mut data = Vec::new();
    let mut before: Option<(f64, f64)> = None;
    for &(x, y) in points {
        if let Some((x_0, y_0)) = before.filter(|(_, y_0)| (*y_0 > TOP) != (y > TOP)) {
            data.push(Datum { x: x_0 + (x - x_0) * (TOP - y_0) / (y - y_0), y: TOP, bar: None });
        }
        if y <= TOP {
            data.push(Datum { x, y, bar: None });
        }
        before = Some((x, y));
    }
    data
}

/// Where there are as many features as samples.
fn threshold(rows: &[Row]) -> Option<f64> {
    rows.first().map(|row| row.psi2)
}

/// The error without ridge for many features.
fn plateau(rows: &[Row]) -> Option<f64> {
    rows.iter().find(|row| row.method == Method::Ridgeless && row.psi1.is_none())?.test_error
}

/// The largest number of features.
fn largest(rows: &[Row]) -> f64 {
    rows.iter().filter_map(|row| row.psi1).fold(0.0, f64::max)
}

/// A distance of ticks that divides an axis into four to ten.
fn step(length: f64) -> f64 {
    [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0].into_iter().find(|step| length <= 10.0 * step).unwrap_or(100.0)
}

/// The fixed ridges in the order of the table.
fn ridges(rows: &[Row]) -> Vec<f64> {
    let mut ridges: Vec<f64> = rows.iter().filter(|row| row.method == Method::Ridge).map(|row| row.lambda).collect();
    ridges.dedup();
    ridges
}

/// The exact variance, the shape of the U, the plateau, and the best ridge against all others.
pub(super) fn verdicts(rows: &[Row]) -> Vec<Verdict> {
    [exact_variance(rows), classical_u(rows), below_the_u(rows), without_peak(rows), never_worse(rows)]
        .into_iter()
        .flatten()
        .collect()
}

/// `ψ1/(ψ2 − ψ1)` without ridge.
fn exact_variance(rows: &[Row]) -> Option<Verdict> {
    let deviations = rows.iter().filter(|row| row.method == Method::Ridgeless).filter_map(|row| {
        let psi1 = row.psi1.filter(|psi1| *psi1 < row.psi2)?;
        Some((row.variance? * (row.psi2 - psi1) / psi1 - 1.0).abs())
    });
    let worst = deviations.reduce(f64::max)?;
    Some(Verdict {
        claim: "without ridge and N < n the variance is N/(n \u{2212} N) times that of the noise".into(),
        value: format!("largest relative deviation {worst:.0e}"),
        accepted: "below 1e-12".into(),
        pass: worst < 1e-12,
    })
}

/// Errors without ridge below the threshold, by `ψ1`.
fn u(rows: &[Row]) -> Vec<(f64, f64)> {
    let below = rows.iter().filter(|row| row.method == Method::Ridgeless);
    below.filter_map(|row| Some((row.psi1.filter(|psi1| *psi1 < row.psi2)?, row.test_error?))).collect()
}

fn classical_u(rows: &[Row]) -> Option<Verdict> {
    let u = u(rows);
    let (lowest, (psi1, error)) = u.iter().copied().enumerate().min_by(|a, b| a.1.1.total_cmp(&b.1.1))?;
    let falls = u[..=lowest].windows(2).all(|pair| pair[1].1 < pair[0].1);
    let rises = u[lowest..].windows(2).all(|pair| pair[1].1 > pair[0].1);
    Some(Verdict {
        claim: "without ridge the error falls to one minimum and rises towards N = n".into(),
        value: format!("minimum {error:.4} at N/D = {psi1}"),
        accepted: "one minimum, not at an end".into(),
        pass: falls && rises && lowest > 0 && lowest + 1 < u.len(),
    })
}

fn below_the_u(rows: &[Row]) -> Option<Verdict> {
    let (plateau, minimum) = (plateau(rows)?, u(rows).into_iter().map(|(_, error)| error).reduce(f64::min)?);
    Some(Verdict {
        claim: "without ridge many features are better than the minimum of the U".into(),
        value: format!("{plateau:.4} against {minimum:.4}"),
        accepted: "lower".into(),
        pass: plateau < minimum,
    })
}

fn without_peak(rows: &[Row]) -> Option<Verdict> {
    let best = rows.iter().filter(|row| row.method == Method::OptimalRidge);
    let errors: Vec<f64> = best.filter_map(|row| row.test_error).collect();
    let rise = errors.windows(2).map(|pair| pair[1] - pair[0]).reduce(f64::max)?;
    Some(Verdict {
        claim: "at the best ridge more features are always better".into(),
        value: format!("largest change between neighbours {rise:.1e}"),
        accepted: "negative".into(),
        pass: rise < 0.0,
    })
}

fn never_worse(rows: &[Row]) -> Option<Verdict> {
    let best: Vec<&Row> = rows.iter().filter(|row| row.method == Method::OptimalRidge).collect();
    let others = rows.iter().filter(|row| row.method != Method::OptimalRidge);
    let gaps = others.filter_map(|row| {
        let best = best.iter().find(|best| best.psi1 == row.psi1)?;
        Some(row.test_error? / best.test_error? - 1.0)
    });
    let smallest = gaps.reduce(f64::min)?;
    Some(Verdict {
        claim: "no other ridge is better than the best one".into(),
        value: format!("smallest relative excess {smallest:.1e}"),
        accepted: "above -1e-12".into(),
        pass: smallest > -1e-12,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_where_it_crosses_the_top() {
        let places = |points: &[(f64, f64)]| -> Vec<(f64, f64)> {
            clipped(points).iter().map(|datum| (datum.x, datum.y)).collect()
        };
        assert_eq!(places(&[(0.0, 1.0), (1.0, 3.0), (2.0, 1.0)]), [(0.0, 1.0), (0.5, TOP), (1.5, TOP), (2.0, 1.0)]);
        assert_eq!(places(&[(0.0, 1.0), (1.0, TOP)]), [(0.0, 1.0), (1.0, TOP)]);
        assert_eq!(places(&[(0.0, 5.0), (1.0, 4.0)]), []);
    }

    #[test]
    fn ticks_divide_an_axis_into_four_to_ten() {
        assert_eq!([0.7, 3.0, 9.0, 30.0].map(step), [0.1, 0.5, 1.0, 5.0]);
    }
}
