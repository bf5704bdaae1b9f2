//! Marginals and Bethe entropy of one instance.

use super::{Instance, Messages};
use crate::Stop;
use crate::error::{AlgorithmError, check, check_damping, check_margin, check_sweeps};
use piccole_core::Patterns;

/// Belief propagation for the marginals of the uniform measure over all solutions, and their number.
///
/// Iterates, pattern after pattern, the edge messages
///
/// ```math
/// \begin{aligned}
/// u_{\mu i} &= \frac12 \left[ \ln H\!\left(\frac{\kappa - \omega_{\mu i} - a_{\mu i}}{\sqrt{V_{\mu i}}}\right)
///     - \ln H\!\left(\frac{\kappa - \omega_{\mu i} + a_{\mu i}}{\sqrt{V_{\mu i}}}\right) \right],
///     & a_{\mu i} &= \xi^\mu_i/\sqrt N, \\
/// \omega_{\mu i} &= \sum_{j\ne i} a_{\mu j}\, m_{j\to\mu}, \qquad
///     V_{\mu i} = \sum_{j\ne i} a_{\mu j}^2 \bigl(1 - m_{j\to\mu}^2\bigr),
///     & m_{i\to\mu} &= \tanh \sum_{\nu\ne\mu} u_{\nu i}
/// \end{aligned}
/// ```
///
/// until no message changes by more than the tolerance. A sweep costs about ten nanoseconds an edge; memory is `8 P N` bytes.
/// The messages are exact to rounding (the logarithms come from a Chebyshev series of certified degree), the Gaussian form of
/// the fields errs by `O(1/N)`.
///
/// Source: Braunstein & Zecchina, Phys. Rev. Lett. 96, 030201 (2006).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BeliefPropagation {
    /// Margin `κ` that a stability must exceed.
    pub margin: f64,
    /// Share of the old message kept in an update, in `[0, 1)`.
    pub damping: f64,
    /// Largest change of a message (a field, dimensionless) at which the iteration counts as converged.
    pub tolerance: f64,
    /// Sweeps allowed.
    pub max_sweeps: usize,
}

impl Default for BeliefPropagation {
    /// No margin, no damping (updates in sequence need none), tolerance `1e-9`, 1000 sweeps.
    fn default() -> Self {
        Self { margin: 0.0, damping: 0.0, tolerance: 1e-9, max_sweeps: 1000 }
    }
}

/// What belief propagation says of one instance.
#[derive(Clone, Debug, PartialEq)]
pub struct Marginals {
    /// Magnetizations `m_i = ⟨W_i⟩`.
    pub magnetizations: Vec<f64>,
    /// Bethe entropy `ln Z/N` in nats per weight.
    pub entropy: f64,
    /// Overlap of two solutions, `Σ_i m_i²/N`.
    pub overlap: f64,
    /// Largest change of a message in the last sweep.
    pub residual: f64,
    /// Sweeps carried out.
    pub sweeps: usize,
    /// [`Stop::Converged`] or [`Stop::SweepLimit`]; in the latter case the numbers above are those of the last sweep.
    pub stop: Stop,
}

impl BeliefPropagation {
    /// Runs from zero messages, patterns in their own order.
    ///
    /// # Errors
    /// [`AlgorithmError`] for a parameter outside its domain or an instance above the memory limit. Not to converge is
    /// no error: see [`Marginals::stop`].
    pub fn run(&self, patterns: &Patterns) -> Result<Marginals, AlgorithmError> {
        check_margin(self.margin)?;
        check_sweeps(self.max_sweeps)?;
        check_damping(self.damping)?;
        check("tolerance", self.tolerance, self.tolerance > 0.0, "a positive number")?;
        let mut instance = Instance::new(patterns, self.margin)?;
        let mut messages = Messages::zero(&instance);
        let (mut residual, mut sweeps) = (f64::INFINITY, 0);
        while residual > self.tolerance && sweeps < self.max_sweeps {
            residual = messages.sweep(&mut instance, 0..patterns.p(), self.damping);
            sweeps += 1;
        }
        Ok(Marginals {
            magnetizations: messages.magnetizations(),
            entropy: messages.bethe_entropy(&mut instance),
            overlap: messages.overlap(),
            residual,
            sweeps,
            stop: if residual <= self.tolerance { Stop::Converged } else { Stop::SweepLimit },
        })
    }
}
