//! Which ensemble of centres and replicas.

use crate::TheoryError;
use crate::error::check_margin;
use piccole_core::patterns::Scenario;

/// How strongly centres are weighed by the solutions around them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Replicas {
    /// `y → ∞`: the centres of largest local entropy.
    Infinite,
    /// A centre counts as the number of solutions around it to the power `y > 0`, which need not be an integer.
    Finite(f64),
}

impl Replicas {
    /// The number `y`, infinite for [`Replicas::Infinite`].
    pub fn count(self) -> f64 {
        match self {
            Self::Infinite => f64::INFINITY,
            Self::Finite(count) => count,
        }
    }
}

/// Which configurations may be centres.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Centre {
    /// Every one of the `2^N`.
    Free,
    /// Solutions only.
    Solution,
}

/// The ensemble that a curve is computed for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// Random labels or those of a teacher.
    pub scenario: Scenario,
    /// Margin `κ` of the constraints, from 0 to 1; 0 for a teacher's labels.
    pub kappa: f64,
    /// The weight of the solutions around a centre.
    pub replicas: Replicas,
    /// The centres.
    pub centre: Centre,
}

/// Largest margin for random labels, up to which the accuracy is tested.
const LARGEST_MARGIN: f64 = 1.0;

impl Setting {
    /// Refuses ensembles that have no curve.
    pub(super) fn check(&self) -> Result<(), TheoryError> {
        let largest = match self.scenario {
            Scenario::Storage => LARGEST_MARGIN,
            Scenario::TeacherStudent => 0.0,
        };
        check_margin(self.kappa, 0.0, largest)?;
        match self.replicas {
            Replicas::Finite(value) if !(value > 0.0 && value.is_finite()) => Err(TheoryError::Replicas { value }),
            Replicas::Infinite if self.centre == Centre::Solution => Err(TheoryError::InfiniteReplicas),
            _ => Ok(()),
        }
    }
}
