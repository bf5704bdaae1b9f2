//! The plane in which a trajectory is best seen.

use super::{Plane, PlaneError};
use crate::vector::{add_scaled, difference, dot, norm, scale};
use nalgebra::DMatrix;

/// The plane of the two principal components of a trajectory, through its last point.
#[derive(Clone, Debug, PartialEq)]
pub struct PrincipalPlane {
    /// The plane: its origin is the last point, its axes are orthogonal and of length 1. Where a point of the trajectory
    /// lies, and how far from the plane, tells [`Plane::project`]. (The loss at the projection is *not* that at the
    /// point.)
    pub plane: Plane,
    /// Share of the variance of the trajectory along each axis.
    pub explained: [f64; 2],
}

impl PrincipalPlane {
    /// The principal components of points (checkpoints of a training run) from the `T × T` matrix of their inner
    /// products.
    ///
    /// ```math
    /// K_{st} = (\theta_s - \bar\theta)\cdot(\theta_t - \bar\theta), \quad K a^k = \lambda_k a^k, \qquad
    /// u_k = \lambda_k^{-1/2} \sum_t a^k_t (\theta_t - \bar\theta), \quad \text{share } \lambda_k / \operatorname{tr} K .
    /// ```
    ///
    /// Signs are chosen so that the first point has coordinates that are not negative.
    ///
    /// Reference: H. Li et al., NeurIPS 2018, arXiv:1712.09913, section 7.
    ///
    /// # Errors
    /// [`PlaneError::TooFewPoints`], or [`PlaneError::Parallel`] if all points are on a line.
    ///
    /// # Panics
    /// Unless all points have the same length.
    pub fn of(points: &[Vec<f64>]) -> Result<Self, PlaneError> {
        let count = points.len();
        if count < 3 {
            return Err(PlaneError::TooFewPoints { points: count });
        }
        let last = &points[count - 1];
        // From the last point: what is small is not lost in what is common.
        let mut centred: Vec<Vec<f64>> = points.iter().map(|point| difference(point, last)).collect();
        let mut mean = vec![0.0; last.len()];
        centred.iter().for_each(|point| add_scaled(&mut mean, 1.0 / count as f64, point));
        centred.iter_mut().for_each(|point| add_scaled(point, -1.0, &mean));

        let mut gram = DMatrix::zeros(count, count);
        for s in 0..count {
            for t in 0..=s {
                gram[(s, t)] = dot(&centred[s], &centred[t]);
                gram[(t, s)] = gram[(s, t)];
            }
        }
        let total = gram.trace();
        let eigen = gram.symmetric_eigen();
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
        let axis = |k: usize| {
            let mut axis = vec![0.0; last.len()];
            for (a, point) in eigen.eigenvectors.column(order[k]).iter().zip(&centred) {
                add_scaled(&mut axis, *a, point);
            }
            let length = norm(&axis);
            let sign = if dot(&axis, &difference(&points[0], last)) < 0.0 { -1.0 } else { 1.0 };
            scale(&mut axis, sign / length);
            axis
        };
        let explained = [0, 1].map(|k| eigen.eigenvalues[order[k]] / total);
        // Rounding leaves a second component of 1e-16 or so on a line.
        if explained[1].is_nan() || explained[1] < 1e-14 {
            return Err(PlaneError::Parallel { sine: explained[1].max(0.0).sqrt() });
        }
        Ok(Self { plane: Plane::new(last.clone(), [axis(0), axis(1)])?, explained })
    }
}
