//! Tests that join the crates: see `tests/`; and what they share with the fuzz targets.

#![forbid(unsafe_code)]

pub mod parsers;
