//! Simulated annealing of replicas that attract one another.

use super::attraction::Attraction;
use super::boltzmann::{Boltzmann, check_beta};
use super::scene::Scene;
use super::{random_site, scheduled};
use crate::algorithm::{Algorithm, Sweep};
use crate::error::{AlgorithmError, check};
use crate::problem::Problem;
use piccole_core::arch::{Elementwise, vectorized};
use piccole_core::landscape::{BitLandscape, Energy, Landscape};
use piccole_core::{BitVector, Committee};
use rand::RngExt;
use rand_pcg::Pcg64Dxsm;
use serde::{Deserialize, Serialize};

/// Simulated annealing of `y` replicas that attract one another: the *robust ensemble*, which is drawn to regions dense in
/// solutions.
///
/// With a centre `W̃` the replicas `W^a` have the joint law
///
/// ```math
/// P(W^1, \dots, W^y) \propto \sum_{\tilde W} \exp\Big[ -\beta \sum_a E(W^a) + \gamma \sum_a W^a \cdot \tilde W \Big]
///     = e^{-\beta \sum_a E(W^a)} \prod_i 2 \cosh\Big(\gamma \sum_a W^a_i\Big) ,
/// ```
///
/// and with [pairwise attraction](Attraction::Pairwise)
///
/// ```math
/// P(W^1, \dots, W^y) \propto \exp\Big[ -\beta \sum_a E(W^a) + \frac{\gamma}{y} \sum_{a < b} W^a \cdot W^b \Big] .
/// ```
///
/// A centre is summed over exactly, and a flip of one weight of one replica is accepted by Metropolis's rule. The inverse
/// temperature `β` and the attraction `γ` grow in equal steps from sweep to sweep. A sweep is `y K N` proposals; the run
/// ends where a replica, or the centre that most replicas vote for, has no error. One replica is plain annealing.
///
/// Default settings solve random labels at N = 1001 in 20 of 20 instances each at α = 0.6 and 0.65, in 15 of 20 at α = 0.7, and
/// for committees of 5 units of 201 weights at α = 0.5 in 5 of 5. With as many proposals as they allow, 21000 sweeps,
/// [`Annealing`](super::Annealing) solves 0 of 20 at N = 1001, α = 0.6, whether β ends at 2 or at 3, and leaves 9 to 11 errors.
///
/// Source: Baldassi, Borgs, Chayes, Ingrosso, Lucibello, Saglietti & Zecchina, PNAS 113, E7655 (2016).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReplicatedAnnealing {
    /// Margin `κ` that a stability must exceed.
    pub margin: f64,
    /// What is to become zero.
    pub energy: Energy,
    /// Number of replicas `y`, at least 1.
    pub replicas: usize,
    /// What attracts the replicas.
    pub attraction: Attraction,
    /// Inverse temperature of the first sweep, at least 0.
    pub beta_start: f64,
    /// Inverse temperature of the last sweep, at least 0.
    pub beta_end: f64,
    /// Attraction `γ` in the first sweep, at least 0.
    pub gamma_start: f64,
    /// Attraction `γ` in the last sweep, at least 0.
    pub gamma_end: f64,
    /// Sweeps of the schedule.
    pub max_sweeps: usize,
}

impl Default for ReplicatedAnnealing {
    /// No margin, the flips needed, 7 replicas around a centre, β from 0.5 to 2 and γ from 0.5 to 1.5 in 3000 sweeps.
    fn default() -> Self {
        Self {
            margin: 0.0,
            energy: Energy::Flips,
            replicas: 7,
            attraction: Attraction::Centre,
            beta_start: 0.5,
            beta_end: 2.0,
            gamma_start: 0.5,
            gamma_end: 1.5,
            max_sweeps: 3_000,
        }
    }
}

/// What a sweep changes.
#[derive(Serialize, Deserialize)]
pub struct ReplicatedState {
    replicas: Vec<Committee>,
    sweep: usize,
}

#[cfg(test)]
impl ReplicatedState {
    /// The machines of the replicas.
    pub(super) fn replicas(&self) -> &[Committee] {
        &self.replicas
    }
}

/// A problem, and the replicas at work on it.
pub struct ReplicatedWorkspace<'a> {
    scene: Scene<'a>,
    /// Follows from the state; made where it is missing.
    replicas: Option<Replicas>,
}

impl Algorithm for ReplicatedAnnealing {
    type Workspace<'a> = ReplicatedWorkspace<'a>;
    type State = ReplicatedState;

