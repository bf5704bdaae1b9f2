//! The entropic part at finite `y`: what one weight of the replicas and of the centre does in its fields.

use super::super::panels;
use super::nodes::{Centred, Response};
use piccole_core::gauss;
use piccole_core::patterns::Scenario;
use std::f64::consts::{FRAC_PI_2, LN_2};

/// Conjugates of the order parameters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Conjugates {
    /// `q̂₀`
    pub(super) q0: f64,
    /// `q̂₁ − q̂₀`
    pub(super) difference: f64,
    /// `Ŝ` minus the conjugate of `S̃`: how strongly replicas are drawn to their own centre.
    pub(super) own: f64,
    /// Conjugate of `S̃` over `q̂₀`; 0 for a free centre.
    pub(super) ratio: f64,
    /// Conjugate of `p` minus that of `S̃` squared over `q̂₀`; 0 for a free centre.
    pub(super) rest: f64,
    /// `R̂`
    pub(super) teacher: f64,
    /// Conjugate of `R̃`.
    pub(super) centre_teacher: f64,
}

/// Averages over the fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct WeightAverages {
    /// `q₀`, `q₁ − q₀`, `S̃/q₀` and `p − S̃²/q₀`.
    pub(super) overlaps: Centred,
    /// `1 − q₁`
    pub(super) one_minus_q1: f64,
    /// `(1 − S)/2`
    pub(super) distance: f64,
    /// `R`
    pub(super) teacher: f64,
    /// `R̃`, the overlap of centre and teacher.
    pub(super) centre_teacher: f64,
    /// `G_S`
    pub(super) potential: f64,
    /// `E⟨ln 2cosh⟩`
    pub(super) ln_2cosh: f64,
}

/// Above this variance of the inner field the replicas are taken for frozen, the end of the branch (`q₁ → 1`): the nodes
/// that resolve the averages grow in proportion to it.
const LARGEST_DIFFERENCE: f64 = 1e3;

/// Averages over `v = √q̂₀ z₀`, over what the field of the centre has independently of that, and over the inner `z`
/// and the centre `±1`. `finer` divides all steps.
pub(super) fn averages(
    scenario: Scenario,
    replicas: f64,
    conjugates: &Conjugates,
    finer: f64,
) -> Option<WeightAverages> {
    let Conjugates { q0, difference, own, ratio, rest, teacher, centre_teacher } = *conjugates;
    if !(q0 > 0.0 && difference > 0.0 && rest >= 0.0 && own.is_finite()) || difference > LARGEST_DIFFERENCE {
        return None;
    }
    let (root, inner, rest) = (q0.sqrt(), difference.sqrt(), rest.sqrt());
    // The centre follows the sign of its field within a distance of 1/y.
    let strip = FRAC_PI_2 / (1.0 + replicas + ratio.abs());
    // Against its pull, replicas have singularities at h ≈ own, off the axis by a fraction of π/2.
    let smooth = |h: f64| if h < own.abs() + 1.0 { 0.6 } else { 1.2 * (h - own.abs()) };
    let longest = |h: f64| (1.2 * (h * h + strip * strip).sqrt()).min(2.0 * root).min(smooth(h)) / finer;
    let xi_rule = panels::gaussian_in(rest / FRAC_PI_2, finer);
    if xi_rule.is_empty() {
        return None;
    }
    let nodes = inner_nodes(replicas, inner, finer);
    let mut responses = Vec::new();
    let mut sums = [0.0; 6];
    // Random labels: both half-lines of the field are the same.
    let (signs, both): (&[f64], f64) = match scenario {
        Scenario::Storage => (&[1.0], 2.0),
        Scenario::TeacherStudent => (&[1.0, -1.0], 1.0),
    };
    for sign in signs {
        let rule = panels::between(0.0, panels::REACH * root + teacher.abs(), longest);
        let mut weights = rule.weights().iter();
        let part = rule.means(|h| {
            let mut part = [0.0; 6];
            let z0 = (sign * h - teacher) / root;
            let density = both * gauss::pdf(z0) / root;
            let panel_weight = weights.next().copied().unwrap_or(0.0);
            let up = Local::of(sign * h, 1.0, own, inner, replicas, &nodes);
            let down = Local::of(sign * h, -1.0, own, inner, replicas, &nodes);
            for (xi, xi_weight) in &xi_rule {
                let u = ratio * root * z0 + rest * xi + centre_teacher;
                let bias = 2.0 * u + up.ln_mass - down.ln_mass;
                let weight = density * xi_weight;
                let (p_up, p_down) = (1.0 / (1.0 + libm::exp(-bias)), 1.0 / (1.0 + libm::exp(bias)));
                let mix = |up: f64, down: f64| p_up * up + p_down * down;
                let (t_up, t_down) = (1.0 - up.one_minus, down.one_minus - 1.0);
                let t = mix(t_up, t_down);
                let centre = p_up - p_down;
                let variance = mix(up.variance, down.variance) + p_up * p_down * (t_up - t_down) * (t_up - t_down);
                let ln_sum = 0.5 * (up.ln_mass + down.ln_mass) + gauss::ln_2cosh(0.5 * bias);
                for (sum, value) in part.iter_mut().zip([
                    mix(up.sech2, down.sech2),
                    0.5 * mix(up.one_minus, down.one_minus),
                    t,
                    centre,
                    ln_sum,
                    mix(up.ln_2cosh, down.ln_2cosh),
                ]) {
                    *sum += weight * value;
                }
                responses.push(Response { weight: weight * panel_weight, mean: t, variance, centre });
            }
            part
        });
        for (sum, part) in sums.iter_mut().zip(part) {
            *sum += part;
        }
    }
    let [one_minus_q1, distance, teacher, centre_teacher, potential, ln_2cosh] = sums;
    let overlaps = Centred::of(&responses);
    Some(WeightAverages { overlaps, one_minus_q1, distance, teacher, centre_teacher, potential, ln_2cosh })
}

