//! A landscape on the line whose local entropy is known.

/// A loss on the line with a narrow deep well near 1 and a wide shallow one near −1.
///
/// ```math
/// \ell(x) = - e^{-(x-1)^2/(2 \cdot 0.05^2)} - 0.8\, e^{-(x+1)^2/(2 \cdot 0.5^2)} + 0.05\, x^2 .
/// ```
///
/// The loss is lower in the narrow well; the local entropy, where the scope is wide enough, is higher in the wide one. What
/// Entropy-SGD ([`EntropySgd`](crate::optimize::EntropySgd)) samples can be held against exact numbers here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TwoWells;

/// The local entropy of a point and its derivative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalEntropy {
    /// The local entropy `F`, in units of the loss.
    pub entropy: f64,
    /// The mean `⟨x′⟩` over the points around, towards which `F` rises: `dF/dx = −γ (x − ⟨x′⟩)`.
    pub mean: f64,
}

/// Widths of the wells.
const NARROW: f64 = 0.05;
const WIDE: f64 = 0.5;
/// Depth of the wide well; that of the narrow one is 1.
const DEPTH: f64 = 0.8;
/// Curvature of the bowl around both.
const BOWL: f64 = 0.1;
/// Spacing and end of the rule for the integrals.
const SPACING: f64 = 5e-3;
const END: f64 = 8.0;

impl TwoWells {
    /// The loss at a point.
    pub fn loss(self, x: f64) -> f64 {
        0.5 * BOWL * x * x - narrow(x) - wide(x)
    }

    /// Its derivative.
    pub fn slope(self, x: f64) -> f64 {
        BOWL * x + narrow(x) * (x - 1.0) / (NARROW * NARROW) + wide(x) * (x + 1.0) / (WIDE * WIDE)
    }

    /// The local entropy at scope `γ` and inverse temperature `β = 1/T`,
    ///
    /// ```math
    /// F(x) = \frac1\beta \ln \int\! dx' \Bigl(\frac{\beta\gamma}{2\pi}\Bigr)^{1/2}
    ///        e^{-\beta [\ell(x') + \gamma (x - x')^2/2]} ,
    /// ```
    ///
    /// by the trapezoidal rule on `[−8, 8]`. For `x` in `[−3, 3]`, `0.3 ≤ γ ≤ 100` and `5 ≤ β ≤ 20` its error is below
    /// 10⁻¹⁰: the integrand is analytic, all but vanishes at both ends, and is no narrower than two spacings.
    ///
    /// ```
    /// use piccole_nn::landscape::TwoWells;
    /// let at = |x, scope| TwoWells.local_entropy(x, scope, 5.0).entropy;
    /// assert!(at(1.0, 100.0) > at(-1.0, 100.0)); // the deep well
    /// assert!(at(1.0, 10.0) < at(-1.0, 10.0)); // the wide one
    /// ```
    pub fn local_entropy(self, x: f64, scope: f64, beta: f64) -> LocalEntropy {
        let half = (END / SPACING) as i32;
        let (mut sum, mut first) = (0.0, 0.0);
        for k in -half..=half {
            let at = f64::from(k) * SPACING;
            let weight = libm::exp(-beta * (self.loss(at) + 0.5 * scope * (x - at) * (x - at)));
            sum += weight;
            first += weight * at;
        }
        let normalised = sum * SPACING * (beta * scope / (2.0 * std::f64::consts::PI)).sqrt();
        LocalEntropy { entropy: libm::log(normalised) / beta, mean: first / sum }
    }
}

fn narrow(x: f64) -> f64 {
    libm::exp(-(x - 1.0) * (x - 1.0) / (2.0 * NARROW * NARROW))
}

fn wide(x: f64) -> f64 {
    DEPTH * libm::exp(-(x + 1.0) * (x + 1.0) / (2.0 * WIDE * WIDE))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where ascent on the local entropy ends, from the narrow well.
    fn ascent(scope: f64) -> f64 {
        (0..400).fold(1.0, |x, _| TwoWells.local_entropy(x, scope, 5.0).mean)
    }

    #[test]
    fn local_entropies_are_known_to_eight_digits() {
        // Found independently of this code, at β = 5: scope, F(1), F(−1).
        let table = [
            (100.0, 0.80038184, 0.74681959),
            (10.0, 0.60155435, 0.72292740),
            (3.0, 0.48980682, 0.68159933),
            (1.0, 0.39120867, 0.61749401),
            (0.3, 0.32998357, 0.52649127),
        ];
        for (scope, narrow, wide) in table {
            let entropy = |x| TwoWells.local_entropy(x, scope, 5.0).entropy;
            assert!((entropy(1.0) - narrow).abs() < 0.6e-8, "scope {scope}");
            assert!((entropy(-1.0) - wide).abs() < 0.6e-8, "scope {scope}");
        }
    }

    #[test]
    fn slope_and_mean_are_derivatives() {
        for x in [-1.3, -0.2, 0.9, 1.04] {
            let difference = |f: &dyn Fn(f64) -> f64| (f(x + 1e-5) - f(x - 1e-5)) / 2e-5;
            // Central differences are off by h² f‴/6, below 1e-6 in the narrow well.
            assert!((difference(&|x| TwoWells.loss(x)) - TwoWells.slope(x)).abs() < 1e-6);
            let pull = -3.0 * (x - TwoWells.local_entropy(x, 3.0, 5.0).mean);
            assert!((difference(&|x| TwoWells.local_entropy(x, 3.0, 5.0).entropy) - pull).abs() < 1e-7);
        }
    }

    #[test]
    fn the_narrow_maximum_ceases_to_exist_as_the_scope_widens() {
        assert!((ascent(3.0) - 1.01).abs() < 0.02, "{}", ascent(3.0));
        assert!((ascent(0.3) + 0.91).abs() < 0.02, "{}", ascent(0.3));
    }
}
