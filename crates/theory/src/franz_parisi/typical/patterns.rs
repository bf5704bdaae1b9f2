//! The energetic part: averages over the fields of a pattern on the reference and on the solutions around it.

use super::overlaps::Overlaps;
use crate::averages::{AverageError, Feature, Rule};
use crate::franz_parisi::single::NEAREST_ZERO;
use piccole_core::gauss;

/// A pattern that the reference satisfies at one margin and the solutions around it at another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patterns<'a> {
    /// Margin of the solutions.
    pub(super) kappa: f64,
    /// Margin of the reference.
    pub(super) reference_margin: f64,
    pub(super) overlaps: &'a Overlaps,
    /// All strips are divided by this; results must not depend on it.
    pub(super) detail: f64,
}

/// What the pattern's fields say at one mean field `√q₁ u` of the solutions.
#[derive(Clone, Copy, Debug)]
pub(super) struct PatternRow {
    /// Weight of the node, with that of the reference.
    pub(super) weight: f64,
    /// `x = (κ − √q₁ u)/√(1−q₁)`
    pub(super) x: f64,
    /// Mean and variance of the hazard `R(x̃)` of other references given `u`.
    pub(super) mean: f64,
    pub(super) variance: f64,
}

/// A linear function of `u` and `s`.
#[derive(Clone, Copy, Debug)]
struct Linear {
    shift: f64,
    by_u: f64,
    by_s: f64,
}

impl Linear {
    fn at(&self, u: f64, s: f64) -> f64 {
        self.shift + self.by_u * u + self.by_s * s
    }
}

/// The arguments of the two tails of the reference.
///
/// The field `z₀` that all references share and the field `y` of the solutions are turned into the mean field
/// `√q₁ u = (t/√q) z₀ + v y` of the solutions and a Gaussian `s` that is independent of it. At small distances only `u`
/// has narrow features.
#[derive(Clone, Copy, Debug)]
struct Arguments {
    /// Of the probability `P = H(…)` that the reference satisfies the pattern given `z₀` and `y`.
    given_both: Linear,
    /// `x̃`, of the same probability given `z₀` only.
    given_shared: Linear,
}

