//! Gauss–Legendre panels that shrink geometrically towards a kink.

use super::legendre::{OF_A_PANEL, PANEL};
use super::{CUT, Feature, Rule};

/// Half-length of the panels at the kink, in units of the strip: singularities lie outside of the Bernstein ellipse
/// with parameter 3, and the error is `3^(−2·20) = 10⁻¹⁹`.
const FIRST: f64 = 1.5;
/// Ratio of successive break points; panels `[b, 3b]` keep a singularity near 0 outside of the ellipse 3.7.
const RATIO: f64 = 3.0;
/// Longest panel, short enough for the density itself.
const LONGEST: f64 = 3.0;

/// Panels on `|z| ≤ 12` with break points `centre ± 1.5 strip · 3^k`.
pub(super) fn panels(feature: Feature) -> Rule {
    let (nodes, weights) = between(&breaks(feature));
    Rule::from_plain(nodes, weights)
}

/// Nodes and weights of `∫ f dz` on the panels between ascending break points.
pub(super) fn between(breaks: &[f64]) -> (Vec<f64>, Vec<f64>) {
    nodes_on(breaks.windows(2).map(|ends| (ends[0], ends[1])))
}

/// Nodes and weights of `∫ f dz` on panels.
pub(super) fn nodes_on(panels: impl ExactSizeIterator<Item = (f64, f64)>) -> (Vec<f64>, Vec<f64>) {
    let count = PANEL * panels.len();
    let (mut nodes, mut weights) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for (from, to) in panels {
        let (middle, half) = (0.5 * (from + to), 0.5 * (to - from));
        for (x, weight) in *OF_A_PANEL {
            nodes.push(middle + half * x);
            weights.push(half * weight);
        }
    }
    (nodes, weights)
}

/// Ascending break points from −12 to 12, none farther from the next than [`LONGEST`].
pub(super) fn breaks(feature: Feature) -> Vec<f64> {
    // A kink beyond the cut carries no weight; only the side towards it needs care.
    let centre = feature.centre.clamp(-CUT, CUT);
    let distances = distances(CUT + centre.abs(), feature.strip);
    let inside = |z: &f64| -CUT < *z && *z < CUT;
    let mut breaks = vec![-CUT];
    breaks.extend(distances.iter().rev().map(|distance| centre - distance).filter(inside));
    breaks.extend(Some(centre).filter(inside));
    breaks.extend(distances.iter().map(|distance| centre + distance).filter(inside));
    breaks.push(CUT);
    // A strip narrower than the rounding of the centre makes the innermost points coincide.
    breaks.dedup();
    breaks
}

/// Distances of the break points from the centre, ascending and below `reach`.
fn distances(reach: f64, strip: f64) -> Vec<f64> {
    let mut distances = Vec::new();
    let mut distance = (FIRST * strip).min(LONGEST);
    while distance < reach {
        distances.push(distance);
        distance = (RATIO * distance).min(distance + LONGEST);
    }
    distances
}
