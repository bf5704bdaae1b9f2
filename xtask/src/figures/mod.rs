//! `cargo xtask reproduce-figures`: plans in, gallery out, tables compared with the committed ones.

mod command;
mod difference;
mod pace;
mod plans;

pub(crate) use command::{ReproduceFigures, build};
pub(crate) use difference::Difference;
