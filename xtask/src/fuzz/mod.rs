//! `cargo xtask fuzz`: the parsers under libFuzzer.

mod command;
mod outcome;
mod tools;

pub(crate) use command::Fuzz;
