//! Langevin dynamics.

use super::Schedule;
use crate::Scalar;
use piccole_core::{StandardNormal, StreamKey};

/// Overdamped Langevin dynamics, the Euler–Maruyama scheme.
///
/// ```math
/// \theta \leftarrow \theta - \eta\,(g + \lambda \theta) + \sqrt{2 T \eta}\; \xi ,
/// ```
///
/// with `ξ` unit Gaussians: for small `η` it samples `exp(−ℓ(θ)/T)` (with `λ|θ|²/2` added to the loss `ℓ`), and in a flat
/// direction the mean square displacement grows by `2 T η` a step.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Langevin {
    /// Learning rate `η`, the time step.
    pub learning_rate: Schedule,
    /// Temperature `T`, in units of the loss.
    pub temperature: f64,
    /// Weight decay `λ`.
    pub weight_decay: f64,
}

impl Langevin {
    /// One step down `gradient` with noise from the stream `key.named("noise").indexed(step)`.
    ///
    /// # Panics
    /// If the vectors differ in length.
    pub fn update<T: Scalar>(&self, step: u64, parameters: &mut [T], gradient: &[T], key: StreamKey) {
        assert_eq!(parameters.len(), gradient.len(), "parameters and gradient differ in length");
        let rate = self.learning_rate.at(step);
        let amplitude = (2.0 * self.temperature * rate).sqrt();
        let [rate, decay] = [rate, self.weight_decay].map(T::from_f64);
        let noise = StandardNormal::new(key.named("noise").indexed(step).rng());
        for ((w, &g), z) in parameters.iter_mut().zip(gradient).zip(noise) {
            *w = *w - rate * (g + decay * *w) + T::from_f64(amplitude * z);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_harmonic_well_has_the_variance_of_the_scheme() {
        // For ℓ = θ²/2 the scheme is linear and its stationary variance T/(1 − η/2) is exact.
        let (rate, temperature) = (0.1, 0.5);
        let langevin = Langevin { learning_rate: Schedule::Constant(rate), temperature, weight_decay: 0.0 };
        let mut theta = vec![0.0_f64; 2000];
        let (mut sum, steps, rest) = (0.0, 300, 100);
        for step in 0..rest + steps {
            let gradient = theta.clone();
            langevin.update(step, &mut theta, &gradient, StreamKey::from_seed(1));
            if step >= rest {
                sum += theta.iter().map(|x| x * x).sum::<f64>() / 2000.0;
            }
        }
        let ratio = sum / steps as f64 / (temperature / (1.0 - rate / 2.0));
        // Squares decorrelate by 0.9² a step: 2000 · 300 · 0.19/1.81 independent ones, standard deviation √2/√63000 = 0.0056.
        assert!((ratio - 1.0).abs() < 0.028, "{ratio}"); // five of them: 6e-7
    }

    #[test]
    fn a_flat_direction_diffuses_by_two_t_eta_a_step() {
        let langevin = Langevin { learning_rate: Schedule::Constant(0.02), temperature: 1e-5, weight_decay: 0.0 };
        let mut theta = vec![0.0_f64; 20_000];
        let flat = theta.clone();
        (0..10).for_each(|step| langevin.update(step, &mut theta, &flat, StreamKey::from_seed(2)));
        let ratio = theta.iter().map(|x| x * x).sum::<f64>() / 20_000.0 / (10.0 * 2.0 * 1e-5 * 0.02);
        assert!((ratio - 1.0).abs() < 0.05, "{ratio}"); // standard deviation 0.01, five of them: 6e-7
    }

    #[test]
    fn without_temperature_it_is_gradient_descent() {
        let langevin = Langevin { learning_rate: Schedule::Constant(0.3), temperature: 0.0, weight_decay: 0.1 };
        let (mut theta, gradient) = ([1.0_f32, -2.0], [0.7, 0.1]);
        let mut expected = theta;
        langevin.update(3, &mut theta, &gradient, StreamKey::from_seed(1));
        super::super::Sgd::new(0.3).with_weight_decay(0.1).update(3, &mut expected, &gradient, &mut []);
        assert_eq!(theta, expected);
    }
}
