//! Pictures through kuva, the one place that knows it.

use super::chart::{Axis, Chart, Colour, Corner, Dash, Datum, Field, Marker, Picture, Scale, Series};
use kuva::backend::pdf::PdfBackend;
use kuva::backend::png::PngBackend;
use kuva::backend::svg::SvgBackend;
use kuva::plot::colormap::ColorMap;
use kuva::plot::contour::ContourPlot;
use kuva::plot::legend::{LegendEntry, LegendPosition, LegendShape};
use kuva::plot::line::{LinePlot, LineStyle};
use kuva::plot::scatter::{MarkerShape, ScatterPlot};
use kuva::render::annotations::ReferenceLine;
use kuva::render::figure::Figure;
use kuva::render::layout::{Layout, TickFormat};
use kuva::render::plots::Plot;
use kuva::render::theme::Theme;

/// A picture in all formats.
pub(super) struct Drawing {
    pub(super) svg: String,
    pub(super) png: Vec<u8>,
    pub(super) pdf: Vec<u8>,
}

/// Pixels of a panel that stands alone, and of one that does not.
const WIDE: f64 = 740.0;
const NARROW: f64 = 600.0;
const HEIGHT: f64 = 480.0;
const MARKER_RADIUS: f64 = 4.5;
const LINE_WIDTH: f64 = 2.0;
/// Pixels of the PNG for one of the SVG.
const PNG_SCALE: f32 = 2.0;

/// Draws a picture.
pub(super) fn draw(picture: &Picture) -> Result<Drawing, String> {
    let panels = picture.panels.iter();
    let plots = |chart: &Chart| chart.field.iter().map(contours).chain(chart.series.iter().flat_map(plots)).collect();
    let plots = panels.clone().map(plots).collect();
    let columns = picture.columns();
    let scene = Figure::new(picture.panels.len().div_ceil(columns), columns)
        .with_plots(plots)
        .with_layouts(panels.map(layout).collect())
        .with_cell_size(if picture.panels.len() == 1 { WIDE } else { NARROW }, HEIGHT)
        .render();
    let png = PngBackend::new().with_scale(PNG_SCALE).render_scene(&scene)?;
    let pdf = PdfBackend::new().render_scene(&scene)?;
    let svg = with_dark_colours(&renumbered(&SvgBackend::new().render_scene(&scene)));
    Ok(Drawing { svg, png, pdf })
}

/// Colours of a drawing on light paper, and what a reader of dark pages sees in their place: paper, text, grid, axes and the
/// palette's darkest colours, which dark paper would swallow. The others are legible on both.
const DARK: [(&str, &str); 10] = [
    ("white", "#17181a"),
    ("#ffffff", "#17181a"),
    ("#111111", "#e8e6e3"),
    ("#222222", "#c9c7c3"),
    ("#666666", "#a8a6a2"),
    ("#bbbbbb", "#55585e"),
    ("#e6e6e6", "#2e3034"),
    ("#000000", "#f2f0ec"),
    ("#0072b2", "#2f95d6"),
    ("#56b4e9", "#9ad7fb"),
];

/// The same SVG with a style for readers who ask for dark pages; it says nothing to others, to printers and to programs
/// that know no media queries.
fn with_dark_colours(svg: &str) -> String {
    let rule =
        |(light, dark): (&str, &str)| format!("[fill=\"{light}\"]{{fill:{dark}}}[stroke=\"{light}\"]{{stroke:{dark}}}");
    let rules: String = DARK.into_iter().map(rule).collect();
    match svg.find('>') {
        Some(end) => {
            let (opening, rest) = svg.split_at(end + 1);
            format!("{opening}<style>@media screen and (prefers-color-scheme:dark){{{rules}}}</style>{rest}")
        }
        None => svg.to_owned(),
    }
}

/// Numbers the clipping regions of an SVG from 0 in the order of their appearance. The library numbers them through the
/// life of the process, so that the bytes would depend on what was drawn before.
fn renumbered(svg: &str) -> String {
    const PREFIX: &str = "kuva-clip-";
    let mut parts = svg.split(PREFIX);
    let mut out = parts.next().unwrap_or_default().to_owned();
    let mut seen: Vec<&str> = Vec::new();
    for part in parts {
        let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let (number, rest) = part.split_at(digits);
        let order = seen.iter().position(|&known| known == number).unwrap_or_else(|| {
            seen.push(number);
            seen.len() - 1
        });
        out.push_str(&format!("{PREFIX}{order}{rest}"));
    }
    out
}

