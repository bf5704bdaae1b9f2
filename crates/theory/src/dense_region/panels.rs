//! Break points for integrands with two scales.

use crate::averages::Rule;

/// Gauss–Legendre panels from `from` to `to`, each as long as `longest` says at its lower end.
///
/// The rule is empty if an end is not finite or the interval is.
pub(super) fn between(from: f64, to: f64, longest: impl Fn(f64) -> f64) -> Rule {
    /// More panels than any integrand of this module needs; a guess that asks for more is outside of all branches.
    const MOST: usize = 4000;
    let mut breaks = vec![from];
    let mut here = from;
    while here < to && breaks.len() <= MOST {
        let length = longest(here);
        here = if here + length >= to { to } else { here + length };
        breaks.push(here);
    }
    if here == to && from < to && from.is_finite() { Rule::plain(&breaks) } else { Rule::default() }
}