impl Patterns<'_> {
    /// The averages over `s` on a rule for `u`.
    pub(super) fn rows(&self) -> Result<Vec<PatternRow>, AverageError> {
        const NOTHING: f64 = 1e-22;
        let arguments = self.arguments();
        let inner = self.inner_rule(&arguments)?;
        let outer = self.outer_rule(&arguments)?;
        let row = |(u, weight): (f64, f64)| {
            let shift = mode(&arguments, u);
            // Moments about a point close to the mean do not cancel.
            let centre = gauss::hazard(arguments.given_shared.at(u, shift));
            let [zeroth, first, second] = tilted(&inner, &arguments, u, shift, |_, shared| {
                let gap = gauss::hazard(shared) - centre;
                [1.0, gap, gap * gap]
            });
            let gap = first / zeroth;
            let variance = (second / zeroth - gap * gap).max(0.0);
            PatternRow { weight: weight * zeroth, x: self.argument(u), mean: centre + gap, variance }
        };
        // Beyond 9.5 standard deviations nothing is left; where the product underflows the reference excludes the field.
        let within = outer.iter().filter(|(_, weight)| *weight > NOTHING);
        Ok(within.map(row).filter(|row| row.weight > f64::MIN_POSITIVE).collect())
    }

    /// `∫Dz₀ Dy G(b) R(x)/(H(x̃) √((1−q)(1−ρ²)(1−q₁)))`, where `b` is the argument of `P`: the derivative by `p` of the
    /// energetic term per pattern.
    pub(super) fn pull(&self) -> Result<f64, AverageError> {
        let Overlaps { q, rest, complement, v, .. } = *self.overlaps;
        let arguments = self.arguments();
        let inner = self.inner_rule(&arguments)?;
        let mean = self.outer_rule(&arguments)?.mean(|u| {
            let shift = mode(&arguments, u);
            let [density] = tilted(&inner, &arguments, u, shift, |both, _| [gauss::hazard(both)]);
            density * gauss::hazard(self.argument(u))
        });
        Ok(mean * v / ((1.0 - q) * rest * complement).sqrt())
    }

    fn argument(&self, u: f64) -> f64 {
        (self.kappa - self.overlaps.q1.sqrt() * u) / self.overlaps.complement.sqrt()
    }

    fn arguments(&self) -> Arguments {
        let Overlaps { p, q, t, regression, excess, v, q1, rest, .. } = *self.overlaps;
        let (along, across) = (t / (q * q1).sqrt(), v / q1.sqrt());
        // z₀ = along u + across s, y = across u − along s.
        let shared = (1.0 - q).sqrt();
        let given_shared = Linear {
            shift: self.reference_margin / shared,
            by_u: -q.sqrt() * along / shared,
            by_s: -q.sqrt() * across / shared,
        };
        let both = ((1.0 - q) * rest).sqrt() / v;
        let given_both = Linear {
            shift: self.reference_margin / both,
            by_u: -p / q1.sqrt() / both,
            // −(√q across − (p−t)/v along), without what cancels.
            by_s: -(q / q1).sqrt() * (rest - regression * excess) / v / both,
        };
        Arguments { given_both, given_shared }
    }

    fn inner_rule(&self, arguments: &Arguments) -> Result<Rule, AverageError> {
        let slope = arguments.given_shared.by_s.abs().max(arguments.given_both.by_s.abs());
        Rule::resolving(&[Feature { centre: 0.0, strip: NEAREST_ZERO / slope / self.detail }])
    }

    fn outer_rule(&self, arguments: &Arguments) -> Result<Rule, AverageError> {
        let Overlaps { q1, complement, .. } = *self.overlaps;
        let step = |linear: &Linear| Feature {
            centre: if linear.by_u == 0.0 { 0.0 } else { -linear.shift / linear.by_u },
            strip: NEAREST_ZERO / linear.by_u.abs() / self.detail,
        };
        let x = Linear { shift: self.kappa / complement.sqrt(), by_u: -(q1 / complement).sqrt(), by_s: 0.0 };
        Rule::resolving(&[step(&x), step(&arguments.given_both), step(&arguments.given_shared)])
    }
}

/// Averages over `s` with the weight `P/H(x̃)`, on nodes shifted to where the weighted density is.
///
/// The weight grows like a Gaussian where the shared field is against the reference; shifting the nodes keeps what is
/// there within their range.
fn tilted<const K: usize>(
    rule: &Rule,
    arguments: &Arguments,
    u: f64,
    shift: f64,
    f: impl Fn(f64, f64) -> [f64; K],
) -> [f64; K] {
    rule.means(|node| {
        let s = node + shift;
        let (both, shared) = (arguments.given_both.at(u, s), arguments.given_shared.at(u, s));
        let tilt = gauss::ln_tail(both) - gauss::ln_tail(shared) - shift * (node + 0.5 * shift);
        let weight = libm::exp(tilt);
        f(both, shared).map(|value| value * weight)
    })
}

/// About where `−s²/2 + ln H(b) − ln H(x̃)` is largest.
fn mode(arguments: &Arguments, u: f64) -> f64 {
    let Arguments { given_both, given_shared } = arguments;
    /// Nothing with a weight above rounding is farther out; where the weight is 0 a step could be.
    const FARTHEST: f64 = 20.0;
    let mut s: f64 = 0.0;
    for _ in 0..2 {
        let (both, shared) = (given_both.at(u, s), given_shared.at(u, s));
        let slope = -s - given_both.by_s * gauss::hazard(both) + given_shared.by_s * gauss::hazard(shared);
        let (b, x) = (given_both.by_s, given_shared.by_s);
        let curvature = 1.0 + b * b * gauss::hazard_derivative(both) - x * x * gauss::hazard_derivative(shared);
        s = (s + slope / curvature.max(0.25)).clamp(-FARTHEST, FARTHEST);
    }
    s
}
