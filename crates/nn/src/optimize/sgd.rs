//! Stochastic gradient descent.

use super::Schedule;
use crate::Scalar;

/// Stochastic gradient descent with momentum and weight decay.
///
/// ```math
/// v \leftarrow \mu v + g + \lambda \theta, \qquad \theta \leftarrow \theta - \eta\, v ,
/// ```
///
/// with `g` the gradient on a mini-batch and `v = 0` at the start: the conventions of PyTorch.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Sgd {
    /// Learning rate `η`.
    pub learning_rate: Schedule,
    /// Momentum `μ`, from 0 to below 1.
    pub momentum: f64,
    /// Weight decay `λ`, on weights and biases alike.
    pub weight_decay: f64,
}

impl Sgd {
    /// Plain gradient descent at a constant learning rate.
    pub fn new(learning_rate: f64) -> Self {
        Self { learning_rate: Schedule::Constant(learning_rate), momentum: 0.0, weight_decay: 0.0 }
    }

    /// The same with momentum.
    pub fn with_momentum(self, momentum: f64) -> Self {
        Self { momentum, ..self }
    }

    /// The same with weight decay.
    pub fn with_weight_decay(self, weight_decay: f64) -> Self {
        Self { weight_decay, ..self }
    }

    /// One step down `gradient`. The velocity `v` is only touched with momentum, without which it may be empty.
    ///
    /// # Panics
    /// If the vectors differ in length.
    pub fn update<T: Scalar>(&self, step: u64, parameters: &mut [T], gradient: &[T], velocity: &mut [T]) {
        assert_eq!(parameters.len(), gradient.len(), "parameters and gradient differ in length");
        let [rate, momentum, decay] = [self.learning_rate.at(step), self.momentum, self.weight_decay].map(T::from_f64);
        if self.momentum == 0.0 {
            for (w, &g) in parameters.iter_mut().zip(gradient) {
                *w = *w - rate * (g + decay * *w);
            }
            return;
        }
        assert_eq!(parameters.len(), velocity.len(), "parameters and velocity differ in length");
        for ((w, &g), v) in parameters.iter_mut().zip(gradient).zip(velocity) {
            *v = momentum * *v + (g + decay * *w);
            *w = *w - rate * *v;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_those_of_the_definition() {
        let sgd = Sgd {
            learning_rate: Schedule::Steps { initial: 0.5, factor: 0.5, at: vec![1] },
            momentum: 0.5,
            weight_decay: 0.25,
        };
        let (mut theta, mut velocity) = ([8.0], [0.0]);
        sgd.update(0, &mut theta, &[2.0], &mut velocity);
        assert_eq!((velocity, theta), ([4.0], [6.0])); // 2 + 8/4; 8 − 4/2
        sgd.update(1, &mut theta, &[1.0], &mut velocity);
        assert_eq!((velocity, theta), ([4.5], [4.875])); // 4/2 + 1 + 6/4; 6 − 4.5/4
    }

    #[test]
    fn without_momentum_the_velocity_stays_out_of_it() {
        let mut theta = [8.0_f32];
        Sgd::new(0.5).with_weight_decay(0.25).update(0, &mut theta, &[2.0], &mut []);
        assert_eq!(theta, [6.0]);
    }
}
