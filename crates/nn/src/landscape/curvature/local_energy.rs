//! How much errors and loss grow when every parameter is shaken.

use crate::{Estimate, Evaluation, Objective, Scalar, Workspace};
use piccole_core::{StandardNormal, StreamKey};

/// Mean growth of error and loss under noise on the parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalEnergy {
    /// Of the fraction of examples classified wrongly.
    pub error: Estimate,
    /// Of the loss.
    pub loss: Estimate,
}

/// The local energy under multiplicative noise of strength `s`: how flat a minimum is, in a measure that rescaling the
/// layers of a ReLU network does not change.
///
/// ```math
/// \delta E(s) = \mathbb E_z\, E\bigl(\theta \odot (1 + s z)\bigr) - E(\theta), \qquad z_i \sim \mathcal N(0, 1) .
/// ```
///
/// Draw `k` uses the same `z` at every strength, so that curves are smooth in `s`.
///
/// Reference: F. Pittorino et al., J. Stat. Mech. 124015 (2021), doi:10.1088/1742-5468/ac3ae8.
///
/// # Panics
/// If there are no draws, or unless there are as many parameters as the network has.
pub fn local_energy<T: Scalar>(
    objective: &Objective<'_, T>,
    parameters: &[T],
    strength: f64,
    draws: usize,
    key: StreamKey,
) -> LocalEnergy {
    let key = key.named("local energy");
    let mut workspace = Workspace::default();
    let centre = objective.evaluate(parameters, &mut workspace);
    let shaken: Vec<Evaluation> = (0..draws as u64)
        .map(|draw| {
            let gaussians = StandardNormal::new(key.indexed(draw).rng());
            let shake = |(&w, z): (&T, f64)| w * T::from_f64(1.0 + strength * z);
            let parameters: Vec<T> = parameters.iter().zip(gaussians).map(shake).collect();
            objective.evaluate(&parameters, &mut workspace)
        })
        .collect();
    let estimate = |growth: fn(&Evaluation, &Evaluation) -> f64| {
        Estimate::from_draws(&shaken.iter().map(|shaken| growth(shaken, &centre)).collect::<Vec<f64>>())
    };
    LocalEnergy {
        error: estimate(|shaken, centre| shaken.error - centre.error),
        loss: estimate(|shaken, centre| shaken.loss - centre.loss),
    }
}
