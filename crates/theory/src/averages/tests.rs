//! Averages against exact values, identities and finer rules.

use super::panels::breaks;
use super::trapezoid::trapezoid;
use super::{AverageError, CUT, Feature, Quadrature, Rule, adaptive};
use piccole_core::gauss;
use proptest::prelude::*;

/// Distance of the zeros of `H` and of the poles of `tanh` from the real axis.
const TAIL_STRIP: f64 = gauss::NEAREST_ZERO;
const TANH_STRIP: f64 = std::f64::consts::FRAC_PI_2;

const FAST: [Quadrature; 3] = [Quadrature::Automatic, Quadrature::Trapezoid, Quadrature::Panels];

/// `x = shift + scale z` under a function of the tail.
fn tail_feature(shift: f64, scale: f64) -> Feature {
    Feature { centre: -shift / scale, strip: TAIL_STRIP / scale }
}

#[test]
fn the_log_tail_of_a_unit_gaussian_averages_to_minus_one() {
    // H(z) is uniform on [0, 1], and the mean of ln u is −1.
    for quadrature in [FAST.as_slice(), &[Quadrature::Adaptive]].concat() {
        let [mean] = quadrature.means(tail_feature(0.0, 1.0), |z| [gauss::ln_tail(z)]).unwrap();
        let allowed = if quadrature == Quadrature::Adaptive { 3e-13 } else { 1e-14 };
        assert!((mean + 1.0).abs() < allowed, "{quadrature:?}: {mean}");
    }
}

#[test]
fn gaussian_moments_are_exact() {
    let entire = Feature { centre: 0.0, strip: f64::INFINITY };
    for quadrature in FAST {
        let moments = quadrature.means(entire, |z| [1.0, z, z * z, z * z * z * z, libm::exp(z)]).unwrap();
        for (moment, exact) in moments.into_iter().zip([1.0, 0.0, 1.0, 3.0, libm::exp(0.5)]) {
            assert!((moment - exact).abs() < 4e-15, "{quadrature:?}: {moment} instead of {exact}");
        }
    }
}

#[test]
fn integration_by_parts_holds_up_to_overlaps_of_one_minus_1e_minus_14() {
    // ⟨z f(c + s z)⟩ = s ⟨f′(c + s z)⟩; s² = q/(1−q).
    for kappa in [-2.0, 0.0, 1.5] {
        for exponent in -6..=7 {
            let scale = libm::pow(10.0, f64::from(exponent));
            let shift = kappa * (1.0 + scale * scale).sqrt();
            let [by_z, slope] = Quadrature::Automatic
                .means(tail_feature(shift, scale), |z| {
                    let x = shift + scale * z;
                    [z * gauss::hazard(x), gauss::hazard_derivative(x)]
                })
                .unwrap();
            // ⟨z R⟩ cancels down from ⟨|z| R⟩ ≤ ⟨R⟩ + …, hence the absolute part.
            let allowed = 1e-14 * (scale * slope + gauss::hazard(shift) + 1e-2);
            assert!((by_z - scale * slope).abs() < allowed, "κ = {kappa}, s = {scale:e}: {by_z:e} {slope:e}");
        }
    }
    for exponent in -6..=7 {
        let scale = libm::pow(10.0, f64::from(exponent));
        let [by_z, slope] = Quadrature::Automatic
            .even_means(TANH_STRIP / scale, |z| {
                let tanh = libm::tanh(scale * z);
                let e = libm::exp(-2.0 * (scale * z).abs());
                [z * tanh, 4.0 * e / ((1.0 + e) * (1.0 + e))]
            })
            .unwrap();
        assert!((by_z / (scale * slope) - 1.0).abs() < 4e-15, "s = {scale:e}: {by_z:e} {slope:e}");
    }
}

/// The averages of storage at one scale, with the strip made narrower by a factor (more nodes).
fn storage_averages(quadrature: Quadrature, kappa: f64, scale: f64, narrower: f64) -> [f64; 6] {
    let shift = kappa * (1.0 + scale * scale).sqrt();
    let mut feature = tail_feature(shift, scale);
    feature.strip /= narrower;
    let [ln_tail, hazard2, slope2] = quadrature
        .means(feature, |z| {
            let x = shift + scale * z;
            let (hazard, slope) = (gauss::hazard(x), gauss::hazard_derivative(x));
            [gauss::ln_tail(x), hazard * hazard, slope * slope]
        })
        .unwrap();
    let [tanh2, sech4, ln_2cosh] = quadrature
        .even_means(TANH_STRIP / scale / narrower, |z| {
            let tanh = libm::tanh(scale * z);
            let sech2 = 1.0 - tanh * tanh;
            [tanh * tanh, sech2 * sech2, gauss::ln_2cosh(scale * z)]
        })
        .unwrap();
    [ln_tail, hazard2, slope2, tanh2, sech4, ln_2cosh]
}

