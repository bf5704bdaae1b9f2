//! Markov chains over binary weights: Metropolis sampling, annealing, and annealing of replicas that attract one another.

mod annealing;
mod attraction;
mod boltzmann;
mod chain;
mod entropy_driven;
mod replicated;
mod scene;
#[cfg(test)]
mod tests;
mod waiting;

pub use annealing::Annealing;
pub use attraction::Attraction;
pub use boltzmann::Boltzmann;
pub use chain::MetropolisChain;
pub use entropy_driven::EntropyDriven;
pub use replicated::ReplicatedAnnealing;

use rand::Rng;

/// A site with equal probabilities, up to `sites/2⁶⁴`, from one output of the generator.
#[inline(always)]
fn random_site(sites: usize, rng: &mut impl Rng) -> usize {
    ((u128::from(rng.next_u64()) * sites as u128) >> 64) as usize
}

/// A setting that goes from `first` to `last` in equal steps, the sweeps being `0..sweeps`.
fn scheduled((first, last): (f64, f64), sweep: usize, sweeps: usize) -> f64 {
    let share = sweep as f64 / (sweeps - 1).max(1) as f64;
    first + (last - first) * share.min(1.0)
}