    fn name(&self) -> &'static str {
        "replicated-annealing"
    }

    fn margin(&self) -> f64 {
        self.margin
    }

    fn max_sweeps(&self) -> usize {
        self.max_sweeps
    }

    fn prepare<'a>(&self, problem: Problem<'a>) -> Result<ReplicatedWorkspace<'a>, AlgorithmError> {
        check_beta("beta_start", self.beta_start)?;
        check_beta("beta_end", self.beta_end)?;
        for (name, gamma) in [("gamma_start", self.gamma_start), ("gamma_end", self.gamma_end)] {
            check(name, gamma, gamma >= 0.0 && gamma.is_finite(), "a finite number of at least 0")?;
        }
        check("replicas", self.replicas as f64, self.replicas >= 1, "at least 1")?;
        let scene = Scene::new(self.name(), problem, self.margin, self.energy)?;
        Ok(ReplicatedWorkspace { scene, replicas: None })
    }

    /// One machine with random weights for all replicas.
    fn start(&self, workspace: &mut ReplicatedWorkspace<'_>, rng: &mut Pcg64Dxsm) -> ReplicatedState {
        let machine = workspace.scene.random_machine(rng);
        ReplicatedState { replicas: vec![machine; self.replicas], sweep: 0 }
    }

    fn sweep(
        &self,
        workspace: &mut ReplicatedWorkspace<'_>,
        state: &mut ReplicatedState,
        rng: &mut Pcg64Dxsm,
    ) -> Sweep {
        let ReplicatedWorkspace { scene, replicas } = workspace;
        let replicas = replicas.get_or_insert_with(|| Replicas::new(scene, &state.replicas));
        let at = |range| scheduled(range, state.sweep, self.max_sweeps);
        let attraction = self.attraction.ratios(at((self.gamma_start, self.gamma_end)), self.replicas);
        let highest = attraction.iter().fold(1.0_f64, |highest, ratio| highest.max(*ratio).max(1.0 / ratio));
        let beta = at((self.beta_start, self.beta_end));
        let law = Boltzmann::for_factors(highest, beta, scene.largest_change());
        let proposals = (self.replicas * scene.sites()) as u64;
        vectorized(Proposals { replicas, law: &law, attraction: &attraction, proposals, rng });
        state.sweep += 1;
        state.replicas = replicas.landscapes.iter().map(Landscape::machine).collect();
        let (center, best) = (replicas.center(), replicas.best());
        let overlap = replicas.overlap();
        let weights = if scene.errors(&center) <= scene.errors(&best) { center } else { best };
        Sweep { weights, overlap, end: None }
    }
}

/// The replicas and the sums of their weights.
struct Replicas {
    landscapes: Vec<BitLandscape>,
    /// `Σ_a W^a_i`, site by site.
    sums: Vec<i64>,
}

impl Replicas {
    fn new(scene: &Scene<'_>, machines: &[Committee]) -> Self {
        let landscapes: Vec<BitLandscape> = machines.iter().map(|machine| scene.landscape(machine)).collect();
        let sign = |replica: &BitLandscape, site| if replica.is_positive(site) { 1 } else { -1 };
        let sums = (0..scene.sites()).map(|site| landscapes.iter().map(|replica| sign(replica, site)).sum()).collect();
        Self { landscapes, sums }
    }

    /// The replica of least energy, and of these the first.
    fn best(&self) -> Committee {
        let best = self.landscapes.iter().min_by_key(|replica| replica.energy());
        best.expect("there are replicas").machine()
    }

    /// What most replicas vote for, weight by weight; +1 where they are tied.
    fn center(&self) -> Committee {
        let machine = self.landscapes[0].machine();
        let unit = |sums: &[i64]| BitVector::from_fn(sums.len(), |i| sums[i] >= 0);
        Committee::new(self.sums.chunks_exact(machine.n()).map(unit).collect())
            .expect("the centre has a replica's shape")
    }

    /// Mean squared magnetization `Σ_i (Σ_a W^a_i/y)²/(K N)`.
    fn overlap(&self) -> f64 {
        let squares: i64 = self.sums.iter().map(|sum| sum * sum).sum();
        let y = self.landscapes.len() as f64;
        squares as f64 / (y * y * self.sums.len() as f64)
    }
}

/// Proposals one by one, until enough are made or a replica has energy 0.
struct Proposals<'a> {
    replicas: &'a mut Replicas,
    law: &'a Boltzmann,
    /// By how much a flip changes the factor of the attraction, see [`Attraction::ratios`].
    attraction: &'a [f64],
    proposals: u64,
    rng: &'a mut Pcg64Dxsm,
}

impl Elementwise for Proposals<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Replicas { landscapes, sums } = self.replicas;
        let (y, sites) = (landscapes.len(), sums.len());
        for _ in 0..self.proposals {
            let choice = random_site(y * sites, self.rng);
            let (replica, site) = (&mut landscapes[choice / sites], choice % sites);
            let weight = if replica.is_positive(site) { 1 } else { -1 };
            let aligned = (y as i64 + weight * sums[site]) as usize;
            let change = replica.change(site);
            let probability = self.attraction[aligned] * self.law.weight(change);
            if probability >= 1.0 || self.rng.random::<f64>() < probability {
                replica.accept(site, change);
                sums[site] -= 2 * weight;
                if replica.energy() == 0 {
                    break;
                }
            }
        }
    }
}
