//! The scalar equation for `p` and the bias and variance that follow from it.

use crate::saddle::Solution;
use crate::saddle::root::{Bracket, newton};

/// Most evaluations of the equation; ten are usual.
const MOST_EVALUATIONS: usize = 100;
/// Residual relative to `min(ψ1, ψ2)`: a few roundings of the sum.
pub(super) const TOLERANCE: f64 = 8.0 * f64::EPSILON;

/// Everything that is a function of `p` and `ζ²` alone.
#[derive(Clone, Copy, Debug)]
struct Terms {
    p: f64,
    u: f64,
    w: f64,
    s: f64,
    g: f64,
    h: f64,
}

impl Terms {
    fn new(p: f64, zeta_squared: f64) -> Self {
        let u = zeta_squared * p;
        let w = 1.0 + u;
        let s = u / w;
        Self { p, u, w, s, g: p + s, h: p + s / w }
    }
}

/// Bias, variance and what the equation leaves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Solved {
    pub(super) bias: f64,
    pub(super) variance: f64,
    /// Of the equation, relative to its right-hand side.
    pub(super) residual: f64,
    pub(super) iterations: usize,
}

/// Finite `ψ1`, `ψ2` and `λ`, the last possibly 0.
pub(super) fn finite(zeta_squared: f64, psi_1: f64, psi_2: f64, lambda: f64) -> Solved {
    let (smaller, difference) = (psi_1.min(psi_2), (psi_1 - psi_2).abs());
    let root = if lambda == 0.0 {
        let p = quadratic_root(zeta_squared, smaller, 1.0);
        (p, 0, (Terms::new(p, zeta_squared).g / smaller - 1.0).abs())
    } else {
        let root = solve(zeta_squared, smaller, difference, psi_1 * psi_2 * lambda);
        (root.point, root.iterations, root.residual)
    };
    let (p, iterations, residual) = root;
    let terms = Terms::new(p, zeta_squared);
    let margin = margin(difference, psi_1 * psi_2 * lambda * p);
    let (a, b) = if psi_1 <= psi_2 { (margin, margin + difference) } else { (margin + difference, margin) };
    // Zero at the interpolation threshold without ridge: bias and variance are infinite there.
    let denominator = a * b + terms.h * (a + b);
    Solved {
        bias: psi_2 * (psi_1 + p * terms.u) / (terms.w * terms.w) / denominator,
        variance: (terms.g * terms.h + terms.s * terms.s * a) / denominator,
        residual,
        iterations,
    }
}

/// `ψ1 → ∞`: `b = ψ2λp`, and all that is not proportional to `ψ1` drops out.
pub(super) fn wide(zeta_squared: f64, psi_2: f64, lambda: f64) -> Solved {
    let (terms, b, residual) = limit(zeta_squared, psi_2, lambda);
    let denominator = b + terms.h;
    Solved {
        bias: psi_2 / (terms.w * terms.w) / denominator,
        variance: terms.s * terms.s / denominator,
        residual,
        iterations: 0,
    }
}

/// `ψ2 → ∞`: `a = ψ1λp`, and the variance vanishes.
pub(super) fn large_sample(zeta_squared: f64, psi_1: f64, lambda: f64) -> Solved {
    let (terms, a, residual) = limit(zeta_squared, psi_1, lambda);
    let bias = (psi_1 + terms.p * terms.u) / (terms.w * terms.w) / (a + terms.h);
    Solved { bias, variance: 0.0, residual, iterations: 0 }
}

/// One of `ψ1`, `ψ2` infinite and the other `psi`: `ψ − g(p) = ψλp`. Returns also that difference and the residual.
fn limit(zeta_squared: f64, psi: f64, lambda: f64) -> (Terms, f64, f64) {
    let terms = Terms::new(quadratic_root(zeta_squared, psi, 1.0 + psi * lambda), zeta_squared);
    let difference = psi * lambda * terms.p;
    (terms, difference, ((terms.g + difference) / psi - 1.0).abs())
}

/// The positive root of `k p + ζ²p/(1 + ζ²p) = ψ`, from whichever form of the quadratic formula does not cancel.
fn quadratic_root(zeta_squared: f64, psi: f64, k: f64) -> f64 {
    let t = zeta_squared * (psi - 1.0) - k;
    let root = (t * t + 4.0 * k * zeta_squared * psi).sqrt();
    if t <= 0.0 { 2.0 * psi / (root - t) } else { (root + t) / (2.0 * k * zeta_squared) }
}

/// `min(ψ1, ψ2) − g`: the positive root of `m² + difference·m = c`.
fn margin(difference: f64, c: f64) -> f64 {
    if c == 0.0 { 0.0 } else { 2.0 * c / (difference + (difference * difference + 4.0 * c).sqrt()) }
}

/// The root of `g(p) + m(p) = smaller` for a ridge above 0, `rate` being `ψ1ψ2λ`.
fn solve(zeta_squared: f64, smaller: f64, difference: f64, rate: f64) -> Solution<f64> {
    // The left side increases; with m = 0 it is the ridgeless equation, and m < smaller bounds p once more.
    let highest = quadratic_root(zeta_squared, smaller, 1.0).min(smaller * (smaller + difference) / rate);
    let value_and_slope = |p: f64| {
        let terms = Terms::new(p, zeta_squared);
        let value = (terms.g + margin(difference, rate * p)) / smaller - 1.0;
        let slope = 1.0 + zeta_squared / (terms.w * terms.w);
        let root = (difference * difference + 4.0 * rate * p).sqrt();
        (value, (slope + rate / root) / smaller)
    };
    let (at_highest, _) = value_and_slope(highest);
    let bracket = Bracket { a: 0.0, f_a: -1.0, b: highest, f_b: at_highest.max(0.0) };
    newton(value_and_slope, bracket, 0.5 * highest, TOLERANCE, MOST_EVALUATIONS)
}
