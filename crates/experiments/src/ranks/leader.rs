//! Rank 0: hands out points and keeps what comes back.

use super::crew::Crew;
use super::dealer::Dealer;
use super::messages::{self, Computed, LEADER, Message};
use super::{EndOnPanic, Pause, Ranks};
use crate::Error;
use crate::experiment::Experiment;
use crate::runner::{RunOptions, Summary, Tally, pool, run_by};
use crate::store::Store;
use std::num::NonZero;
use std::sync::atomic::Ordering;

/// Runs a plan with the help of the other ranks.
pub(crate) fn lead<E: Experiment>(experiment: &E, options: &RunOptions<'_>, ranks: &Ranks) -> Result<Summary, Error> {
    let _guard = EndOnPanic;
    run_by(experiment, options, |store, points, missing, tally| {
        let threads = options.threads.map_or(1, NonZero::get);
        let mut dealer = Dealer::new(missing);
        dealer.add(LEADER, threads);
        pool(threads)?.in_place_scope(|scope| {
            let crew = Crew::new(scope, experiment, points);
            Leader { ranks, store, points, tally, crew, dealer }.work(options)
        })
    })
}

struct Leader<'r, 'scope, 'a, E: Experiment> {
    ranks: &'r Ranks,
    store: &'r Store,
    points: &'r [E::Point],
    tally: &'r Tally<'r>,
    crew: Crew<'scope, 'a, E>,
    dealer: Dealer<'r>,
}

impl<E: Experiment> Leader<'_, '_, '_, E> {
    /// Until every point is in the store, a stop is asked for, or the store takes no more.
    fn work(mut self, options: &RunOptions<'_>) -> Result<(), Error> {
        let mut pause = Pause::default();
        self.deal(LEADER)?;
        while !self.dealer.is_done() && !self.tally.is_broken() {
            if options.stop.load(Ordering::Relaxed) {
                self.dealer.stop();
            }
            let heard = self.hear()?;
            let computed = self.look_after_the_crew()?;
            if heard || computed { pause.reset() } else { pause.wait() }
        }
        if self.tally.is_broken() { Ok(()) } else { self.dismiss() }
    }

    /// Takes a message in, if one has arrived.
    fn hear(&mut self) -> Result<bool, Error> {
        let Some((from, message)) = messages::receive(&self.ranks.world)? else { return Ok(false) };
        match message {
            Message::Ready(threads) => self.dealer.add(from, threads),
            Message::Computed(Computed { number, seconds, outcome }) => {
                self.keep(from, number, outcome.and_then(|text| decode::<E>(from, &text)), seconds)?;
            }
            other => return Err(other.unexpected()),
        }
        self.deal(from)?;
        Ok(true)
    }

    /// Takes a point in that a thread of this rank has computed.
    fn look_after_the_crew(&mut self) -> Result<bool, Error> {
        let Some(finished) = self.crew.finished() else { return Ok(false) };
        self.keep(LEADER, finished.number, finished.outcome, finished.seconds)?;
        self.deal(LEADER)?;
        Ok(true)
    }

    /// Appends an outcome to the store.
    fn keep(
        &mut self,
        rank: i32,
        number: usize,
        outcome: Result<E::Outcome, String>,
        seconds: f64,
    ) -> Result<(), Error> {
        if !self.dealer.take(rank, number) {
            return Err(Error::Ranks { reason: format!("rank {rank} computed point {number}, which it had not got") });
        }
        let line = self.store.line::<E>(&self.points[number], outcome.as_ref().map_err(Clone::clone), seconds);
        self.tally.record(number, outcome.err(), line);
        Ok(())
    }

    /// Gives a rank as many points as it takes.
    fn deal(&mut self, rank: i32) -> Result<(), Error> {
        while let Some(number) = self.dealer.deal(rank) {
            match rank {
                LEADER => self.crew.compute(number),
                follower => messages::send(&self.ranks.world, follower, &Message::Compute(number))?,
            }
        }
        Ok(())
    }

    /// Sends the other ranks home and waits until they have gone. One that is late says first that it is ready.
    fn dismiss(self) -> Result<(), Error> {
        for follower in self.ranks.followers() {
            messages::send(&self.ranks.world, follower, &Message::End)?;
        }
        let mut present = self.ranks.followers().count();
        let mut pause = Pause::default();
        while present > 0 {
            match pause.until(|| messages::receive(&self.ranks.world).transpose())? {
                (_, Message::Bye) => present -= 1,
                (_, Message::Ready(_)) => {}
                (_, other) => return Err(other.unexpected()),
            }
            pause.reset();
        }
        Ok(())
    }
}

/// An outcome as another rank has sent it. What cannot be read back is a failed point, as it would be in the store.
fn decode<E: Experiment>(from: i32, text: &str) -> Result<E::Outcome, String> {
    serde_json::from_str(text).map_err(|error| format!("the outcome that rank {from} sent: {error}"))
}
