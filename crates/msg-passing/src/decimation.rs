//! Decimation by belief propagation.

use crate::algorithm::{Algorithm, Sweep};
use crate::belief_propagation::{Instance, Messages};
use crate::error::{AlgorithmError, check, check_damping, check_initial};
use crate::outcome::Stop;
use crate::problem::Problem;
use rand_pcg::Pcg64Dxsm;
use serde::{Deserialize, Serialize};

/// Belief propagation that fixes the weights it is surest of, and starts again from there.
///
/// In every round the messages are iterated until none changes by more than the tolerance, or the sweeps of a round are used
/// up. Of the weights still free, those with the largest field `|h_i|`, that is with the largest magnetization
/// `|m_i| = tanh |h_i|`, are then fixed at `sign h_i` by an external field that outweighs all messages, `⌈f K N⌉` a round. The run ends with the first
/// signs that satisfy every pattern, with all weights fixed ([`Stop::Fixed`]), or with the sweeps.
///
/// After the initial messages the rule has no chance in it. The weights fixed first cannot be taken back.
///
/// Random labels at N = 1001: 10 of 10 instances at α = 0.5 and 7 at 0.6, in about 300 sweeps.
///
/// Source: Mézard, Parisi & Zecchina, Science 297, 812 (2002) for decimation by the marginals of message passing;
/// the messages are those of [`BeliefPropagation`](crate::BeliefPropagation).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BpDecimation {
    /// Margin `κ` that a stability must exceed.
    pub margin: f64,
    /// Share `f` of all weights that a round fixes (rounded up to whole weights), in `(0, 1]`.
    pub fraction: f64,
    /// Share of the old message kept in an update, in `[0, 1)`.
    pub damping: f64,
    /// Bound on the random initial messages `tanh u`, in `[0, 1)`. The units of a committee are told apart by nothing else.
    pub initial: f64,
    /// Largest change of a message (a field, dimensionless) at which a round counts as converged.
    pub tolerance: f64,
    /// Sweeps after which a round fixes weights even if its messages still change.
    pub round_sweeps: usize,
    /// Sweeps allowed, over all rounds.
    pub max_sweeps: usize,
}

impl Default for BpDecimation {
    /// No margin, one weight in a hundred a round, no damping, initial messages up to 0.01, tolerance `1e-3`, 100 sweeps a
    /// round, 10 000 in all.
    fn default() -> Self {
        Self {
            margin: 0.0,
            fraction: 0.01,
            damping: 0.0,
            initial: 0.01,
            tolerance: 1e-3,
            round_sweeps: 100,
            max_sweeps: 10_000,
        }
    }
}

/// What a sweep changes.
#[derive(Serialize, Deserialize)]
pub struct BpDecimationState {
    messages: Messages<f32>,
    /// Weights that are not fixed.
    free: Vec<usize>,
    /// Sweeps made in this round.
    in_round: usize,
}

impl Algorithm for BpDecimation {
    type Workspace<'a> = Instance<'a, f32>;
    type State = BpDecimationState;

    fn name(&self) -> &'static str {
        "bp-decimation"
    }

    fn margin(&self) -> f64 {
        self.margin
    }

    fn max_sweeps(&self) -> usize {
        self.max_sweeps
    }

    fn prepare<'a>(&self, problem: Problem<'a>) -> Result<Instance<'a, f32>, AlgorithmError> {
        check_damping(self.damping)?;
        check("fraction", self.fraction, self.fraction > 0.0 && self.fraction <= 1.0, "a number in (0, 1]")?;
        check("tolerance", self.tolerance, self.tolerance > 0.0, "a positive number")?;
        check("round_sweeps", self.round_sweeps as f64, self.round_sweeps > 0, "at least 1")?;
        check_initial(self.initial)?;
        Instance::new(problem, self.margin)
    }

    fn start(&self, instance: &mut Instance<'_, f32>, rng: &mut Pcg64Dxsm) -> BpDecimationState {
        let messages = Messages::random(instance, self.initial, rng);
        BpDecimationState { messages, free: (0..instance.weights()).collect(), in_round: 0 }
    }

    fn sweep(&self, instance: &mut Instance<'_, f32>, state: &mut BpDecimationState, _: &mut Pcg64Dxsm) -> Sweep {
        let BpDecimationState { messages, free, in_round } = state;
        let order = 0..instance.p();
        let change = messages.sweep(instance, order, self.damping);
        let (weights, overlap) = (messages.weights(), messages.overlap());
        *in_round += 1;
        if change <= self.tolerance || *in_round == self.round_sweeps {
            // The product exceeds a whole number by rounding at most, which must not fix one weight more.
            let batch = (self.fraction * instance.weights() as f64 - 1e-9).ceil() as usize;
            fix_most_polarised(messages, free, batch.max(1));
            *in_round = 0;
        }
        // Fixing changes no sign, so that these weights are the final ones when none is free.
        Sweep { weights, overlap, end: free.is_empty().then_some(Stop::Fixed) }
    }
}

