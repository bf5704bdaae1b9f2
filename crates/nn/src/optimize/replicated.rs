//! Replicated stochastic gradient descent.

use super::{Schedule, Sgd};
use crate::Scalar;

/// `y` replicas of a network that learn together, each pulled towards the barycentre `θ̄` of all.
///
/// Replica `a` steps down its own mini-batch's gradient `g_a`, by [`Sgd`], with an elastic force added to it:
///
/// ```math
/// g_a + \gamma\,(\theta_a - \bar\theta), \qquad \bar\theta = \frac1y \sum_a \theta_a .
/// ```
///
/// The forces of a step are those before it. With coupling `γ = 0`, or a single replica, the replicas are independent SGDs,
/// bit for bit.
///
/// References: C. Baldassi et al., Proc. Natl. Acad. Sci. USA 113, E7655 (2016), doi:10.1073/pnas.1608103113; S. Zhang,
/// A. Choromanska and Y. LeCun, NeurIPS 2015, 685 (elastic averaging).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ReplicatedSgd {
    /// How each replica steps.
    pub sgd: Sgd,
    /// Number `y` of replicas, at least 1.
    pub replicas: usize,
    /// Coupling `γ`.
    pub coupling: Schedule,
}

impl ReplicatedSgd {
    /// One step of all replicas. `replicas` holds their parameters one after the other and `velocities` theirs (empty
    /// without momentum); `gradient(a, θ, g)` writes the gradient of replica `a` into `g` and returns its loss. Returns the
    /// mean of the losses.
    ///
    /// # Panics
    /// Unless there are parameters for each replica.
    pub fn step<T: Scalar>(
        &self,
        step: u64,
        replicas: &mut [T],
        velocities: &mut [T],
        scratch: &mut [Vec<T>; 2],
        mut gradient: impl FnMut(usize, &[T], &mut [T]) -> f64,
    ) -> f64 {
        let y = self.replicas;
        assert!(y > 0 && replicas.len().is_multiple_of(y), "{} parameters for {y} replicas", replicas.len());
        let count = replicas.len() / y;
        let [centre, forces] = scratch;
        centre.resize(count, T::ZERO);
        forces.resize(count, T::ZERO);
        barycentre(replicas, centre);
        let coupling = T::from_f64(self.coupling.at(step));
        let mut loss = 0.0;
        for (a, replica) in replicas.chunks_exact_mut(count).enumerate() {
            loss += gradient(a, replica, forces);
            for ((force, &w), &centre) in forces.iter_mut().zip(&*replica).zip(&*centre) {
                *force += coupling * (w - centre);
            }
            let velocity = if velocities.is_empty() { &mut [] } else { &mut velocities[a * count..(a + 1) * count] };
            self.sgd.update(step, replica, forces, velocity);
        }
        loss / y as f64
    }
}

/// The mean of vectors that lie one after the other, as many as fit the length of `centre`; summed in order.
///
/// # Panics
/// If there is none, or the last is not whole.
pub fn barycentre<T: Scalar>(vectors: &[T], centre: &mut [T]) {
    let whole = !centre.is_empty() && !vectors.is_empty() && vectors.len().is_multiple_of(centre.len());
    assert!(whole, "{} numbers are no vectors of {}", vectors.len(), centre.len());
    let (first, others) = vectors.split_at(centre.len());
    centre.copy_from_slice(first);
    for vector in others.chunks_exact(centre.len()) {
        centre.iter_mut().zip(vector).for_each(|(c, &w)| *c += w);
    }
    let count = T::from_f64((vectors.len() / centre.len()) as f64);
    centre.iter_mut().for_each(|c| *c = *c / count);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gradients of a quadratic well of each replica's own centre.
    fn well(a: usize, theta: &[f64], gradient: &mut [f64]) -> f64 {
        for (k, (g, w)) in gradient.iter_mut().zip(theta).enumerate() {
            *g = (1.0 + k as f64) * (w - a as f64);
        }
        a as f64
    }

    fn run(replicas: usize, coupling: f64, steps: u64) -> Vec<f64> {
        let sgd = Sgd::new(0.1).with_momentum(0.5).with_weight_decay(0.01);
        let replicated = ReplicatedSgd { sgd, replicas, coupling: Schedule::Constant(coupling) };
        let mut theta: Vec<f64> = (0..3 * replicas).map(|k| libm::sin(k as f64)).collect();
        let (mut velocities, mut scratch) = (vec![0.0; theta.len()], Default::default());
        for step in 0..steps {
            let loss = replicated.step(step, &mut theta, &mut velocities, &mut scratch, well);
            assert_eq!(loss, (replicas - 1) as f64 / 2.0);
        }
        theta
    }

    #[test]
    fn without_coupling_replicas_are_independent_runs_bit_for_bit() {
        let together = run(4, 0.0, 20);
        for a in 0..4 {
            let sgd = Sgd::new(0.1).with_momentum(0.5).with_weight_decay(0.01);
            let mut theta: Vec<f64> = (3 * a..3 * a + 3).map(|k| libm::sin(k as f64)).collect();
            let (mut velocity, mut gradient) = ([0.0; 3], [0.0; 3]);
            for step in 0..20 {
                well(a, &theta, &mut gradient);
                sgd.update(step, &mut theta, &gradient, &mut velocity);
            }
            assert_eq!(theta, together[3 * a..3 * a + 3]);
        }
    }

    #[test]
    fn a_single_replica_does_not_feel_the_coupling() {
        assert_eq!(run(1, 7.0, 20), run(1, 0.0, 20));
    }

    #[test]
    fn replicas_meet_as_the_coupling_grows() {
        // At rest: the distance of two centres is 1, and curvature c against coupling γ leaves c/(c + γ) of it (without
        // weight decay, which at 0.01 changes the third digit).
        let spread = |coupling: f64| {
            let theta = run(2, coupling, 2000);
            (theta[3] - theta[0]).abs()
        };
        for coupling in [0.0, 1.0, 3.0, 9.0] {
            assert!((spread(coupling) * (1.0 + coupling) - 1.0).abs() < 0.01, "{coupling}: {}", spread(coupling));
        }
    }
}
