//! `cargo xtask reproduce-figures`: plans in, gallery out, tables compared with the committed ones.

mod command;
mod difference;
mod plans;

pub(crate) use command::{ReproduceFigures, executable};
pub(crate) use difference::Difference;
