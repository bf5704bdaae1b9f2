//! The strength of a reinforcement that is steered by how polarised the weights are.

use serde::{Deserialize, Serialize};

/// The exponent `c` of the steering. The variance answers to a change of the strength within some ten sweeps.
const STEERING: f64 = 0.03;
/// The variance is taken to be no farther from the one asked for than this factor, so that the strength changes smoothly.
const LARGEST_RATIO: f64 = std::f64::consts::E;
/// Factor of the rate from one attempt to the next.
const NEXT_RATE: f64 = 0.25;

/// The strength `r` of a reinforcement, sweep by sweep and attempt by attempt, under which the mean variance of a weight,
/// `V = 1 − q`, falls at a constant rate `ρ`, as the temperature does in annealing:
///
/// ```math
/// 1 - r_{t+1} = (1 - r_t) \left(\frac{V^*_t}{V_t}\right)^{c}, \qquad V^*_t = e^{-\rho t} .
/// ```
///
/// A strength that only grows lets the variance collapse within some tens of sweeps once the weights begin to polarise; the
/// last few patterns are then violated for good. Under the steering errors go on falling. An attempt ends when `V*` allows for
/// less than one undecided weight, and the next one begins at a quarter of the rate.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Steering {
    /// `ρ` of the present attempt.
    rate: f64,
    /// `V*`
    target: f64,
    /// `1 − r`
    slack: f64,
}

impl Steering {
    /// Before the first sweep of the first attempt.
    pub(crate) fn new(rate: f64) -> Self {
        Self { rate, target: 1.0, slack: 1.0 }
    }

    /// The strength for the next sweep.
    pub(crate) fn strength(&self) -> f64 {
        1.0 - self.slack
    }

    /// The strength after a sweep that left so many weights with this mean variance. Nothing where the attempt is over and the
    /// next one begins.
    pub(crate) fn advance(&mut self, variance: f64, weights: usize) -> Option<f64> {
        if self.target * (weights as f64) < 1.0 {
            self.restart();
            return None;
        }
        self.target *= libm::exp(-self.rate);
        let ratio = (self.target / variance).clamp(1.0 / LARGEST_RATIO, LARGEST_RATIO);
        self.slack = (self.slack * libm::pow(ratio, STEERING)).min(1.0);
        Some(self.strength())
    }

    /// Gives the attempt up.
    pub(crate) fn restart(&mut self) {
        *self = Self::new(NEXT_RATE * self.rate);
    }
}
