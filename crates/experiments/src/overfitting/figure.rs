//! The picture.

use super::table::{Method, Row};
use crate::figures::{Axis, Chart, Colour, Corner, Dash, Datum, Marker, Picture, Reference, Scale, Series};

/// Largest error shown; the peak without ridge is cut off here.
const TOP: f64 = 2.0;
/// The same for polynomials.
const POLYNOMIAL_TOP: f64 = 0.8;

/// Test error of all curves and of the instances, the two parts of the classical U, and the U of polynomials.
pub(super) fn picture(rows: &[Row]) -> Picture {
    let alt = "Left: test error against features per input dimension; without ridge it is U-shaped, diverges where there \
               are as many features as samples, and falls below the minimum of the U beyond; ridges cut the peak, and the \
               error at the best ridge falls throughout. Circles with error bars, from instances, lie on the \
               curve of the smallest ridge. Second: before the divergence the bias falls and rises again, and the variance \
               rises throughout. Third: polynomials of growing degree; the training error falls, the test error is U-shaped. Last: networks of growing \
               width; the training error falls to zero, the test error has a low maximum on the way.";
    Picture { panels: vec![errors(rows), parts(rows), polynomials(rows), networks(rows)], alt: alt.into() }
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
        line("no ridge, N > n".into(), Colour::Vermilion, Dash::Thick, above),
    ];
    let looks = [(Colour::Orange, Dash::Dashed), (Colour::Green, Dash::DashDotted), (Colour::Purple, Dash::Dotted)];
    for (&lambda, (colour, dash)) in ridges(rows).iter().zip(looks.into_iter().cycle()) {
        let data = curve(rows, |row| row.method == Method::Ridge && row.lambda == Some(lambda), error);
        series.push(line(format!("ridge \u{3bb} = {lambda}"), colour, dash, data));
    }
    let best = curve(rows, |row| row.method == Method::OptimalRidge, error);
    series.push(line("best ridge at every N".into(), Colour::Blue, Dash::LongDashed, best));
    let widest = largest(rows);
    if let Some(plateau) = plateau(rows) {
        let ends = [0.0, widest].map(|x| Datum { x, y: plateau, bar: None });
        series.push(line("no ridge, N \u{2192} \u{221e}".into(), Colour::Grey, Dash::Dotted, ends.to_vec()));
    }
    series.push(simulated(rows));
    series.retain(|series| !series.data.is_empty());
    let reference = threshold.map(|x| Reference { x, label: "N = n".into() });
    Chart {
        x: Axis {
            label: "features per input dimension N/D".into(),
            from: 0.0,
            to: widest,
            step: step(widest),
            ..Axis::default()
        },
        y: Axis { label: "test error".into(), from: 0.0, to: TOP, step: 0.25, ..Axis::default() },
        series,
        references: reference.into_iter().collect(),
        legend: Corner::TopRight,
        ..Chart::default()
    }
}

/// Means over instances that lie in the frame, with their standard errors.
fn simulated(rows: &[Row]) -> Series {
    let chosen = rows.iter().filter(|row| row.method == Method::Simulation);
    let data: Vec<Datum> = chosen.filter_map(|row| datum(row.psi1?, row.test_error?, row.test_error_sem?)).collect();
    let dimension = rows.iter().find_map(|row| row.dimension).unwrap_or_default();
    let lambda = ridges(rows).first().copied().unwrap_or_default();
    let label = format!("instances, D = {dimension}, \u{3bb} = {lambda}");
    Series { label, colour: Colour::Orange, line: None, marker: Some(Marker::Circle), data }
}

/// A mean with its error bar, if it lies in the frame.
fn datum(x: f64, y: f64, error: f64) -> Option<Datum> {
    (y <= TOP).then_some(Datum { x, y, bar: Some((y - error, (y + error).min(TOP))) })
}

