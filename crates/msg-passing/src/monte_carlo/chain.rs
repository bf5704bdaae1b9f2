//! Metropolis's Markov chain.

use super::boltzmann::Boltzmann;
use super::random_site;
use super::waiting::Changes;
use piccole_core::arch::{Elementwise, vectorized};
use piccole_core::landscape::Landscape;
use rand::RngExt;
use rand_pcg::Pcg64Dxsm;

/// The Markov chain of Metropolis on the energies of a [`Landscape`]: a weight drawn at random is proposed to flip, and flips
/// with the probability of [`Boltzmann`]. In the long run weights occur with probability proportional to `e^{−βE}`.
///
/// **Rejections.** When as many proposals in a row have been refused as there are weights, the changes of all weights are
/// looked up, and the chain draws the number of further refusals from its geometric law and the weight that then flips from
/// the rates (the *n*-fold way of Bortz, Kalos & Lebowitz, J. Comput. Phys. 17, 10 (1975)), for as long as the refusals so
/// skipped would be more work than the look-up. This is the same Markov chain, proposal for proposal; a chain that is
/// stuck costs nothing.
///
/// Decisions depend on the generator and the landscape's integers alone: any two landscapes give the same trajectory.
///
/// ```
/// use piccole_core::landscape::{BitLandscape, Columns, Energy, Landscape};
/// use piccole_core::patterns::{InputLaw, Inputs, Patterns, Scenario};
/// use piccole_core::{Committee, StreamKey};
/// use piccole_msg_passing::{Boltzmann, MetropolisChain};
/// use std::sync::Arc;
///
/// let key = StreamKey::from_seed(1);
/// let patterns = Patterns::generate(Scenario::Storage, InputLaw::Signs, 201, 100, &key.named("patterns"))?;
/// let Inputs::Signs(inputs) = patterns.gauged() else { unreachable!("the inputs are signs") };
/// let mut rng = key.named("dynamics").rng();
/// let machine = Committee::random(1, 201, &mut rng)?;
/// let landscape = BitLandscape::new(inputs, Arc::new(Columns::new(inputs)), &machine, 0.0, Energy::Errors);
/// let mut chain = MetropolisChain::new(landscape);
/// let accepted = chain.advance(&Boltzmann::new(1.0, 100)?, 20_000, &mut rng);
/// assert!(accepted > 1000 && chain.landscape().energy() < 40);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct MetropolisChain<L> {
    landscape: L,
    /// Proposals refused since the last flip.
    refused: u64,
    /// What every flip would change, if looked up since the last one.
    changes: Option<Changes>,
}

impl<L: Landscape> MetropolisChain<L> {
    /// Starts from the weights of a landscape.
    pub fn new(landscape: L) -> Self {
        Self::resumed(landscape, 0)
    }

    /// Goes on from weights at which `refused` proposals have been refused in a row.
    pub(super) fn resumed(landscape: L, refused: u64) -> Self {
        Self { landscape, refused, changes: None }
    }

    /// The weights and their energy.
    pub fn landscape(&self) -> &L {
        &self.landscape
    }

    /// The landscape, with the weights where the chain has left them.
    pub fn into_landscape(self) -> L {
        self.landscape
    }

    /// Proposals refused in a row until now.
    pub(super) fn refused(&self) -> u64 {
        self.refused
    }

    /// Makes a number of proposals; returns how many were accepted.
    pub fn advance(&mut self, law: &Boltzmann, proposals: u64, rng: &mut Pcg64Dxsm) -> u64 {
        self.advance_until(i64::MIN, law, proposals, rng)
    }

    /// The same, but stops at once where the energy is 0.
    pub fn search(&mut self, law: &Boltzmann, proposals: u64, rng: &mut Pcg64Dxsm) -> u64 {
        self.advance_until(0, law, proposals, rng)
    }

    fn advance_until(&mut self, ground: i64, law: &Boltzmann, proposals: u64, rng: &mut Pcg64Dxsm) -> u64 {
        let (mut left, mut accepted) = (proposals, 0);
        while left > 0 && self.landscape.energy() > ground {
            if self.refused < self.patience() {
                let limit = self.patience();
                let (made, flips) = vectorized(Proposals { chain: self, ground, law, proposals: left, limit, rng });
                left -= made;
                accepted += flips;
            } else {
                left = self.wait(law, left, rng);
                accepted += u64::from(self.changes.is_none());
            }
        }
        accepted
    }

    /// Refusals in a row after which all changes are looked up: then the look-up at most doubles the work.
    fn patience(&self) -> u64 {
        self.landscape.sites() as u64
    }

    /// Draws how many proposals are refused from now on, and the flip after them, if it comes within `left` proposals.
    /// Returns how many are then left.
    fn wait(&mut self, law: &Boltzmann, left: u64, rng: &mut Pcg64Dxsm) -> u64 {
        let landscape = &self.landscape;
        let changes = self.changes.get_or_insert_with(|| Changes::new(landscape));
        let refusals = changes.refusals(law, rng);
        if refusals >= left as f64 {
            return 0;
        }
        let (site, refusals) = (changes.site(law, rng), refusals as u64);
        self.landscape.flip(site);
        self.changes = None;
        self.refused = if refusals < self.patience() { 0 } else { self.patience() };
        left - refusals - 1
    }
}

/// Proposals one by one, until enough are made, or too many are refused in a row, or the ground is reached.
struct Proposals<'a, L> {
    chain: &'a mut MetropolisChain<L>,
    ground: i64,
    law: &'a Boltzmann,
    proposals: u64,
    limit: u64,
    rng: &'a mut Pcg64Dxsm,
}

impl<L: Landscape> Elementwise for Proposals<'_, L> {
    /// Proposals made and accepted.
    type Output = (u64, u64);

    #[inline(always)]
    fn run(self) -> (u64, u64) {
        let landscape = &mut self.chain.landscape;
        let sites = landscape.sites();
        let (mut made, mut accepted, mut refused) = (0, 0, self.chain.refused);
        while made < self.proposals && refused < self.limit {
            made += 1;
            let site = random_site(sites, self.rng);
            let change = landscape.change(site);
            if change <= 0 || self.rng.random::<f64>() < self.law.probability(change) {
                landscape.accept(site, change);
                accepted += 1;
                refused = 0;
                if landscape.energy() <= self.ground {
                    break;
                }
            } else {
                refused += 1;
            }
        }
        self.chain.refused = refused;
        (made, accepted)
    }
}
