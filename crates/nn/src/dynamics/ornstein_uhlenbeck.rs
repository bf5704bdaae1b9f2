//! Particles in bowls: a control for two-time functions, with exact answers.

use piccole_core::{StandardNormal, StreamKey};
use rand::Rng;

/// Independent Ornstein–Uhlenbeck processes, Langevin dynamics in a quadratic landscape of stiffnesses `k_i`.
///
/// ```math
/// dx_i = -k_i x_i\, dt + \sqrt{2T}\, dW_i, \qquad
/// x_i(s + t) \sim \mathcal N\Bigl(e^{-k_i t} x_i(s),\; \frac{T}{k_i}\bigl(1 - e^{-2 k_i t}\bigr)\Bigr) .
/// ```
///
/// A step follows this law exactly, whatever its length: a measurement must agree with the exact two-time functions up to
/// the scatter of finitely many modes.
///
/// Reference: G. E. Uhlenbeck and L. S. Ornstein, Phys. Rev. 36, 823 (1930), doi:10.1103/PhysRev.36.823.
#[derive(Clone, Debug, PartialEq)]
pub struct OrnsteinUhlenbeck {
    stiffnesses: Vec<f64>,
    temperature: f64,
}

impl OrnsteinUhlenbeck {
    /// A mode for each stiffness `k_i > 0`, at temperature `T ≥ 0`.
    ///
    /// # Panics
    /// If there is no mode, or unless stiffnesses and temperature are finite, and as stated.
    pub fn new(stiffnesses: Vec<f64>, temperature: f64) -> Self {
        assert!(!stiffnesses.is_empty(), "no modes");
        assert!(stiffnesses.iter().all(|&k| k > 0.0 && k.is_finite()), "stiffnesses {stiffnesses:?}");
        assert!(temperature >= 0.0 && temperature.is_finite(), "temperature {temperature}");
        Self { stiffnesses, temperature }
    }

    /// Positions drawn from equilibrium, Gaussians of variance `T/k_i`.
    pub fn equilibrium(&self, key: StreamKey) -> Vec<f64> {
        let gaussians = StandardNormal::new(key.named("equilibrium").rng());
        self.stiffnesses.iter().zip(gaussians).map(|(k, z)| (self.temperature / k).sqrt() * z).collect()
    }

    /// Moves positions on by a time.
    ///
    /// # Panics
    /// Unless there is a position for each mode.
    pub fn advance<R: Rng>(&self, positions: &mut [f64], time: f64, gaussians: &mut StandardNormal<R>) {
        assert_eq!(positions.len(), self.stiffnesses.len(), "{} positions", positions.len());
        for ((x, k), z) in positions.iter_mut().zip(&self.stiffnesses).zip(gaussians) {
            let variance = -self.temperature / k * libm::expm1(-2.0 * k * time);
            *x = libm::exp(-k * time) * *x + variance.sqrt() * z;
        }
    }

    /// The exact mean-square displacement in equilibrium, `1/P Σ_i 2T/k_i (1 − exp(−k_i t))`, which does not depend on the
    /// waiting time.
    pub fn equilibrium_displacement(&self, lag: f64) -> f64 {
        self.mean(|k| -2.0 * self.temperature / k * libm::expm1(-k * lag))
    }

    /// The exact mean-square displacement after a start with all modes at 0:
    ///
    /// ```math
    /// \Delta = \frac1P \sum_i \frac{T}{k_i} \Bigl[\bigl(1 - e^{-k_i t}\bigr)^2 \bigl(1 - e^{-2 k_i t_w}\bigr)
    /// + 1 - e^{-2 k_i t}\Bigr] .
    /// ```
    pub fn displacement_from_rest(&self, waiting_time: f64, lag: f64) -> f64 {
        self.mean(|k| {
            let moved = libm::expm1(-k * lag);
            let [spread, noise] = [waiting_time, lag].map(|time| -libm::expm1(-2.0 * k * time));
            self.temperature / k * (moved * moved * spread + noise)
        })
    }

    fn mean(&self, of_mode: impl Fn(f64) -> f64) -> f64 {
        self.stiffnesses.iter().map(|&k| of_mode(k)).sum::<f64>() / self.stiffnesses.len() as f64
    }
}
