//! Replicated stochastic gradient descent for committees with binary weights.

mod attraction;
mod replica;
#[cfg(test)]
mod tests;

pub use attraction::Formula;

use crate::algorithm::{Algorithm, Sweep};
use crate::error::{AlgorithmError, check};
use crate::problem::Problem;
use attraction::Attraction;
use piccole_core::patterns::Inputs;
use piccole_core::{BitMatrix, Committee, Patterns};
use rand::seq::SliceRandom;
use rand_pcg::Pcg64Dxsm;
use replica::{Centre, Replica};
use serde::{Deserialize, Serialize};

/// Replicated SGD: `y` machines descend the same training error on mini-batches of their own and attract one another.
///
/// The weight of machine `a`, unit `k`, input `i` is the sign of a hidden real number, `W^a_ki = sign h^a_ki`. An epoch takes
/// every machine through all patterns, batch by batch, the machines in a new order for each batch. On its turn machine `a`
/// makes two steps.
///
/// 1. *Descent.* Each pattern of the batch on which the majority is wrong turns as few units as it takes: those that err by
///    least, `h^a_ki ← h^a_ki + η ξ^μ_i`. The weights are read off anew at the end of the batch.
/// 2. *Attraction* towards the centre `c_ki = (1/y) Σ_b W^b_ki` as it was before this turn, by [`Formula`]; for the simplest
///
/// ```math
/// h^a_{ki} \leftarrow h^a_{ki} + \lambda \left[ \tanh(\gamma y\, c_{ki}) - W^a_{ki} \right] .
/// ```
///
/// The coupling is `γ_t = γ + t δγ` in epoch `t = 0, 1, …`. What an epoch proposes is the machine with the fewest errors, the
/// majority vote of the machines (their centre) among them. A turn costs one packed product a pattern and unit, `N` steps
/// for each unit that is turned, and one table look-up a weight. Inputs must be ±1; [`SweepRecord`](crate::SweepRecord)'s
/// overlap is `Σ_ki c_ki²/(K N)`.
///
/// Source: Baldassi, Borgs, Chayes, Ingrosso, Lucibello, Saglietti & Zecchina, Proc. Natl. Acad. Sci. 113, E7655 (2016).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReplicatedSgd {
    /// Margin `κ` that a stability must exceed.
    pub margin: f64,
    /// Machines `y`, at least 1.
    pub replicas: usize,
    /// Patterns of a batch, at least 1; none for a tenth of the patterns, rounded up.
    pub batch: Option<usize>,
    /// Step of the descent `η`, above 0.
    pub step: f64,
    /// Step of the attraction `λ`, at least 0.
    pub attraction: f64,
    /// Coupling `γ` in the first epoch, at least 0.
    pub gamma_start: f64,
    /// What an epoch adds to the coupling, `δγ`, at least 0.
    pub gamma_step: f64,
    /// How the machines are drawn to their centre.
    pub formula: Formula,
    /// Whether the machines start from the same weights or each from its own.
    pub equal_start: bool,
    /// Whether the majority vote of the machines has to solve, and no single one of them is proposed.
    pub wait_for_centre: bool,
    /// Epochs allowed.
    pub max_sweeps: usize,
}

impl Default for ReplicatedSgd {
    /// The parameters published as good for `K = 5`, `N = 321`, `α = 0.5`: seven machines with a tenth of the patterns a batch,
    /// `η = 2`, `λ = 0.75`, `γ = 0.05`, `δγ = 0.001`, the simplest formula, equal starts; 10 000 epochs.
    fn default() -> Self {
        Self {
            margin: 0.0,
            replicas: 7,
            batch: None,
            step: 2.0,
            attraction: 0.75,
            gamma_start: 0.05,
            gamma_step: 0.001,
            formula: Formula::Simple,
            equal_start: true,
            wait_for_centre: false,
            max_sweeps: 10_000,
        }
    }
}

/// What the machines learn from, and room for a turn.
pub struct Lesson<'a> {
    patterns: &'a Patterns,
    hidden: usize,
    inputs: &'a BitMatrix,
    /// The product that is right when exceeded, `κ√N`.
    right: f64,
    /// Patterns of a batch.
    batch: usize,
    /// For each machine the order of the patterns in this epoch.
    orders: Vec<Vec<usize>>,
    /// The order of the machines' turns.
    turns: Vec<usize>,
    /// Units that err on the pattern in hand, with their products.
    erring: Vec<(i64, usize)>,
}

