//! Chains of points with straight segments between them.

use super::Profile;
use crate::landscape::Landscape;
use crate::vector::{distance, interpolate};

/// A path of straight segments through points (pivots), the ends included.
#[derive(Clone, Debug, PartialEq)]
pub struct Polyline {
    pub(super) points: Vec<Vec<f64>>,
}

impl Polyline {
    /// The path through the points in their order.
    ///
    /// # Panics
    /// For fewer than two points, or points of different lengths.
    pub fn new(points: Vec<Vec<f64>>) -> Self {
        assert!(points.len() > 1, "a path through {} points", points.len());
        assert!(points.iter().all(|point| point.len() == points[0].len()), "points of different lengths");
        Self { points }
    }

    /// The points.
    pub fn points(&self) -> &[Vec<f64>] {
        &self.points
    }

    /// Number of segments.
    pub fn segments(&self) -> usize {
        self.points.len() - 1
    }

    /// Length of each segment.
    pub fn segment_lengths(&self) -> Vec<f64> {
        self.points.windows(2).map(|pair| distance(&pair[0], &pair[1])).collect()
    }

    /// Length of the path.
    pub fn length(&self) -> f64 {
        self.segment_lengths().iter().sum()
    }

    /// Points of the path for looking at what lies on it: every pivot, and `between` points at equal distances inside
    /// each segment; each with its share of the length up to there.
    pub fn samples(&self, between: usize) -> impl Iterator<Item = (f64, Vec<f64>)> + '_ {
        let lengths = self.segment_lengths();
        let total: f64 = lengths.iter().sum();
        let mut start = 0.0;
        let parts = between + 1;
        let segments = lengths.into_iter().enumerate().flat_map(move |(k, length)| {
            let from = start;
            start += length;
            (0..parts).map(move |part| {
                let s = part as f64 / parts as f64;
                ((from + s * length) / total, interpolate(&self.points[k], &self.points[k + 1], s))
            })
        });
        segments.chain(std::iter::once((1.0, self.points[self.segments()].clone())))
    }

    /// The loss along the path, at its [`samples`](Self::samples).
    pub fn profile(&self, landscape: &mut impl Landscape, between: usize) -> Profile {
        Profile { points: self.samples(between).map(|(position, point)| (position, landscape.loss(&point))).collect() }
    }

    /// Moves the inner points along the path, so that the segments' shares of its length become proportional to `weights`.
    /// (Segments then cut the old corners: the shares are those of the old path, met the better the less it bends.)
    ///
    /// # Panics
    /// Unless there is a weight for each segment.
    pub fn redistribute(&mut self, weights: &[f64]) {
        assert_eq!(weights.len(), self.segments(), "{} weights for {} segments", weights.len(), self.segments());
        let lengths = self.segment_lengths();
        let scale = lengths.iter().sum::<f64>() / weights.iter().sum::<f64>();
        let (mut segment, mut before, mut target) = (0, 0.0, 0.0);
        let mut inner = Vec::with_capacity(weights.len() - 1);
        for weight in &weights[..weights.len() - 1] {
            target += scale * weight;
            while segment + 1 < lengths.len() && before + lengths[segment] < target {
                before += lengths[segment];
                segment += 1;
            }
            let share = if lengths[segment] > 0.0 { (target - before) / lengths[segment] } else { 0.0 };
            inner.push(interpolate(&self.points[segment], &self.points[segment + 1], share.min(1.0)));
        }
        let last = self.segments();
        self.points.splice(1..last, inner);
    }

    /// This path and, from its end on, another.
    ///
    /// # Panics
    /// Unless the other starts where this one ends.
    pub fn join(mut self, other: &Self) -> Self {
        assert_eq!(self.points.last(), other.points.first(), "paths that do not meet");
        self.points.extend_from_slice(&other.points[1..]);
        self
    }

    /// The same path from its end to its start.
    pub fn reversed(mut self) -> Self {
        self.points.reverse();
        self
    }
}
