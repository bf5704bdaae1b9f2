//! Losses and their proximal operators.

use crate::averages::Feature;

/// A loss `ℓ(y, x)` of an output `x` for the label `y = ±1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Loss {
    /// `(y − x)²/2`: ridge regression of the labels.
    Square,
    /// `ln(1 + exp(−yx))`: logistic regression.
    Logistic,
}

/// What the averages need of the proximal operator `x = argmin (x − ω)²/(2V) + ℓ(1, x)`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Proximal {
    /// `f = (x − ω)/V = −ℓ′(x)`
    pub(super) force: f64,
    /// `−∂f/∂ω = ℓ″/(1 + Vℓ″)`
    pub(super) stiffness: f64,
    /// `ℓ(1, x)`
    pub(super) loss: f64,
}

impl Loss {
    /// The name in tables: `square`, `logistic`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Square => "square",
            Self::Logistic => "logistic",
        }
    }

    /// The proximal operator of width `v` at `omega`, for the label 1.
    pub(super) fn proximal(self, omega: f64, v: f64) -> Proximal {
        match self {
            Self::Square => {
                let force = (1.0 - omega) / (1.0 + v);
                Proximal { force, stiffness: 1.0 / (1.0 + v), loss: 0.5 * force * force }
            }
            Self::Logistic => {
                let x = logistic_proximal(omega, v);
                // 1/(1 + eˣ) and 1/(1 + e⁻ˣ) from the exponential that does not overflow.
                let small = libm::exp(-x.abs());
                let (large_part, small_part) = (1.0 / (1.0 + small), small / (1.0 + small));
                let force = if x >= 0.0 { small_part } else { large_part };
                let curvature = large_part * small_part;
                Proximal {
                    force,
                    stiffness: curvature / (1.0 + v * curvature),
                    loss: libm::log1p(small) + (-x).max(0.0),
                }
            }
        }
    }

    /// Where the proximal operator is singular as a function of `ξ = ω/√q`.
    ///
    /// That of the logistic loss has branch points where `1 + Vℓ″(x) = 0`: at `x = ±X + iπ` with `X = 2 arsinh(√V/2)`,
    /// hence at `ω = X + V/(e^X − 1)` and `ω = −X − V/(1 − e^−X)`, each `π` off the real axis.
    pub(super) fn features(self, v: f64, root_q: f64) -> Vec<Feature> {
        match self {
            Self::Square => Vec::new(),
            Self::Logistic => {
                let x = 2.0 * libm::asinh(0.5 * v.sqrt());
                let centres = [x + v / libm::expm1(x), -x + v / libm::expm1(-x)];
                centres.map(|omega| Feature { centre: omega / root_q, strip: std::f64::consts::PI / root_q }).to_vec()
            }
        }
    }
}

/// The root of `x − ω − V/(1 + eˣ)`, which increases, convex for `x < 0` and concave for `x > 0`.
///
/// Newton's method from the inflection at 0 is therefore monotone on either side and cannot cycle, whatever `V`.
fn logistic_proximal(omega: f64, v: f64) -> f64 {
    /// The error after a step `δ` is below `δ²/2`.
    const LAST_STEP: f64 = 1e-8;
    const MOST_STEPS: usize = 200;
    let mut x = 0.0_f64;
    for _ in 0..MOST_STEPS {
        let small = libm::exp(-x.abs());
        let force = if x >= 0.0 { small / (1.0 + small) } else { 1.0 / (1.0 + small) };
        let curvature = small / ((1.0 + small) * (1.0 + small));
        let step = (omega - x + v * force) / (1.0 + v * curvature);
        x += step;
        if step.abs() <= LAST_STEP {
            break;
        }
    }
    x
}

#[cfg(test)]
mod tests {
    use super::{Loss, logistic_proximal};
    use crate::saddle::root::{Bracket, brent};

    #[test]
    fn the_logistic_proximal_operator_solves_its_equation_at_every_width() {
        for v in [1e-6_f64, 0.1, 1.0, 20.0, 300.0, 1e5, 1e9] {
            for k in -60..=60 {
                let omega = v.max(5.0) * 0.05 * f64::from(k);
                let gap = |x: f64| omega - x + v / (1.0 + libm::exp(x));
                let x = logistic_proximal(omega, v);
                let bracket = Bracket { a: omega, f_a: gap(omega), b: omega + v, f_b: gap(omega + v) };
                let by_brent = brent(gap, bracket, 0.0, 500).point;
                // The rounding of ω + V f moves the root by its slope.
                let curvature = libm::exp(-x.abs()) / (1.0 + libm::exp(-x.abs())).powi(2);
                let allowed = 1e-15 * (omega.abs() + x.abs() + v.min(omega.abs() + x.abs())) / (1.0 + v * curvature);
                assert!((x - by_brent).abs() <= 8.0 * allowed + 2e-15, "V = {v}, ω = {omega}: {x} and {by_brent}");
            }
        }
    }

    #[test]
    fn force_stiffness_and_loss_belong_together() {
        for loss in [Loss::Square, Loss::Logistic] {
            for v in [0.01, 1.0, 50.0] {
                for k in -20..=20 {
                    let (omega, h) = (0.7 * f64::from(k), 1e-4);
                    let at = |k: f64| loss.proximal(omega + k * h, v);
                    let here = at(0.0);
                    let slope =
                        (8.0 * (at(1.0).force - at(-1.0).force) - (at(2.0).force - at(-2.0).force)) / (12.0 * h);
                    assert!((slope + here.stiffness).abs() < 1e-10, "{loss:?} {omega}");
                    // The envelope ℓ(x) + (x − ω)²/(2V) has the derivative −f.
                    let envelope = |k: f64| at(k).loss + 0.5 * v * at(k).force * at(k).force;
                    let slope =
                        (8.0 * (envelope(1.0) - envelope(-1.0)) - (envelope(2.0) - envelope(-2.0))) / (12.0 * h);
                    assert!((slope + here.force).abs() < 1e-8 * (1.0 + here.loss), "{loss:?} {omega}");
                }
            }
        }
    }
}
