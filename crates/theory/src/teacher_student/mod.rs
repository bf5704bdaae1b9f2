//! The teacher–student perceptron: labels `sign(W⋆·x)` of a teacher, learnt by a student with the same prior.
//!
//! Typical students (drawn from the posterior) have the same overlap `q` with one another as with the teacher (Nishimori),
//! so that one order parameter describes everything. For weights ±1
//!
//! ```math
//! S = \operatorname*{extr}_{q,\hat q}\ -\tfrac12\hat q\,(1+q) + \int\! Dz\,\ln 2\cosh\big(\hat q+\sqrt{\hat q}\,z\big)
//!     + 2\alpha\int\! Dz\, H(t)\ln H(t),\qquad t=\sqrt{\tfrac{q}{1-q}}\;z
//! ```
//! ```math
//! q = \int\! Dz\tanh\big(\hat q+\sqrt{\hat q}\,z\big),\qquad
//! \hat q = \frac{2\alpha}{1-q}\int\! Dz\,\frac{G(t)^2}{H(t)}
//! ```
//!
//! and on the sphere `S = q/2 + ln(1−q)/2 + 2α∫Dz H ln H` with `q = 2α∫Dz G²/H`. `S` is the entropy of the students that
//! agree with every label (on the sphere the logarithm of their fraction); a Gibbs student errs on a new input with
//! probability `arccos(q)/π`, the vote of all students with `arccos(√q)/π`.
//!
//! # Branches and thresholds of binary weights
//!
//! Every `q` is a saddle for exactly one density, so the curve `α(q)` holds all branches. It rises from 0 to its maximum,
//! the *algorithmic spinodal* `α_⋆ = 1.4926`, where the branch of partial learning ends: up to there message passing stops
//! at an overlap below 1. Beyond the maximum it falls back to 0 as `q → 1` (unstable saddles, the watershed between the
//! two). The teacher itself, `q = 1` with `S = 0`, is a stable saddle at every density. Where the entropy of the first
//! branch vanishes the posterior jumps to the teacher: the *information-theoretic* transition `α_IT = 1.2447`. Between the
//! two the first branch is metastable, its entropy negative.
//!
//! Gyorgyi found 1.245; the 1.249 in some later papers cannot be right: there the entropy of the first branch is already
//! negative, `S(1.249) = −0.0017`, and a negative number of students is none. [`information_theoretic`] gives the zero
//! itself.
//!
//! References: Györgyi, Phys. Rev. A 41, 7097 (1990); Seung, Sompolinsky and Tishby, Phys. Rev. A 45, 6056 (1992); Opper
//! and Haussler, Phys. Rev. Lett. 66, 2677 (1991); Barbier et al., PNAS 116, 5451 (2019).

mod curve;
mod overlaps;
mod thresholds;

pub use crate::replica::Branch;
pub use curve::{TeacherStudentPoint, curve};
pub use overlaps::of_overlaps;
pub use thresholds::{algorithmic_spinodal, information_theoretic, planted_first_moment};

#[cfg(test)]
mod tests;
