//! Local entropies of one instance.

use super::field::field_at;
use crate::Stop;
use crate::amp::{Instance, Model};
use crate::error::{AlgorithmError, check, check_damping, check_margin};
use piccole_core::model::{Binary, Sign};
use piccole_core::products::Precision;
use piccole_core::{BitVector, Patterns};

/// How many solutions lie at a distance from given weights, measured on one instance by approximate message passing.
///
/// The local entropy around weights `W̃` is `1/N` times the logarithm of the number of solutions that differ from them in a
/// share `d` of the weights, in nats. It is the Legendre transform of the free entropy in a field `γ` towards `W̃`,
///
/// ```math
/// S(d) = \min_\gamma \Big[ \frac1N \ln \sum_{W \in \mathrm{solutions}} e^{\gamma W \cdot \tilde W} - \gamma\, (1 - 2d) \Big],
/// \qquad \frac{dS}{dd} = 2\gamma ,
/// ```
///
/// and is computed from the equations of [`Amp`](crate::Amp) with `B_i + γ W̃_i` for the field of a weight. In every iteration
/// `γ` is the root of `Σ_i W̃_i m_i/N = 1 − 2d`, so that the distance is the one asked for from the first iteration on: there
/// are saddle points where the entropy is not concave in `d`, too, which no fixed `γ` would hold. The value of the Bethe
/// functional there is `S(d)`.
///
/// The weights need not know of the patterns, nor satisfy them: a solution, a teacher, a configuration drawn at random. With
/// a teacher the labels are the teacher's, as in [`Amp`](crate::Amp).
///
/// **Accuracy.** As that of [`Amp`](crate::Amp), `O(1/N)` in the entropy. A negative value means that there typically is no
/// solution at that distance; only its sign has a meaning. At small distances from a typical solution, where the theory's
/// saddle point becomes unstable and ends, the iteration does not converge.
///
/// Sources: Franz & Parisi, J. Phys. I France 5, 1401 (1995); Baldassi, Ingrosso, Lucibello, Saglietti & Zecchina,
/// Phys. Rev. Lett. 115, 128101 (2015).
///
/// ```
/// use piccole_core::patterns::{InputLaw, Patterns, Scenario};
/// use piccole_core::StreamKey;
/// use piccole_msg_passing::{LocalEntropy, Stop};
///
/// let key = StreamKey::from_seed(1);
/// let patterns = Patterns::generate(Scenario::TeacherStudent, InputLaw::Signs, 1001, 501, &key)?;
/// let teacher = &patterns.teacher().ok_or("no teacher")?.units()[0];
/// let point = LocalEntropy::default().at_distance(&patterns, teacher, 0.1)?;
/// assert_eq!(point.stop, Stop::Converged);
/// assert!((point.distance - 0.1).abs() < 1e-9 && point.entropy > 0.0 && point.slope > 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalEntropy {
    /// Margin `κ` that a stability of a solution exceeds.
    pub margin: f64,
    /// Share of the old means, variances and gains kept in an iteration, in `[0, 1)`. It moves no fixed point.
    pub damping: f64,
    /// Largest change of a mean at which the iteration counts as converged.
    pub tolerance: f64,
    /// Iterations allowed.
    pub max_iterations: usize,
}

impl Default for LocalEntropy {
    /// No margin, damping 0.3, tolerance `1e-8`, 1000 iterations.
    fn default() -> Self {
        Self { margin: 0.0, damping: 0.3, tolerance: 1e-8, max_iterations: 1000 }
    }
}

/// The solutions at a distance from given weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalEntropyPoint {
    /// Mean share of the weights that differ, `Σ_i (1 − W̃_i m_i)/(2N)`: the distance asked for, to the tolerance.
    pub distance: f64,
    /// Local entropy in nats per weight; NaN if it is not finite.
    pub entropy: f64,
    /// `dS/dd = 2γ`.
    pub slope: f64,
    /// The field `γ` towards the weights that holds the solutions at the distance.
    pub field: f64,
    /// Overlap `Σ_i m_i²/N` of two solutions at that distance.
    pub overlap: f64,
    /// Largest change of a mean in the last iteration, before damping.
    pub change: f64,
    /// Iterations carried out.
    pub iterations: usize,
    /// [`Stop::Converged`], or [`Stop::SweepLimit`] or [`Stop::Diverged`] with the numbers of the last finite state, which
    /// then are no local entropy.
    pub stop: Stop,
}

impl LocalEntropy {
    /// The solutions at distance `d` from weights of any origin.
    ///
    /// # Errors
    /// [`AlgorithmError::Parameter`] for a parameter outside its domain, or a distance outside `(0, 1)`. Not to converge is no
    /// error: see [`LocalEntropyPoint::stop`].
    ///
    /// # Panics
    /// If `weights` has not `N` entries.
    pub fn at_distance(
        &self,
        patterns: &Patterns,
        weights: &BitVector,
        distance: f64,
    ) -> Result<LocalEntropyPoint, AlgorithmError> {
        assert_eq!(weights.len(), patterns.n(), "weights and patterns differ in length");
        check_margin(self.margin)?;
        check_damping(self.damping)?;
        check("tolerance", self.tolerance, self.tolerance > 0.0, "a positive number")?;
        check("max_iterations", self.max_iterations as f64, self.max_iterations > 0, "at least 1")?;
        check("distance", distance, distance > 0.0 && distance < 1.0, "a number in (0, 1)")?;

        let reference: Vec<f64> = weights.signs().map(f64::from).collect();
        let overlap = 1.0 - 2.0 * distance;
        let channel = Sign { margin: self.margin };
        let instance = Instance::new(patterns, Precision::Bits63);
        let model = Model::new(&instance, &Binary, &channel);
        // All configurations at the distance.
        let mut state = model.start();
        state.means.iter_mut().zip(&reference).for_each(|(m, w)| *m = overlap * w);
        state.variance = 1.0 - overlap * overlap;
        let (mut next, mut field) = (state.clone(), libm::atanh(overlap));
        let mut along = vec![0.0; reference.len()];
        let stop = loop {
            if state.iteration == self.max_iterations {
                break Stop::SweepLimit;
            }
            let mut root = field;
            let finite = model.step_in_field(&state, &mut next, self.damping, 0.0, |fields| {
                along.iter_mut().zip(fields.iter().zip(&reference)).for_each(|(a, (b, w))| *a = b * w);
                root = field_at(&along, overlap, root);
                fields.iter_mut().zip(&reference).for_each(|(b, w)| *b += root * w);
            });
            if !finite {
                break Stop::Diverged;
            }
            std::mem::swap(&mut state, &mut next);
            field = root;
            if state.change <= self.tolerance {
                break Stop::Converged;
            }
        };
        let n = reference.len() as f64;
        let mean = |terms: &mut dyn Iterator<Item = f64>| terms.sum::<f64>() / n;
        let entropy = model.bethe(&state);
        Ok(LocalEntropyPoint {
            distance: 0.5 - 0.5 * mean(&mut state.means().iter().zip(&reference).map(|(m, w)| m * w)),
            entropy: if entropy.is_finite() { entropy } else { f64::NAN },
            slope: 2.0 * field,
            field,
            overlap: mean(&mut state.means().iter().map(|m| m * m)),
            change: state.change,
            iterations: state.iteration,
            stop,
        })
    }
}
