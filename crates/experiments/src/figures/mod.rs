//! Figures: what is drawn, in one look for all of them, as SVG, PNG and PDF.
//!
//! A [`Picture`] says what is to be seen (series, error bars, reference lines, axes) and knows no drawing library;
//! `render` is the only file that does. The same picture gives the same bytes every time.

mod chart;
mod page;
mod render;

pub use chart::{Axis, Chart, Colour, Corner, Dash, Datum, Field, Marker, Picture, Reference, Scale, Series};
pub(crate) use page::Page;
pub use page::write;
