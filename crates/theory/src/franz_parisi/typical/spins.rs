//! The entropic part: averages over the fields of a spin.

use super::overlaps::Overlaps;
use crate::averages::{AverageError, Feature, Rule};
use crate::franz_parisi::field::{field_at, field_start, flipped, flips, sech4, softplus};
use std::f64::consts::FRAC_PI_2;

/// The conjugates that act on a spin: `√q̂ z` on the references, `(t̂/√q̂) z + √(q̂₁ − t̂²/q̂) z′ + h` on the solutions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    pub(super) q_hat: f64,
    pub(super) t_hat: f64,
    pub(super) q1_hat: f64,
    /// `q̂₁ − t̂²/q̂`
    pub(super) rest: f64,
    /// All strips are divided by this; results must not depend on it.
    pub(super) detail: f64,
}

/// What the spin's fields say at one random field `√q̂₁ u` of the solutions.
#[derive(Clone, Copy, Debug)]
struct SpinRow {
    /// Weight of the node, with that of the reference.
    weight: f64,
    /// `√q̂₁ u`
    random: f64,
    /// Mean and variance of `T = tanh(√q̂ z)` given `u`.
    mean: f64,
    variance: f64,
}

/// The entropic side at one distance.
#[derive(Clone, Copy, Debug)]
pub(super) struct SpinAverages {
    /// `h = p̂ − t̂`
    pub(super) field: f64,
    /// The right-hand sides of the saddle equations.
    pub(super) regression: f64,
    pub(super) rest: f64,
    pub(super) complement: f64,
    /// `⟨ln 2cosh B − B⟩`
    pub(super) softplus: f64,
    /// `⟨sech⁴ B⟩`
    pub(super) sech4: f64,
}

impl Fields {
    /// Solves for the field that holds the distance and averages; a field that is not found is NaN.
    pub(super) fn averages(&self, overlaps: &Overlaps, guess: Option<f64>) -> Result<SpinAverages, AverageError> {
        /// The nodes are placed for a field and serve others up to this far from it: a third of the strip.
        const CLOSE: f64 = 0.5;
        const MOST_RULES: usize = 8;
        let Overlaps { distance, q, .. } = *overlaps;
        // The mean of the random field is t̂ (1 − q), as ⟨T z⟩ = √q̂ (1 − q).
        let mut field = guess.unwrap_or_else(|| field_start(distance, self.q1_hat) - self.t_hat * (1.0 - q));
        for _ in 0..MOST_RULES {
            if !(field.is_finite() && self.q1_hat.is_finite() && self.rest.is_finite()) {
                break;
            }
            let rows = self.rows(field)?;
            let placed = field;
            field = field_at(distance, placed, |field| {
                let mut sums = [0.0; 2];
                for row in &rows {
                    let (below, above) = flips(field + row.random);
                    sums[0] += row.weight * below;
                    sums[1] += row.weight * below * above;
                }
                Ok(sums)
            })?;
            if (field - placed).abs() <= CLOSE {
                return Ok(moments(&rows, overlaps, field));
            }
        }
        Ok(moments(&[], overlaps, f64::NAN))
    }

    /// The averages over `z` given `u`, on a rule for `u` that resolves `tanh(√q̂₁ u + h)`.
    fn rows(&self, field: f64) -> Result<Vec<SpinRow>, AverageError> {
        const NOTHING: f64 = 1e-22;
        let (scale, reference_scale) = (self.q1_hat.sqrt(), self.q_hat.sqrt());
        // √q̂ z = along u + across s
        let (along, across) = (self.t_hat / scale, reference_scale * self.rest.sqrt() / scale);
        let strip = |slope: f64| FRAC_PI_2 / slope.abs() / self.detail;
        let inner = Rule::resolving(&[Feature { centre: 0.0, strip: strip(across) }])?;
        let outer = Rule::resolving(&[
            Feature { centre: -field / scale, strip: strip(scale) },
            Feature { centre: 0.0, strip: strip(along) },
        ])?;
        let row = |(u, weight): (f64, f64)| {
            // Moments about a point close to the mean do not cancel.
            let centre = flipped(along * u);
            let [zeroth, first, second] = inner.means(|s| {
                let (below, above) = flips(along * u + across * s);
                let gap = 2.0 * (centre - below);
                // 1 + tanh
                let tilt = 2.0 * above;
                [tilt, tilt * gap, tilt * gap * gap]
            });
            let gap = first / zeroth;
            let variance = (second / zeroth - gap * gap).max(0.0);
            SpinRow { weight: weight * zeroth, random: scale * u, mean: 1.0 - 2.0 * centre + gap, variance }
        };
        // Beyond 9.5 standard deviations nothing is left, as the weight of the reference is at most 2.
        Ok(outer.iter().filter(|(_, weight)| *weight > NOTHING).map(row).collect())
    }
}

fn moments(rows: &[SpinRow], overlaps: &Overlaps, field: f64) -> SpinAverages {
    let Overlaps { distance, q, .. } = *overlaps;
    let (mut covariance, mut complement, mut sum, mut fourth) = (0.0, 0.0, 0.0, 0.0);
    for row in rows {
        let (below, above) = flips(field + row.random);
        covariance += row.weight * (row.mean - q) * 2.0 * (distance - below);
        complement += row.weight * 4.0 * below * above;
        sum += row.weight * softplus(field + row.random);
        fourth += row.weight * sech4(field + row.random);
    }
    let regression = covariance / (q * (1.0 - q));
    let rest = rows
        .iter()
        .map(|row| {
            let gap = 2.0 * (distance - flipped(field + row.random)) - regression * (row.mean - q);
            row.weight * (gap * gap + regression * regression * row.variance)
        })
        .sum();
    SpinAverages { field, regression, rest, complement, softplus: sum, sech4: fourth }
}