/// Axes, legend and reference lines.
fn layout(chart: &Chart) -> Layout {
    let theme = Theme {
        grid_color: "#e6e6e6".into(),
        axis_color: "#222222".into(),
        tick_color: "#222222".into(),
        text_color: "#111111".into(),
        legend_border: "#bbbbbb".into(),
        ..Theme::light()
    };
    let legend = match chart.legend {
        Corner::TopLeft => LegendPosition::InsideTopLeft,
        Corner::TopRight => LegendPosition::InsideTopRight,
        Corner::BottomLeft => LegendPosition::InsideBottomLeft,
        Corner::BottomRight => LegendPosition::InsideBottomRight,
    };
    let named = chart.series.iter().filter(|series| !series.label.is_empty());
    let mut layout = Layout::new((chart.x.from, chart.x.to), (chart.y.from, chart.y.to))
        .with_theme(theme)
        .with_x_label(chart.x.label.as_str())
        .with_y_label(chart.y.label.as_str())
        .with_clamp_axis()
        .with_x_axis_min(chart.x.from)
        .with_x_axis_max(chart.x.to)
        .with_y_axis_min(chart.y.from)
        .with_y_axis_max(chart.y.to)
        .with_x_tick_format(TickFormat::Fixed(decimals(&chart.x)))
        .with_y_tick_format(TickFormat::Fixed(decimals(&chart.y)))
        .with_label_size(17)
        .with_tick_size(14)
        .with_body_size(14)
        .with_legend_position(legend)
        .with_legend_entries(named.map(legend_entry).collect());
    if !chart.title.is_empty() {
        layout = layout.with_title(chart.title.as_str()).with_title_size(17);
    }
    // A distance between ticks would be taken for a difference on a logarithmic axis too.
    layout = match chart.x.scale {
        Scale::Linear => layout.with_x_tick_step(chart.x.step),
        Scale::Logarithmic => layout.with_log_x().with_x_tick_format(powers_of_ten()),
    };
    layout = match chart.y.scale {
        Scale::Linear => layout.with_y_tick_step(chart.y.step),
        Scale::Logarithmic => layout.with_log_y().with_y_tick_format(powers_of_ten()),
    };
    layout.show_colorbar = chart.field.is_some();
    if chart.bare {
        // There is no word for no axis: it is drawn in the colour of the paper.
        (layout.suppress_x_ticks, layout.suppress_y_ticks) = (true, true);
        let theme = Theme { axis_color: "#ffffff".into(), tick_color: "#ffffff".into(), ..layout.theme.clone() };
        layout = layout.with_theme(theme).with_show_grid(false);
    }
    for reference in &chart.references {
        let line = ReferenceLine::vertical(reference.x).with_color("#666666").with_label(reference.label.as_str());
        layout = layout.with_reference_line(line);
    }
    layout
}

/// Ticks of a logarithmic axis, `10⁻³`.
fn powers_of_ten() -> TickFormat {
    const DIGITS: [char; 10] = [
        '\u{2070}', '\u{b9}', '\u{b2}', '\u{b3}', '\u{2074}', '\u{2075}', '\u{2076}', '\u{2077}', '\u{2078}',
        '\u{2079}',
    ];
    TickFormat::Custom(std::sync::Arc::new(|value| {
        let exponent = libm::log10(value);
        if (exponent - exponent.round()).abs() > 1e-9 {
            return String::new();
        }
        let raised = |c: char| c.to_digit(10).map_or('\u{207b}', |digit| DIGITS[digit as usize]);
        format!("10{}", (exponent.round() as i64).to_string().chars().map(raised).collect::<String>())
    }))
}

/// The bands of a field with the lines between them.
fn contours(field: &Field) -> Plot {
    let (Some(&low), Some(&high)) = (field.levels.first(), field.levels.last()) else {
        return Plot::Contour(ContourPlot::new());
    };
    let values: Vec<Vec<f64>> =
        field.values.iter().map(|row| row.iter().map(|value| value.clamp(low, high)).collect()).collect();
    // The library spreads its colours over the values there are; here a colour belongs to a level.
    let (lowest, highest) = ContourPlot::new().with_grid(values.clone(), Vec::new(), Vec::new()).z_range();
    let levels = field.levels.clone();
    let colour = move |share: f64| band_colour(&levels, lowest + share * (highest - lowest));
    let plot = ContourPlot::new()
        .with_grid(values, field.x.clone(), field.y.clone())
        .with_levels(&field.levels)
        .with_filled()
        .with_colormap(ColorMap::Custom(std::sync::Arc::new(colour)))
        .with_line_color("#333333")
        .with_line_width(0.6)
        .with_legend(field.label.as_str());
    Plot::Contour(plot)
}

/// Colour of the band between two levels that holds a value; a value on a level, but for rounding, belongs above it.
fn band_colour(levels: &[f64], value: f64) -> String {
    let (low, high) = (levels[0], levels[levels.len() - 1]);
    let band = levels.partition_point(|level| *level <= value + 1e-9 * (high - low)).saturating_sub(1);
    ColorMap::Cividis.map(band as f64 / (levels.len() - 1).max(1) as f64)
}

/// Decimals that the ticks of an axis need.
fn decimals(axis: &Axis) -> usize {
    (0..6).find(|&digits| format!("{:.digits$}", axis.step).parse() == Ok(axis.step)).unwrap_or(6)
}

