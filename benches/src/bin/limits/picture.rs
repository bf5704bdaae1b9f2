//! The rooflines.

use crate::kernels::{Kernel, Kind};
use crate::machine::Machine;
use piccole_experiments::figures::{Axis, Chart, Colour, Corner, Dash, Datum, Marker, Picture, Scale, Series};

/// Packed kernels against the size of their matrix, dense ones against their operations a byte.
pub(crate) fn picture(machine: &Machine, kernels: &[Kernel]) -> Picture {
    Picture {
        panels: vec![packed(machine, kernels), dense(machine, kernels)],
        alt:
            "Rates of the kernels below the limits of one core: packed matrices against their size, dense ones against \
              the operations a byte that is read."
                .to_owned(),
    }
}

fn logarithmic(label: &str, from: f64, to: f64) -> Axis {
    Axis { label: label.to_owned(), from, to, scale: Scale::Logarithmic, ..Axis::default() }
}

fn point(x: f64, y: f64) -> Datum {
    Datum { x, y, bar: None }
}

fn line(label: &str, colour: Colour, dash: Dash, data: Vec<Datum>) -> Series {
    Series { label: label.to_owned(), colour, line: Some(dash), marker: None, data }
}

fn points(label: &str, colour: Colour, marker: Marker, data: Vec<Datum>) -> Series {
    Series { label: label.to_owned(), colour, line: None, marker: Some(marker), data }
}

fn packed(machine: &Machine, kernels: &[Kernel]) -> Chart {
    let reading = machine.reading.iter().map(|&(bytes, rate)| point(bytes as f64, 8.0 * rate)).collect();
    let (from, to) = (1e4, 1e9);
    let counting = vec![point(from, machine.counting_rate()), point(to, machine.counting_rate())];
    let of_kind = |kind: Kind| -> Vec<Datum> {
        let some = kernels.iter().filter(|kernel| kernel.kind == kind);
        some.map(|kernel| point(kernel.bytes as f64, kernel.rate)).collect()
    };
    Chart {
        title: "Matrices of ±1".to_owned(),
        x: logarithmic("bytes of the packed matrix", from, to),
        y: logarithmic("10⁹ weights × patterns/s", 10.0, 1e4),
        series: vec![
            line("reading", Colour::Black, Dash::Solid, reading),
            line("counting bits in the first cache", Colour::Grey, Dash::Dashed, counting),
            points("stabilities", Colour::Blue, Marker::Circle, of_kind(Kind::Counted)),
            points("products with reals", Colour::Vermilion, Marker::Square, of_kind(Kind::Signs)),
        ],
        legend: Corner::TopRight,
        ..Chart::default()
    }
}

fn dense(machine: &Machine, kernels: &[Kernel]) -> Chart {
    let (from, to) = (0.1, 1e4);
    let mut series = Vec::new();
    let looks = [("single precision", Colour::Black, Dash::Solid), ("double precision", Colour::Grey, Dash::Dashed)];
    for (peak, (label, colour, dash)) in machine.fma.into_iter().zip(looks) {
        // A roof is the peak, and on its left what memory delivers.
        let memory = machine.reading.last().map_or(0.0, |&(_, rate)| rate);
        let roof = vec![point(from, from * memory), point(peak / memory, peak), point(to, peak)];
        series.push(line(label, colour, dash, roof));
    }
    for (kind, label, colour, marker) in [
        (Kind::Single, "training steps", Colour::Blue, Marker::Circle),
        (Kind::Double, "ridge regression", Colour::Vermilion, Marker::Square),
    ] {
        let some = kernels.iter().filter(|kernel| kernel.kind == kind);
        series.push(points(label, colour, marker, some.map(|kernel| point(kernel.intensity(), kernel.rate)).collect()));
    }
    Chart {
        title: "Dense matrices".to_owned(),
        x: logarithmic("operations a byte", from, to),
        y: logarithmic("10⁹ operations/s", 1.0, 1e3),
        series,
        legend: Corner::BottomRight,
        ..Chart::default()
    }
}
