//! Paths on analytic landscapes with known saddles.

use super::auto_neb::Elevations;
use super::elastic_band::tangent;
use super::*;
use crate::landscape::Landscape;
use crate::landscape::example::gaussians;
use crate::vector::{distance, norm};
use piccole_core::StreamKey;
use rand::Rng;

/// `(x² − 1)² + 2 (y − 1 + x²)²`: minima at (±1, 0), and between them the saddle (0, 1) of height 1; along the valley
/// `y = 1 − x²` the second term is 0. The straight line has its maximum, 3, at its middle.
struct Valley;

impl Landscape for Valley {
    fn dimension(&self) -> usize {
        2
    }

    fn loss(&mut self, p: &[f64]) -> f64 {
        let (well, off) = (p[0] * p[0] - 1.0, p[1] - 1.0 + p[0] * p[0]);
        well * well + 2.0 * off * off
    }

    fn gradient(&mut self, _step: u64, p: &[f64], gradient: &mut [f64]) -> f64 {
        let (well, off) = (p[0] * p[0] - 1.0, p[1] - 1.0 + p[0] * p[0]);
        gradient.copy_from_slice(&[4.0 * p[0] * well + 8.0 * p[0] * off, 4.0 * off]);
        self.loss(p)
    }
}

/// A hundredth of the potential of K. Müller and L. D. Brown, Theor. Chim. Acta 53, 75 (1979), doi:10.1007/BF00547608.
struct MullerBrown;

impl MullerBrown {
    /// The four terms with their derivatives.
    fn terms([x, y]: [f64; 2]) -> impl Iterator<Item = [f64; 3]> {
        const TERMS: [[f64; 6]; 4] = [
            [-2.0, -1.0, 0.0, -10.0, 1.0, 0.0],
            [-1.0, -1.0, 0.0, -10.0, 0.0, 0.5],
            [-1.7, -6.5, 11.0, -6.5, -0.5, 1.5],
            [0.15, 0.7, 0.6, 0.7, -1.0, 1.0],
        ];
        TERMS.into_iter().map(move |[height, a, b, c, x0, y0]| {
            let (dx, dy) = (x - x0, y - y0);
            let value = height * libm::exp(a * dx * dx + b * dx * dy + c * dy * dy);
            [value, value * (2.0 * a * dx + b * dy), value * (b * dx + 2.0 * c * dy)]
        })
    }
}

impl Landscape for MullerBrown {
    fn dimension(&self) -> usize {
        2
    }

    fn loss(&mut self, p: &[f64]) -> f64 {
        Self::terms([p[0], p[1]]).map(|term| term[0]).sum()
    }

    fn gradient(&mut self, _step: u64, p: &[f64], gradient: &mut [f64]) -> f64 {
        gradient[0] = Self::terms([p[0], p[1]]).map(|term| term[1]).sum();
        gradient[1] = Self::terms([p[0], p[1]]).map(|term| term[2]).sum();
        self.loss(p)
    }
}

fn settings(cycles: usize, steps: u64, learning_rate: f64) -> AutoNebSettings {
    let descent = Descent { steps, learning_rate, momentum: 0.0, weight_decay: 0.0 };
    AutoNebSettings { initial_pivots: 3, cycles: vec![descent; cycles], between: 9, insertions: 2, deviation: 0.1 }
}

#[test]
fn the_path_between_two_wells_goes_over_the_saddle() {
    let found = auto_neb(&mut Valley, [&[-1.0, 0.0], &[1.0, 0.0]], &settings(6, 300, 0.02));
    assert_eq!((found.cycles[0].saddle, found.cycles[0].length), (3.0, 2.0));
    assert!((found.profile.maximum() - 1.0).abs() < 1e-6, "{:?}", found.cycles);
    assert_eq!(found.profile.maximum(), found.cycles[found.cycle].saddle);
    assert_eq!(found.path.profile(&mut Valley, 9), found.profile);
    // By symmetry the middle pivot is the saddle itself; the ends did not move.
    let points = found.path.points();
    assert!(distance(&points[points.len() / 2], &[0.0, 1.0]) < 1e-6, "{points:?}");
    assert_eq!((&points[0][..], &points[points.len() - 1][..]), (&[-1.0, 0.0][..], &[1.0, 0.0][..]));
}

