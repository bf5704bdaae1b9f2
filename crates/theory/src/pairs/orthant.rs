//! The probability that two correlated Gaussians both exceed a bound.

use crate::averages::OF_A_PANEL;
use piccole_core::gauss;
use std::f64::consts::FRAC_2_PI;

/// `P₂(b; ρ)`, the probability that two unit Gaussians of correlation `ρ` both exceed `b`, through
/// `P₂ = 2 ∫_b^∞ dx G(x) H(c x)` with `c = √((1−ρ)/(1+ρ))`, whose integrand is positive at every correlation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Orthant {
    c: f64,
}

/// The logarithm and its derivatives at one bound.
#[derive(Clone, Copy, Debug)]
pub(super) struct OrthantValue {
    /// `ln P₂`
    pub(super) ln: f64,
    /// `G(b) H(c b)/P₂ = −½ ∂ln P₂/∂b`
    pub(super) hazard: f64,
    /// `√(1−ρ²) ∂ln P₂/∂ρ = G(b) G(c b)/P₂`
    pub(super) density: f64,
}

impl Orthant {
    /// From `(1−ρ)/(1+ρ)`.
    pub(super) fn new(ratio: f64) -> Self {
        Self { c: ratio.sqrt() }
    }

    pub(super) fn at(&self, b: f64) -> OrthantValue {
        let integral = self.scaled_integral(b.abs());
        if b >= 0.0 {
            // P₂ = 2 G(b) H(c b) I
            let ln = std::f64::consts::LN_2 + ln_pdf(b) + gauss::ln_tail(self.c * b) + libm::log(integral);
            let hazard = 0.5 / integral;
            return OrthantValue { ln, hazard, density: hazard * gauss::hazard(self.c * b) };
        }
        // Both exceed b unless one is below or both are.
        let both_below = 2.0 * gauss::pdf(b) * gauss::tail(-self.c * b) * integral;
        let value = 1.0 - 2.0 * gauss::tail(-b) + both_below;
        OrthantValue {
            ln: libm::log(value),
            hazard: gauss::pdf(b) * gauss::tail(self.c * b) / value,
            density: gauss::pdf(b) * gauss::pdf(self.c * b) / value,
        }
    }

    /// `I = ∫_b^∞ dx G(x) H(c x)/(G(b) H(c b))` for `b ≥ 0`.
    fn scaled_integral(&self, b: f64) -> f64 {
        const PANELS: usize = 3;
        /// `exp(−42) = 6·10⁻¹⁹` is left out.
        const DEPTH: f64 = 42.0;
        let c = self.c;
        // The integrand falls at least like exp(−rate ξ − curvature ξ²/2), as R′ ≥ 2/π on the positive axis.
        let rate = b + c * gauss::hazard(c * b);
        let curvature = 1.0 + FRAC_2_PI * c * c;
        let reach = 2.0 * DEPTH / (rate + (rate * rate + 2.0 * DEPTH * curvature).sqrt());
        let start = gauss::ln_tail(c * b);
        let half = 0.5 * reach / PANELS as f64;
        (0..PANELS)
            .map(|panel| {
                let middle = half * (2 * panel + 1) as f64;
                let integrand = |(x, weight): &(f64, f64)| {
                    let xi = middle + half * x;
                    weight * half * libm::exp(gauss::ln_tail(c * (b + xi)) - start - xi * (b + 0.5 * xi))
                };
                OF_A_PANEL.iter().map(integrand).sum::<f64>()
            })
            .sum()
    }
}

fn ln_pdf(x: f64) -> f64 {
    /// `ln √(2π)`
    const HALF_LN_2PI: f64 = 0.918_938_533_204_672_8;
    -0.5 * x * x - HALF_LN_2PI
}

#[cfg(test)]
mod tests {
    use super::Orthant;
    use crate::averages::adaptive;
    use piccole_core::gauss;
    use std::f64::consts::{FRAC_1_PI, LN_2};

