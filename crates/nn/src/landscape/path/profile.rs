//! The loss along a path.

/// The loss along a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Position, as a share of the path from 0 to 1, and loss; in order.
    pub points: Vec<(f64, f64)>,
}

impl Profile {
    /// The highest loss, infinite if one is NaN.
    pub fn maximum(&self) -> f64 {
        self.points.iter().fold(
            f64::NEG_INFINITY,
            |highest, &(_, loss)| {
                if loss.is_nan() { f64::INFINITY } else { highest.max(loss) }
            },
        )
    }

    /// The larger loss of the two ends.
    pub fn higher_end(&self) -> f64 {
        self.points[0].1.max(self.points[self.points.len() - 1].1)
    }
}
