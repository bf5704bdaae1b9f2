//! The algorithms of `msg-passing`.

use super::Work;
use super::kernels::patterns;
use piccole_core::StreamKey;
use piccole_core::model::{Binary, Sign};
use piccole_core::patterns::Patterns;
use piccole_experiments::catalogue;
use piccole_msg_passing::{Amp, BeliefPropagation, Outcome, Problem};
use std::hint::black_box;
use std::rc::Rc;

/// Sweeps of a solver from its start, preparation included, by the name and with the parameters of the catalogue.
///
/// # Panics
/// If there is no such solver or parameter, or it refuses the problem.
pub fn solver(
    name: &'static str,
    settings: &[(&str, &str)],
    [n, hidden]: [usize; 2],
    alpha: f64,
    sweeps: usize,
) -> Work {
    let given: Vec<_> = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let solver = catalogue::named(name).and_then(|entry| entry.configure(0.0, &given));
    let solver = solver.unwrap_or_else(|refused| panic!("{refused}")).solver;
    let patterns = Rc::new(patterns(n, alpha * hidden as f64));
    let of_solver = Rc::clone(&patterns);
    let run = move || {
        let problem = Problem::committee(black_box(&of_solver), hidden).expect("an odd number of units");
        let rng = StreamKey::from_seed(1).named("dynamics").rng();
        let mut run = solver.begin(problem, rng).expect("parameters in their domain");
        for _ in 0..sweeps {
            run.sweep();
        }
        run.close()
    };
    let Outcome { errors, weights, .. } = run();
    assert_eq!(errors, weights.errors(&patterns, 0.0), "{name} miscounts its errors");
    Work::new(move || run().errors as f64)
}

/// Sweeps of belief propagation for the marginals, with the Bethe entropy.
pub fn marginals(n: usize, alpha: f64, sweeps: usize) -> Work {
    let algorithm = BeliefPropagation { max_sweeps: sweeps, tolerance: 1e-300, ..Default::default() };
    of_patterns(patterns(n, alpha), move |patterns| algorithm.run(patterns).expect("valid parameters").entropy)
}

/// Iterations of approximate message passing.
pub fn amp(n: usize, alpha: f64, iterations: usize) -> Work {
    let algorithm = Amp { max_iterations: iterations, tolerance: 1e-300, ..Default::default() };
    let channel = Sign { margin: 0.0 };
    of_patterns(patterns(n, alpha), move |patterns| {
        algorithm.run(patterns, &Binary, &channel).expect("valid parameters").bethe_entropy
    })
}

fn of_patterns(patterns: Patterns, compute: impl Fn(&Patterns) -> f64 + 'static) -> Work {
    Work::new(move || compute(black_box(&patterns)))
}
