//! What a figure shows.

/// What a figure shows: one chart, or several side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// From left to right, more than four in rows of equal length.
    pub panels: Vec<Chart>,
    /// A sentence for readers who do not see the picture.
    pub alt: String,
}

impl Picture {
    /// Panels side by side.
    pub(crate) fn columns(&self) -> usize {
        const MOST: usize = 4;
        let rows = self.panels.len().div_ceil(MOST);
        self.panels.len().div_ceil(rows.max(1))
    }
}

/// A plane with series and reference lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    /// Above the plane; empty for none.
    pub title: String,
    /// Horizontal axis.
    pub x: Axis,
    /// Vertical axis.
    pub y: Axis,
    /// A function of the plane, below everything else.
    pub field: Option<Field>,
    /// Drawn in order, later ones on top.
    pub series: Vec<Series>,
    /// Lines that mark a value of `x`.
    pub references: Vec<Reference>,
    /// Where the legend finds room.
    pub legend: Corner,
    /// Without axes, ticks and grid: a diagram.
    pub bare: bool,
}

/// An axis: label as the literature writes it, range and distance of ticks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Axis {
    /// Symbol and unit.
    pub label: String,
    /// First value shown.
    pub from: f64,
    /// Last value shown.
    pub to: f64,
    /// Distance of the ticks. Of no meaning on a logarithmic axis, which has one at every power of ten.
    pub step: f64,
    /// How the values lie on it.
    pub scale: Scale,
}

/// How values lie on an axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// Equal distances for equal differences.
    #[default]
    Linear,
    /// Equal distances for equal ratios; the range is positive.
    Logarithmic,
}

/// A function of two variables, shown by filled bands between its level lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// What it is, beside the scale of its colours.
    pub label: String,
    /// Abscissas of the grid, ascending.
    pub x: Vec<f64>,
    /// Ordinates of the grid, ascending.
    pub y: Vec<f64>,
    /// `values[j][i]` belongs to `x[i]` and `y[j]`.
    pub values: Vec<Vec<f64>>,
    /// Levels of the lines, ascending; beyond the first and the last the colour stays the same.
    pub levels: Vec<f64>,
}

/// Points that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Text in the legend; empty for a further piece of a curve that is in it already.
    pub label: String,
    /// Colour of line, markers and error bars.
    pub colour: Colour,
    /// Line through the points, if any.
    pub line: Option<Dash>,
    /// Marker at the points, if any.
    pub marker: Option<Marker>,
    /// The points.
    pub data: Vec<Datum>,
}

/// One point, with an error bar where both ends are given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Datum {
    /// Abscissa.
    pub x: f64,
    /// Ordinate.
    pub y: f64,
    /// Lower and upper end of the error bar.
    pub bar: Option<(f64, f64)>,
}

/// A vertical line at a value of `x`.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// Where.
    pub x: f64,
    /// What, written beside the line.
    pub label: String,
}

/// Colours that readers with any common form of colour blindness can tell apart (Okabe and Ito, 2008).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Black.
    Black,
    /// Blue.
    Blue,
    /// Vermilion.
    Vermilion,
    /// Bluish green.
    Green,
    /// Reddish purple.
    Purple,
    /// Sky blue.
    Sky,
    /// Orange.
    Orange,
    /// Grey, for what stays in the background.
    Grey,
}

/// Line styles that survive grey printing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dash {
    /// ———
    Solid,
    /// ———, half as wide.
    Thin,
    /// ———, twice as wide.
    Thick,
    /// – – –
    Dashed,
    /// · · ·
    Dotted,
    /// – · –
    DashDotted,
    /// –– ––
    LongDashed,
    /// – · · –
    DashDotDotted,
}

/// Marker shapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// ●
    Circle,
    /// ●, three times as large.
    Disc,
    /// ■
    Square,
    /// ▲
    Triangle,
    /// ◆
    Diamond,
    /// ▼
    TriangleDown,
    /// +
    Plus,
}

/// A corner of the plane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Corner {
    /// Top left.
    TopLeft,
    /// Top right.
    #[default]
    TopRight,
    /// Bottom left.
    BottomLeft,
    /// Bottom right.
    BottomRight,
}
