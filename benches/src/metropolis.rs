//! The instance on which Metropolis's chain is timed, equilibrated.

use piccole_core::landscape::{BitLandscape, Columns, Energy, Landscape};
use piccole_core::patterns::{InputLaw, Inputs, Patterns, Scenario};
use piccole_core::{BitMatrix, Committee, StreamKey};
use piccole_msg_passing::{Boltzmann, MetropolisChain};
use rand_pcg::Pcg64Dxsm;
use std::sync::Arc;

/// The generator of a purpose.
pub fn rng(purpose: &str) -> Pcg64Dxsm {
    StreamKey::from_seed(1).named(purpose).rng()
}

/// Random labels at α = 0.5.
///
/// # Panics
/// If `n` is below 2.
pub fn instance(n: usize) -> Patterns {
    let key = StreamKey::from_seed(1).named("patterns");
    Patterns::generate(Scenario::Storage, InputLaw::Signs, n, n / 2, &key).expect("there are weights and patterns")
}

/// The inputs, which are ±1.
///
/// # Panics
/// If they are real.
pub fn inputs(patterns: &Patterns) -> &BitMatrix {
    match patterns.gauged() {
        Inputs::Signs(inputs) => inputs,
        Inputs::Real(_) => panic!("the inputs are real"),
    }
}

/// The number of errors around a machine, in bit planes.
///
/// # Panics
/// If machine and patterns differ in shape.
pub fn landscape(patterns: &Patterns, machine: &Committee) -> BitLandscape {
    let inputs = inputs(patterns);
    BitLandscape::new(inputs, Arc::new(Columns::new(inputs)), machine, 0.0, Energy::Errors)
}

/// Weights at inverse temperature `beta`, cooled down from random ones in the first half of the sweeps and held in the second.
///
/// (A sudden quench at N = 10001 is caught for thousands of sweeps where every flip costs energy.)
///
/// # Panics
/// If `beta` is negative.
pub fn equilibrated(patterns: &Patterns, beta: f64, sweeps: u64) -> Committee {
    let machine = Committee::random(1, patterns.n(), &mut rng("weights")).expect("one is odd");
    let mut chain = MetropolisChain::new(landscape(patterns, &machine));
    let mut rng = rng("equilibration");
    for sweep in 1..=sweeps {
        let share = (2.0 * sweep as f64 / sweeps as f64).min(1.0);
        let law = Boltzmann::new(share * beta, patterns.p()).expect("the temperature is not negative");
        chain.advance(&law, patterns.n() as u64, &mut rng);
    }
    chain.landscape().machine()
}
