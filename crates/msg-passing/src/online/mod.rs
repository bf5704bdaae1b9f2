//! On-line rules: one pattern at a time changes the hidden integer states behind the weights.
//!
//! The rules share the states, the order of presentation and the end of a run; they differ in what a presentation does.

mod bpi;
mod clipped;
mod sbpi;
mod synapses;

pub use bpi::Bpi;
pub use clipped::ClippedPerceptron;
pub use sbpi::Sbpi;

use crate::error::{AlgorithmError, check_margin, check_sweeps};
use crate::outcome::{Outcome, Referee, Stop};
use piccole_core::Patterns;
use piccole_core::patterns::Inputs;
use rand::Rng;
use rand::seq::SliceRandom;
use synapses::Synapses;

/// What a rule is told of the pattern presented, packed.
enum Presented<'a> {
    /// The product `ξ·W` does not exceed `κ√N`.
    Wrong { pattern: &'a [u64] },
    /// The product exceeds `κ√N` by `excess > 0`.
    Right { pattern: &'a [u64], excess: f64 },
}

/// What every on-line rule needs.
struct OnLine {
    /// Name of the rule, for errors.
    algorithm: &'static str,
    margin: f64,
    max_sweeps: usize,
}

impl OnLine {
    /// Presents the patterns, in a new order in each sweep, to random synapses with hidden states ±1 until all are right.
    fn train<R: Rng>(
        &self,
        patterns: &Patterns,
        rng: &mut R,
        mut present: impl FnMut(Presented<'_>, &mut Synapses, &mut R),
    ) -> Result<Outcome, AlgorithmError> {
        check_margin(self.margin)?;
        check_sweeps(self.max_sweeps)?;
        let Inputs::Signs(inputs) = patterns.gauged() else {
            return Err(AlgorithmError::RealInputs { algorithm: self.algorithm });
        };
        let right = self.margin * (patterns.n() as f64).sqrt();
        let mut synapses = Synapses::random(patterns.n(), rng);
        let mut referee = Referee::new(patterns, self.margin);
        let mut order: Vec<usize> = (0..patterns.p()).collect();
        for _ in 0..self.max_sweeps {
            order.shuffle(rng);
            for &mu in &order {
                let pattern = inputs.row_words(mu);
                let product = synapses.product(pattern);
                let presented = if product <= right {
                    Presented::Wrong { pattern }
                } else {
                    Presented::Right { pattern, excess: product - right }
                };
                present(presented, &mut synapses, rng);
            }
            if referee.judge(&synapses.weights(), 1.0) {
                return Ok(referee.close(Stop::Solved));
            }
        }
        Ok(referee.close(Stop::SweepLimit))
    }
}
