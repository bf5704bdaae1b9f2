//! Training sets: gauged inputs, labels and, where there is one, the teacher.
//!
//! | scenario | labels `y^μ` | teacher |
//! | --- | --- | --- |
//! | [`Scenario::Storage`] | ±1 with equal probability | none |
//! | [`Scenario::TeacherStudent`] | `sign(Σ_i T_i x^μ_i)` | `T_i` = ±1 with equal probability |
//!
//! The inputs `x^μ_i` are independent ±1 or Gaussians of unit variance ([`InputLaw`]). [`Patterns::generate`] draws a
//! training set, [`Patterns::from_gauged`] takes one from elsewhere, and [`formats`](crate::formats) reads and writes it.

mod error;
mod generate;
mod inputs;
mod scenario;
mod training_set;

pub use error::PatternsError;
pub use generate::{MEMORY_LIMIT, pattern_count};
pub use inputs::{Inputs, RealMatrix};
pub use scenario::{InputLaw, Scenario};
pub use training_set::Patterns;