#[test]
fn a_finer_rule_changes_nothing() {
    for kappa in [-2.5, -1.0, 0.0, 1.0, 6.0] {
        for scale in [0.01, 0.3, 1.0, 2.8, 3.2, 10.0, 31.0, 100.0] {
            for quadrature in FAST {
                let once = storage_averages(quadrature, kappa, scale, 1.0);
                let finer = storage_averages(quadrature, kappa, scale, 2.0);
                for (which, (a, b)) in once.into_iter().zip(finer).enumerate() {
                    let error = ((a - b) / b).abs();
                    assert!(error < 1e-14, "{quadrature:?} κ = {kappa}, s = {scale}, average {which}: {error:e}");
                }
            }
        }
    }
}

#[test]
fn different_rules_agree() {
    for kappa in [-2.0, 0.0, 3.0] {
        for scale in [0.5, 3.0, 40.0] {
            let trapezoid = storage_averages(Quadrature::Trapezoid, kappa, scale, 1.0);
            let panels = storage_averages(Quadrature::Panels, kappa, scale, 1.0);
            let adaptive = storage_averages(Quadrature::Adaptive, kappa, scale, 1.0);
            for ((a, b), c) in trapezoid.into_iter().zip(panels).zip(adaptive) {
                assert!((a - b).abs() < 2e-14 * b.abs(), "κ = {kappa}, s = {scale}: {a:e} {b:e}");
                assert!((a - c).abs() < 3e-13 * a.abs().max(1.0), "κ = {kappa}, s = {scale}: {a:e} {c:e}");
            }
        }
    }
}

#[test]
fn the_step_of_the_trapezoid_rule_is_not_much_smaller_than_needed() {
    // With a step three times as long the error of a narrow strip must show: exp(−46/3) = 2e-7.
    let scale = 20.0;
    let mean = |strip| trapezoid(strip).unwrap().mean(|z| libm::tanh(scale * z) * libm::tanh(scale * z));
    let (right, coarse) = (mean(TANH_STRIP / scale), mean(3.0 * TANH_STRIP / scale));
    assert!((right - coarse).abs() > 1e-9, "{right} {coarse}");
}

#[test]
fn the_automatic_rule_needs_few_nodes_at_every_strip() {
    for exponent in -12..=3 {
        let feature = Feature { centre: 0.3, strip: libm::pow(10.0, f64::from(exponent)) };
        let nodes = Quadrature::Automatic.rule(feature).unwrap().unwrap().len();
        assert!((30..1400).contains(&nodes), "{feature:?}: {nodes}");
    }
}

#[test]
fn a_senseless_feature_is_refused() {
    for (centre, strip) in [(0.0, 0.0), (0.0, -1.0), (0.0, f64::NAN), (f64::NAN, 1.0)] {
        for quadrature in [Quadrature::Automatic, Quadrature::Adaptive] {
            let refused = quadrature.means(Feature { centre, strip }, |z| [z]);
            assert!(matches!(refused, Err(AverageError::Feature { .. })), "{centre} {strip}");
        }
    }
    let narrow = Quadrature::Trapezoid.means(Feature { centre: 0.0, strip: 1e-6 }, |z| [z]);
    assert!(matches!(narrow, Err(AverageError::TooManyNodes { strip: 1e-6, .. })));
}

#[test]
fn the_adaptive_rule_refuses_what_is_not_finite() {
    let half_nan = adaptive::mean(|z| if z > 0.0 { f64::NAN } else { 1.0 }, &[], 1e-3);
    assert!(matches!(half_nan, Err(AverageError::NotFinite { at, value }) if at > 0.0 && value.is_nan()));
    let pole = adaptive::mean(|z| 1.0 / (z - 1.0), &[], 1e-3);
    assert!(pole.is_err());
    let pole_at_a_node = adaptive::integrate(|z| 1.0 / z, &[-1.0, 1.0], 1e-3);
    assert!(matches!(pole_at_a_node, Err(AverageError::NotFinite { at: 0.0, .. })));
}

#[test]
fn the_adaptive_rule_refuses_a_jump_without_a_break_point_and_takes_it_with_one() {
    let step = |z: f64| if z < 0.7 { 0.0 } else { 1.0 };
    let refused = adaptive::mean(step, &[], 1e-10);
    assert!(matches!(refused, Err(AverageError::Uncertain { error, .. }) if error > 1e-10), "{refused:?}");
    let taken = adaptive::mean(step, &[0.7], 1e-13).unwrap();
    assert!((taken.value - gauss::tail(0.7)).abs() < 1e-13, "{taken:?}");
    assert!(taken.error <= 1e-13 && taken.evaluations > 1000);
}

#[test]
fn the_adaptive_rule_refuses_a_peak_that_it_sees_only_after_halving() {
    // On [−1000, 900] the bare rule returns 0 with an error estimate of 0.
    let bare = quadrature::integrate(gauss::pdf, -1000.0, 900.0, 1e-10);
    assert!(bare.integral.abs() < 1e-10 && bare.error_estimate < 1e-10);
    let refused = adaptive::integrate(gauss::pdf, &[-1000.0, 999.0], 1e-10);
    assert!(matches!(refused, Err(AverageError::Uncertain { .. })), "{refused:?}");
    let taken = adaptive::integrate(gauss::pdf, &[-1000.0, -12.0, 0.0, 12.0, 900.0], 3e-13).unwrap();
    assert!((taken.value - 1.0).abs() < 3e-13);
}

