//! What a solver is: a state that a sweep moves on.

use crate::error::AlgorithmError;
use crate::outcome::{Outcome, Stop};
use crate::problem::Problem;
use crate::run::{Run, Search};
use piccole_core::Committee;
use rand_pcg::Pcg64Dxsm;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

/// A solver that works in sweeps.
///
/// The value holds the parameters. What a run knows is kept in two parts: the [`Workspace`](Self::Workspace) follows from the
/// problem alone (packed copies, tables, room for intermediate values) and can always be had again; the
/// [`State`](Self::State) and the generator are all that a checkpoint has to keep. [`Run`] drives the sweeps, counts the errors
/// of what they propose and remembers the best.
pub trait Algorithm: Clone + Debug {
    /// What follows from the problem.
    type Workspace<'a>;
    /// What a sweep changes.
    type State: Serialize + DeserializeOwned;

    /// The name, in kebab case.
    fn name(&self) -> &'static str;

    /// Margin `κ` that a stability must exceed.
    fn margin(&self) -> f64;

    /// Sweeps allowed.
    fn max_sweeps(&self) -> usize;

    /// Checks the parameters and prepares the problem.
    ///
    /// # Errors
    /// [`AlgorithmError`] for a parameter outside its domain, or a problem that the algorithm cannot work with.
    fn prepare<'a>(&self, problem: Problem<'a>) -> Result<Self::Workspace<'a>, AlgorithmError>;

    /// The state before the first sweep.
    fn start(&self, workspace: &mut Self::Workspace<'_>, rng: &mut Pcg64Dxsm) -> Self::State;

    /// One sweep.
    fn sweep(&self, workspace: &mut Self::Workspace<'_>, state: &mut Self::State, rng: &mut Pcg64Dxsm) -> Sweep;

    /// Looks for weights that satisfy every pattern.
    ///
    /// # Errors
    /// [`AlgorithmError`] for a parameter outside its domain, or a problem that the algorithm cannot work with. Not to find
    /// a solution is no error: see [`Outcome::errors`].
    fn solve<'a>(&self, problem: impl Into<Problem<'a>>, rng: Pcg64Dxsm) -> Result<Outcome, AlgorithmError> {
        let mut run = Run::start(self.clone(), problem.into(), rng)?;
        while run.sweep().is_none() {}
        Ok(run.close())
    }
}

/// What a sweep proposes.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    /// The weights favoured now.
    pub weights: Committee,
    /// Mean squared magnetization `Σ_ki m_ki²/(K N)`, 1 for a rule without marginals.
    pub overlap: f64,
    /// Why the algorithm has no more to do, if these weights are no solution.
    pub end: Option<Stop>,
}

/// A solver whose type is forgotten: what a table of algorithms holds.
pub trait Solver: Send + Sync {
    /// The name, in kebab case.
    fn name(&self) -> &'static str;

    /// Starts a run.
    ///
    /// # Errors
    /// As [`Algorithm::prepare`].
    fn begin<'a>(&self, problem: Problem<'a>, rng: Pcg64Dxsm) -> Result<Box<dyn Search + 'a>, AlgorithmError>;

    /// Goes on with a run from what [`Search::checkpoint`] gave.
    ///
    /// # Errors
    /// As [`Algorithm::prepare`], and [`AlgorithmError::Checkpoint`] if the bytes are damaged or belong to another run.
    fn resume<'a>(&self, problem: Problem<'a>, checkpoint: &[u8]) -> Result<Box<dyn Search + 'a>, AlgorithmError>;
}

impl<A: Algorithm + Send + Sync + 'static> Solver for A {
    fn name(&self) -> &'static str {
        Algorithm::name(self)
    }

    fn begin<'a>(&self, problem: Problem<'a>, rng: Pcg64Dxsm) -> Result<Box<dyn Search + 'a>, AlgorithmError> {
        Ok(Box::new(Run::start(self.clone(), problem, rng)?))
    }

    fn resume<'a>(&self, problem: Problem<'a>, checkpoint: &[u8]) -> Result<Box<dyn Search + 'a>, AlgorithmError> {
        Ok(Box::new(Run::resume(self.clone(), problem, checkpoint)?))
    }
}
