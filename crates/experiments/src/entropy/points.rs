//! The units of work: one theory curve, instances for belief propagation, blocks of instances to enumerate.

use super::Entropy;
use super::enumeration::patterns_needed;
use crate::RunError;
use piccole_core::patterns::{InputLaw, Inputs, Patterns, Scenario, pattern_count};
use piccole_core::{StreamKey, enumerate};
use piccole_msg_passing::Stop;
use piccole_theory::Status;
use piccole_theory::capacity::{CapacityModel, capacity};
use piccole_theory::storage::{self, Weights};
use serde::{Deserialize, Serialize};

/// One unit of work.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Point {
    /// The replica-symmetric solution at every density of the plan.
    Replica,
    /// Belief propagation on one instance.
    Bethe {
        /// Number of weights.
        n: usize,
        /// Constraint density.
        alpha: f64,
        /// Number of the instance.
        sample: usize,
    },
    /// Enumeration of a block of instances.
    Enumeration {
        /// Number of weights.
        n: usize,
        /// Number of the block.
        block: usize,
        /// Instances in it.
        samples: usize,
        /// Patterns of each.
        p: usize,
    },
}

/// What a point gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The curve, and the capacity at its end.
    Replica {
        /// Ascending in density.
        curve: Vec<ReplicaSolution>,
        /// Density at which the entropy vanishes, if it was found.
        capacity: Option<f64>,
    },
    /// One instance.
    Bethe(BetheMeasurement),
    /// The instances of the block.
    Enumeration(Vec<Instance>),
}

/// A point of the replica-symmetric curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReplicaSolution {
    /// Constraint density.
    pub alpha: f64,
    /// Entropy in nats per weight; none if the saddle point was not found.
    pub entropy: Option<f64>,
    /// Overlap of two solutions.
    pub overlap: Option<f64>,
}

/// Belief propagation on one instance.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BetheMeasurement {
    /// Bethe entropy in nats per weight; none if the messages did not converge.
    pub entropy: Option<f64>,
    /// Mean squared magnetization, likewise.
    pub overlap: Option<f64>,
    /// Sweeps carried out.
    pub sweeps: usize,
}

/// One enumerated instance, pattern after pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instance {
    /// Weight vectors that satisfy the first `k` patterns, `k = 0..=P`.
    pub solutions: Vec<u64>,
    /// Sum of `ξ^μ·ξ^ν` over the pairs among the first `k` patterns; its mean over instances is 0.
    pub pair_products: Vec<i64>,
}

/// All points of a plan.
pub(super) fn points(plan: &Entropy) -> Vec<Point> {
    let mut points = vec![Point::Replica];
    let n = plan.bethe.n.get();
    for &alpha in plan.bethe.alpha.values() {
        points.extend((0..plan.bethe.samples.get()).map(|sample| Point::Bethe { n, alpha, sample }));
    }
    let block_size = plan.enumeration.block.get();
    for size in &plan.enumeration.sizes.0 {
        let (n, all) = (size.n.get(), size.samples.get());
        let p = patterns_needed(plan.enumeration.alpha.largest() * n as f64);
        points.extend((0..all.div_ceil(block_size)).map(|block| {
            let samples = block_size.min(all - block * block_size);
            Point::Enumeration { n, block, samples, p }
        }));
    }
    points
}

/// Computes a point.
pub(super) fn run(plan: &Entropy, point: &Point, key: &StreamKey) -> Result<Outcome, RunError> {
    match *point {
        Point::Replica => replica(&plan.densities()),
        Point::Bethe { n, alpha, .. } => {
            let patterns = random_patterns(n, pattern_count(n, alpha)?, key)?;
            let marginals = plan.bethe.parameters.algorithm().run(&patterns)?;
            let converged = |value| (marginals.stop == Stop::Converged).then_some(value);
            let (entropy, overlap) = (converged(marginals.entropy), converged(marginals.overlap));
            Ok(Outcome::Bethe(BetheMeasurement { entropy, overlap, sweeps: marginals.sweeps }))
        }
        Point::Enumeration { n, samples, p, .. } => {
            let instances = (0..samples).map(|sample| {
                let patterns = random_patterns(n, p, &key.indexed(sample as u64))?;
                let solutions = enumerate::count(&patterns, 0.0)?.by_prefix;
                Ok(Instance { solutions, pair_products: pair_products(&patterns) })
            });
            instances.collect::<Result<_, RunError>>().map(Outcome::Enumeration)
        }
    }
}

impl Entropy {
    /// Densities at which theory is needed: those of the curve and those of the measurements, ascending.
    fn densities(&self) -> Vec<f64> {
        let n = self.bethe.n.get();
        let measured = self.bethe.alpha.values().iter().map(|&alpha| realised_density(n, alpha));
        let mut alphas: Vec<f64> = measured.chain(self.enumeration.alpha.values().iter().copied()).collect();
        alphas.extend(self.replica.alpha.values());
        alphas.sort_by(f64::total_cmp);
        alphas.dedup();
        alphas
    }
}

/// The density `P/N` that `N` weights realise for a density asked for; the density itself where no pattern is left.
pub(super) fn realised_density(n: usize, alpha: f64) -> f64 {
    pattern_count(n, alpha).map_or(alpha, |p| p as f64 / n as f64)
}

fn replica(alphas: &[f64]) -> Result<Outcome, RunError> {
    let curve = storage::curve(Weights::Binary, 0.0, alphas)?.into_iter().map(|point| {
        let found = |value| (point.status == Status::Ok).then_some(value);
        ReplicaSolution { alpha: point.alpha, entropy: found(point.entropy), overlap: found(point.q) }
    });
    let curve = curve.collect();
    let end = capacity(CapacityModel::Binary, 0.0)?;
    Ok(Outcome::Replica { curve, capacity: (end.status == Status::Ok).then_some(end.alpha_c) })
}

fn random_patterns(n: usize, p: usize, key: &StreamKey) -> Result<Patterns, RunError> {
    Ok(Patterns::generate(Scenario::Storage, InputLaw::Signs, n, p, &key.named("patterns"))?)
}

/// Sums of `ξ^μ·ξ^ν` over all pairs among the first `k` patterns, `k = 0..=P`, from `|Σ_μ ξ^μ|² = k N + 2 Σ_{μ<ν}`.
fn pair_products(patterns: &Patterns) -> Vec<i64> {
    let (n, p) = (patterns.n(), patterns.p());
    let Inputs::Signs(inputs) = patterns.gauged() else { unreachable!("patterns of signs were asked for") };
    let mut sum = vec![0_i64; n];
    let mut products = vec![0];
    for mu in 0..p {
        (0..n).for_each(|i| sum[i] += i64::from(inputs.sign(mu, i)));
        let square: i64 = sum.iter().map(|s| s * s).sum();
        products.push((square - ((mu + 1) * n) as i64) / 2);
    }
    products
}
