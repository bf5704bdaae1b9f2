//! Two-time functions along a training.

use crate::RunError;
use crate::parameters::Count;
use piccole_nn::Scalar;
use piccole_nn::dynamics::{TwoTimeRecorder, logarithmic_times};
use piccole_nn::train::Training;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The pairs of times between which a training is compared with itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TwoTimeParameters {
    /// Steps after which the clock starts.
    waiting_times: Vec<Count>,
    /// Largest number of steps from there.
    longest_lag: Count,
    /// Lags in every factor of ten, from one step on.
    #[serde(default = "three")]
    lags_per_decade: Count,
}

fn three() -> Count {
    Count::try_from(3_usize).expect("a small positive number")
}

/// How far a training moved between two times.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TwoTimeRow {
    /// Steps `t_w` before the clock starts.
    pub waiting_time: u64,
    /// Steps `t` from there.
    pub lag: u64,
    /// Mean-square displacement `|θ(t_w + t) − θ(t_w)|²/P`.
    pub displacement: f64,
    /// Cosine of the angle between `θ(t_w)` and `θ(t_w + t)`.
    pub overlap: f64,
    /// Mean loss over all training examples at `t_w`.
    pub loss: f64,
}

impl TwoTimeParameters {
    /// The waiting times, in steps, as the plan has them.
    pub fn waiting_times(&self) -> Vec<u64> {
        self.waiting_times.iter().map(|time| time.get() as u64).collect()
    }

    /// The lags, in steps, ascending.
    pub fn lags(&self) -> Vec<u64> {
        let per_decade = u32::try_from(self.lags_per_decade.get()).unwrap_or(u32::MAX);
        logarithmic_times(1, self.longest_lag.get() as u64, per_decade)
    }

    /// Steps after which every pair has been seen.
    pub fn steps(&self) -> u64 {
        self.waiting_times().into_iter().max().unwrap_or(0) + self.longest_lag.get() as u64
    }

    /// Refuses a training that is too short for any pair of times.
    ///
    /// # Errors
    /// [`RunError::NoPair`].
    pub fn check(&self, steps: u64) -> Result<(), RunError> {
        match self.waiting_times().into_iter().min() {
            Some(first) if first < steps => Ok(()),
            first => Err(RunError::NoPair { first: first.unwrap_or(0), steps }),
        }
    }

    /// Runs a new training for so many steps and compares it with itself; pairs beyond the end are missing. After every
    /// step, `progress` is told how many there were.
    ///
    /// # Errors
    /// [`RunError::Diverged`] if the loss becomes infinite or NaN.
    pub fn measure<T: Scalar>(
        &self,
        training: &mut Training<'_, T>,
        steps: u64,
        mut progress: impl FnMut(u64),
    ) -> Result<Vec<TwoTimeRow>, RunError> {
        let waiting_times = self.waiting_times();
        let mut recorder = TwoTimeRecorder::new(&waiting_times, &self.lags());
        let mut losses = Vec::new();
        for step in 0..=steps {
            if recorder.wants(step) {
                recorder.record(step, training.parameters());
            }
            if waiting_times.contains(&step) {
                losses.push((step, training.evaluate().loss));
            }
            if step < steps {
                let loss = training.step();
                if !loss.is_finite() {
                    return Err(RunError::Diverged { step, loss });
                }
                progress(step + 1);
            }
        }
        let loss = |time: u64| losses.iter().find(|(at, _)| *at == time).map_or(f64::NAN, |(_, loss)| *loss);
        let row = |pair: piccole_nn::dynamics::TwoTime| TwoTimeRow {
            waiting_time: pair.waiting_time,
            lag: pair.lag,
            displacement: pair.displacement,
            overlap: pair.overlap,
            loss: loss(pair.waiting_time),
        };
        Ok(recorder.finish().into_iter().map(row).collect())
    }
}
