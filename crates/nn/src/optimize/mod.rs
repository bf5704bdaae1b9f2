//! Optimisers as algebra on the flat vector of parameters.
//!
//! | optimiser | one step |
//! | --- | --- |
//! | [`Sgd`] | `v ← μ v + g + λ θ`, `θ ← θ − η v`; gradient descent where the batch is all examples |
//! | [`Langevin`] | `θ ← θ − η (g + λ θ) + √(2 T η) ξ` |
//! | [`EntropySgd`] | down the gradient `γ (θ − ⟨θ′⟩)` of minus the local entropy, `⟨θ′⟩` from a short Langevin run around `θ` |
//! | [`ReplicatedSgd`] | `y` replicas, each an SGD pulled towards the barycentre of all |
//!
//! None holds data or a random generator: gradients come from a closure, random numbers from [`StreamKey`]s that depend on
//! the step alone. All that a run remembers is therefore in its vectors and counters.
//!
//! [`StreamKey`]: piccole_core::StreamKey

mod batches;
mod entropy_sgd;
mod langevin;
mod replicated;
mod schedule;
mod sgd;

pub use batches::{Batches, Sampling};
pub use entropy_sgd::{EntropySgd, Walk};
pub use langevin::Langevin;
pub use replicated::{ReplicatedSgd, barycentre};
pub use schedule::Schedule;
pub use sgd::Sgd;
