//! Time against size, a panel a family.

use crate::Cost;
use piccole_benches::growth::{Family, Subject};
use piccole_experiments::figures::{Axis, Chart, Colour, Corner, Dash, Datum, Marker, Picture, Scale, Series};

const LOOKS: [(Colour, Marker); 7] = [
    (Colour::Blue, Marker::Circle),
    (Colour::Vermilion, Marker::Square),
    (Colour::Green, Marker::Triangle),
    (Colour::Purple, Marker::Diamond),
    (Colour::Orange, Marker::TriangleDown),
    (Colour::Sky, Marker::Plus),
    (Colour::Black, Marker::Square),
];

/// Points are measured, lines have the expected slope and go through the last point.
pub(crate) fn picture(all: &[(&Subject, Vec<Cost>)]) -> Picture {
    let panels = Family::ALL.into_iter().filter_map(|family| {
        let some: Vec<_> = all.iter().filter(|(subject, _)| subject.family == family).collect();
        (!some.is_empty()).then(|| panel(family, &some))
    });
    Picture {
        panels: panels.collect(),
        alt:
            "CPU time against size for every algorithm, on double logarithmic axes, with lines of the expected slopes."
                .to_owned(),
    }
}

fn panel(family: Family, all: &[&(&Subject, Vec<Cost>)]) -> Chart {
    let mut series = Vec::new();
    for ((subject, costs), (colour, marker)) in all.iter().copied().zip(LOOKS) {
        let measured = costs.iter().map(|cost| point(cost.size, cost.seconds)).collect();
        let Some(last) = costs.last() else { continue };
        let expected = |cost: &Cost| point(cost.size, last.seconds * libm::pow(cost.size / last.size, subject.time));
        series.push(Series {
            label: String::new(),
            colour,
            line: Some(Dash::Thin),
            marker: None,
            data: costs.iter().map(expected).collect(),
        });
        series.push(Series {
            label: format!("{} ∝ {}", subject.name, law(subject)),
            colour,
            line: None,
            marker: Some(marker),
            data: measured,
        });
    }
    let costs = || all.iter().flat_map(|(_, costs)| costs);
    Chart {
        title: family.title().to_owned(),
        x: axis("size", costs().map(|cost| cost.size), 0.0),
        // Room for the legend.
        y: axis("CPU seconds", costs().map(|cost| cost.seconds), 3.0),
        series,
        legend: Corner::TopLeft,
        ..Chart::default()
    }
}

/// The expected power of the size.
fn law(subject: &Subject) -> String {
    let size = subject.size.name();
    match subject.time {
        0.0 => "1".to_owned(),
        1.0 => size.to_owned(),
        2.0 => format!("{size}²"),
        3.0 => format!("{size}³"),
        power => format!("{size}^{power}"),
    }
}

fn point(x: f64, y: f64) -> Datum {
    Datum { x, y, bar: None }
}

/// Whole decades around some numbers, and more above.
fn axis(label: &str, numbers: impl Iterator<Item = f64>, more: f64) -> Axis {
    let logs: Vec<f64> = numbers.map(libm::log10).collect();
    let lowest = logs.iter().copied().fold(f64::INFINITY, f64::min).floor();
    let highest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max).ceil();
    let power = |exponent: f64| libm::pow(10.0, exponent);
    Axis {
        label: label.to_owned(),
        from: power(lowest),
        to: power(highest + more),
        scale: Scale::Logarithmic,
        step: 0.0,
    }
}