/// The machines, their centre, and the number of the epoch.
#[derive(Serialize, Deserialize)]
pub struct Replicas {
    machines: Vec<Replica>,
    centre: Centre,
    epoch: usize,
}

impl Algorithm for ReplicatedSgd {
    type Workspace<'a> = Lesson<'a>;
    type State = Replicas;

    fn name(&self) -> &'static str {
        "replicated-sgd"
    }

    fn margin(&self) -> f64 {
        self.margin
    }

    fn max_sweeps(&self) -> usize {
        self.max_sweeps
    }

    fn prepare<'a>(&self, problem: Problem<'a>) -> Result<Lesson<'a>, AlgorithmError> {
        self.check()?;
        let patterns = problem.patterns();
        let Inputs::Signs(inputs) = patterns.gauged() else {
            return Err(AlgorithmError::RealInputs { algorithm: self.name() });
        };
        Ok(Lesson {
            patterns,
            hidden: problem.hidden(),
            inputs,
            right: self.margin * (problem.n() as f64).sqrt(),
            batch: self.batch.unwrap_or_else(|| problem.p().div_ceil(10)),
            orders: vec![(0..problem.p()).collect(); self.replicas],
            turns: (0..self.replicas).collect(),
            erring: Vec::with_capacity(problem.hidden()),
        })
    }

    fn start(&self, lesson: &mut Lesson<'_>, rng: &mut Pcg64Dxsm) -> Replicas {
        let mut draw = || Replica::random(lesson.hidden, lesson.inputs.cols(), rng);
        let machines =
            if self.equal_start { vec![draw(); self.replicas] } else { (0..self.replicas).map(|_| draw()).collect() };
        Replicas { centre: Centre::of(&machines), machines, epoch: 0 }
    }

    /// One epoch.
    fn sweep(&self, lesson: &mut Lesson<'_>, state: &mut Replicas, rng: &mut Pcg64Dxsm) -> Sweep {
        let coupling = self.gamma_start + state.epoch as f64 * self.gamma_step;
        let attraction = Attraction::new(self.formula, self.replicas, self.attraction, coupling);
        let Lesson { inputs, right, batch, orders, turns, erring, .. } = lesson;
        for order in &mut *orders {
            // From the same start in every epoch, so that a resumed run draws the same orders.
            order.iter_mut().enumerate().for_each(|(position, mu)| *mu = position);
            order.shuffle(rng);
        }
        for first in (0..inputs.rows()).step_by(*batch) {
            turns.iter_mut().enumerate().for_each(|(position, a)| *a = position);
            turns.shuffle(rng);
            for &a in &*turns {
                let machine = &mut state.machines[a];
                for &mu in orders[a].iter().skip(first).take(*batch) {
                    machine.descend(inputs.row_words(mu), *right, self.step, erring);
                }
                state.centre.attract(machine, &attraction);
            }
        }
        state.epoch += 1;
        Sweep { weights: self.propose(lesson.patterns, state), overlap: state.centre.overlap(self.replicas), end: None }
    }
}

impl ReplicatedSgd {
    fn check(&self) -> Result<(), AlgorithmError> {
        let Self { replicas, batch, step, attraction, gamma_start, gamma_step, .. } = *self;
        let positive = |x: f64| x > 0.0 && x.is_finite();
        let not_negative = |x: f64| x >= 0.0 && x.is_finite();
        check("replicas", replicas as f64, replicas > 0 && i32::try_from(replicas).is_ok(), "at least 1, 31 bits")?;
        check("batch", batch.unwrap_or(1) as f64, batch != Some(0), "at least 1")?;
        check("step", step, positive(step), "a number above 0")?;
        check("attraction", attraction, not_negative(attraction), "a number not below 0")?;
        check("gamma_start", gamma_start, not_negative(gamma_start), "a number not below 0")?;
        check("gamma_step", gamma_step, not_negative(gamma_step), "a number not below 0")
    }

    /// The centre's vote, or the machine that errs less.
    fn propose(&self, patterns: &Patterns, state: &Replicas) -> Committee {
        let centre = state.centre.vote();
        if self.wait_for_centre {
            return centre;
        }
        let candidates = std::iter::once(centre).chain(state.machines.iter().map(Replica::weights));
        candidates.min_by_key(|machine| machine.errors(patterns, self.margin)).expect("there is a centre")
    }
}
