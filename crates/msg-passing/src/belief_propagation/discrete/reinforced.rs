//! Reinforced belief propagation, for solutions.

use super::messages::Messages;
use crate::Stop;
use crate::error::{AlgorithmError, check_margin, check_sweeps};
use crate::reinforced::ReinforcedBp;
use crate::steering::Steering;
use piccole_core::Patterns;
use piccole_core::model::{FiniteSet, Prior};
use rand::seq::SliceRandom;
use rand_pcg::Pcg64Dxsm;

/// What [`ReinforcedBp::solve_discrete`] found.
#[derive(Clone, Debug, PartialEq)]
pub struct DiscreteOutcome {
    /// The best weights seen, values of the prior.
    pub weights: Vec<f64>,
    /// Patterns with stability `≤ κ` under these weights, counted from the patterns.
    pub errors: usize,
    /// Sweeps carried out.
    pub sweeps: usize,
    /// [`Stop::Solved`] or [`Stop::SweepLimit`].
    pub stop: Stop,
}

impl ReinforcedBp {
    /// Looks for weights with the values of a prior that satisfy every pattern.
    ///
    /// The messages are those of [`run_discrete`](crate::BeliefPropagation::run_discrete), and every weight feels
    /// `r_t L_i(w)`, its own log-probabilities times the strength of the reinforcement.
    ///
    /// # Errors
    /// [`AlgorithmError`] for a parameter outside its domain or an instance above the memory limit. Not to find a solution
    /// is no error: see [`DiscreteOutcome::errors`].
    pub fn solve_discrete(
        &self,
        patterns: &Patterns,
        prior: &FiniteSet,
        mut rng: Pcg64Dxsm,
    ) -> Result<DiscreteOutcome, AlgorithmError> {
        check_margin(self.margin)?;
        check_sweeps(self.max_sweeps)?;
        self.check()?;
        let mut messages = Messages::zero(patterns, prior, self.margin)?;
        messages.draw(self.initial, &mut rng);
        let mut order: Vec<usize> = (0..patterns.p()).collect();
        let mut steering = Steering::new(self.rate);
        let mut best = DiscreteOutcome { weights: Vec::new(), errors: usize::MAX, sweeps: 0, stop: Stop::SweepLimit };
        for sweep in 1..=self.max_sweeps {
            order.shuffle(&mut rng);
            messages.sweep(order.iter().copied(), self.damping);
            best.sweeps = sweep;
            let weights = messages.weights();
            let errors = patterns.errors_of_real(&weights, self.margin);
            if errors < best.errors {
                best = DiscreteOutcome { weights, errors, ..best };
            }
            if errors == 0 {
                best.stop = Stop::Solved;
                break;
            }
            match steering.advance(messages.mean_variance() / prior.second_moment(), patterns.n()) {
                Some(strength) => messages.reinforce(strength),
                None => messages.draw(self.initial, &mut rng),
            }
        }
        Ok(best)
    }
}
