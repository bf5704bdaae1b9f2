//! The curvature of the loss at the parameters of a network.

use crate::parameters::{Count, Positive};
use piccole_core::StreamKey;
use piccole_nn::landscape::curvature::{
    EigenvalueSettings, Hessian, SpectralDensity, block_traces, extreme_eigenvalues, layer_ranges, local_energy,
};
use piccole_nn::{Estimate, Objective};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is measured, and how exactly.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CurvatureParameters {
    /// Eigenvalues at each end of the spectrum.
    eigenvalues: Count,
    /// They have converged when their residuals are below this share of the largest.
    tolerance: Positive,
    /// Products with the Hessian for them at most.
    max_products: Count,
    /// Random vectors for the traces.
    trace_draws: Count,
    /// Steps of Lanczos for the spectral density, of which each start gives as many points.
    density_steps: Count,
    /// Random starts.
    density_starts: Count,
    /// Strengths of the noise, as a share of each parameter, for the local energies.
    strengths: Vec<Positive>,
    /// Draws of the noise.
    draws: Count,
}

impl Default for CurvatureParameters {
    fn default() -> Self {
        let count = |number: usize| Count::try_from(number).expect("a small positive number");
        let positive = |number: f64| Positive::try_from(number).expect("a positive number");
        Self {
            eigenvalues: count(3),
            tolerance: positive(1e-3),
            max_products: count(300),
            trace_draws: count(50),
            density_steps: count(40),
            density_starts: count(2),
            strengths: [0.05, 0.1, 0.2].map(positive).to_vec(),
            draws: count(40),
        }
    }
}

/// A row of `landscape curvature`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CurvatureRow {
    /// `eigenvalue`, `trace`, `density`, `local-energy` (growth of the share of training images classified wrongly) or
    /// `loss-growth`.
    pub quantity: &'static str,
    /// The layer whose block of the Hessian it is, from 0; none for the whole.
    pub layer: Option<usize>,
    /// Of an eigenvalue its place, from 0 at the largest and from -1 at the smallest; of the density where on the axis of
    /// eigenvalues; of a local energy the strength of the noise.
    pub at: Option<f64>,
    /// The value; of the density the share of eigenvalues there.
    pub value: f64,
    /// Of an eigenvalue its residual, of a mean over random vectors its standard error.
    pub error: Option<f64>,
    /// `ok`, or `not-converged` for an eigenvalue whose residual is too large.
    pub status: &'static str,
}

impl CurvatureRow {
    fn new(quantity: &'static str, layer: Option<usize>, at: Option<f64>, value: f64) -> Self {
        Self { quantity, layer, at, value, error: None, status: "ok" }
    }

    fn estimate(quantity: &'static str, layer: Option<usize>, at: Option<f64>, estimate: Estimate) -> Self {
        Self { error: Some(estimate.standard_error), ..Self::new(quantity, layer, at, estimate.mean) }
    }
}

impl CurvatureParameters {
    /// Measures the whole, then each layer, then the local energies.
    pub(super) fn measure(&self, objective: Objective<'_, f64>, weights: &[f64], key: &StreamKey) -> Vec<CurvatureRow> {
        let blocks: Vec<_> = std::iter::once(0..weights.len()).chain(layer_ranges(objective.mlp())).collect();
        let mut whole = Hessian::new(objective, weights);
        let traces = block_traces(&mut whole, &blocks, self.trace_draws.get(), key.named("trace"));
        let mut rows = Vec::new();
        for ((number, block), trace) in blocks.into_iter().enumerate().zip(traces) {
            let layer = number.checked_sub(1);
            let mut hessian = Hessian::of_block(objective, weights, block);
            let key = key.named("block").indexed(number as u64);
            rows.extend(self.eigenvalues(&mut hessian, layer, &key));
            rows.push(CurvatureRow::estimate("trace", layer, None, trace));
            let density =
                SpectralDensity::estimate(&mut hessian, self.density_steps.get(), self.density_starts.get(), key);
            rows.extend(density.points.iter().map(|&(x, w)| CurvatureRow::new("density", layer, Some(x), w)));
        }
        for strength in self.strengths.iter().map(|strength| strength.get()) {
            let energy = local_energy(&objective, weights, strength, self.draws.get(), *key);
            rows.push(CurvatureRow::estimate("local-energy", None, Some(strength), energy.error));
            rows.push(CurvatureRow::estimate("loss-growth", None, Some(strength), energy.loss));
        }
        rows
    }

    fn eigenvalues(&self, hessian: &mut Hessian<'_, f64>, layer: Option<usize>, key: &StreamKey) -> Vec<CurvatureRow> {
        let count = self.eigenvalues.get();
        let settings = EigenvalueSettings {
            largest: count,
            smallest: count,
            tolerance: self.tolerance.get(),
            max_products: self.max_products.get(),
        };
        let found = extreme_eigenvalues(hessian, &settings, *key);
        let scale = found.largest.iter().chain(&found.smallest).map(|pair| pair.value.abs()).fold(0.0, f64::max);
        let largest = found.largest.iter().enumerate().map(|(k, pair)| (k as f64, pair));
        let smallest = found.smallest.iter().enumerate().map(|(k, pair)| (-1.0 - k as f64, pair));
        let row = |(place, pair): (f64, &piccole_nn::landscape::curvature::Eigenpair)| {
            let converged = pair.residual <= self.tolerance.get() * scale;
            CurvatureRow {
                error: Some(pair.residual),
                status: if converged { "ok" } else { "not-converged" },
                ..CurvatureRow::new("eigenvalue", layer, Some(place), pair.value)
            }
        };
        largest.chain(smallest).map(row).collect()
    }
}
