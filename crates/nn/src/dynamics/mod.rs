//! What a training run does in time: two-time functions, the noise of its gradients, and a control with exact answers.

mod gradient_noise;
mod ornstein_uhlenbeck;
mod two_time;

pub use gradient_noise::{GradientNoise, mini_batch_noise};
pub use ornstein_uhlenbeck::OrnsteinUhlenbeck;
pub use two_time::{TwoTime, TwoTimeRecorder, logarithmic_times};

#[cfg(test)]
mod tests;
