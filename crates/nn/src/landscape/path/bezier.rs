//! A trained curve with one bend.

use super::Profile;
use crate::landscape::Landscape;
use crate::optimize::Sgd;
use crate::vector::{add_scaled, scale};
use piccole_core::StreamKey;
use rand::Rng;

/// The quadratic Bézier curve `φ(t) = (1 − t)² a + 2t(1 − t) θ + t² b` between two points, bent towards a third.
#[derive(Clone, Debug, PartialEq)]
pub struct QuadraticBezier {
    /// The ends `a` and `b`.
    pub ends: [Vec<f64>; 2],
    /// The control point `θ`, which the curve does not go through.
    pub control: Vec<f64>,
}

/// How the control point is trained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BezierSettings {
    /// Number of steps.
    pub steps: u64,
    /// Learning rate for the first half of the steps; it falls linearly from there to a hundredth at nine tenths, and
    /// stays.
    pub learning_rate: f64,
    /// Momentum.
    pub momentum: f64,
    /// Weight decay of the points on the curve.
    pub weight_decay: f64,
}

impl BezierSettings {
    fn rate(&self, step: u64) -> f64 {
        let progress = step as f64 / self.steps as f64;
        let fall = ((progress - 0.5) / 0.4).clamp(0.0, 1.0);
        self.learning_rate * (1.0 - 0.99 * fall)
    }
}

impl QuadraticBezier {
    /// The straight line, as a curve.
    ///
    /// # Panics
    /// Unless both ends have the same length.
    pub fn straight(a: &[f64], b: &[f64]) -> Self {
        let control = crate::vector::interpolate(a, b, 0.5);
        Self { ends: [a.to_vec(), b.to_vec()], control }
    }

    /// Trains the control point of the curve between two minima, from the straight line on.
    ///
    /// ```math
    /// \min_\theta \int_0^1 dt\, \ell\bigl(\varphi_\theta(t)\bigr), \qquad
    /// \frac{\partial}{\partial\theta}\, \ell\bigl(\varphi_\theta(t)\bigr) = 2t(1-t)\, \nabla\ell\bigl(\varphi_\theta(t)\bigr),
    /// ```
    ///
    /// by stochastic gradient descent with a new uniform `t` at each step, from the stream
    /// `key.named("curve parameter").indexed(step)`.
    ///
    /// Reference: T. Garipov et al., NeurIPS 2018, arXiv:1802.10026.
    ///
    /// # Panics
    /// Unless both ends have as many numbers as the landscape.
    pub fn train(
        landscape: &mut impl Landscape,
        [a, b]: [&[f64]; 2],
        settings: &BezierSettings,
        key: StreamKey,
    ) -> Self {
        let key = key.named("curve parameter");
        let mut curve = Self::straight(a, b);
        let mut gradient = vec![0.0; landscape.dimension()];
        let mut velocity = gradient.clone();
        for step in 0..settings.steps {
            let t = (key.indexed(step).rng().next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
            let point = curve.point(t);
            landscape.gradient(step, &point, &mut gradient);
            add_scaled(&mut gradient, settings.weight_decay, &point);
            scale(&mut gradient, 2.0 * t * (1.0 - t));
            let sgd = Sgd::new(settings.rate(step)).with_momentum(settings.momentum);
            sgd.update(step, &mut curve.control, &gradient, &mut velocity);
        }
        curve
    }

    /// The point `φ(t)`.
    pub fn point(&self, t: f64) -> Vec<f64> {
        let [a, b] = &self.ends;
        let mut point = a.clone();
        scale(&mut point, (1.0 - t) * (1.0 - t));
        add_scaled(&mut point, 2.0 * t * (1.0 - t), &self.control);
        add_scaled(&mut point, t * t, b);
        point
    }

    /// `count` points at equal distances of `t` from 0 to 1, ends included, each with its `t`.
    ///
    /// # Panics
    /// For a count below 2.
    pub fn samples(&self, count: usize) -> impl Iterator<Item = (f64, Vec<f64>)> + '_ {
        assert!(count > 1, "a curve at {count} points");
        (0..count).map(move |k| {
            let t = k as f64 / (count - 1) as f64;
            (t, self.point(t))
        })
    }

    /// The loss along the curve.
    ///
    /// # Panics
    /// For a count below 2.
    pub fn profile(&self, landscape: &mut impl Landscape, count: usize) -> Profile {
        Profile { points: self.samples(count).map(|(t, point)| (t, landscape.loss(&point))).collect() }
    }
}
