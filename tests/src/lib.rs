//! Tests that join the crates: see `tests/`.

#![forbid(unsafe_code)]