#[test]
fn the_path_across_the_muller_brown_potential_has_the_published_saddle() {
    let (a, b) = ([-0.558_223_634, 1.441_725_842], [0.623_499_405, 0.028_037_758]);
    let found = auto_neb(&mut MullerBrown, [&a, &b], &settings(14, 400, 0.02));
    // Published: minima −146.6995 and −108.1667, higher saddle −40.6648.
    assert!((found.profile.points[0].1 + 1.466_995).abs() < 1e-6);
    assert!((found.profile.points.last().unwrap().1 + 1.081_667).abs() < 1e-6);
    let saddle = found.profile.maximum();
    assert!(found.cycles[0].saddle > -0.2, "the straight line is far higher");
    assert!((saddle + 0.406_648).abs() < 0.003, "{saddle}: {:?}", found.cycles);
}

#[test]
fn more_cycles_never_raise_the_saddle_and_a_divergence_keeps_the_best() {
    let ends: [&[f64]; 2] = [&[-1.0, 0.0], &[1.0, 0.0]];
    let saddles: Vec<f64> =
        (0..6).map(|cycles| auto_neb(&mut Valley, ends, &settings(cycles, 20, 0.02)).profile.maximum()).collect();
    assert!(saddles.windows(2).all(|pair| pair[1] <= pair[0]), "{saddles:?}");
    let mut diverging = settings(3, 50, 0.02);
    diverging.cycles[1].learning_rate = 1e3;
    let found = auto_neb(&mut Valley, ends, &diverging);
    assert_eq!((found.cycle, found.cycles.len()), (1, 3));
    assert!(found.profile.maximum() < 3.0);
}

#[test]
fn pivots_are_put_where_the_loss_deviates_and_split_the_share_of_their_segment() {
    // One bump inside the second of three segments, at 0.3 of it.
    struct Bump;
    impl Landscape for Bump {
        fn dimension(&self) -> usize {
            1
        }
        fn loss(&mut self, p: &[f64]) -> f64 {
            p[0] + 3.0 * libm::exp(-200.0 * (p[0] - 1.3) * (p[0] - 1.3))
        }
        fn gradient(&mut self, _step: u64, p: &[f64], gradient: &mut [f64]) -> f64 {
            gradient.fill(0.0);
            self.loss(p)
        }
    }
    let settings = AutoNebSettings { initial_pivots: 2, ..settings(2, 1, 0.1) };
    let found = auto_neb(&mut Bump, [&[0.0], &[3.0]], &settings);
    assert_eq!(found.cycles.iter().map(|cycle| cycle.pivots).collect::<Vec<_>>(), [2, 4, 5]);
    let mut path = Polyline::new(vec![vec![0.0], vec![1.0], vec![2.0], vec![3.0]]);
    let mut weights = vec![1.0; 3];
    let profile = path.profile(&mut Bump, 9);
    Elevations::of(&profile, 9).insert(&mut path, &mut weights, &settings);
    assert!((path.points()[2][0] - 1.3).abs() < 1e-15);
    assert_eq!(weights, [1.0, 0.3, 0.7, 1.0]);
}

