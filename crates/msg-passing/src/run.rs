//! A solver under way.

use crate::algorithm::Algorithm;
use crate::checkpoint;
use crate::error::{AlgorithmError, check_margin, check_sweeps};
use crate::outcome::{Outcome, Referee, Stop, SweepRecord};
use crate::problem::Problem;
use rand_pcg::Pcg64Dxsm;

/// An algorithm at work on a problem, sweep by sweep.
///
/// ```
/// use piccole_core::patterns::{InputLaw, Patterns, Scenario};
/// use piccole_core::StreamKey;
/// use piccole_msg_passing::{Run, Sbpi};
///
/// let key = StreamKey::from_seed(1);
/// let patterns = Patterns::generate(Scenario::Storage, InputLaw::Signs, 201, 80, &key.named("patterns"))?;
/// let mut run = Run::start(Sbpi::default(), (&patterns).into(), key.named("dynamics").rng())?;
/// let stop = loop {
///     if let Some(stop) = run.sweep() {
///         break stop;
///     }
///     // Between two sweeps a run can be put aside, and taken up again to the same bits.
///     run = Run::resume(Sbpi::default(), (&patterns).into(), &run.checkpoint())?;
/// };
/// let outcome = run.close();
/// assert_eq!((stop, outcome.errors), (piccole_msg_passing::Stop::Solved, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Run<'a, A: Algorithm> {
    algorithm: A,
    problem: Problem<'a>,
    workspace: A::Workspace<'a>,
    state: A::State,
    rng: Pcg64Dxsm,
    referee: Referee,
    stop: Option<Stop>,
}

impl<'a, A: Algorithm> Run<'a, A> {
    /// Before the first sweep.
    ///
    /// # Errors
    /// As [`Algorithm::prepare`].
    pub fn start(algorithm: A, problem: Problem<'a>, mut rng: Pcg64Dxsm) -> Result<Self, AlgorithmError> {
        let mut workspace = prepare(&algorithm, problem)?;
        let state = algorithm.start(&mut workspace, &mut rng);
        Ok(Self { algorithm, problem, workspace, state, rng, referee: Referee::default(), stop: None })
    }

    /// Where [`checkpoint`](Self::checkpoint) was taken; what follows is the same, bit for bit, as if the run had gone on.
    ///
    /// # Errors
    /// As [`Algorithm::prepare`], and [`AlgorithmError::Checkpoint`] if the bytes are damaged or belong to another algorithm,
    /// other parameters or another problem.
    pub fn resume(algorithm: A, problem: Problem<'a>, checkpoint: &[u8]) -> Result<Self, AlgorithmError> {
        let (state, rng, referee, stop) = checkpoint::read(checkpoint, &algorithm, problem)?;
        let workspace = prepare(&algorithm, problem)?;
        Ok(Self { algorithm, problem, workspace, state, rng, referee, stop })
    }

    /// One sweep, unless the run has ended; says why it has.
    pub fn sweep(&mut self) -> Option<Stop> {
        if self.stop.is_none() {
            let sweep = self.algorithm.sweep(&mut self.workspace, &mut self.state, &mut self.rng);
            let solved = self.referee.judge(self.problem, self.algorithm.margin(), &sweep);
            let spent = self.referee.sweeps() >= self.algorithm.max_sweeps();
            self.stop = if solved { Some(Stop::Solved) } else { sweep.end.or(spent.then_some(Stop::SweepLimit)) };
        }
        self.stop
    }

    /// What the algorithm knows by now.
    pub fn state(&self) -> &A::State {
        &self.state
    }

    /// Everything needed to go on, as bytes.
    pub fn checkpoint(&self) -> Vec<u8> {
        checkpoint::write(&self.algorithm, self.problem, (&self.state, &self.rng, &self.referee, self.stop))
    }

    /// Ends the run with the best weights seen.
    ///
    /// # Panics
    /// If no sweep was made.
    pub fn close(self) -> Outcome {
        let stop = self.stop.unwrap_or(Stop::Interrupted);
        self.referee.close(self.problem, self.algorithm.margin(), stop)
    }
}

fn prepare<'a, A: Algorithm>(algorithm: &A, problem: Problem<'a>) -> Result<A::Workspace<'a>, AlgorithmError> {
    check_margin(algorithm.margin())?;
    check_sweeps(algorithm.max_sweeps())?;
    algorithm.prepare(problem)
}

/// A [`Run`] whose algorithm is forgotten.
pub trait Search {
    /// One sweep, unless the run has ended; says why it has.
    fn sweep(&mut self) -> Option<Stop>;

    /// One record a sweep, in order.
    fn history(&self) -> &[SweepRecord];

    /// Everything needed to go on, as bytes.
    fn checkpoint(&self) -> Vec<u8>;

    /// Ends the run with the best weights seen; panics if no sweep was made.
    fn close(self: Box<Self>) -> Outcome;

    /// Sweeps until the run ends, and closes it.
    fn finish(mut self: Box<Self>) -> Outcome {
        while self.sweep().is_none() {}
        self.close()
    }
}

impl<A: Algorithm> Search for Run<'_, A> {
    fn sweep(&mut self) -> Option<Stop> {
        self.sweep()
    }

    fn history(&self) -> &[SweepRecord] {
        self.referee.history()
    }

    fn checkpoint(&self) -> Vec<u8> {
        self.checkpoint()
    }

    fn close(self: Box<Self>) -> Outcome {
        (*self).close()
    }
}
