//! How rough a surface is.

use super::Surface;

/// Measures of a surface of losses, for networks whose pictures are to be compared in numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Roughness {
    /// Standard deviation over the inner grid points of the discrete Laplacian
    /// `f(x+h, y) + f(x−h, y) + f(x, y+h) + f(x, y−h) − 4 f(x, y)` of the logarithm `f` of the loss; not divided by `h²`,
    /// so that only surfaces on the same grid compare.
    pub laplacian_deviation: f64,
    /// Share of the grid points with a loss below the reference plus the margin.
    pub low_loss_share: f64,
    /// Median loss; the upper one of an even number.
    pub median_loss: f64,
    /// Inner grid points below all their eight neighbours.
    pub local_minima: usize,
}

/// What counts as low, and as too high to tell apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoughnessSettings {
    /// The loss that the margin is added to, as a rule that of the minimum.
    pub reference_loss: f64,
    /// A loss below `reference_loss + margin` is low.
    pub margin: f64,
    /// Losses above, and those that are not finite, count as this much.
    pub highest_loss: f64,
}

impl RoughnessSettings {
    /// For cross-entropies of `classes` classes: low is up to half of what a guess costs, `ln(classes)/2`, above the
    /// minimum, and losses count up to 1000.
    pub fn cross_entropy(reference_loss: f64, classes: usize) -> Self {
        Self { reference_loss, margin: 0.5 * libm::log(classes as f64), highest_loss: 1e3 }
    }
}

impl Surface<f64> {
    /// Measures the surface.
    ///
    /// # Panics
    /// Unless the grid has at least three points in both directions.
    pub fn roughness(&self, settings: &RoughnessSettings) -> Roughness {
        let (columns, rows) = (self.x.len(), self.y.len());
        assert!(columns > 2 && rows > 2, "a grid of {columns} × {rows} points has no inside");
        let RoughnessSettings { reference_loss, margin, highest_loss } = *settings;
        let cap = |&loss: &f64| if loss < highest_loss { loss } else { highest_loss };
        let losses = self.map(cap);
        let logarithms = losses.map(|&loss| libm::log(loss));
        let inside = || (1..rows - 1).flat_map(move |j| (1..columns - 1).map(move |i| (i, j)));

        let laplacian = |(i, j): (usize, usize)| {
            let f = |i, j| logarithms.value(i, j);
            f(i + 1, j) + f(i - 1, j) + f(i, j + 1) + f(i, j - 1) - 4.0 * f(i, j)
        };
        let is_minimum = |&(i, j): &(usize, usize)| {
            let neighbours = (j - 1..=j + 1).flat_map(|l| (i - 1..=i + 1).map(move |k| (k, l)));
            neighbours.filter(|&at| at != (i, j)).all(|(k, l)| losses.value(k, l) > losses.value(i, j))
        };
        let mut sorted = losses.values.clone();
        sorted.sort_by(f64::total_cmp);
        let low = sorted.iter().filter(|&&loss| loss < reference_loss + margin).count();
        Roughness {
            laplacian_deviation: deviation(&inside().map(laplacian).collect::<Vec<f64>>()),
            low_loss_share: low as f64 / sorted.len() as f64,
            median_loss: sorted[sorted.len() / 2],
            local_minima: inside().filter(is_minimum).count(),
        }
    }
}

/// Standard deviation of all values there are.
fn deviation(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    (values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / count).sqrt()
}
