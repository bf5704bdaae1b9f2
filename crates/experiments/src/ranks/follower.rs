//! Every rank but rank 0: computes what it is handed.

use super::crew::{Crew, Finished};
use super::messages::{self, Computed, LEADER, Message};
use super::{EndOnPanic, Pause, Ranks};
use crate::Error;
use crate::experiment::Experiment;
use crate::runner::pool;
use std::num::NonZero;

/// Computes points of a plan until rank 0 has no more.
pub(crate) fn follow<E: Experiment>(experiment: &E, threads: NonZero<usize>, ranks: &Ranks) -> Result<(), Error> {
    let _guard = EndOnPanic;
    let points = experiment.points();
    let send = |message: &Message| messages::send(&ranks.world, LEADER, message);
    pool(threads.get())?.in_place_scope(|scope| {
        let crew = Crew::new(scope, experiment, &points);
        let mut pause = Pause::default();
        send(&Message::Ready(threads.get()))?;
        loop {
            let finished = crew.finished();
            let heard = messages::receive(&ranks.world)?;
            if finished.is_none() && heard.is_none() {
                pause.wait();
                continue;
            }
            pause.reset();
            if let Some(finished) = finished {
                send(&Message::Computed(encode(finished)))?;
            }
            match heard {
                None => {}
                Some((_, Message::Compute(number))) if number < points.len() => crew.compute(number),
                Some((_, Message::End)) => return send(&Message::Bye),
                Some((_, other)) => return Err(other.unexpected()),
            }
        }
    })
}

/// A finished point for the way to rank 0.
fn encode<E: Experiment>(finished: Finished<E>) -> Computed {
    let Finished { number, seconds, outcome } = finished;
    let outcome = outcome.and_then(|outcome| serde_json::to_string(&outcome).map_err(|error| error.to_string()));
    Computed { number, seconds, outcome }
}
