//! The energetic part at finite `y`: what one pattern does to the replicas around a centre, and to the centre.

use super::super::panels;
use super::nodes::{Centred, Response};
use piccole_core::gauss;
use piccole_core::patterns::Scenario;

/// Overlaps as a pattern sees them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Overlaps {
    /// `1 − q₁`
    pub(super) one_minus_q1: f64,
    /// `q₁ − q₀`
    pub(super) difference: f64,
    /// `q₀`
    pub(super) q0: f64,
    /// `R`, overlap of replicas and teacher.
    pub(super) teacher: f64,
    /// Those of the centre, if it has to be a solution.
    pub(super) centre: Option<CentreOverlaps>,
}

/// Overlaps of a centre that is a solution.
#[derive(Clone, Copy, Debug)]
pub(super) struct CentreOverlaps {
    /// `S`, with its own replicas.
    pub(super) own: f64,
    /// `S̃/q₀`, where `S̃` is the overlap with replicas of another centre.
    pub(super) ratio: f64,
    /// `p − S̃²/q₀ ≥ 0`, where `p` is the overlap of two centres.
    pub(super) rest: f64,
    /// `R̃`, with the teacher.
    pub(super) teacher: f64,
}

/// Averages over the fields, without the factor `α`; `a` and `C` are the derivatives of `ln H` of a replica and of the
/// centre with respect to their fields, and `⟨·⟩` the average over the inner field.
#[derive(Clone, Copy, Debug)]
pub(super) struct PatternAverages {
    /// `E⟨a⟩²`, `E(⟨a²⟩ − ⟨a⟩²)`, `E⟨a⟩⟨C⟩/E⟨a⟩²`, and what is left of `E⟨C⟩²`.
    pub(super) conjugates: Centred,
    /// `E⟨aC⟩`
    pub(super) own: f64,
    /// `R̂/α`
    pub(super) teacher: f64,
    /// Conjugate of `R̃`, over `α`.
    pub(super) centre_teacher: f64,
    /// `G_E`
    pub(super) potential: f64,
    /// `E⟨ln H⟩`
    pub(super) ln_tail: f64,
}

/// Distance of the zeros of `H` from the real axis.
const STRIP: f64 = gauss::NEAREST_ZERO;
/// Distance of the zeros of the inner average from the real axis as a function of `x₀ = x + b R(x)`, for `b = y (q₁−q₀)/(1−q₁)`.
///
/// As `y → ∞` they are where `1 + b R′(x) = 0`, for large `b` at `x ≈ −√(2 ln b) ± iπ/√(2 ln b)`; derivatives want
/// some of that distance.
fn smoothed_strip(b: f64) -> f64 {
    f64::min(1.5, 1.8 / (2.0 * libm::log1p(b)).sqrt())
}

/// Averages over `v = √q₀ z₀`, over what the field `u` of the centre has independently of that, and over the inner `z`;
/// nothing if the overlaps are not those of vectors. `finer` divides all steps.
pub(super) fn averages(
    scenario: Scenario,
    kappa: f64,
    replicas: f64,
    overlaps: &Overlaps,
    finer: f64,
) -> Option<PatternAverages> {
    let Overlaps { one_minus_q1, difference, q0, teacher, centre } = *overlaps;
    let (noise, inner) = (one_minus_q1.sqrt(), difference.sqrt());
    let steepness = inner / noise;
    // Field of the centre: mean ratio·v, independent part √rest ξ, inner part c z, noise σ.
    let (ratio, rest, c, sigma, centre_teacher) = match centre {
        None => (0.0, 0.0, 0.0, 1.0, 0.0),
        Some(CentreOverlaps { own, ratio, rest, teacher }) => {
            let c = (own - ratio * q0) / inner;
            let variance = 1.0 - ratio * ratio * q0 - rest - c * c;
            (ratio, rest.sqrt(), c, variance.sqrt(), teacher)
        }
    };
    // Teacher's field given v and ξ: mean on_v z₀ + on_xi ξ, variance rest.
    let on_v = teacher / q0.sqrt();
    let on_xi = if rest > 0.0 { (centre_teacher - ratio * teacher) / rest } else { 0.0 };
    let teacher_noise = (1.0 - on_v * on_v - on_xi * on_xi).sqrt();
    if !(sigma > 0.0 && q0 > 0.0 && difference > 0.0 && one_minus_q1 > 0.0 && teacher_noise > 0.0) {
        return None;
    }
    let xi_rule = if centre.is_some() { panels::gaussian_in(rest / (STRIP * sigma), finer) } else { vec![(0.0, 1.0)] };
    let scale = q0.sqrt() / noise;
    let pull = on_v / teacher_noise;
    let outer_strip = f64::min(smoothed_strip(replicas * steepness * steepness) / scale, STRIP / pull);
    let rule = panels::gaussian(outer_strip, finer);
    if rule.is_empty() || xi_rule.is_empty() {
        return None;
    }
    let mut responses = Vec::with_capacity(rule.len() * xi_rule.len());
    let mut inner_nodes = Vec::new();
    let mut channel = Vec::new();
    let mut sums = [0.0; 5];
    for (z0, z0_weight) in &rule {
        let peak = Peak::find((kappa - q0.sqrt() * z0) / noise, steepness, replicas);
        peak.nodes(steepness, replicas, STRIP * sigma / c.abs(), finer, &mut inner_nodes);
        for (xi, xi_weight) in &xi_rule {
            let u = ratio * q0.sqrt() * z0 + rest * xi;
            let through = centre.map(|_| CentreChannel { shift: (kappa - u) / sigma, slope: c / sigma, sigma });
            let local = local(&inner_nodes, noise, through, &mut channel);
            let density = z0_weight * xi_weight;
            let mean = (on_v * z0 + on_xi * xi) / teacher_noise;
            let (weight, on_teacher) = match scenario {
                Scenario::Storage => (density, 0.0),
                Scenario::TeacherStudent => {
                    (2.0 * density * gauss::tail(-mean), 2.0 * density * gauss::pdf(mean) / teacher_noise)
                }
            };
            for (sum, value) in sums.iter_mut().zip([
                weight * (local.ln_mass + peak.height),
                weight * local.ln_tail,
                weight * local.own,
                on_teacher * local.response,
                on_teacher * local.centre,
            ]) {
                *sum += value;
            }
            responses.push(Response { weight, mean: local.response, variance: local.variance, centre: local.centre });
        }
    }
    let [potential, ln_tail, own, on_teacher, centre_on_teacher] = sums;
    Some(PatternAverages {
        conjugates: Centred::of(&responses),
        own,
        teacher: on_teacher,
        centre_teacher: centre_on_teacher,
        potential,
        ln_tail,
    })
}