#[test]
fn the_adaptive_rule_refuses_break_points_that_do_not_ascend() {
    for (breaks, at) in [(vec![], 0), (vec![1.0], 1), (vec![0.0, 0.0], 1), (vec![0.0, 2.0, 1.0], 2)] {
        let refused = adaptive::integrate(|z| z, &breaks, 1e-3);
        assert!(matches!(refused, Err(AverageError::BreakPoints { position, .. }) if position == at), "{breaks:?}");
    }
    let infinite = adaptive::integrate(|z| z, &[0.0, f64::INFINITY], 1e-3);
    assert!(matches!(infinite, Err(AverageError::BreakPoints { position: 1, .. })));
    assert!(matches!(adaptive::mean(|z| z, &[f64::NAN], 1e-3), Err(AverageError::BreakPoints { position: 0, .. })));
}

#[test]
fn a_plain_rule_integrates_a_half_line_up_to_a_kink() {
    // ∫_c^12 G = H(c) − H(12), and ∫_c^12 z G = G(c) − G(12).
    let c = 0.37;
    let rule = Rule::plain(&[c, 1.5, 3.0, 6.0, 12.0]);
    let [mass, first] = rule.means(|z| [gauss::pdf(z), z * gauss::pdf(z)]);
    assert!((mass - gauss::tail(c)).abs() < 1e-15 && (first - gauss::pdf(c)).abs() < 1e-15, "{mass} {first}");
    assert_eq!(rule.len(), 80);
}

#[test]
fn a_tolerance_of_nan_or_below_rounding_is_refused() {
    assert!(adaptive::mean(libm::cos, &[], f64::NAN).is_err());
    assert!(adaptive::mean(libm::cos, &[], -1.0).is_err());
}

proptest! {
    #[test]
    fn break_points_cover_the_range_in_order(centre in -1e3..1e3, exponent in -300.0..300.0) {
        let breaks = breaks(Feature { centre, strip: libm::pow(10.0, exponent) });
        prop_assert_eq!((breaks[0], breaks[breaks.len() - 1]), (-CUT, CUT));
        prop_assert!(breaks.windows(2).all(|ends| ends[0] < ends[1] && ends[1] - ends[0] <= 6.0 + 1e-12));
    }

    #[test]
    fn folding_a_rule_does_not_change_even_averages(exponent in -4.0..2.0) {
        let strip = libm::pow(10.0, exponent);
        let f = |z: f64| { let y = TANH_STRIP / strip * z; [gauss::ln_2cosh(y), libm::exp(-y * y / 100.0)] };
        let whole = Quadrature::Automatic.means(Feature { centre: 0.0, strip }, f).unwrap();
        let half = Quadrature::Automatic.even_means(strip, f).unwrap();
        for (a, b) in whole.into_iter().zip(half) {
            prop_assert!(f64::abs(a - b) <= 1e-14 * a, "{} {}", a, b);
        }
    }
}

#[test]
fn one_rule_resolves_several_kinks() {
    // Two steps of different widths at different places: ⟨H((z − a)/w)⟩ = H(−a/√(1 + w²)), and of their product by
    // a finer rule.
    for (a, b, w, v) in [(-1.0, 2.0, 1e-3, 0.05), (0.0, 0.0, 0.7, 1e-6), (5.0, -3.0, 2.0, 1.0), (20.0, 1.0, 0.01, 0.3)]
    {
        let features = |finer: f64| {
            [Feature { centre: a, strip: TAIL_STRIP * w / finer }, Feature { centre: b, strip: TAIL_STRIP * v / finer }]
        };
        let averages = |finer| {
            Rule::resolving(&features(finer)).unwrap().means(|z| {
                let (first, second) = (gauss::tail((a - z) / w), gauss::tail((b - z) / v));
                [first, second, first * second, z * z]
            })
        };
        let [first, second, product, square] = averages(1.0);
        assert!((first - gauss::tail(a / (1.0 + w * w).sqrt())).abs() < 2e-15, "{a} {w}: {first}");
        assert!((second - gauss::tail(b / (1.0 + v * v).sqrt())).abs() < 2e-15, "{b} {v}: {second}");
        assert!((product - averages(2.0)[2]).abs() < 2e-15 && (square - 1.0).abs() < 1e-14);
    }
    assert_eq!(Rule::resolving(&[]).unwrap().len(), Rule::resolving(&features_of_nothing()).unwrap().len());
    for (centre, strip) in [(0.0, 0.0), (f64::NAN, 1.0), (0.0, f64::NAN)] {
        let refused = Rule::resolving(&[Feature { centre: 0.0, strip: 1.0 }, Feature { centre, strip }]);
        assert!(matches!(refused, Err(AverageError::Feature { .. })));
    }
}

/// An entire function is not a feature.
fn features_of_nothing() -> [Feature; 1] {
    [Feature { centre: 3.0, strip: f64::INFINITY }]
}
