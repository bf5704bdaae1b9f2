//! Around a typical solution of random labels.
//!
//! `overlaps` has the coordinates in which nothing cancels, `patterns` and `spins` the two-dimensional averages, `saddle`
//! one distance, `trace` the branch as a whole and `curve` the grid that was asked for.

mod curve;
mod overlaps;
mod patterns;
mod saddle;
mod spins;
mod trace;

pub(crate) use curve::Potential;
#[cfg(test)]
pub(super) use curve::around_typical_with;
pub use curve::{References, around_typical};