    fn ratio(rho: f64) -> f64 {
        (1.0 - rho) / (1.0 + rho)
    }

    #[test]
    fn at_zero_the_orthant_is_a_quarter_and_an_arcsine() {
        for rho in [-0.999, -0.5, 0.0, 0.3, 0.99, 1.0 - 1e-12] {
            let exact = 0.25 + 0.5 * FRAC_1_PI * libm::asin(rho);
            let value = libm::exp(Orthant::new(ratio(rho)).at(0.0).ln);
            assert!((value - exact).abs() < 1e-13 && (value / exact - 1.0).abs() < 1e-10, "{rho}: {value} {exact}");
        }
    }

    #[test]
    fn independent_and_identical_variables_have_products_and_tails() {
        for b in [-6.0, -1.0, -1e-3, 0.0, 0.5, 3.0, 20.0, 40.0] {
            // The rounding of ln H of the size of b² is that of the hazard relative to itself.
            let allowed = 1e-14 + 1e-15 * b * b;
            let independent = Orthant::new(1.0).at(b);
            assert!((independent.ln - 2.0 * gauss::ln_tail(b)).abs() < 1e-13 * independent.ln.abs() + 1e-15, "{b}");
            assert!((independent.hazard / gauss::hazard(b) - 1.0).abs() < allowed, "{b}");
            let identical = Orthant::new(0.0).at(b);
            assert!((identical.ln - gauss::ln_tail(b)).abs() < 1e-13 * identical.ln.abs() + 1e-15, "{b}");
            assert!((2.0 * identical.hazard / gauss::hazard(b) - 1.0).abs() < allowed, "{b}");
        }
    }

    #[test]
    fn a_conditional_tail_gives_the_same_probability() {
        for rho in [-0.9_f64, -0.3, 0.2, 0.7, 0.98] {
            for b in [-3.0, -0.7, 0.1, 2.0] {
                let root = (1.0 - rho * rho).sqrt();
                let inner = |x: f64| gauss::pdf(x) * gauss::tail((b - rho * x) / root);
                let breaks = [b, b + 0.1, b + 0.5, b + 1.5, b + 4.0, b + 9.0, b + 16.0];
                let exact = adaptive::integrate(inner, &breaks, 1e-13).unwrap().value;
                let value = Orthant::new(ratio(rho)).at(b);
                assert!((libm::exp(value.ln) / exact - 1.0).abs() < 1e-9_f64.min(3e-13 / exact), "{rho} {b}");
                // Derivatives by differences.
                let step = 1e-4;
                let slope = (Orthant::new(ratio(rho)).at(b + step).ln - Orthant::new(ratio(rho)).at(b - step).ln)
                    / (2.0 * step);
                assert!((slope + 2.0 * value.hazard).abs() < 1e-6, "{rho} {b}");
                let by_rho = (Orthant::new(ratio(rho + step)).at(b).ln - Orthant::new(ratio(rho - step)).at(b).ln)
                    / (2.0 * step);
                assert!((by_rho * root - value.density).abs() < 1e-5 * (1.0 + value.density), "{rho} {b}");
            }
        }
    }

    #[test]
    fn far_tails_neither_underflow_nor_jump() {
        let orthant = Orthant::new(ratio(0.6));
        let (deep, deeper) = (orthant.at(100.0).ln, orthant.at(100.0 + 1e-9).ln);
        assert!(deep < -5000.0 && deeper < deep && deep - deeper < 1e-6);
        let (below, above) = (orthant.at(-1e-12), orthant.at(1e-12));
        assert!((below.ln - above.ln).abs() < 1e-11 && (below.hazard - above.hazard).abs() < 1e-11);
        assert!(orthant.at(-40.0).ln.abs() < 1e-15 && orthant.at(-9.0).ln > -LN_2 * 1e-15);
    }
}
