//! Solvers for saddle-point equations; they know no physics.
//!
//! | method | for |
//! | --- | --- |
//! | [`fixed_point::damped`] | `x = f(x)` where `f` nearly contracts |
//! | [`fixed_point::anderson`] | `x = f(x)` where plain iteration is slow or oscillates |
//! | [`newton::newton`], [`newton::newton_with_jacobian`] | `F(x) = 0` in a few unknowns |
//! | [`root::bracket`], [`root::brent`], [`root::newton`] | one equation in one unknown |
//! | [`minimum::brent`] | the minimum of a function of one variable |
//! | [`continuation::follow`], [`continuation::follow_through`] | a solution as a function of a parameter |
//!
//! Every solver returns a [`Solution`]: where it stopped, how far from a solution, after how many iterations and why.
//! Not converging is a value, not an error. A solver never returns a point that is not finite: if the equations leave
//! their domain (any component NaN or infinite) it returns the last good point with [`Stop::LeftDomain`].

pub mod continuation;
pub mod fixed_point;
pub mod minimum;
pub mod newton;
pub mod root;
mod solution;

pub use solution::{Solution, Stop};
