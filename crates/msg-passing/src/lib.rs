#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod amp;
mod belief_propagation;
mod decimation;
mod error;
mod online;
mod outcome;
mod pattern;
mod reinforced;

pub use amp::{Amp, AmpOutcome, AmpState, ReinforcedAmp};
pub use belief_propagation::{BeliefPropagation, Marginals};
pub use decimation::BpDecimation;
pub use error::AlgorithmError;
pub use online::{Bpi, ClippedPerceptron, Sbpi};
pub use outcome::{Outcome, Stop, SweepRecord};
pub use reinforced::ReinforcedBp;
