//! How long a chain waits, and which weight flips then.

use super::boltzmann::Boltzmann;
use piccole_core::arch::{Elementwise, vectorized};
use piccole_core::landscape::Landscape;
use rand::{Rng, RngExt};
use std::collections::BTreeMap;

/// What flipping any weight would change, and how many weights there are of every change.
#[derive(Clone, Debug)]
pub(super) struct Changes {
    by_site: Vec<i64>,
    sites_with: BTreeMap<i64, u64>,
}

/// The look-up of all changes.
struct Lookup<'a, L>(&'a L);

impl<L: Landscape> Elementwise for Lookup<'_, L> {
    type Output = Vec<i64>;

    #[inline(always)]
    fn run(self) -> Vec<i64> {
        let mut changes = vec![0; self.0.sites()];
        for (site, change) in changes.iter_mut().enumerate() {
            *change = self.0.change(site);
        }
        changes
    }
}

impl Changes {
    pub(super) fn new(landscape: &impl Landscape) -> Self {
        let by_site = vectorized(Lookup(landscape));
        let mut sites_with = BTreeMap::new();
        for &change in &by_site {
            *sites_with.entry(change).or_insert(0) += 1;
        }
        Self { by_site, sites_with }
    }

    /// `Σ_i min(1, e^{−βΔE_i})`, the number of weights that would flip when proposed.
    fn rate(&self, law: &Boltzmann) -> f64 {
        self.sites_with.iter().map(|(&change, &sites)| sites as f64 * law.probability(change)).sum()
    }

    /// Proposals refused before one is accepted: `g` with probability `(1 − a)^g a`, where `a` is the mean probability of
    /// acceptance over the weights; infinite for `a = 0`.
    pub(super) fn refusals(&self, law: &Boltzmann, rng: &mut impl Rng) -> f64 {
        let acceptance = self.rate(law) / self.by_site.len() as f64;
        // 1 − u is in (0, 1], so that its logarithm is finite; that of 1 − a is −∞ for certain acceptance.
        let ln_uniform = libm::log(1.0 - rng.random::<f64>());
        if acceptance > 0.0 { (ln_uniform / libm::log1p(-acceptance.min(1.0))).floor() } else { f64::INFINITY }
    }

    /// The weight that flips, with probabilities proportional to those of acceptance.
    pub(super) fn site(&self, law: &Boltzmann, rng: &mut impl Rng) -> usize {
        let mut rest = rng.random::<f64>() * self.rate(law);
        let possible = || self.sites_with.iter().filter(|&(&change, _)| law.probability(change) > 0.0);
        let chosen = possible().find(|&(&change, &sites)| {
            rest -= sites as f64 * law.probability(change);
            rest < 0.0
        });
        // Rounding may leave a little at the end, which then belongs to the last class.
        let (&change, &sites) = chosen.or(possible().next_back()).expect("a chain that flips has a weight to flip");
        let place = rng.random_range(0..sites) as usize;
        let members = self.by_site.iter().enumerate().filter(|&(_, &c)| c == change);
        members.map(|(site, _)| site).nth(place).expect("every class knows its size")
    }
}