/// Fixes the free weights with the largest `|h_i|`, of equal ones those that come first, and takes them off the list.
fn fix_most_polarised(messages: &mut Messages<f32>, free: &mut Vec<usize>, batch: usize) {
    let strength = |weight| messages.field(weight).abs();
    free.sort_by(|&i, &j| strength(j).total_cmp(&strength(i)).then(i.cmp(&j)));
    for i in free.drain(..batch.min(free.len())) {
        messages.fix(i);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Outcome;
    use piccole_core::patterns::{InputLaw, Scenario};
    use piccole_core::{Patterns, StreamKey};

    fn instance(law: InputLaw, n: usize, p: usize, seed: u64) -> Patterns {
        Patterns::generate(Scenario::Storage, law, n, p, &StreamKey::from_seed(seed).named("patterns")).unwrap()
    }

    /// Nothing is random in it.
    fn solve(decimation: BpDecimation, patterns: &Patterns) -> Result<Outcome, AlgorithmError> {
        decimation.solve(patterns, StreamKey::from_seed(0).rng())
    }

    #[test]
    fn solves_random_labels_of_either_kind_at_low_density() {
        for law in [InputLaw::Signs, InputLaw::Gaussian] {
            for seed in 0..5 {
                let patterns = instance(law, 501, 150, seed);
                let outcome = solve(BpDecimation::default(), &patterns).unwrap();
                assert_eq!((outcome.stop, outcome.errors), (Stop::Solved, 0), "{law:?} seed {seed}");
                assert_eq!(outcome.weights.errors(&patterns, 0.0), 0);
            }
        }
    }

    #[test]
    fn weights_are_fixed_from_the_most_polarised_down_and_stay() {
        let patterns = instance(InputLaw::Signs, 101, 60, 1);
        let mut workspace = Instance::new((&patterns).into(), 0.0).unwrap();
        let mut messages = Messages::zero(&workspace);
        messages.sweep(&mut workspace, 0..60, 0.0);
        let (before, signs) = ((0..101).map(|i| messages.field(i)).collect::<Vec<_>>(), messages.weights());
        let mut free: Vec<usize> = (0..101).collect();
        fix_most_polarised(&mut messages, &mut free, 10);
        assert_eq!((free.len(), messages.weights()), (91, signs.clone()), "fixing flips no weight");
        let fixed: Vec<usize> = (0..101).filter(|i| !free.contains(i)).collect();
        let weakest = fixed.iter().map(|&i| before[i].abs()).fold(f64::INFINITY, f64::min);
        assert!(free.iter().all(|&i| before[i].abs() <= weakest));
        for _ in 0..20 {
            messages.sweep(&mut workspace, 0..60, 0.0);
        }
        let after = messages.weights();
        assert!(fixed.iter().all(|&i| after.units()[0].sign(i) == signs.units()[0].sign(i)));
    }

    #[test]
    fn beyond_the_capacity_every_weight_is_fixed_with_errors_left() {
        let patterns = instance(InputLaw::Signs, 101, 150, 2);
        let decimation = BpDecimation { fraction: 0.1, round_sweeps: 5, ..Default::default() };
        let outcome = solve(decimation, &patterns).unwrap();
        assert_eq!(outcome.stop, Stop::Fixed);
        assert!(outcome.errors > 0 && outcome.errors == outcome.weights.errors(&patterns, 0.0));
        assert!(outcome.sweeps <= 50, "ten rounds of at most five sweeps");
    }

    #[test]
    fn the_sweep_limit_ends_the_run() {
        let patterns = instance(InputLaw::Signs, 101, 150, 2);
        let outcome = solve(BpDecimation { max_sweeps: 3, ..Default::default() }, &patterns).unwrap();
        assert_eq!((outcome.stop, outcome.sweeps), (Stop::SweepLimit, 3));
    }

    #[test]
    fn parameters_outside_their_domain_are_refused_by_name() {
        let patterns = instance(InputLaw::Signs, 11, 3, 1);
        let default = BpDecimation::default();
        for (decimation, message) in [
            (BpDecimation { fraction: 0.0, ..default }, "fraction = 0, expected"),
            (BpDecimation { fraction: 1.5, ..default }, "fraction = 1.5, expected"),
            (BpDecimation { fraction: f64::NAN, ..default }, "fraction = NaN, expected"),
            (BpDecimation { tolerance: 0.0, ..default }, "tolerance = 0, expected"),
            (BpDecimation { damping: 1.0, ..default }, "damping = 1, expected"),
            (BpDecimation { round_sweeps: 0, ..default }, "round_sweeps = 0, expected"),
            (BpDecimation { max_sweeps: 0, ..default }, "max_sweeps = 0, expected"),
            (BpDecimation { margin: f64::NAN, ..default }, "margin = NaN, expected"),
        ] {
            let error = solve(decimation, &patterns).unwrap_err();
            assert!(error.to_string().starts_with(message), "{error}");
        }
    }
}
