//! The noise of stochastic gradients.

use crate::optimize::{Batches, Sampling};
use crate::vector::{add_scaled, difference, dot};
use crate::{Estimate, Objective, Scalar, Workspace};
use nalgebra::DMatrix;
use piccole_core::StreamKey;

/// The covariance of the gradients of single examples, at some parameters.
///
/// ```math
/// C = \frac1n \sum_{\mu=1}^n (g_\mu - g)(g_\mu - g)^T, \qquad g = \frac1n \sum_\mu g_\mu .
/// ```
///
/// The gradient of a mini-batch of `B` examples drawn with replacement has mean `g` and covariance `C/B`. Kept are the
/// `n` deviations `g_μ − g`, `P n` numbers of memory, not the `P × P` matrix.
#[derive(Clone, Debug)]
pub struct GradientNoise {
    gradient: Vec<f64>,
    /// A column an example.
    deviations: DMatrix<f64>,
}

impl GradientNoise {
    /// The noise of a network's loss, without dropout.
    ///
    /// # Panics
    /// Unless there are as many parameters as the network has.
    pub fn new<T: Scalar>(objective: &Objective<'_, T>, parameters: &[T]) -> Self {
        let count = objective.examples().len();
        let mut workspace = Workspace::default();
        let mut own = vec![T::ZERO; parameters.len()];
        let mut deviations = DMatrix::zeros(parameters.len(), count);
        let mut gradient = vec![0.0; parameters.len()];
        for (example, mut column) in deviations.column_iter_mut().enumerate() {
            objective.batch_gradient(parameters, &[example], None, &mut workspace, &mut own);
            for ((c, g), &own) in column.iter_mut().zip(&mut gradient).zip(&own) {
                *c = own.into();
                *g += *c / count as f64;
            }
        }
        for mut column in deviations.column_iter_mut() {
            add_scaled(column.as_mut_slice(), -1.0, &gradient);
        }
        Self { gradient, deviations }
    }

    /// The mean gradient `g`.
    pub fn gradient(&self) -> &[f64] {
        &self.gradient
    }

    /// `tr C`, the mean square of a deviation.
    pub fn trace(&self) -> f64 {
        dot(self.deviations.as_slice(), self.deviations.as_slice()) / self.examples()
    }

    /// The participation ratio `(tr C)²/tr C²`: the number of directions the noise is in, if all of them had the same
    /// share; `P` for white noise.
    ///
    /// ```math
    /// \operatorname{tr} C^2 = \frac{1}{n^2} \sum_{\mu\nu} \bigl[(g_\mu - g)\cdot(g_\nu - g)\bigr]^2 .
    /// ```
    ///
    /// It takes `n² P` operations.
    pub fn participation_ratio(&self) -> f64 {
        let count = self.deviations.ncols();
        let column = |k: usize| {
            let rows = self.deviations.nrows();
            &self.deviations.as_slice()[k * rows..(k + 1) * rows]
        };
        let mut squares = 0.0;
        for i in 0..count {
            let diagonal = dot(column(i), column(i));
            let others: f64 = (0..i).map(|j| dot(column(i), column(j))).map(|product| product * product).sum();
            squares += diagonal * diagonal + 2.0 * others;
        }
        self.trace() * self.trace() * self.examples() * self.examples() / squares
    }

    /// The variance `v·C v/|v|²` of a deviation along a direction.
    ///
    /// # Panics
    /// Unless the direction has as many numbers as there are parameters.
    pub fn variance_along(&self, direction: &[f64]) -> f64 {
        let along = |column: nalgebra::DVectorView<'_, f64>| dot(column.as_slice(), direction);
        let squares: f64 = self.deviations.column_iter().map(along).map(|product| product * product).sum();
        squares / (self.examples() * dot(direction, direction))
    }

    /// How much more noise there is along a direction than along a mean one, `(v·C v/|v|²)/(tr C/P)`: 1 for white noise,
    /// large along the top eigenvectors of the Hessian.
    ///
    /// # Panics
    /// Unless the direction has as many numbers as there are parameters.
    pub fn alignment(&self, direction: &[f64]) -> f64 {
        self.variance_along(direction) * self.gradient.len() as f64 / self.trace()
    }

    /// `|g|²/tr C`: the square of the signal over that of the noise, for mini-batches of a single example.
    pub fn signal_to_noise(&self) -> f64 {
        dot(&self.gradient, &self.gradient) / self.trace()
    }

    fn examples(&self) -> f64 {
        self.deviations.ncols() as f64
    }
}

/// Measures the noise of mini-batches directly: `B |g_B − g|²` for random batches of `B` examples, drawn with replacement.
/// Its mean is [`GradientNoise::trace`], whatever `B`. (A batch as large as the data is all of them, without noise.)
///
/// # Panics
/// If there are no draws, or a batch has no example, or unless there are as many parameters as the network has.
pub fn mini_batch_noise<T: Scalar>(
    objective: &Objective<'_, T>,
    parameters: &[T],
    batch: usize,
    draws: usize,
    key: StreamKey,
) -> Estimate {
    let key = key.named("mini-batch noise");
    let mut batches = Batches::new(objective.examples().len(), batch, Sampling::WithReplacement, key);
    let (mut workspace, mut own) = (Workspace::default(), vec![T::ZERO; parameters.len()]);
    let double = |gradient: &[T]| gradient.iter().map(|&g| g.into()).collect::<Vec<f64>>();
    objective.gradient(parameters, &mut workspace, &mut own);
    let full = double(&own);
    let squares: Vec<f64> = (0..draws as u64)
        .map(|draw| {
            objective.batch_gradient(parameters, batches.batch(draw), None, &mut workspace, &mut own);
            let deviation = difference(&double(&own), &full);
            batch as f64 * dot(&deviation, &deviation)
        })
        .collect();
    Estimate::from_draws(&squares)
}
