//! Nudged elastic bands that grow where they have to.

use super::{Descent, Polyline, Profile, relax_elastic_band};
use crate::landscape::Landscape;
use crate::vector::interpolate;

/// How a path between two minima is sought.
#[derive(Clone, Debug, PartialEq)]
pub struct AutoNebSettings {
    /// Pivots put at equal distances between the ends before the first cycle.
    pub initial_pivots: usize,
    /// The descents, one a cycle.
    pub cycles: Vec<Descent>,
    /// Points looked at inside each segment after a cycle.
    pub between: usize,
    /// Pivots inserted before each later cycle, at most.
    pub insertions: usize,
    /// A segment gets a pivot where its loss rises above the straight line between its ends by more than this share of
    /// the range of all pivots' losses.
    pub deviation: f64,
}

impl AutoNebSettings {
    /// The published schedule of fourteen cycles, its steps multiplied by `share`: 3 pivots first, then up to 2 a cycle;
    /// 4 cycles of 1000 and 2 of 2000 steps at learning rate 0.1, 4 of 1000 at 0.01 and 4 of 1000 at 0.001, with momentum
    /// 0.9 and weight decay 10⁻⁴; 9 points inside each segment, of which one deviating by 10 % becomes a pivot.
    pub fn published(share: f64) -> Self {
        let rates = [(4, 1000.0, 0.1), (2, 2000.0, 0.1), (4, 1000.0, 0.01), (4, 1000.0, 0.001)];
        let cycles = rates.iter().flat_map(|&(count, steps, learning_rate)| {
            let steps = (share * steps).round() as u64;
            vec![Descent { steps, learning_rate, momentum: 0.9, weight_decay: 1e-4 }; count]
        });
        Self { initial_pivots: 3, cycles: cycles.collect(), between: 9, insertions: 2, deviation: 0.1 }
    }
}

/// What a cycle came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CycleOutcome {
    /// Points of the path, the ends included.
    pub pivots: usize,
    /// Length of the path.
    pub length: f64,
    /// The highest loss on it, between pivots too.
    pub saddle: f64,
}

/// A path of low loss between two minima.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectingPath {
    /// The path with the lowest saddle of all cycles, the straight line included.
    pub path: Polyline,
    /// The loss along it.
    pub profile: Profile,
    /// The cycle it is from; 0 for the straight line.
    pub cycle: usize,
    /// All cycles, the straight line first.
    pub cycles: Vec<CycleOutcome>,
}

/// Seeks a path of low loss between two minima: an elastic band relaxed in cycles, with new pivots wherever the loss between
/// two pivots rises above the straight line between theirs.
///
/// After each cycle the loss is measured between the pivots too. The path returned is the one with the lowest maximum so
/// far, so that more cycles never make it worse. The search ends early with a path that is nowhere higher than its higher
/// end, for none is lower; and, if a descent diverges, with the best path before it.
///
/// References: E. L. Kolsbjerg, M. N. Groves and B. Hammer, J. Chem. Phys. 145, 094107 (2016), doi:10.1063/1.4961868;
/// F. Draxler et al., ICML 2018, arXiv:1803.00885.
///
/// # Panics
/// Unless both ends have as many numbers as the landscape.
pub fn auto_neb(landscape: &mut impl Landscape, [from, to]: [&[f64]; 2], settings: &AutoNebSettings) -> ConnectingPath {
    let straight = Polyline::new(vec![from.to_vec(), to.to_vec()]);
    let profile = straight.profile(landscape, (settings.initial_pivots + 1) * (settings.between + 1) - 1);
    let outcome = |path: &Polyline, profile: &Profile| CycleOutcome {
        pivots: path.points.len(),
        length: path.length(),
        saddle: profile.maximum(),
    };
    let cycles = vec![outcome(&straight, &profile)];
    let mut path = evenly_filled(&straight, settings.initial_pivots);
    let mut weights = vec![1.0; path.segments()];
    let mut best = ConnectingPath { path: straight, profile, cycle: 0, cycles };
    let mut step = 0;
    for (cycle, descent) in (1..).zip(&settings.cycles) {
        relax_elastic_band(&mut path, &weights, landscape, descent, step);
        step += descent.steps;
        let profile = path.profile(landscape, settings.between);
        let found = outcome(&path, &profile);
        best.cycles.push(found);
        if !found.saddle.is_finite() {
            break;
        }
        let elevations = Elevations::of(&profile, settings.between);
        if found.saddle < best.cycles[best.cycle].saddle {
            best = ConnectingPath { path: path.clone(), profile, cycle, ..best };
        }
        if found.saddle <= best.profile.higher_end() {
            break;
        }
        elevations.insert(&mut path, &mut weights, settings);
    }
    best
}

/// `count` points at equal distances inside the only segment.
fn evenly_filled(straight: &Polyline, count: usize) -> Polyline {
    Polyline { points: straight.samples(count).map(|(_, point)| point).collect() }
}

/// Where each segment rises the most above the straight line between its ends' losses.
pub(super) struct Elevations {
    /// Height and share of the segment.
    highest: Vec<(f64, f64)>,
    /// Of the pivots' losses.
    range: f64,
}

impl Elevations {
    pub(super) fn of(profile: &Profile, between: usize) -> Self {
        let parts = between + 1;
        let losses: Vec<f64> = profile.points.iter().map(|&(_, loss)| loss).collect();
        let highest = losses.windows(parts + 1).step_by(parts).map(|segment| {
            let rise = |part: usize| {
                let s = part as f64 / parts as f64;
                (segment[part] - (1.0 - s) * segment[0] - s * segment[parts], s)
            };
            (1..parts).map(rise).fold((0.0, 0.5), |highest, rise| if rise.0 > highest.0 { rise } else { highest })
        });
        let pivots = losses.iter().step_by(parts);
        let range =
            pivots.clone().fold(f64::NEG_INFINITY, |a, &b| a.max(b)) - pivots.fold(f64::INFINITY, |a, &b| a.min(b));
        Self { highest: highest.collect(), range }
    }

    /// Puts pivots where the largest deviations are; the shares of the path are split where the segment is.
    pub(super) fn insert(&self, path: &mut Polyline, weights: &mut Vec<f64>, settings: &AutoNebSettings) {
        let mut order: Vec<usize> = (0..self.highest.len()).collect();
        order.sort_by(|&a, &b| self.highest[b].0.total_cmp(&self.highest[a].0));
        order.truncate(settings.insertions);
        order.retain(|&k| self.highest[k].0 > settings.deviation * self.range);
        // From the end, so that indices before stay what they are.
        order.sort_unstable_by_key(|&k| std::cmp::Reverse(k));
        for k in order {
            let share = self.highest[k].1;
            path.points.insert(k + 1, interpolate(&path.points[k], &path.points[k + 1], share));
            let weight = weights[k];
            weights.splice(k..=k, [share * weight, (1.0 - share) * weight]);
        }
    }
}
