//! The picture.

use super::table::{Row, System};
use super::verdicts::{displacements, geometric_mean, variance_ratios};
use crate::figures::{Axis, Chart, Colour, Corner, Dash, Datum, Marker, Picture, Scale, Series};

/// Colours and markers of the waiting times, from the first to the last.
const LOOKS: [(Colour, Marker); 6] = [
    (Colour::Sky, Marker::Circle),
    (Colour::Blue, Marker::Square),
    (Colour::Green, Marker::Triangle),
    (Colour::Orange, Marker::Diamond),
    (Colour::Vermilion, Marker::TriangleDown),
    (Colour::Purple, Marker::Circle),
];

/// Displacements of the four systems, losses, and the noise of gradients.
pub(super) fn picture(rows: &[Row]) -> Picture {
    let alt = "Six panels. Mean-square displacement against lag, doubly logarithmic, a curve for each waiting time: for \
               the wide network under SGD the curves fall by decades from one waiting time to the next; for the narrow one \
               the late curves lie together; under Langevin dynamics the last curve lies on that of free diffusion; in the \
               control all curves lie on the exact answer. The loss of the wide network falls by decades, that of the \
               narrow one stays. The scaled variance of gradients is one at every batch size.";
    let panels = vec![
        two_time(rows, System::OverParametrized, "SGD, wide network: fits its examples"),
        two_time(rows, System::UnderParametrized, "SGD, narrow network: does not fit them"),
        losses(rows),
        two_time(rows, System::Langevin, "Langevin dynamics, wide network"),
        two_time(rows, System::Control, "control: bowls at equilibrium"),
        noise(rows),
    ];
    Picture { panels, alt: alt.into() }
}

/// Displacements against the lag.
fn two_time(rows: &[Row], system: System, title: &str) -> Chart {
    let chosen = || rows.iter().filter(|row| row.system == system);
    let waiting_times = distinct(chosen().filter_map(|row| row.waiting_time));
    let lags = distinct(chosen().filter_map(|row| row.lag));
    let mut series: Vec<Series> = waiting_times
        .iter()
        .zip(LOOKS.iter().cycle())
        .map(|(&waiting_time, &(colour, marker))| {
            let data = lags.iter().filter_map(|&lag| {
                let displacements = displacements(rows, system, waiting_time, lag);
                let y = geometric_mean(&displacements);
                (!displacements.is_empty() && y > 0.0).then_some(Datum { x: lag as f64, y, bar: None })
            });
            let label = format!("after t_w = {waiting_time} steps");
            Series { label, colour, line: Some(Dash::Solid), marker: Some(marker), data: data.collect() }
        })
        .collect();
    let theory: Vec<Datum> = lags
        .iter()
        .filter_map(|&lag| {
            let row = chosen().find(|row| row.lag == Some(lag))?;
            Some(Datum { x: lag as f64, y: row.theory?, bar: None })
        })
        .collect();
    if !theory.is_empty() {
        let label = if system == System::Control { "exact" } else { "free diffusion, 2T\u{3b7}t" };
        let series_of_theory =
            Series { label: label.into(), colour: Colour::Black, line: Some(Dash::Dashed), marker: None, data: theory };
        series.push(series_of_theory);
    }
    let last = lags.last().map_or(1.0, |&lag| lag as f64);
    Chart {
        title: title.into(),
        x: logarithmic("lag t, in steps", 1.0, last),
        // Room for the legend above the curves.
        y: fitting("mean-square displacement of the weights", &series, 30.0),
        series,
        legend: Corner::TopLeft,
        ..Chart::default()
    }
}

/// Losses at the waiting times of both trainings by SGD.
fn losses(rows: &[Row]) -> Chart {
    let curve = |system: System, label: &str, colour, marker| {
        let chosen = || rows.iter().filter(move |row| row.system == system);
        let waiting_times = distinct(chosen().filter_map(|row| row.waiting_time));
        let data = waiting_times.iter().map(|&time| {
            let at_time = chosen().filter(|row| row.waiting_time == Some(time) && row.lag == Some(1));
            let losses: Vec<f64> = at_time.filter_map(|row| row.loss).collect();
            let bar = losses.iter().fold((f64::INFINITY, 0.0_f64), |(low, high), &x| (low.min(x), high.max(x)));
            Datum { x: time as f64, y: geometric_mean(&losses), bar: Some(bar) }
        });
        Series { label: label.into(), colour, line: Some(Dash::Solid), marker: Some(marker), data: data.collect() }
    };
    let series = vec![
        curve(System::UnderParametrized, "does not fit its examples", Colour::Blue, Marker::Square),
        curve(System::OverParametrized, "fits them", Colour::Vermilion, Marker::Circle),
    ];
    let largest = rows.iter().filter_map(|row| row.waiting_time).max().unwrap_or(10) as f64;
    Chart {
        title: "loss of both (bars: all samples)".into(),
        x: logarithmic("waiting time t_w, in steps of SGD", 1.0, largest),
        y: fitting("mean squared error on the examples", &series, 1.0),
        series,
        legend: Corner::BottomLeft,
        ..Chart::default()
    }
}

/// Scaled variances against the batch size.
fn noise(rows: &[Row]) -> Chart {
    let ratios = variance_ratios(rows);
    let largest = ratios.last().map_or(1.0, |&(batch, ..)| batch as f64);
    let data: Vec<Datum> = ratios
        .iter()
        .map(|&(batch, ratio, error)| Datum { x: batch as f64, y: ratio, bar: Some((ratio - error, ratio + error)) })
        .collect();
    let law = [1.0, 10.0 * largest].map(|x| Datum { x, y: 1.0, bar: None });
    Chart {
        title: "noise of gradients over B examples".into(),
        x: logarithmic("batch size B", 1.0, largest),
        y: Axis { label: "B |g_B \u{2212} g|\u{b2} / tr C".into(), from: 0.8, to: 1.2, step: 0.05, ..Axis::default() },
        series: vec![
            Series {
                label: "random batches, one standard error".into(),
                colour: Colour::Vermilion,
                line: None,
                marker: Some(Marker::Circle),
                data,
            },
            Series {
                label: "as it must be".into(),
                colour: Colour::Black,
                line: Some(Dash::Dashed),
                marker: None,
                data: law.to_vec(),
            },
        ],
        legend: Corner::TopRight,
        ..Chart::default()
    }
}

/// Every value once, ascending.
fn distinct(values: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut values: Vec<u64> = values.collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// A logarithmic axis over whole powers of ten.
fn logarithmic(label: &str, low: f64, high: f64) -> Axis {
    let power = |exponent: f64| libm::pow(10.0, exponent);
    Axis {
        label: label.into(),
        from: power(libm::log10(low).floor()),
        to: power(libm::log10(high).ceil()),
        step: 1.0,
        scale: Scale::Logarithmic,
    }
}

/// A logarithmic axis on which every point of some series finds room, and so much more above.
fn fitting(label: &str, series: &[Series], room: f64) -> Axis {
    let values = || series.iter().flat_map(|series| &series.data).map(|datum| datum.y);
    let low = values().reduce(f64::min).unwrap_or(1.0);
    logarithmic(label, low, room * values().reduce(f64::max).unwrap_or(1.0))
}
