#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod algorithm;
mod amp;
mod belief_propagation;
mod checkpoint;
mod decimation;
mod error;
mod focusing;
mod local_entropy;
mod max_sum;
mod monte_carlo;
mod online;
mod outcome;
mod pattern;
mod problem;
mod reinforced;
mod replicated_sgd;
mod run;
mod steering;

pub use algorithm::{Algorithm, Solver, Sweep};
pub use amp::{Amp, AmpOutcome, AmpState, ReinforcedAmp};
pub use belief_propagation::{BeliefPropagation, DiscreteMarginals, DiscreteOutcome, Marginals};
pub use decimation::BpDecimation;
pub use error::{AlgorithmError, CheckpointError};
pub use focusing::{Focus, FocusingBp, FocusingState, FocusingStep, Protocol};
pub use local_entropy::{LocalEntropy, LocalEntropyPoint};
pub use max_sum::MaxSum;
pub use monte_carlo::{Annealing, Attraction, Boltzmann, EntropyDriven, MetropolisChain, ReplicatedAnnealing};
pub use online::{Bpi, ClippedPerceptron, Sbpi};
pub use outcome::{Outcome, Stop, SweepRecord};
pub use problem::Problem;
pub use reinforced::ReinforcedBp;
pub use replicated_sgd::{Formula, ReplicatedSgd};
pub use run::{Run, Search};