/// The line below and the markers above.
fn plots(series: &Series) -> Vec<Plot> {
    let places = || series.data.iter().map(|datum| (datum.x, datum.y));
    let colour = hex(series.colour);
    let mut plots = Vec::new();
    if let Some(dash) = series.line {
        let line = LinePlot::new().with_data(places()).with_color(colour).with_stroke_width(line_width(dash));
        plots.push(Plot::Line(line.with_line_style(line_style(dash))));
    }
    if let Some(marker) = series.marker {
        // The library draws bars for all points of a plot or for none.
        let (barred, bare): (Vec<Datum>, Vec<Datum>) = series.data.iter().partition(|datum| datum.bar.is_some());
        for data in [barred, bare].iter().filter(|data| !data.is_empty()) {
            let bars = data.iter().filter_map(|datum| datum.bar.map(|(low, high)| (datum.y - low, high - datum.y)));
            let scatter = ScatterPlot::new()
                .with_data(data.iter().map(|datum| (datum.x, datum.y)))
                .with_y_err_asymmetric(bars)
                .with_color(colour)
                .with_marker(shape(marker))
                .with_size(if marker == Marker::Disc { 3.0 * MARKER_RADIUS } else { MARKER_RADIUS });
            plots.push(Plot::Scatter(scatter));
        }
    }
    plots
}

fn legend_entry(series: &Series) -> LegendEntry {
    LegendEntry {
        label: series.label.clone(),
        color: hex(series.colour).to_owned(),
        shape: series.marker.map_or(LegendShape::Line, |marker| LegendShape::Marker(shape(marker))),
        dasharray: series.line.and_then(|dash| line_style(dash).dasharray()),
    }
}

fn line_width(dash: Dash) -> f64 {
    match dash {
        Dash::Thin => 0.5 * LINE_WIDTH,
        Dash::Thick => 2.0 * LINE_WIDTH,
        _ => LINE_WIDTH,
    }
}

fn line_style(dash: Dash) -> LineStyle {
    match dash {
        Dash::Solid | Dash::Thin | Dash::Thick => LineStyle::Solid,
        Dash::Dashed => LineStyle::Custom("10 5".into()),
        Dash::Dotted => LineStyle::Custom("2 4".into()),
        Dash::DashDotted => LineStyle::Custom("12 4 2 4".into()),
        Dash::LongDashed => LineStyle::Custom("20 5".into()),
        Dash::DashDotDotted => LineStyle::Custom("12 4 2 4 2 4".into()),
    }
}

fn shape(marker: Marker) -> MarkerShape {
    match marker {
        Marker::Circle | Marker::Disc => MarkerShape::Circle,
        Marker::Square => MarkerShape::Square,
        Marker::Triangle => MarkerShape::Triangle,
        Marker::Diamond => MarkerShape::Diamond,
        Marker::TriangleDown => MarkerShape::TriangleDown,
        Marker::Plus => MarkerShape::Plus,
    }
}

/// The palette of Okabe and Ito.
fn hex(colour: Colour) -> &'static str {
    match colour {
        Colour::Black => "#000000",
        Colour::Blue => "#0072B2",
        Colour::Vermilion => "#D55E00",
        Colour::Green => "#009E73",
        Colour::Purple => "#CC79A7",
        Colour::Sky => "#56B4E9",
        Colour::Orange => "#E69F00",
        Colour::Grey => "#999999",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clipping_regions_are_numbered_within_the_picture() {
        let svg = "<clipPath id=\"kuva-clip-17\"/><clipPath id=\"kuva-clip-9\"/><g clip-path=\"url(#kuva-clip-17)\">";
        let expected =
            "<clipPath id=\"kuva-clip-0\"/><clipPath id=\"kuva-clip-1\"/><g clip-path=\"url(#kuva-clip-0)\">";
        assert_eq!(renumbered(svg), expected);
    }

    #[test]
    fn dark_colours_are_for_screens_that_ask_for_them() {
        let svg = with_dark_colours("<svg fill=\"#111111\"><rect fill=\"white\"/></svg>");
        assert!(svg.starts_with("<svg fill=\"#111111\"><style>@media screen and (prefers-color-scheme:dark){"));
        assert!(
            svg.contains("[fill=\"white\"]{fill:#17181a}") && svg.ends_with("</style><rect fill=\"white\"/></svg>")
        );
    }

    #[test]
    fn a_colour_belongs_to_a_band_whatever_else_is_in_the_picture() {
        let levels = [0.0, 0.5, 1.0];
        let colour = |value| band_colour(&levels, value);
        assert_eq!([colour(0.1), colour(0.5 - 1e-12), colour(0.9)], [colour(-3.0), colour(0.5), colour(0.5)]);
        assert_eq!(colour(1.0), ColorMap::Cividis.map(1.0));
        assert!(colour(0.0) != colour(0.5) && colour(0.5) != colour(1.0));
    }

    #[test]
    fn ticks_have_the_decimals_of_their_step() {
        let axis = |step| Axis { label: String::new(), from: 0.0, to: 1.0, step, scale: Scale::Linear };
        assert_eq!([1.0, 0.25, 0.1, 0.0125].map(|step| decimals(&axis(step))), [0, 2, 1, 4]);
    }
}
