//! Entropy-SGD.

use super::{Langevin, Schedule};
use crate::Scalar;
use piccole_core::StreamKey;

/// Descent on minus the local entropy instead of the loss, by P. Chaudhari et al., *Entropy-SGD* (ICLR 2017,
/// arXiv:1611.01838).
///
/// The local entropy of a point `θ` at scope `γ` and temperature `T` counts low-loss points around it,
///
/// ```math
/// F(\theta) = T \ln \int\! d\theta' \Bigl(\frac{\gamma}{2\pi T}\Bigr)^{P/2}
///             \exp\Bigl[-\frac1T \Bigl(\ell(\theta') + \frac\gamma2 |\theta - \theta'|^2\Bigr)\Bigr], \qquad
/// \nabla F(\theta) = -\gamma\,(\theta - \langle \theta' \rangle),
/// ```
///
/// and tends to `−ℓ` for `γ → ∞`. The mean `⟨θ′⟩` is estimated by a Langevin walk of `L` steps from `θ′ = μ = θ`,
///
/// ```math
/// \theta' \leftarrow \theta' - \eta' \bigl[g(\theta') + \gamma (\theta' - \theta)\bigr] + \sqrt{2 T \eta'}\,\xi, \qquad
/// \mu \leftarrow (1 - a) \mu + a\, \theta' ,
/// ```
///
/// after which `θ ← θ − ηγ (θ − μ)`; with `η = 1/γ` the point moves to the mean. The temperature is in these units the
/// square of the paper's noise `ε`. A walk needs `L ≳ 1/(γ η′)` steps to explore its scope, and is stable for `γ η′ < 2`
/// (more exactly, with the curvature of the loss added to `γ`).
///
/// With `L = 0` there is no walk, and a step is one of plain SGD: `θ ← θ − η g(θ)`. For `γ → ∞` with `η′ = 1/γ`, `a = 1` and
/// `T = 0` a step tends to that too, and for `L = 1` it is that whatever the scope, up to rounding.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct EntropySgd {
    /// Learning rate `η` of the outer steps.
    pub learning_rate: Schedule,
    /// Scope `γ`, usually growing.
    pub scope: Schedule,
    /// Number `L` of steps of the walk.
    pub walk_steps: u64,
    /// Learning rate `η′` of the walk.
    pub walk_rate: f64,
    /// Temperature `T` of the walk.
    pub temperature: f64,
    /// Weight `a` of the newest point in the running mean, above 0 and at most 1.
    pub averaging: f64,
}

/// The vectors of a walk, kept from step to step to save memory; they carry nothing over.
#[derive(Clone, Debug, Default)]
pub struct Walk<T> {
    point: Vec<T>,
    mean: Vec<T>,
    gradient: Vec<T>,
}

impl<T> Walk<T> {
    /// The running mean `μ` of the last walk.
    pub fn mean(&self) -> &[T] {
        &self.mean
    }
}

impl EntropySgd {
    /// One outer step. `gradient(θ, g)` writes the gradient on a new mini-batch into `g` and returns its loss; it is called
    /// `max(L, 1)` times. Returns the first loss, the one at `θ` itself. Walk `step` takes its noise from
    /// `key.named("walk").indexed(step)`.
    pub fn step<T: Scalar>(
        &self,
        step: u64,
        parameters: &mut [T],
        walk: &mut Walk<T>,
        key: StreamKey,
        mut gradient: impl FnMut(&[T], &mut [T]) -> f64,
    ) -> f64 {
        let rate = self.learning_rate.at(step);
        if self.walk_steps == 0 {
            walk.gradient.resize(parameters.len(), T::ZERO);
            let loss = gradient(parameters, &mut walk.gradient);
            descend(parameters, T::from_f64(rate), &walk.gradient);
            return loss;
        }
        let loss = self.walk(step, parameters, walk, key, gradient);
        let pull = T::from_f64(rate * self.scope.at(step));
        for (w, &mean) in parameters.iter_mut().zip(&walk.mean) {
            *w = *w - pull * (*w - mean);
        }
        loss
    }

    /// The walk of a step alone, around a fixed point: leaves the running mean in `walk` and returns the loss at the point.
    ///
    /// # Panics
    /// If the walk has no step.
    pub fn walk<T: Scalar>(
        &self,
        step: u64,
        centre: &[T],
        walk: &mut Walk<T>,
        key: StreamKey,
        mut gradient: impl FnMut(&[T], &mut [T]) -> f64,
    ) -> f64 {
        assert!(self.walk_steps > 0, "a walk of no steps");
        let Walk { point, mean, gradient: force } = walk;
        point.clear();
        point.extend_from_slice(centre);
        mean.clear();
        mean.extend_from_slice(centre);
        force.resize(centre.len(), T::ZERO);
        let dynamics = Langevin {
            learning_rate: Schedule::Constant(self.walk_rate),
            temperature: self.temperature,
            weight_decay: 0.0,
        };
        let (scope, averaging) = (T::from_f64(self.scope.at(step)), T::from_f64(self.averaging));
        let key = key.named("walk").indexed(step);
        let mut loss = f64::NAN;
        for l in 0..self.walk_steps {
            let here = gradient(point, force);
            if l == 0 {
                loss = here;
            }
            for ((force, &w), &centre) in force.iter_mut().zip(&*point).zip(centre) {
                *force += scope * (w - centre);
            }
            dynamics.update(l, point, force, key);
            for (mean, &w) in mean.iter_mut().zip(&*point) {
                *mean = (T::ONE - averaging) * *mean + averaging * w;
            }
        }
        loss
    }
}

/// `θ ← θ − η g`.
fn descend<T: Scalar>(parameters: &mut [T], rate: T, gradient: &[T]) {
    for (w, &g) in parameters.iter_mut().zip(gradient) {
        *w = *w - rate * g;
    }
}

#[cfg(test)]
mod tests;
