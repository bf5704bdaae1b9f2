//! Local entropies measured on instances.

use crate::RunError;
use crate::found::Finder;
use piccole_core::StreamKey;
use piccole_core::patterns::{InputLaw, Patterns, Scenario, pattern_count};
use piccole_msg_passing::{self as msg_passing, Stop};
use serde::Serialize;

/// Around what a local entropy is measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Around {
    /// The teacher of the labels.
    Teacher,
    /// The solution of random labels that an algorithm finds.
    Found(Finder),
}

/// Local entropies of one instance, in the order of the distances; none where message passing did not converge, and no
/// entropy at all where there is no solution to start from.
pub type Measured = Vec<Option<f64>>;

/// Measures around one reference.
pub(super) fn measure(
    around: &Around,
    n: usize,
    alpha: f64,
    distances: &[f64],
    key: &StreamKey,
) -> Result<Measured, RunError> {
    let scenario = match around {
        Around::Teacher => Scenario::TeacherStudent,
        Around::Found(_) => Scenario::Storage,
    };
    let patterns = Patterns::generate(scenario, InputLaw::Signs, n, pattern_count(n, alpha)?, &key.named("patterns"))?;
    let reference = match around {
        Around::Teacher => patterns.teacher().cloned(),
        Around::Found(algorithm) => {
            let outcome = algorithm.search(&patterns, key)?;
            outcome.solved().then_some(outcome.weights)
        }
    };
    let Some(reference) = reference.as_ref().and_then(|machine| machine.as_perceptron()) else {
        return Ok(vec![None; distances.len()]);
    };
    let local_entropy = msg_passing::LocalEntropy::default();
    let at = |&distance: &f64| {
        let point = local_entropy.at_distance(&patterns, reference, distance)?;
        Ok((point.stop == Stop::Converged && point.entropy.is_finite()).then_some(point.entropy))
    };
    distances.iter().map(at).collect()
}
