//! What a figure shows.

/// What a figure shows: one chart, or several side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// From left to right.
    pub panels: Vec<Chart>,
    /// A sentence for readers who do not see the picture.
    pub alt: String,
}

/// A plane with series and reference lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Horizontal axis.
    pub x: Axis,
    /// Vertical axis.
    pub y: Axis,
    /// Drawn in order, later ones on top.
    pub series: Vec<Series>,
    /// Lines that mark a value of `x`.
    pub references: Vec<Reference>,
    /// Where the legend finds room.
    pub legend: Corner,
}

/// An axis: label as the literature writes it, range and distance of ticks.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Symbol and unit.
    pub label: String,
    /// First value shown.
    pub from: f64,
    /// Last value shown.
    pub to: f64,
    /// Distance of the ticks.
    pub step: f64,
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
    /// – – –
    Dashed,
    /// · · ·
    Dotted,
    /// – · –
    DashDotted,
}

/// Marker shapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// ●
    Circle,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corner {
    /// Top left.
    TopLeft,
    /// Top right.
    TopRight,
    /// Bottom left.
    BottomLeft,
    /// Bottom right.
    BottomRight,
}
