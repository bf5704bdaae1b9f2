//! Planes in the space of parameters.

use crate::vector::{add_scaled, difference, dot, norm, scale};

/// A plane `θ(x, y) = o + x u + y v`, kept with its origin and axes, so that a surface on it can be drawn again, continued,
/// or have points projected onto it.
#[derive(Clone, Debug, PartialEq)]
pub struct Plane {
    /// The point `o` at `(0, 0)`.
    pub origin: Vec<f64>,
    /// The axes `u` and `v`, of any length and angle.
    pub axes: [Vec<f64>; 2],
}

/// Why there is no plane.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PlaneError {
    /// Origin and axes differ in length.
    #[error("points of {} numbers, expected the same length", lengths.map(|n| n.to_string()).join(", "))]
    Lengths {
        /// The three lengths.
        lengths: [usize; 3],
    },
    /// The axes are parallel, or one is zero.
    #[error("the axes span no plane: the sine of their angle is {sine:e}")]
    Parallel {
        /// Sine of the angle between the axes; NaN if one is zero or not finite.
        sine: f64,
    },
    /// Too few points.
    #[error("{points} points have no plane of largest spread: need at least 3")]
    TooFewPoints {
        /// Number of points.
        points: usize,
    },
}

/// The nearest point of a plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Projection {
    /// Its coordinates `(x, y)`.
    pub coordinates: [f64; 2],
    /// Its distance.
    pub residual: f64,
}

/// Axes with a smaller sine between them make coordinates of no meaning in double precision.
const SMALLEST_SINE: f64 = 1e-8;

impl Plane {
    /// The plane through `origin` along two axes.
    ///
    /// # Errors
    /// [`PlaneError::Lengths`], [`PlaneError::Parallel`].
    pub fn new(origin: Vec<f64>, axes: [Vec<f64>; 2]) -> Result<Self, PlaneError> {
        let lengths = [origin.len(), axes[0].len(), axes[1].len()];
        if lengths[1..] != [lengths[0]; 2] {
            return Err(PlaneError::Lengths { lengths });
        }
        let [u, v] = &axes;
        let mut rest = v.clone();
        add_scaled(&mut rest, -dot(u, v) / dot(u, u), u);
        let sine = norm(&rest) / norm(v);
        if sine.is_nan() || sine < SMALLEST_SINE {
            return Err(PlaneError::Parallel { sine });
        }
        Ok(Self { origin, axes })
    }

    /// The plane through three points, `a` at the origin and `b` on the first axis; the axes are orthogonal and of
    /// length 1, so that coordinates are distances.
    ///
    /// # Errors
    /// [`PlaneError::Lengths`], or [`PlaneError::Parallel`] if the points are on a line.
    ///
    /// ```
    /// use piccole_nn::landscape::surface::Plane;
    /// let plane = Plane::through(&[0.0, 0.0, 1.0], &[2.0, 0.0, 1.0], &[1.0, 3.0, 1.0])?;
    /// assert_eq!(plane.project(&[1.0, 3.0, 1.0]).coordinates, [1.0, 3.0]);
    /// assert_eq!(plane.project(&[1.0, 3.0, -4.0]).residual, 5.0);
    /// # Ok::<(), piccole_nn::landscape::surface::PlaneError>(())
    /// ```
    pub fn through(a: &[f64], b: &[f64], c: &[f64]) -> Result<Self, PlaneError> {
        let lengths = [a.len(), b.len(), c.len()];
        if lengths[1..] != [lengths[0]; 2] {
            return Err(PlaneError::Lengths { lengths });
        }
        let Self { origin, axes: [mut u, mut v] } = Self::new(a.to_vec(), [difference(b, a), difference(c, a)])?;
        let length = norm(&u);
        scale(&mut u, 1.0 / length);
        for _ in 0..2 {
            let overlap = dot(&u, &v);
            add_scaled(&mut v, -overlap, &u);
        }
        let length = norm(&v);
        scale(&mut v, 1.0 / length);
        Ok(Self { origin, axes: [u, v] })
    }

    /// The point `θ(x, y)`.
    pub fn point(&self, [x, y]: [f64; 2]) -> Vec<f64> {
        let mut point = self.origin.clone();
        add_scaled(&mut point, x, &self.axes[0]);
        add_scaled(&mut point, y, &self.axes[1]);
        point
    }

    /// The nearest point of the plane, and how far away it is.
    ///
    /// # Panics
    /// Unless the point has as many numbers as the origin.
    pub fn project(&self, point: &[f64]) -> Projection {
        let mut rest = difference(point, &self.origin);
        let [u, v] = &self.axes;
        let (uu, uv, vv) = (dot(u, u), dot(u, v), dot(v, v));
        let (up, vp) = (dot(u, &rest), dot(v, &rest));
        let determinant = uu * vv - uv * uv;
        let coordinates = [(vv * up - uv * vp) / determinant, (uu * vp - uv * up) / determinant];
        add_scaled(&mut rest, -coordinates[0], u);
        add_scaled(&mut rest, -coordinates[1], v);
        Projection { coordinates, residual: norm(&rest) }
    }
}
