//! The critical densities of the binary perceptron, beside what the literature says.

use crate::averages::Quadrature;
use crate::capacity::{CapacityModel, capacity};
use crate::dense_region::alpha_u;
use crate::storage::de_almeida_thouless;
use crate::teacher_student::{algorithmic_spinodal, information_theoretic, planted_first_moment};
use crate::{Status, TheoryError};

/// A critical density with the error of the method.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold {
    /// The density `α`.
    pub alpha: f64,
    /// Bound of its numerical error.
    pub error: f64,
    /// Whether the solver converged to that error.
    pub converged: bool,
}

/// A critical density of binary weights at margin 0 with its name and its literature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NamedThreshold {
    /// The name in tables.
    pub name: &'static str,
    /// The value and its error.
    pub threshold: Threshold,
    /// Value in the literature, to the digits printed there.
    pub literature: f64,
    /// Where.
    pub source: &'static str,
}

/// Returns every threshold of the binary perceptron.
///
/// | name | where |
/// | --- | --- |
/// | `capacity` | the replica-symmetric entropy of random labels vanishes and the measure freezes |
/// | `information_theoretic` | labels determine the teacher: the entropy of the students vanishes |
/// | `algorithmic_spinodal` | message passing recovers the teacher: the branch from overlap 0 ends |
/// | `planted_first_moment` | the mean number of other students vanishes at every distance |
/// | `dense_region` | `α_U`: the largest local entropy around any configuration stops being monotone in the distance |
/// | `de_almeida_thouless` | the saddle of random labels loses stability, beyond the capacity |
///
/// # Errors
/// [`TheoryError::Average`] if a quadrature fails.
pub fn all() -> Result<Vec<NamedThreshold>, TheoryError> {
    let automatic = Quadrature::Automatic;
    let stored = capacity(CapacityModel::Binary, 0.0)?;
    let stored = Threshold { alpha: stored.alpha_c, error: 1e-12, converged: stored.status == Status::Ok };
    let named = |name, threshold, literature, source| NamedThreshold { name, threshold, literature, source };
    Ok(vec![
        named("capacity", stored, 0.833, "Krauth and Mézard, J. Phys. France 50, 3057 (1989)"),
        named(
            "information_theoretic",
            information_theoretic(automatic)?,
            1.245,
            "Györgyi, Phys. Rev. A 41, 7097 (1990); 1.249 in Barbier et al., PNAS 116, 5451 (2019), where S < 0 already",
        ),
        named("algorithmic_spinodal", algorithmic_spinodal(automatic)?, 1.493, "Barbier et al., PNAS 116, 5451 (2019)"),
        named(
            "planted_first_moment",
            planted_first_moment(),
            1.44797,
            "Fang and Venkatesh, IEEE Trans. Neural Networks 7, 1234 (1996)",
        ),
        named(
            "dense_region",
            dense_region(),
            0.77,
            "Baldassi et al., Phys. Rev. Lett. 115, 128101 (2015), with centres that are solutions; 0.75 to 0.78 by ensemble",
        ),
        named(
            "de_almeida_thouless",
            de_almeida_thouless(automatic)?,
            1.015,
            "Krauth and Mézard, J. Phys. France 50, 3057 (1989)",
        ),
    ])
}

/// `α_U` of free centres and infinitely many replicas.
fn dense_region() -> Threshold {
    let transition = alpha_u();
    let converged = transition.error < 1e-9;
    Threshold { alpha: transition.alpha, error: transition.error.max(1e-12), converged }
}

#[cfg(test)]
mod tests {
    use super::all;

    #[test]
    fn every_threshold_agrees_with_the_digits_of_the_literature() {
        let thresholds = all().unwrap();
        for row in &thresholds {
            let printed = row.literature.to_string();
            let digits = printed.len() - printed.find('.').unwrap() - 1;
            // The ensembles of dense regions in the literature differ from one another by some hundredths.
            let allowed = if row.name == "dense_region" { 0.02 } else { 0.5 * libm::pow(10.0, -(digits as f64)) };
            assert!(row.threshold.converged && row.threshold.error <= 1e-9, "{row:?}");
            assert!((row.threshold.alpha - row.literature).abs() <= allowed, "{row:?}");
        }
        assert_eq!(thresholds.len(), 6);
    }
}
