//! Simulated annealing.

use super::boltzmann::{Boltzmann, check_beta};
use super::chain::MetropolisChain;
use super::scene::Scene;
use super::scheduled;
use crate::algorithm::{Algorithm, Sweep};
use crate::error::AlgorithmError;
use crate::problem::Problem;
use piccole_core::Committee;
use piccole_core::landscape::{BitLandscape, Energy, Landscape};
use rand_pcg::Pcg64Dxsm;
use serde::{Deserialize, Serialize};

/// Simulated annealing: a [`MetropolisChain`] whose inverse temperature grows in equal steps from sweep to sweep.
///
/// A sweep is `K N` proposals; the run ends at the first weights without an error.
///
/// Default settings solve random labels in 20 of 20 instances each at N = 501, α = 0.4 and at N = 1001, α = 0.3, in 16 of 20 at
/// N = 1001, α = 0.4, and for committees of 5 units of 201 weights at α = 0.3 in 5 of 5; denser or larger ones take ever slower
/// schedules, see [`ReplicatedAnnealing`](super::ReplicatedAnnealing).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Annealing {
    /// Margin `κ` that a stability must exceed.
    pub margin: f64,
    /// What is to become zero.
    pub energy: Energy,
    /// Inverse temperature of the first sweep, at least 0.
    pub beta_start: f64,
    /// Inverse temperature of the last sweep, at least 0.
    pub beta_end: f64,
    /// Sweeps of the schedule.
    pub max_sweeps: usize,
}

impl Default for Annealing {
    /// No margin, the flips needed (on the errors themselves annealing freezes much earlier), β from 0.5 to 3 in 20000 sweeps.
    fn default() -> Self {
        Self { margin: 0.0, energy: Energy::Flips, beta_start: 0.5, beta_end: 3.0, max_sweeps: 20_000 }
    }
}

/// What a sweep changes.
#[derive(Serialize, Deserialize)]
pub struct AnnealingState {
    machine: Committee,
    /// Proposals refused since the last flip.
    refused: u64,
    sweep: usize,
}

/// A problem, and the chain at work on it.
pub struct AnnealingWorkspace<'a> {
    scene: Scene<'a>,
    /// Follows from the state; made where it is missing.
    chain: Option<MetropolisChain<BitLandscape>>,
}

impl Algorithm for Annealing {
    type Workspace<'a> = AnnealingWorkspace<'a>;
    type State = AnnealingState;

    fn name(&self) -> &'static str {
        "annealing"
    }

    fn margin(&self) -> f64 {
        self.margin
    }

    fn max_sweeps(&self) -> usize {
        self.max_sweeps
    }

    fn prepare<'a>(&self, problem: Problem<'a>) -> Result<AnnealingWorkspace<'a>, AlgorithmError> {
        check_beta("beta_start", self.beta_start)?;
        check_beta("beta_end", self.beta_end)?;
        let scene = Scene::new(self.name(), problem, self.margin, self.energy)?;
        Ok(AnnealingWorkspace { scene, chain: None })
    }

    /// Random weights.
    fn start(&self, workspace: &mut AnnealingWorkspace<'_>, rng: &mut Pcg64Dxsm) -> AnnealingState {
        AnnealingState { machine: workspace.scene.random_machine(rng), refused: 0, sweep: 0 }
    }

    fn sweep(&self, workspace: &mut AnnealingWorkspace<'_>, state: &mut AnnealingState, rng: &mut Pcg64Dxsm) -> Sweep {
        let AnnealingWorkspace { scene, chain } = workspace;
        let resumed = || MetropolisChain::resumed(scene.landscape(&state.machine), state.refused);
        let chain = chain.get_or_insert_with(resumed);
        let beta = scheduled((self.beta_start, self.beta_end), state.sweep, self.max_sweeps);
        chain.search(&Boltzmann::at(beta, scene.largest_change()), scene.sites() as u64, rng);
        state.machine = chain.landscape().machine();
        state.refused = chain.refused();
        state.sweep += 1;
        Sweep { weights: state.machine.clone(), overlap: 1.0, end: None }
    }
}
