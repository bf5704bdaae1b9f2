//! On-line rules: one pattern at a time changes the hidden integer states behind the weights.
//!
//! The rules share the states, the order of presentation and the end of a run; they differ in what a presentation does.

mod bpi;
mod clipped;
mod sbpi;
mod synapses;

pub use bpi::Bpi;
pub use clipped::ClippedPerceptron;
pub use sbpi::Sbpi;

use crate::algorithm::{Algorithm, Sweep};
use crate::error::AlgorithmError;
use crate::problem::Problem;
use piccole_core::BitMatrix;
use piccole_core::patterns::Inputs;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64Dxsm;
use serde::{Deserialize, Serialize};
use std::fmt::Debug;
use synapses::Synapses;

/// What a rule is told of the pattern presented, packed.
enum Presented<'a> {
    /// The product `ξ·W` does not exceed `κ√N`.
    Wrong { pattern: &'a [u64] },
    /// The product exceeds `κ√N` by `excess > 0`.
    Right { pattern: &'a [u64], excess: f64 },
}

/// An on-line rule: its parameters, and what the presentation of a pattern does.
trait Rule: Clone + Debug {
    fn name(&self) -> &'static str;
    fn margin(&self) -> f64;
    fn max_sweeps(&self) -> usize;

    /// Refuses parameters outside their domain.
    fn check(&self) -> Result<(), AlgorithmError>;

    /// Sees the pattern and changes the synapses.
    fn present(&self, presented: Presented<'_>, synapses: &mut Synapses, rng: &mut Pcg64Dxsm);
}

/// What a rule learns from: the packed inputs, and the product that is right when exceeded, `κ√N`.
pub struct Presentation<'a> {
    inputs: &'a BitMatrix,
    right: f64,
}

/// What a sweep changes.
#[derive(Serialize, Deserialize)]
pub struct OnLineState {
    synapses: Synapses,
    order: Vec<usize>,
}

impl<R: Rule> Algorithm for R {
    type Workspace<'a> = Presentation<'a>;
    type State = OnLineState;

    fn name(&self) -> &'static str {
        Rule::name(self)
    }

    fn margin(&self) -> f64 {
        Rule::margin(self)
    }

    fn max_sweeps(&self) -> usize {
        Rule::max_sweeps(self)
    }

    fn prepare<'a>(&self, problem: Problem<'a>) -> Result<Presentation<'a>, AlgorithmError> {
        self.check()?;
        let patterns = problem.of_one_unit(Rule::name(self))?;
        match patterns.gauged() {
            Inputs::Signs(inputs) => {
                Ok(Presentation { inputs, right: Rule::margin(self) * (patterns.n() as f64).sqrt() })
            }
            Inputs::Real(_) => Err(AlgorithmError::RealInputs { algorithm: Rule::name(self) }),
        }
    }

    /// Random synapses with hidden states ±1.
    fn start(&self, from: &mut Presentation<'_>, rng: &mut Pcg64Dxsm) -> OnLineState {
        OnLineState { synapses: Synapses::random(from.inputs.cols(), rng), order: (0..from.inputs.rows()).collect() }
    }

    /// Presents the patterns in a new order.
    fn sweep(&self, from: &mut Presentation<'_>, state: &mut OnLineState, rng: &mut Pcg64Dxsm) -> Sweep {
        state.order.shuffle(rng);
        for &mu in &state.order {
            let pattern = from.inputs.row_words(mu);
            let product = state.synapses.product(pattern);
            let presented = if product <= from.right {
                Presented::Wrong { pattern }
            } else {
                Presented::Right { pattern, excess: product - from.right }
            };
            self.present(presented, &mut state.synapses, rng);
        }
        Sweep { weights: state.synapses.weights().into(), overlap: 1.0, end: None }
    }
}
