//! The threads of a rank that compute points.

use super::EndOnPanic;
use crate::experiment::Experiment;
use crate::runner::run_point;
use std::sync::mpsc::{Receiver, Sender};
use std::time::Instant;

/// Computes points on threads while the thread that owns it goes on.
pub(super) struct Crew<'scope, 'a, E: Experiment> {
    scope: &'scope rayon::Scope<'a>,
    experiment: &'a E,
    points: &'a [E::Point],
    finished: (Sender<Finished<E>>, Receiver<Finished<E>>),
}

/// A point that was computed.
pub(super) struct Finished<E: Experiment> {
    /// Number of the point.
    pub(super) number: usize,
    /// Seconds it took.
    pub(super) seconds: f64,
    /// Its outcome or its error.
    pub(super) outcome: Result<E::Outcome, String>,
}

impl<'scope, 'a, E: Experiment> Crew<'scope, 'a, E> {
    pub(super) fn new(scope: &'scope rayon::Scope<'a>, experiment: &'a E, points: &'a [E::Point]) -> Self {
        Self { scope, experiment, points, finished: std::sync::mpsc::channel() }
    }

    /// Puts a point on the threads.
    pub(super) fn compute(&self, number: usize) {
        let (experiment, point, finished) = (self.experiment, &self.points[number], self.finished.0.clone());
        self.scope.spawn(move |_| {
            let _guard = EndOnPanic;
            let start = Instant::now();
            let outcome = run_point(experiment, point);
            let seconds = start.elapsed().as_secs_f64();
            // Nobody listens any more after an error, and then nothing is to be kept.
            let _ = finished.send(Finished { number, seconds, outcome });
        });
    }

    /// The next point that is finished, if one is.
    pub(super) fn finished(&self) -> Option<Finished<E>> {
        self.finished.1.try_recv().ok()
    }
}