#[test]
fn redistribution_gives_the_segments_their_shares() {
    let mut path = Polyline::new(vec![vec![0.0, 0.0], vec![1.0, 0.0], vec![4.0, 0.0], vec![4.0, 0.0], vec![8.0, 0.0]]);
    path.redistribute(&[1.0, 1.0, 1.0, 1.0]);
    assert_eq!(path.points().iter().map(|p| p[0]).collect::<Vec<_>>(), [0.0, 2.0, 4.0, 6.0, 8.0]);
    path.redistribute(&[1.0, 2.0, 3.0, 2.0]);
    assert_eq!(path.segment_lengths(), [1.0, 2.0, 3.0, 2.0]);
    let samples: Vec<(f64, Vec<f64>)> = path.samples(1).collect();
    assert_eq!(
        samples.iter().map(|s| s.0).collect::<Vec<_>>(),
        [0.0, 0.0625, 0.125, 0.25, 0.375, 0.5625, 0.75, 0.875, 1.0]
    );
    assert!(samples.iter().all(|(share, point)| (8.0 * share - point[0]).abs() < 1e-15));
}

#[test]
fn the_search_ends_where_no_path_can_be_lower() {
    /// `(y − 1 + x²)² + x²/5`: a valley from (−1, 0) to (1, 0) that goes down from both.
    struct Dip;
    impl Landscape for Dip {
        fn dimension(&self) -> usize {
            2
        }
        fn loss(&mut self, p: &[f64]) -> f64 {
            let height = p[1] - 1.0 + p[0] * p[0];
            height * height + 0.2 * p[0] * p[0]
        }
        fn gradient(&mut self, _step: u64, p: &[f64], gradient: &mut [f64]) -> f64 {
            let height = p[1] - 1.0 + p[0] * p[0];
            gradient.copy_from_slice(&[4.0 * p[0] * height + 0.4 * p[0], 2.0 * height]);
            self.loss(p)
        }
    }
    let found = auto_neb(&mut Dip, [&[-1.0, 0.0], &[1.0, 0.0]], &settings(20, 20, 0.02));
    assert_eq!((found.cycles[0].saddle, found.profile.maximum()), (1.0, 0.2));
    assert_eq!(found.cycles.len(), found.cycle + 1, "no cycle after it");
    assert!(found.cycle > 0 && found.cycle < 20, "{:?}", found.cycles);
}

#[test]
fn tangents_lean_towards_the_higher_neighbour() {
    let points: [&[f64]; 3] = [&[0.0, 0.0], &[1.0, 0.0], &[1.0, 1.0]];
    assert_eq!(tangent(points, [0.0, 1.0, 2.0]), [0.0, 1.0]);
    assert_eq!(tangent(points, [2.0, 1.0, 0.0]), [1.0, 0.0]);
    // A maximum: differences 3 before and 1 after, the higher neighbour is after.
    let weighted = |backward: f64, forward: f64| {
        let length = libm::hypot(backward, forward);
        [backward / length, forward / length]
    };
    let error = |losses, expected: [f64; 2]| distance(&tangent(points, losses), &expected);
    assert!(error([0.0, 3.0, 2.0], weighted(1.0, 3.0)) < 1e-15);
    assert!(error([2.0, 3.0, 0.0], weighted(3.0, 1.0)) < 1e-15);
    assert!(error([2.0, 0.0, 1.0], weighted(2.0, 1.0)) < 1e-15, "a minimum");
    assert!(error([1.0, 1.0, 1.0], weighted(1.0, 1.0)) < 1e-15);
}

