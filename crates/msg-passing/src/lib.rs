#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod belief_propagation;
mod error;
mod outcome;
mod reinforced;
mod sbpi;

pub use belief_propagation::{BeliefPropagation, Marginals};
pub use error::AlgorithmError;
pub use outcome::{Outcome, Stop, SweepRecord};
pub use reinforced::ReinforcedBp;
pub use sbpi::Sbpi;
