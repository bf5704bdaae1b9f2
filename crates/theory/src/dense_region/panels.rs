//! Break points for integrands with two scales.

use crate::averages::Rule;
use piccole_core::gauss;
use std::f64::consts::PI;

/// Averages over several fields run to this many standard deviations; the mass outside is 10⁻¹⁵.
pub(super) const REACH: f64 = 8.0;

/// Equidistant nodes and weights for a unit Gaussian and an integrand that is analytic for `|Im z| < strip`; the error
/// is about 10⁻¹² of it. Empty for a strip that is not a number or so narrow that no point of a branch has it.
pub(super) fn gaussian(strip: f64, finer: f64) -> Vec<(f64, f64)> {
    const STEP: f64 = 0.75;
    const DIGITS: f64 = 25.0;
    const NARROWEST: f64 = 0.02;
    if strip.is_nan() || strip <= NARROWEST {
        return Vec::new();
    }
    let step = f64::min(STEP, 2.0 * PI * strip / DIGITS) / finer;
    let half = (REACH / step).ceil() as i64;
    (-half..=half).map(|k| k as f64 * step).map(|z| (z, step * gauss::pdf(z))).collect()
}

/// Nodes for a Gaussian field that enters with an amplitude, in units of the distance of the nearest singularity.
///
/// Where the amplitude is small the integrand is close to a polynomial, and the Gauss–Hermite rules of 1, 5 and 9 nodes
/// leave out terms of the order of the amplitude to the power of 2, 10 and 18.
pub(super) fn gaussian_in(amplitude: f64, finer: f64) -> Vec<(f64, f64)> {
    const ONE: f64 = 1e-7;
    const FIVE: f64 = 0.02;
    const NINE: f64 = 0.06;
    let amplitude = amplitude * finer;
    if amplitude < ONE {
        vec![(0.0, 1.0)]
    } else if amplitude < FIVE {
        hermite(&HERMITE_5)
    } else if amplitude < NINE {
        hermite(&HERMITE_9)
    } else {
        gaussian(finer / amplitude, finer)
    }
}

/// Nodes `z ≥ 0` and weights of the Gauss–Hermite rules for the unit Gaussian.
const HERMITE_5: [(f64, f64); 3] = [
    (0.0, 0.533_333_333_333_333_3),
    (1.355_626_179_974_266, 0.222_075_922_005_612_66),
    (2.856_970_013_872_805_6, 0.011_257_411_327_720_69),
];
const HERMITE_9: [(f64, f64); 5] = [
    (0.0, 0.406_349_206_349_206_35),
    (1.023_255_663_789_132_6, 0.244_097_502_894_939_45),
    (2.076_847_978_677_83, 0.049_916_406_765_217_87),
    (3.205_429_002_856_47, 0.002_789_141_321_231_769),
    (4.512_745_863_399_783, 0.000_022_345_844_007_746_58),
];

/// Both signs of the nodes.
fn hermite(half: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let negative = half.iter().rev().filter(|(z, _)| *z > 0.0).map(|(z, weight)| (-z, *weight));
    negative.chain(half.iter().copied()).collect()
}

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

#[cfg(test)]
mod tests {
    use super::{between, gaussian_in};

    #[test]
    fn every_rule_for_a_field_averages_a_cosine_of_its_amplitude() {
        // ⟨cos(a z)⟩ = exp(−a²/2); an entire function, so that only the nodes count.
        for amplitude in [1e-9, 1e-3, 0.019, 0.021, 0.059, 0.061, 0.5, 2.0] {
            let sum: f64 = gaussian_in(amplitude, 1.0).iter().map(|(z, w)| w * libm::cos(amplitude * z)).sum();
            assert!((sum - libm::exp(-0.5 * amplitude * amplitude)).abs() < 3e-14, "{amplitude}: {sum}");
        }
        assert!(gaussian_in(1e3, 1.0).is_empty() && gaussian_in(f64::NAN, 1.0).is_empty());
    }

    #[test]
    fn panels_end_where_they_should_and_refuse_what_is_not_finite() {
        let mean = between(-1.0, 2.0, |x| 0.3 + x.abs()).mean(|x| x * x);
        assert!((mean - 3.0).abs() < 1e-14, "{mean}");
        assert!(between(0.0, f64::INFINITY, |_| 1.0).is_empty() && between(f64::NAN, 1.0, |_| 1.0).is_empty());
        assert!(between(1.0, 0.0, |_| 1.0).is_empty());
    }
}