/// The right panel: polynomials.
fn polynomials(rows: &[Row]) -> Chart {
    let chosen = || rows.iter().filter(|row| row.method == Method::Polynomial);
    let noise = chosen().next().map_or(0.0, |row| row.noise);
    let largest = chosen().filter_map(|row| row.degree).max().unwrap_or_default() as f64;
    let test = chosen().filter_map(|row| datum(row.degree? as f64, row.test_error?, row.test_error_sem?));
    let train = chosen().filter_map(|row| datum(row.degree? as f64, row.train_error?, row.train_error_sem?));
    let series = |label: String, colour, marker, data| Series {
        label,
        colour,
        line: Some(Dash::Solid),
        marker: Some(marker),
        data,
    };
    let end = (largest / 2.0).floor() * 2.0 + 2.0;
    Chart {
        x: Axis { label: "degree of the polynomial".into(), from: 0.0, to: end, step: 2.0, ..Axis::default() },
        y: Axis { label: "error of least squares".into(), from: 0.0, to: POLYNOMIAL_TOP, step: 0.1, ..Axis::default() },
        series: vec![
            series(
                "test error, against the function without noise".into(),
                Colour::Black,
                Marker::Circle,
                inside(test),
            ),
            series(
                format!("training error, against values with noise {noise}"),
                Colour::Blue,
                Marker::Square,
                inside(train),
            ),
        ],
        references: Vec::new(),
        legend: Corner::TopRight,
        ..Chart::default()
    }
}

/// The last panel: networks.
fn networks(rows: &[Row]) -> Chart {
    let chosen = || rows.iter().filter(|row| row.method == Method::Network);
    let noise = chosen().next().map_or(0.0, |row| row.noise);
    let datum = |row: &Row, value: Option<f64>, error: Option<f64>| {
        let (y, error) = (value?, error?);
        Some(Datum { x: row.width? as f64, y, bar: Some((y - error, y + error)) })
    };
    let test = chosen().filter_map(|row| datum(row, row.test_wrong, row.test_wrong_sem));
    let train = chosen().filter_map(|row| datum(row, row.train_wrong, row.train_wrong_sem));
    let series = |label: String, colour, marker, data| Series {
        label,
        colour,
        line: Some(Dash::Solid),
        marker: Some(marker),
        data,
    };
    let widest = chosen().filter_map(|row| row.width).max().unwrap_or(10) as f64;
    Chart {
        x: Axis {
            label: "hidden units of a network".into(),
            from: 1.0,
            to: libm::pow(10.0, libm::log10(widest).ceil()),
            step: 1.0,
            scale: Scale::Logarithmic,
        },
        y: Axis { label: "images classified wrongly".into(), from: 0.0, to: 0.4, step: 0.05, ..Axis::default() },
        series: vec![
            series("new images".into(), Colour::Black, Marker::Circle, test.collect()),
            series(
                format!("training, {:.0} % of labels wrong", 100.0 * noise),
                Colour::Blue,
                Marker::Square,
                train.collect(),
            ),
        ],
        references: as_many_parameters(rows).map(|x| Reference { x, label: "P = n".into() }).into_iter().collect(),
        legend: Corner::TopRight,
        ..Chart::default()
    }
}

/// The width at which a network has as many parameters as examples, between two of the table.
fn as_many_parameters(rows: &[Row]) -> Option<f64> {
    let networks = rows.iter().filter(|row| row.method == Method::Network);
    let places: Vec<(f64, f64)> =
        networks.filter_map(|row| Some((row.width? as f64, row.parameters_per_example?))).collect();
    let pair = places.windows(2).find(|pair| pair[0].1 <= 1.0 && pair[1].1 > 1.0)?;
    Some(pair[0].0 + (1.0 - pair[0].1) * (pair[1].0 - pair[0].0) / (pair[1].1 - pair[0].1))
}

/// Points below the top of the panel of polynomials.
fn inside(data: impl Iterator<Item = Datum>) -> Vec<Datum> {
    data.filter(|datum| datum.y <= POLYNOMIAL_TOP).collect()
}

/// The middle panel: bias and variance without ridge, below the threshold.
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
        x: Axis {
            label: "features per input dimension N/D".into(),
            from: 0.0,
            to: end,
            step: step(end),
            ..Axis::default()
        },
        y: Axis {
            label: "test error and its parts, no ridge".into(),
            from: 0.0,
            to: TOP,
            step: 0.25,
            ..Axis::default()
        },
        series: vec![
            part("test error", Colour::Black, Dash::Solid, |row| row.test_error),
            part("bias", Colour::Blue, Dash::Dashed, |row| row.bias),
            part("variance due to noise", Colour::Vermilion, Dash::DashDotted, |row| Some(row.noise * row.variance?)),
        ],
        references: Vec::new(),
        legend: Corner::TopLeft,
        ..Chart::default()
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
    rows.iter().find_map(|row| row.psi2)
}

/// The error without ridge for many features.
pub(super) fn plateau(rows: &[Row]) -> Option<f64> {
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
    let mut ridges: Vec<f64> =
        rows.iter().filter(|row| row.method == Method::Ridge).filter_map(|row| row.lambda).collect();
    ridges.dedup();
    ridges
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
