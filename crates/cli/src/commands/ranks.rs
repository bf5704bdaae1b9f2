//! `piccole run` as one of the ranks of an MPI run.

use super::run::Run;
use crate::failure::{Failure, Outcome};
use std::num::NonZero;

/// Whether Open MPI's `mpirun` has started this process.
pub(super) fn launched() -> bool {
    std::env::var_os("OMPI_COMM_WORLD_SIZE").is_some()
}

/// Runs the plan as rank 0, or computes for rank 0. A rank that fails says so and ends the others.
#[cfg(feature = "mpi")]
pub(super) fn run(run: &Run, threads: Option<NonZero<usize>>) -> Result<Outcome, Failure> {
    let ranks = piccole_experiments::Ranks::join()?;
    let outcome = if ranks.is_leader() {
        run.run_by(|plan, options| ranks.lead(plan, options), threads)
    } else {
        // A signal to stop reaches every rank; rank 0 sees to it that the points in hand are finished.
        crate::interrupt::leave_to_others()
            .and_then(|()| Ok(ranks.follow(threads.unwrap_or(NonZero::<usize>::MIN))?))
            .map(|()| Outcome::Done)
    };
    outcome.inspect_err(|failure| {
        eprintln!("piccole: {failure}");
        ranks.abort(failure.exit_code());
    })
}

/// Refuses: ranks that know nothing of one another would all compute the same.
#[cfg(not(feature = "mpi"))]
pub(super) fn run(_: &Run, _: Option<NonZero<usize>>) -> Result<Outcome, Failure> {
    Err(Failure::bad_input(
        "this program was built without MPI; build it with `--features mpi`, or give each process its share with --shard I/N",
    ))
}
