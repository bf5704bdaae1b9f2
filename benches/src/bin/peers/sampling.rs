//! How long does a proposal of Metropolis's chain take in equilibrium?

use crate::folder::Folder;
use crate::{Failure, Side};
use piccole_benches::metropolis;
use piccole_core::landscape::{BitLandscape, Landscape};
use piccole_msg_passing::{Boltzmann, MetropolisChain};
use rand_pcg::Pcg64Dxsm;

/// Sweeps from the same weights in every call, with new random numbers.
pub(crate) struct Metropolis {
    law: Boltzmann,
    first: MetropolisChain<BitLandscape>,
    proposals: u64,
    rng: Pcg64Dxsm,
    acceptances: Vec<f64>,
    energies: Vec<f64>,
}

impl Metropolis {
    /// Sweeps before the first call.
    const EQUILIBRATION: u64 = 1000;

    pub(crate) fn new(folder: &Folder, n: usize, beta: f64, sweeps: u64) -> Result<Self, Failure> {
        let patterns = metropolis::instance(n);
        let machine = metropolis::equilibrated(&patterns, beta, Self::EQUILIBRATION);
        folder.write_signs("inputs", metropolis::inputs(&patterns))?;
        folder.write("weights", machine.units()[0].signs().map(|sign| [sign as u8]))?;
        Ok(Self {
            law: Boltzmann::new(beta, patterns.p())?,
            first: MetropolisChain::new(metropolis::landscape(&patterns, &machine)),
            proposals: sweeps * n as u64,
            rng: metropolis::rng("timed"),
            acceptances: Vec::new(),
            energies: Vec::new(),
        })
    }
}

impl Side for Metropolis {
    fn call(&mut self) {
        let mut chain = self.first.clone();
        let accepted = chain.advance(&self.law, self.proposals, &mut self.rng);
        self.acceptances.push(accepted as f64 / self.proposals as f64);
        self.energies.push(chain.landscape().energy() as f64);
    }

    /// Means over the calls, each followed by its standard error.
    fn answer(&mut self) -> Vec<f64> {
        [&self.acceptances, &self.energies].into_iter().flat_map(|samples| mean_and_error(samples)).collect()
    }
}

fn mean_and_error(samples: &[f64]) -> [f64; 2] {
    let count = samples.len() as f64;
    let mean = samples.iter().sum::<f64>() / count;
    let squares: f64 = samples.iter().map(|sample| (sample - mean) * (sample - mean)).sum();
    [mean, (squares / (count - 1.0) / count).sqrt()]
}
