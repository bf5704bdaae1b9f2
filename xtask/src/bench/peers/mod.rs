//! `cargo xtask bench-peers`: ours and theirs by turns.

mod agreement;
mod command;
mod comparison;
mod environment;
mod machine;
mod questions;
mod readme;
mod side;
mod spread;
mod table;

pub(crate) use command::BenchPeers;
