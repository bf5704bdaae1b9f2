//! Max-sum: message passing at zero temperature.
//!
//! [`row`] is the update of one pattern's messages, [`solver`] the public face.

mod row;
mod solver;
#[cfg(test)]
mod tests;

pub use solver::MaxSum;