/// Where the inner integrand is largest.
#[derive(Clone, Copy, Debug)]
struct Peak {
    /// `x` at `z = 0`.
    x0: f64,
    /// The place and the value of the maximum of `−z²/2 + y ln H(x₀ − steepness·z)`, and the inverse width on its sharper
    /// side.
    z: f64,
    height: f64,
    sharpness: f64,
}

impl Peak {
    fn find(x0: f64, steepness: f64, replicas: f64) -> Self {
        const MOST_STEPS: usize = 100;
        let b = replicas * steepness * steepness;
        // x + b R(x) = x₀ is convex and increasing; x = x₀ is above the root.
        let mut x = x0;
        for _ in 0..MOST_STEPS {
            let step = (x + b * gauss::hazard(x) - x0) / (1.0 + b * gauss::hazard_derivative(x));
            x -= step;
            if step.abs() < 1e-6 * (1.0 + x.abs()) {
                break;
            }
        }
        let z = (x0 - x) / steepness;
        let height = replicas * gauss::ln_tail(x) - 0.5 * z * z;
        // The curvature increases with x: what limits the step is that some widths from the peak.
        let sharpness_at = |x: f64| (1.0 + b * gauss::hazard_derivative(x)).sqrt();
        Self { x0, z, height, sharpness: sharpness_at(x + 4.0 * steepness / sharpness_at(x)) }
    }

