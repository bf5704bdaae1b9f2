//! The entropy of the solutions at a given distance from given weights.

mod field;
mod point;
#[cfg(test)]
mod tests;

pub use point::{LocalEntropy, LocalEntropyPoint};
