//! Approximate message passing on instances, and the state evolution it should follow.

use crate::RunError;
use piccole_core::StreamKey;
use piccole_core::model::{Binary, Sign};
use piccole_core::patterns::{InputLaw, Patterns, Scenario, pattern_count};
use piccole_msg_passing::{Amp, AmpState};
use piccole_theory::replica::state_evolution;
use serde::{Deserialize, Serialize};

const CHANNEL: Sign = Sign { margin: 0.0 };

/// Largest change of a mean at rest: far below the fluctuations from instance to instance.
const TOLERANCE: f64 = 1e-6;

/// Steps of state evolution after which it is at rest at the densities that are looked at; next to the spinodal it slows down.
const AT_REST: usize = 5000;

/// Overlaps of state evolution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evolution {
    /// After 0, 1, 2, … iterations.
    pub overlaps: Vec<f64>,
    /// At rest.
    pub limit: f64,
}

/// Approximate message passing on one instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Overlaps with the teacher after 0, 1, 2, … iterations.
    pub overlaps: Vec<f64>,
    /// Overlap at the end.
    pub overlap: f64,
    /// Whether the posterior is the teacher.
    pub recovered: bool,
}

/// State evolution at one density.
pub(super) fn evolution(alpha: f64, steps: usize) -> Result<Evolution, RunError> {
    let all: Vec<f64> =
        state_evolution(&Binary, &CHANNEL, alpha, AT_REST.max(steps))?.iter().map(|x| x.overlap).collect();
    Ok(Evolution { limit: all[all.len() - 1], overlaps: all[..=steps].to_vec() })
}

/// One instance, whose density is the nearest that `N` weights can realise.
pub(super) fn measure(n: usize, alpha: f64, steps: usize, key: &StreamKey) -> Result<Measured, RunError> {
    let p = pattern_count(n, alpha)?;
    let patterns = Patterns::generate(Scenario::TeacherStudent, InputLaw::Signs, n, p, &key.named("patterns"))?;
    let overlap = |state: &AmpState| state.teacher_overlap(&patterns).unwrap_or(f64::NAN);
    let mut overlaps = vec![0.0];
    let amp = Amp { tolerance: TOLERANCE, ..Amp::default() };
    let outcome = amp.run_observed(&patterns, &Binary, &CHANNEL, |state| {
        if overlaps.len() <= steps {
            overlaps.push(overlap(state));
        }
    })?;
    let last = outcome.teacher_overlap(&patterns).unwrap_or(f64::NAN);
    // Where it stopped before, it stays.
    overlaps.resize(steps + 1, last);
    Ok(Measured { overlaps, overlap: last, recovered: last == 1.0 })
}
