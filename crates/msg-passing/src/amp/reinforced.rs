//! Reinforced approximate message passing.

use super::iteration::Model;
use crate::error::{AlgorithmError, check, check_margin, check_sweeps};
use crate::outcome::{Outcome, Referee, Stop};
use piccole_core::model::{Binary, Sign};
use piccole_core::{BitVector, Patterns};

/// Approximate message passing whose means are pushed, iteration by iteration, towards the weights they favour.
///
/// To the field of a weight is added its last one times a strength that grows from 0 towards 1,
///
/// ```math
/// B^t = A^t m^t + F^\top g^t + r_t B^{t-1}, \qquad r_t = 1 - (1 - \rho)^t ,
/// ```
///
/// so that the means polarise and their signs become a solution. A smaller rate `ρ` takes more iterations and solves
/// instances of higher density. Where the weights have frozen with errors left, the run starts anew with nine tenths of the rate,
/// until the iterations are used up. Nothing is random: one instance, one outcome.
///
/// Default settings solve random labels at N = 1001, α = 0.7 in 30 of 30 instances, in 77 to 727 iterations.
///
/// It does what [`ReinforcedBp`](crate::ReinforcedBp) does with `O(N + P)` instead of `8 P N` bytes.
///
/// Source: Braunstein & Zecchina, Phys. Rev. Lett. 96, 030201 (2006), for the reinforcement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReinforcedAmp {
    /// Margin `κ` that a stability must exceed.
    pub margin: f64,
    /// Rate `ρ` at which the reinforcement grows in the first attempt, in `(0, 1)`.
    pub rate: f64,
    /// Iterations allowed, over all attempts.
    pub max_sweeps: usize,
}

impl Default for ReinforcedAmp {
    /// No margin, rate 0.012, 1000 iterations.
    fn default() -> Self {
        Self { margin: 0.0, rate: 0.012, max_sweeps: 1000 }
    }
}

/// An attempt is given up when its weights have stayed the same for this many iterations …
const STALLED: usize = 10;
/// … with a mean squared magnetization above this one: before, the weights may rest and then move on.
const POLARISED: f64 = 0.95;
/// … or when the variances of all weights sum to less than this: with no weight undecided the equations have lost their
/// meaning, and weights that still flip do so at random.
const DECIDED: f64 = 0.01;
/// Factor of the rate from one attempt to the next. At N = 1001 each attempt succeeds about as often as the last, so that
/// it is better to try again with nearly the same rate than to spend the iterations on a slow one.
const NEXT_RATE: f64 = 0.9;

impl ReinforcedAmp {
    /// Looks for weights that satisfy every pattern.
    ///
    /// # Errors
    /// [`AlgorithmError::Parameter`] for a parameter outside its domain. Not to find a solution is no error: see
    /// [`Outcome::errors`].
    pub fn solve(&self, patterns: &Patterns) -> Result<Outcome, AlgorithmError> {
        check_margin(self.margin)?;
        check_sweeps(self.max_sweeps)?;
        check("rate", self.rate, self.rate > 0.0 && self.rate < 1.0, "a number in (0, 1)")?;
        let channel = Sign { margin: self.margin };
        let model = Model::new(patterns, &Binary, &channel);
        let mut referee = Referee::new(patterns, self.margin);
        let mut state = model.start();
        let mut next = state.clone();
        let (mut rate, mut decay) = (self.rate, 1.0);
        let (mut last, mut unchanged) = (BitVector::from_fn(patterns.n(), |_| true), 0);
        for _ in 0..self.max_sweeps {
            let finite = model.step(&state, &mut next, 0.0, 1.0 - decay);
            if finite {
                std::mem::swap(&mut state, &mut next);
            }
            let weights = BitVector::from_fn(patterns.n(), |i| state.fields()[i] >= 0.0);
            let overlap = 1.0 - state.variance;
            if referee.judge(&weights, overlap) {
                return Ok(referee.close(Stop::Solved));
            }
            unchanged = if weights == last { unchanged + 1 } else { 0 };
            last = weights;
            let stalled = unchanged >= STALLED && overlap > POLARISED;
            if !finite || stalled || state.variance * (patterns.n() as f64) < DECIDED {
                state = model.start();
                (rate, decay, unchanged) = (NEXT_RATE * rate, 1.0, 0);
            } else {
                decay *= 1.0 - rate;
            }
        }
        Ok(referee.close(Stop::SweepLimit))
    }
}
