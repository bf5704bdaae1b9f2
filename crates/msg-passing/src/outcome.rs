//! What every solver returns.

use crate::algorithm::Sweep;
use crate::problem::Problem;
use piccole_core::Committee;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why an algorithm stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Stop {
    /// Weights without an error were found.
    Solved,
    /// The messages stopped changing, within the tolerance asked for.
    Converged,
    /// Every weight was fixed, with errors left.
    Fixed,
    /// A schedule came to its end, with errors left.
    ScheduleEnd,
    /// The number of sweeps allowed was used up.
    SweepLimit,
    /// The next state was not finite; the last one that was is returned.
    Diverged,
    /// The run was closed before it had come to an end.
    Interrupted,
}

impl Stop {
    /// The reason in kebab case, as tables print it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Solved => "solved",
            Self::Converged => "converged",
            Self::Fixed => "fixed",
            Self::ScheduleEnd => "schedule-end",
            Self::SweepLimit => "sweep-limit",
            Self::Diverged => "diverged",
            Self::Interrupted => "interrupted",
        }
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The state after one sweep over the patterns.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepRecord {
    /// Number of patterns that the current weights do not satisfy.
    pub errors: usize,
    /// Mean squared magnetization `Σ_ki m_ki²/(K N)`: 0 undecided, 1 fully polarised (always 1 for rules without marginals).
    pub overlap: f64,
}

/// What a solver found.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The best weights seen: those with the fewest errors, and of these the first.
    pub weights: Committee,
    /// Patterns with stability `≤ κ` under [`weights`](Self::weights), counted anew from the patterns.
    pub errors: usize,
    /// Sweeps over the patterns that were carried out.
    pub sweeps: usize,
    /// Why the solver stopped.
    pub stop: Stop,
    /// One record a sweep, in order.
    pub history: Vec<SweepRecord>,
}

impl Outcome {
    /// Whether every pattern is satisfied.
    pub fn solved(&self) -> bool {
        self.errors == 0
    }
}

/// Keeps the best weights while a solver runs, counting errors itself so that no solver judges its own work.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Referee {
    best: Option<(Committee, usize)>,
    history: Vec<SweepRecord>,
}

impl Referee {
    /// Judges the weights after a sweep; true when they satisfy every pattern.
    pub(crate) fn judge(&mut self, problem: Problem<'_>, margin: f64, sweep: &Sweep) -> bool {
        let errors = sweep.weights.errors(problem.patterns(), margin);
        self.history.push(SweepRecord { errors, overlap: sweep.overlap });
        if self.best.as_ref().is_none_or(|(_, fewest)| errors < *fewest) {
            self.best = Some((sweep.weights.clone(), errors));
        }
        errors == 0
    }

    /// Sweeps judged.
    pub(crate) fn sweeps(&self) -> usize {
        self.history.len()
    }

    /// One record a sweep.
    pub(crate) fn history(&self) -> &[SweepRecord] {
        &self.history
    }

    /// Closes the run.
    ///
    /// # Panics
    /// If no sweep was judged.
    pub(crate) fn close(self, problem: Problem<'_>, margin: f64, stop: Stop) -> Outcome {
        let (weights, _) = self.best.expect("a solver makes at least one sweep");
        let errors = weights.errors(problem.patterns(), margin);
        Outcome { weights, errors, sweeps: self.history.len(), stop, history: self.history }
    }
}