    /// Equidistant nodes on both sides of the peak down to `10⁻¹⁹` of its height.
    fn nodes(&self, steepness: f64, replicas: f64, centre_strip: f64, finer: f64, nodes: &mut Vec<InnerNode>) {
        const DEPTH: f64 = 45.0;
        const STEP: f64 = 0.6;
        /// More steps than any point of a branch needs; the outcome of an incomplete sum is not a number.
        const MOST: f64 = 2000.0;
        /// Steps per distance of a singularity.
        const PER_STRIP: f64 = 3.5;
        let singular = f64::min(STRIP / steepness, centre_strip) / PER_STRIP;
        let step = f64::min(STEP / self.sharpness, singular) / finer;
        nodes.clear();
        for direction in [1.0, -1.0] {
            let mut k = if direction > 0.0 { 0.0 } else { 1.0 };
            loop {
                let z = self.z + direction * k * step;
                let x = self.x0 - steepness * z;
                let (ln_tail, hazard) = ln_tail_and_hazard(x);
                let exponent = replicas * ln_tail - 0.5 * z * z - self.height;
                if exponent.is_nan() || exponent <= -DEPTH {
                    break;
                }
                if k > MOST {
                    return nodes.clear();
                }
                let weight = step * 0.398_942_280_401_432_7 * libm::exp(exponent);
                nodes.push(InnerNode { z, weight, ln_tail, hazard });
                k += 1.0;
            }
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct InnerNode {
    z: f64,
    weight: f64,
    ln_tail: f64,
    hazard: f64,
}

/// The constraint on the centre as a function of the inner field: `H(shift − slope·z)`.
#[derive(Clone, Copy, Debug)]
struct CentreChannel {
    shift: f64,
    slope: f64,
    sigma: f64,
}

/// Averages over the inner field.
struct Local {
    ln_mass: f64,
    response: f64,
    variance: f64,
    centre: f64,
    own: f64,
    ln_tail: f64,
}

fn local(nodes: &[InnerNode], noise: f64, centre: Option<CentreChannel>, channel: &mut Vec<(f64, f64)>) -> Local {
    channel.clear();
    let mut largest = 0.0;
    if let Some(CentreChannel { shift, slope, sigma }) = centre {
        channel.extend(nodes.iter().map(|node| ln_tail_and_hazard(shift - slope * node.z)));
        largest = channel.iter().fold(f64::NEG_INFINITY, |largest, (ln_tail, _)| largest.max(*ln_tail));
        for (ln_tail, hazard) in channel.iter_mut() {
            (*ln_tail, *hazard) = (libm::exp(*ln_tail - largest), *hazard / sigma);
        }
    } else {
        channel.resize(nodes.len(), (1.0, 0.0));
    }
    let (mut mass, mut hazard, mut hazard2, mut c, mut own, mut ln_tail) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    // Differences from the hazard at the peak, so that a small variance does not cancel.
    let reference = nodes.first().map_or(0.0, |node| node.hazard);
    for (node, (satisfied, response)) in nodes.iter().zip(channel.iter()) {
        let weight = node.weight * satisfied;
        let excess = node.hazard - reference;
        mass += weight;
        hazard += weight * excess;
        hazard2 += weight * excess * excess;
        c += weight * response;
        own += weight * response * node.hazard;
        ln_tail += weight * node.ln_tail;
    }
    let excess = hazard / mass;
    Local {
        ln_mass: libm::log(mass) + largest,
        response: (reference + excess) / noise,
        variance: (hazard2 / mass - excess * excess) / (noise * noise),
        centre: c / mass,
        own: own / mass / noise,
        ln_tail: ln_tail / mass,
    }
}

/// `ln H(x)`, to an absolute `10⁻¹⁵ (1 + x²)`, and `R(x)`, at the price of one of them.
fn ln_tail_and_hazard(x: f64) -> (f64, f64) {
    const LN_SQRT_2PI: f64 = 0.918_938_533_204_672_8;
    /// Here both are below 10⁻²⁰. Much of the field of a centre that its replicas determine lies there.
    const SATISFIED: f64 = -9.6;
    if x < SATISFIED {
        return (0.0, 0.0);
    }
    let hazard = gauss::hazard(x);
    // H = G/R, and below −8 it is 1 to the last digit.
    let ln_tail = if x < -8.0 { -hazard } else { -0.5 * x * x - LN_SQRT_2PI - libm::log(hazard) };
    (ln_tail, hazard)
}

#[cfg(test)]
mod tests {
    use super::{averages, ln_tail_and_hazard};
    use crate::dense_region::finite::patterns::Overlaps;
    use piccole_core::gauss;
    use piccole_core::patterns::Scenario;

    #[test]
    fn the_short_cut_to_both_functions_agrees_with_each() {
        for k in -200..400 {
            let x = 0.1 * f64::from(k);
            let (ln_tail, hazard) = ln_tail_and_hazard(x);
            assert!((ln_tail - gauss::ln_tail(x)).abs() < 2e-15 * (1.0 + x * x), "{x}");
            assert!((hazard - gauss::hazard(x)).abs() < 1e-19 + 1e-15 * hazard, "{x}");
        }
    }

    #[test]
    fn a_teacher_without_overlap_labels_at_random() {
        let overlaps = Overlaps { one_minus_q1: 0.3, difference: 0.2, q0: 0.5, teacher: 0.0, centre: None };
        let random = averages(Scenario::Storage, 0.0, 3.0, &overlaps, 1.0).unwrap();
        let teacher = averages(Scenario::TeacherStudent, 0.0, 3.0, &overlaps, 1.0).unwrap();
        assert!((random.potential / teacher.potential - 1.0).abs() < 1e-13);
        assert!((random.conjugates.squared / teacher.conjugates.squared - 1.0).abs() < 1e-13);
    }

    #[test]
    fn one_replica_is_a_constraint_without_an_inner_field() {
        // y = 1: the inner average is H(−√q₀ z/√(1−q₀)), and the difference of overlaps drops out.
        let overlaps = |difference: f64| Overlaps {
            one_minus_q1: 0.6 - difference,
            difference,
            q0: 0.4,
            teacher: 0.0,
            centre: None,
        };
        let direct: f64 = (-800..=800)
            .map(|k| 0.01 * f64::from(k))
            .map(|z| 0.01 * gauss::pdf(z) * gauss::ln_tail(-(0.4_f64 / 0.6).sqrt() * z))
            .sum();
        for difference in [0.01, 0.3, 0.55] {
            let averages = averages(Scenario::Storage, 0.0, 1.0, &overlaps(difference), 1.0).unwrap();
            assert!((averages.potential - direct).abs() < 1e-12, "{difference}: {} {direct}", averages.potential);
        }
    }
}
