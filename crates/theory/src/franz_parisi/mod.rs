//! The Franz–Parisi potential: how many solutions lie at a given distance from a reference.
//!
//! Fix a reference configuration and count the solutions at the Hamming distance `D = N d` from it, in other words at the
//! overlap `p = 1 − 2d`. The local entropy `S(d)` is `1/N` times the typical logarithm of that number, in nats per weight.
//!
//! | reference | function | averages |
//! | --- | --- | --- |
//! | the teacher of the labels, equivalently a typical student | [`around_teacher`] | one Gaussian |
//! | a configuration independent of the patterns | [`around_independent`] | one Gaussian |
//! | a typical solution of random labels, of the same or a larger margin | [`around_typical`] | two Gaussians |
//!
//! In every case `q₁` is the overlap of two solutions at that distance from the same reference. `H` is the tail of the
//! unit Gaussian, `G` its density and `R = G/H`.
//!
//! The potential is negative at small distances at every density: a typical solution is isolated, with no other one
//! closer than some `d_min > 0`. A negative value counts nothing (the mean of a logarithm over many replicas of an empty
//! set); only its sign has a meaning. At smaller distances yet the saddle itself ends, with `q₁ → 1`.
//!
//! References: Franz and Parisi, J. Phys. I France 5, 1401 (1995); Huang and Kabashima, Phys. Rev. E 90, 052813 (2014);
//! Baldassi, Lauditi, Malatesta, Perugini and Zecchina, Phys. Rev. Lett. 127, 278301 (2021), for references of a larger
//! margin.

pub(crate) mod field;
mod moments;
mod point;
mod single;
mod teacher;
mod typical;

pub(crate) use moments::ln_agreement;
pub use moments::{binary_entropy, first_moment_around_independent, first_moment_around_teacher};
pub use point::{LocalEntropyPoint, RESIDUAL};
pub use teacher::{around_independent, around_teacher};
pub(crate) use typical::Potential;
pub use typical::{References, around_typical};

#[cfg(test)]
mod tests;
