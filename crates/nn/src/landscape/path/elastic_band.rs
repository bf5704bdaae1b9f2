//! The nudged elastic band: a chain of pivots that slides down to a path of lowest losses.

use super::Polyline;
use crate::landscape::Landscape;
use crate::optimize::Sgd;
use crate::vector::{add_scaled, difference, dot, norm, scale};

/// How the pivots of a chain descend in one cycle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Descent {
    /// Number of steps.
    pub steps: u64,
    /// Learning rate `η`.
    pub learning_rate: f64,
    /// Momentum `μ`; see [`Sgd`].
    pub momentum: f64,
    /// Weight decay: so many times `θ` is added to the gradient.
    pub weight_decay: f64,
}

/// Moves the inner points of a path by gradient descent across it, and keeps the shares of its segments at `weights`.
///
/// Before each step the points are redistributed along the path (a spring of infinite stiffness); then each follows the
/// gradient of the loss without its part along the path,
///
/// ```math
/// g_i = \nabla\ell(\theta_i) - \bigl(\nabla\ell(\theta_i)\cdot\tau_i\bigr)\,\tau_i .
/// ```
///
/// The tangent `τ` is the segment towards the higher neighbour. At a local extremum of the losses along the chain it is
/// a mean of both segments, in which the one towards the *higher* neighbour has as weight the larger of the two
/// differences in loss, and the other the smaller.
///
/// Steps are numbered from `first_step` on, for landscapes of mini-batches; the ends enter with their full loss.
///
/// References: G. Henkelman and H. Jónsson, J. Chem. Phys. 113, 9978 (2000), doi:10.1063/1.1323224 (tangent);
/// F. Draxler et al., ICML 2018, arXiv:1803.00885 (stiff spring).
///
/// # Panics
/// Unless there is a weight for each segment.
pub fn relax_elastic_band(
    path: &mut Polyline,
    weights: &[f64],
    landscape: &mut impl Landscape,
    descent: &Descent,
    first_step: u64,
) {
    let Descent { steps, learning_rate, momentum, weight_decay } = *descent;
    // The decay is part of the gradient that is projected.
    let sgd = Sgd::new(learning_rate).with_momentum(momentum);
    let last = path.segments();
    let mut losses = vec![0.0; last + 1];
    losses[0] = landscape.loss(&path.points[0]);
    losses[last] = landscape.loss(&path.points[last]);
    let mut gradients = vec![vec![0.0; path.points[0].len()]; last + 1];
    let mut velocities = gradients.clone();
    for step in first_step..first_step + steps {
        path.redistribute(weights);
        for i in 1..last {
            losses[i] = landscape.gradient(step, &path.points[i], &mut gradients[i]);
        }
        for (i, gradient) in gradients.iter_mut().enumerate().take(last).skip(1) {
            let neighbours = [i - 1, i, i + 1];
            let tangent = tangent(neighbours.map(|k| &path.points[k][..]), neighbours.map(|k| losses[k]));
            add_scaled(gradient, weight_decay, &path.points[i]);
            let along = dot(gradient, &tangent);
            add_scaled(gradient, -along, &tangent);
        }
        let moves = path.points.iter_mut().zip(&gradients).zip(&mut velocities);
        for ((point, gradient), velocity) in moves.take(last).skip(1) {
            sgd.update(step, point, gradient, velocity);
        }
    }
    path.redistribute(weights);
}

/// The unit tangent at the middle one of three points; 0 if they coincide.
pub(super) fn tangent(points: [&[f64]; 3], losses: [f64; 3]) -> Vec<f64> {
    let [before, here, after] = losses;
    let (mut forward, backward) = (difference(points[2], points[1]), difference(points[1], points[0]));
    let steps = [(after - here).abs(), (before - here).abs()];
    let (larger, smaller) = (steps[0].max(steps[1]), steps[0].min(steps[1]));
    let [of_forward, of_backward] = if after > here && here > before {
        [1.0, 0.0]
    } else if after < here && here < before {
        [0.0, 1.0]
    } else if larger == 0.0 {
        [1.0, 1.0]
    } else if after > before {
        [larger, smaller]
    } else {
        [smaller, larger]
    };
    scale(&mut forward, of_forward);
    add_scaled(&mut forward, of_backward, &backward);
    let length = norm(&forward);
    if length > 0.0 {
        scale(&mut forward, 1.0 / length);
    }
    forward
}
