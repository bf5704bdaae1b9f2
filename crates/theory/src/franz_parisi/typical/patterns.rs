//! The energetic part: averages over the fields of a pattern on the reference and on the solutions around it.

use super::overlaps::Overlaps;
use crate::averages::{AverageError, Feature, Rule};
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
            let [zeroth, first, second] = tilted(&inner, &arguments, u, shift, |_, hazard| {
                let gap = hazard - centre;
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
        Rule::resolving(&[Feature { centre: 0.0, strip: gauss::NEAREST_ZERO / slope / self.detail }])
    }

    fn outer_rule(&self, arguments: &Arguments) -> Result<Rule, AverageError> {
        let Overlaps { q1, complement, .. } = *self.overlaps;
        let step = |linear: &Linear| Feature {
            centre: if linear.by_u == 0.0 { 0.0 } else { -linear.shift / linear.by_u },
            strip: gauss::NEAREST_ZERO / linear.by_u.abs() / self.detail,
        };
        let x = Linear { shift: self.kappa / complement.sqrt(), by_u: -(q1 / complement).sqrt(), by_s: 0.0 };
        Rule::resolving(&[step(&x), step(&arguments.given_both), step(&arguments.given_shared)])
    }
}

/// Averages over `s` with the weight `P/H(x̃)`, on nodes shifted to where the weighted density is.
///
/// The weight grows like a Gaussian where the shared field is against the reference; shifting the nodes keeps what is
/// there within their range.
///
/// `f` gets the argument of `P` and the hazard `R(x̃)`.
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
        let hazard = gauss::hazard(shared);
        let weight = probability_ratio(both, shared, hazard, -shift * (node + 0.5 * shift));
        f(both, hazard).map(|value| value * weight)
    })
}

/// `H(b) exp(e)/H(x)` with the hazard `R(x)` given: from `H = G/R`, without logarithms.
fn probability_ratio(b: f64, x: f64, hazard: f64, exponent: f64) -> f64 {
    /// `√(2π)`
    const SQRT_2PI: f64 = 2.506_628_274_631_000_5;
    /// Below this `H` is 1 in doubles.
    const CERTAIN: f64 = -9.0;
    let (inverse, exponent) = if x < CERTAIN { (1.0, exponent) } else { (SQRT_2PI * hazard, exponent + 0.5 * x * x) };
    if b < CERTAIN {
        inverse * libm::exp(exponent)
    } else if b < 0.0 {
        inverse * gauss::tail(b) * libm::exp(exponent)
    } else {
        inverse / (SQRT_2PI * gauss::hazard(b)) * libm::exp(exponent - 0.5 * b * b)
    }
}

/// About where `−s²/2 + ln H(b) − ln H(x̃)` is largest.
fn mode(arguments: &Arguments, u: f64) -> f64 {
    /// Nothing with a weight above rounding is farther out; where the weight is 0 a step could be.
    const FARTHEST: f64 = 20.0;
    let Arguments { given_both, given_shared } = arguments;
    let (by_both, by_shared) = (given_both.by_s, given_shared.by_s);
    let mut s: f64 = 0.0;
    for _ in 0..2 {
        let (both, shared) = (given_both.at(u, s), given_shared.at(u, s));
        let (hazard, shared_hazard) = (gauss::hazard(both), gauss::hazard(shared));
        let slope = -s - by_both * hazard + by_shared * shared_hazard;
        // R′ = R (R − x), which rounding may not make negative.
        let derivative = |hazard: f64, x: f64| (hazard * (hazard - x)).clamp(0.0, 1.0);
        let curvature = 1.0 + by_both * by_both * derivative(hazard, both)
            - by_shared * by_shared * derivative(shared_hazard, shared);
        s = (s + slope / curvature.max(0.25)).clamp(-FARTHEST, FARTHEST);
    }
    s
}

#[cfg(test)]
mod tests {
    use super::probability_ratio;
    use piccole_core::gauss;

    #[test]
    fn ratios_of_tails_are_those_of_their_logarithms() {
        for b in [-50.0, -9.1, -8.9, -2.0, -1e-9, 0.0, 1.0, 12.0] {
            for x in [-45.0, -9.1, -8.9, -1.0, 0.0, 3.0, 30.0] {
                let exact = libm::exp(gauss::ln_tail(b) - gauss::ln_tail(x) - 0.7);
                let ratio = probability_ratio(b, x, gauss::hazard(x), -0.7);
                assert!((ratio / exact - 1.0).abs() < 2e-13, "{b} {x}: {ratio:e} {exact:e}");
            }
        }
    }
}