#[test]
fn the_control_point_of_a_curve_in_a_bowl_is_known() {
    /// `|p − c|²/2` with `c = (1, 2, 3)`.
    struct Bowl;
    impl Landscape for Bowl {
        fn dimension(&self) -> usize {
            3
        }
        fn loss(&mut self, p: &[f64]) -> f64 {
            p.iter().zip([1.0, 2.0, 3.0]).map(|(p, c)| 0.5 * (p - c) * (p - c)).sum()
        }
        fn gradient(&mut self, _step: u64, p: &[f64], gradient: &mut [f64]) -> f64 {
            gradient.iter_mut().zip(p).zip([1.0, 2.0, 3.0]).for_each(|((g, p), c)| *g = p - c);
            self.loss(p)
        }
    }
    // ∫ 2t(1−t) (φ − c) dt = (a + b)/10 + 2θ/15 − c/3 = 0.
    let (a, b) = ([1.0, 0.0, 0.0], [0.0, 2.0, 0.0]);
    let settings = BezierSettings { steps: 20_000, learning_rate: 0.1, momentum: 0.9, weight_decay: 0.0 };
    let curve = QuadraticBezier::train(&mut Bowl, [&a, &b], &settings, StreamKey::from_seed(1));
    let expected: Vec<f64> = (0..3).map(|i| 2.5 * (i + 1) as f64 - 0.75 * (a[i] + b[i])).collect();
    // The noise of t, with the rate 0.001 of the last steps, leaves about 1 %.
    assert!(distance(&curve.control, &expected) < 0.03 * norm(&expected), "{:?}", curve.control);
    assert_eq!((curve.point(0.0), curve.point(1.0)), (a.to_vec(), b.to_vec()));
}

#[test]
fn a_trained_curve_avoids_the_hill_between_two_wells() {
    let settings = BezierSettings { steps: 4000, learning_rate: 0.05, momentum: 0.9, weight_decay: 0.0 };
    let ends: [&[f64]; 2] = [&[-1.0, 0.0], &[1.0, 0.0]];
    let line = QuadraticBezier::straight(ends[0], ends[1]).profile(&mut Valley, 41);
    assert!((line.maximum() - 3.0).abs() < 1e-15 && line.higher_end() == 0.0);
    let curve = QuadraticBezier::train(&mut Valley, ends, &settings, StreamKey::from_seed(1));
    // The valley is itself such a curve, with control point (0, 2).
    assert!(distance(&curve.control, &[0.0, 2.0]) < 0.1, "{:?}", curve.control);
    assert!(curve.profile(&mut Valley, 41).maximum() < 1.05);
}

#[test]
fn the_tree_gives_the_lowest_maximum_over_all_detours() {
    let count = 7;
    let mut rng = StreamKey::from_seed(5).rng();
    let losses: Vec<f64> = gaussians(count, "losses").iter().map(|z| 0.01 * z.abs()).collect();
    let mut graph = SaddleGraph::new(losses.clone());
    // Lowest maxima between all pairs, by the algorithm of Floyd and Warshall.
    let mut lowest = vec![vec![f64::INFINITY; count]; count];
    (0..count).for_each(|i| lowest[i][i] = losses[i]);
    let mut tried = 0;
    while let Some((a, b)) = graph.proposal() {
        let saddle = 1.0 + (rng.next_u64() % 10) as f64; // with ties
        graph.connect(a, b, saddle);
        tried += 1;
        lowest[a][b] = lowest[a][b].min(saddle);
        lowest[b][a] = lowest[a][b];
        let mut closed = lowest.clone();
        for k in 0..count {
            for i in 0..count {
                for j in 0..count {
                    closed[i][j] = closed[i][j].min(closed[i][k].max(closed[k][j]));
                }
            }
        }
        for (i, lowest) in closed.iter().enumerate() {
            for (j, &lowest) in lowest.iter().enumerate() {
                let saddle = graph.saddle(i, j);
                assert_eq!(saddle.unwrap_or(f64::INFINITY), lowest, "{i} {j}");
                assert_eq!(graph.path(i, j).is_some(), saddle.is_some());
            }
        }
    }
    assert_eq!(graph.spanning_tree().len(), count - 1);
    assert_eq!(tried, count * (count - 1) / 2, "in the end every pair was tried");
}

#[test]
fn paths_that_meet_can_be_joined() {
    let first = Polyline::new(vec![vec![0.0], vec![1.0]]);
    let second = Polyline::new(vec![vec![3.0], vec![1.0]]);
    let joined = first.join(&second.reversed());
    assert_eq!(joined.points().concat(), [0.0, 1.0, 3.0]);
    assert_eq!(joined.length(), 3.0);
}
