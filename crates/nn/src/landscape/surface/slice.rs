//! Values on lines and planes.

use super::Plane;
use crate::vector::add_scaled;

/// Values at points of a line `θ(x) = o + x d`, with the line.
#[derive(Clone, Debug, PartialEq)]
pub struct LineSlice<V> {
    /// The point `o`.
    pub origin: Vec<f64>,
    /// The direction `d`.
    pub direction: Vec<f64>,
    /// The coordinates `x`.
    pub coordinates: Vec<f64>,
    /// The value at each.
    pub values: Vec<V>,
}

impl<V> LineSlice<V> {
    /// Evaluates a function of the parameters at each coordinate, in order.
    ///
    /// # Panics
    /// Unless the direction is as long as the origin.
    pub fn measure(
        origin: Vec<f64>,
        direction: Vec<f64>,
        coordinates: Vec<f64>,
        mut evaluate: impl FnMut(&[f64]) -> V,
    ) -> Self {
        let at = |&x: &f64| {
            let mut point = origin.clone();
            add_scaled(&mut point, x, &direction);
            evaluate(&point)
        };
        let values = coordinates.iter().map(at).collect();
        Self { origin, direction, coordinates, values }
    }
}

/// Values on a rectangular grid of a plane, with the plane.
#[derive(Clone, Debug, PartialEq)]
pub struct Surface<V> {
    /// The plane, its axes included.
    pub plane: Plane,
    /// The first coordinates.
    pub x: Vec<f64>,
    /// The second coordinates.
    pub y: Vec<f64>,
    /// The values: that of `(x_i, y_j)` is at `i + j · x.len()`.
    pub values: Vec<V>,
}

impl<V> Surface<V> {
    /// Evaluates a function of the parameters (loss, error, a ratio of eigenvalues) at each point, row after row.
    pub fn measure(plane: Plane, x: Vec<f64>, y: Vec<f64>, mut evaluate: impl FnMut(&[f64]) -> V) -> Self {
        let points = y.iter().flat_map(|&y| x.iter().map(move |&x| [x, y]));
        let values = points.map(|point| evaluate(&plane.point(point))).collect();
        Self { plane, x, y, values }
    }

    /// The value at `(x_i, y_j)`.
    ///
    /// # Panics
    /// If an index is out of range.
    pub fn value(&self, i: usize, j: usize) -> &V {
        assert!(i < self.x.len(), "column {i} of {}", self.x.len());
        &self.values[i + j * self.x.len()]
    }

    /// The surface of a function of the values.
    pub fn map<W>(&self, function: impl FnMut(&V) -> W) -> Surface<W> {
        let values = self.values.iter().map(function).collect();
        Surface { plane: self.plane.clone(), x: self.x.clone(), y: self.y.clone(), values }
    }
}

/// `count` numbers at equal distances from `−half_width` to `half_width`; an odd count has exactly 0 in its middle.
///
/// # Panics
/// For a count below 2.
pub fn symmetric_grid(half_width: f64, count: usize) -> Vec<f64> {
    assert!(count > 1, "a grid of {count} points");
    (0..count).map(|k| half_width * (2.0 * k as f64 / (count - 1) as f64 - 1.0)).collect()
}
