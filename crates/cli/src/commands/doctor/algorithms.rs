//! Enumeration, solvers and message passing against what is known of their instances.
//!
//! Seeds are fixed: an instance is the same everywhere, so that a check that passes on one machine passes on all that
//! compute rightly.

use super::Row;
use crate::failure::Failure;
use crate::instance::{Entries, Law, draw};
use piccole_core::StreamKey;
use piccole_core::enumerate::count;
use piccole_core::model::{Binary, Sign};
use piccole_core::patterns::{InputLaw, Scenario};
use piccole_experiments::catalogue;
use piccole_experiments::statistics::mean_with_error;
use piccole_msg_passing::{Amp, BeliefPropagation, Problem};
use piccole_theory::replica::state_evolution;
use piccole_theory::storage::{Weights, curve};

use rayon::prelude::*;

/// Instances that a mean is over.
const SAMPLES: u64 = 4;

/// All comparisons.
pub(super) fn compared() -> Result<Vec<Row>, Failure> {
    Ok(vec![
        enumeration()?,
        solver("reinforced-bp", 0.6)?,
        solver("sbpi", 0.5)?,
        entropy_of_belief_propagation()?,
        overlap_of_amp()?,
    ])
}

const fn law(scenario: Scenario) -> Law {
    Law { scenario, inputs: Entries { inputs: InputLaw::Signs } }
}

/// Solutions of an instance that the same seed gives everywhere.
fn enumeration() -> Result<Row, Failure> {
    const EXPECTED: u64 = 10_402;
    let found = count(&draw(law(Scenario::Storage), (21, 1), 0.4, 1)?, 0.0)?.solutions();
    Ok(Row::test("enumeration: solutions at N = 21, alpha = 0.4, seed 1", found, EXPECTED, found == EXPECTED))
}

/// A solution found and recounted.
fn solver(name: &str, alpha: f64) -> Result<Row, Failure> {
    let patterns = draw(law(Scenario::Storage), (1001, 1), alpha, 1)?;
    let entry = catalogue::named(name).map_err(Failure::bad_input)?;
    let solver = entry.configure(0.0, &[]).map_err(Failure::bad_input)?.solver;
    let rng = StreamKey::from_seed(1).named("doctor").rng();
    let errors = solver.begin((&patterns).into(), rng)?.finish().errors;
    Ok(Row::test(format!("{name}: errors at N = 1001, alpha = {alpha}"), errors, 0, errors == 0))
}

/// The Bethe entropy of instances against the replica-symmetric one.
fn entropy_of_belief_propagation() -> Result<Row, Failure> {
    const ALPHA: f64 = 0.4;
    let sample = |seed| {
        let patterns = draw(law(Scenario::Storage), (1001, 1), ALPHA, seed)?;
        Ok(BeliefPropagation::default().run(Problem::committee(&patterns, 1)?)?.entropy)
    };
    let expected = curve(Weights::Binary, 0.0, &[ALPHA])?[0].entropy;
    mean_against("belief propagation: entropy at N = 1001, alpha = 0.4", sample, expected)
}

/// What AMP learns from a teacher against state evolution.
fn overlap_of_amp() -> Result<Row, Failure> {
    const ALPHA: f64 = 1.0;
    let sample = |seed| {
        let patterns = draw(law(Scenario::TeacherStudent), (2001, 1), ALPHA, seed)?;
        let outcome = Amp::default().run(&patterns, &Binary, &Sign { margin: 0.0 })?;
        Ok(outcome.teacher_overlap(&patterns).unwrap_or(f64::NAN))
    };
    let steps = state_evolution(&Binary, &Sign { margin: 0.0 }, ALPHA, 200)?;
    let expected = steps.last().map_or(f64::NAN, |step| step.overlap);
    mean_against("AMP: overlap with the teacher at N = 2001, alpha = 1", sample, expected)
}

/// A mean over instances, within five of its standard errors of what theory says of many weights.
fn mean_against(
    what: &str,
    sample: impl Fn(u64) -> Result<f64, Failure> + Sync + Send,
    expected: f64,
) -> Result<Row, Failure> {
    let mean = mean_with_error(&(1..=SAMPLES).into_par_iter().map(sample).collect::<Result<Vec<f64>, Failure>>()?);
    let ok = (mean.value - expected).abs() <= 5.0 * mean.error;
    let found = format!("{:.5} \u{b1} {:.5}", mean.value, mean.error);
    Ok(Row::test(what, found, format!("{expected:.5} within 5 standard errors"), ok))
}
