//! `cargo xtask bench-ci`: instruction counts against the committed ones.

mod baseline;
mod command;
mod counts;
mod cpu;
mod tools;

pub(crate) use command::BenchCi;