/// Equidistant nodes `z` and `−z²/2 + ln(step/√2π)` that hold all peaks of the inner integrand.
///
/// Its logarithm is `−z²/2 + y ln 2cosh(h + √difference z)`, so that every peak has `|z| ≤ y √difference` and is wider than
/// 1, or as wide.
fn inner_nodes(replicas: f64, inner: f64, finer: f64) -> Vec<(f64, f64)> {
    const STEP: f64 = 0.6;
    /// Steps per distance of the singularities of `tanh`.
    const PER_STRIP: f64 = 4.5;
    const LN_SQRT_2PI: f64 = 0.918_938_533_204_672_8;
    let step = f64::min(STEP, FRAC_PI_2 / inner / PER_STRIP) / finer;
    let half = ((replicas * inner + panels::REACH) / step).ceil() as i64;
    (-half..=half).map(|k| k as f64 * step).map(|z| (z, libm::log(step) - LN_SQRT_2PI - 0.5 * z * z)).collect()
}

/// Averages over the inner field for one sign of the centre.
struct Local {
    ln_mass: f64,
    /// `⟨1 − t W̃⟩`
    one_minus: f64,
    variance: f64,
    sech2: f64,
    ln_2cosh: f64,
}

impl Local {
    fn of(field: f64, centre: f64, own: f64, inner: f64, replicas: f64, nodes: &[(f64, f64)]) -> Self {
        const NEGLIGIBLE: f64 = -60.0;
        let field = field + own * centre;
        // One number that the exponents hardly exceed: that at the fixed point B = field + y·difference·tanh B.
        let towards = replicas * inner * inner;
        let exponent = |b: f64| replicas * gauss::ln_2cosh(b) - 0.5 * (b - field) * (b - field) / (inner * inner);
        let largest = f64::max(exponent(field + towards), exponent(field - towards)).max(exponent(field));
        let (mut mass, mut one_minus, mut squared, mut sech2_sum, mut ln_sum) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (z, ln_weight) in nodes {
            let b = field + inner * z;
            let e = libm::exp(-2.0 * b.abs());
            // An upper bound that costs no logarithm: ln 2cosh ≤ |b| + ln 2.
            if replicas * (b.abs() + LN_2) + ln_weight - largest < NEGLIGIBLE {
                continue;
            }
            let ln_2cosh = b.abs() + libm::log1p(e);
            let weight = libm::exp(replicas * ln_2cosh + ln_weight - largest);
            let (near, far) = (2.0 * e / (1.0 + e), 2.0 / (1.0 + e));
            let away = if b * centre > 0.0 { near } else { far };
            mass += weight;
            one_minus += weight * away;
            squared += weight * away * away;
            sech2_sum += weight * near * far;
            ln_sum += weight * ln_2cosh;
        }
        let mean = one_minus / mass;
        Self {
            ln_mass: libm::log(mass) + largest,
            one_minus: mean,
            variance: (squared / mass - mean * mean).max(0.0),
            sech2: sech2_sum / mass,
            ln_2cosh: ln_sum / mass,
        }
    }
}
