//! Rules for integrands with several kinks.

use super::legendre::PANEL;
use super::panels::nodes_on;
use super::trapezoid::trapezoid;
use super::{AverageError, CUT, Feature, Rule};

/// Longest panel, short enough for the density itself.
const LONGEST: f64 = 3.0;
/// Below this strip panels always win: 880 equidistant nodes against at most 20 panels for one feature.
const NARROW: f64 = 0.2;
/// A panel `[a, b]` is short enough for a singularity `s` when `|s − a| + |s − b|` is at least this many times `b − a`:
/// then `s` lies outside of the Bernstein ellipse with parameter 2.5, and the error is `2.5^(−2·20) = 10⁻¹⁶`.
const OUTSIDE: f64 = 0.5 * (2.5 + 1.0 / 2.5);

impl Rule {
    /// The rule for an integrand with several features: equidistant nodes or panels, whichever are fewer.
    ///
    /// The panels come from halving `|z| ≤ 12` until none is too long for any of the features. Relative error about
    /// 10⁻¹⁵ for integrands whose parts are not much larger than their sum.
    ///
    /// ```
    /// use piccole_theory::averages::{Feature, Rule};
    /// let steps = [Feature { centre: -1.0, strip: 1e-3 }, Feature { centre: 2.0, strip: 0.1 }];
    /// assert!((Rule::resolving(&steps)?.mean(|z| z * z) - 1.0).abs() < 1e-14);
    /// # Ok::<(), piccole_theory::averages::AverageError>(())
    /// ```
    ///
    /// # Errors
    /// [`AverageError::Feature`] for a strip that is not positive or a centre that is not a number.
    pub fn resolving(features: &[Feature]) -> Result<Self, AverageError> {
        features.iter().try_for_each(|feature| feature.check())?;
        let narrowest = features.iter().fold(f64::INFINITY, |strip, feature| strip.min(feature.strip));
        let mut panels = Vec::new();
        halve((-CUT, 0.0), features, &mut panels);
        halve((0.0, CUT), features, &mut panels);
        if narrowest > NARROW {
            let equidistant = trapezoid(narrowest)?;
            if equidistant.len() <= PANEL * panels.len() {
                return Ok(equidistant);
            }
        }
        let (nodes, weights) = nodes_on(panels.into_iter());
        Ok(Self::from_plain(nodes, weights))
    }
}

/// Appends the panels of `[a, b]` in ascending order.
fn halve((a, b): (f64, f64), features: &[Feature], panels: &mut Vec<(f64, f64)>) {
    /// Rounding of the nodes themselves; no panel is shorter.
    const SHORTEST: f64 = 1e-14;
    let length = b - a;
    let distance = |end: f64, feature: &Feature| {
        let along = end - feature.centre;
        (along * along + feature.strip * feature.strip).sqrt()
    };
    let outside = |feature: &Feature| distance(a, feature) + distance(b, feature) >= OUTSIDE * length;
    if length <= SHORTEST || (length <= LONGEST && features.iter().all(outside)) {
        panels.push((a, b));
        return;
    }
    let middle = 0.5 * (a + b);
    halve((a, middle), features, panels);
    halve((middle, b), features, panels);
}
