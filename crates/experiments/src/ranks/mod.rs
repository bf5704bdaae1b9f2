//! A plan computed by the ranks of an MPI run.
//!
//! Rank 0 alone touches files: it reads plan and store, hands out the missing points one by one, computes some itself, and
//! appends every outcome to the store when it arrives. The other ranks are sent the plan, and share nothing with rank 0 but
//! points and their outcomes. Since outcomes enter the table in the order of the points, the table does not depend on the
//! number of ranks; since they enter the store one by one, a run whose ranks were killed is resumed as any other, on any
//! number of ranks or on none.
//!
//! - `messages`: what ranks say to one another;
//! - `crew`: the threads of a rank that compute points;
//! - `dealer`: which rank has which points in hand;
//! - `leader`, `follower`: what rank 0 and the others do.

mod crew;
mod dealer;
mod follower;
mod leader;
mod messages;

pub(crate) use follower::follow;
pub(crate) use leader::lead;

use crate::runner::{RunOptions, Summary};
use crate::{Error, Plan};
use messages::{Message, Welcome};
use mpi::Threading;
use mpi::environment::Universe;
use mpi::topology::{Communicator, SimpleCommunicator};
use std::num::NonZero;
use std::time::Duration;

/// This process as one of the ranks that `mpirun` (or another launcher of the MPI library) has started.
///
/// All ranks call [`Ranks::join`]; rank 0 then calls [`Ranks::lead`], the others [`Ranks::follow`]. A rank that has to give
/// up calls [`Ranks::abort`], which ends all of them. MPI is left when the value is dropped.
pub struct Ranks {
    world: SimpleCommunicator,
    _universe: Universe,
}

impl Ranks {
    /// Starts MPI in this process; a process that no launcher has started is the only rank.
    ///
    /// # Errors
    /// [`Error::Ranks`] if MPI was started before.
    pub fn join() -> Result<Self, Error> {
        // Threads compute, but only the one that calls this speaks to other ranks.
        let (universe, _) = mpi::initialize_with_threading(Threading::Funneled)
            .ok_or_else(|| Error::Ranks { reason: "it was started before in this process".to_owned() })?;
        Ok(Self { world: universe.world(), _universe: universe })
    }

    /// Whether this is rank 0.
    pub fn is_leader(&self) -> bool {
        self.world.rank() == messages::LEADER
    }

    /// Rank 0: as [`Plan::run`], with the help of the other ranks. `options.threads` is how many points this rank computes
    /// at a time, one if nothing is said.
    ///
    /// # Errors
    /// Those of [`Plan::run`]. The other ranks then wait for this one to [`abort`](Self::abort).
    pub fn lead(&self, plan: &Plan, options: &RunOptions<'_>) -> Result<Summary, Error> {
        let welcome = Message::Welcome(Welcome::to(plan)?);
        for follower in self.followers() {
            messages::send(&self.world, follower, &welcome)?;
        }
        plan.lead(options, self)
    }

    /// Any other rank: computes the points that rank 0 hands out, as many at a time as there are threads, until rank 0 has
    /// no more.
    ///
    /// # Errors
    /// [`Error::Ranks`] if rank 0 is another version of this program, and errors of reading the plan it sent.
    pub fn follow(&self, threads: NonZero<usize>) -> Result<(), Error> {
        let mut pause = Pause::default();
        let (_, message) = pause.until(|| messages::receive(&self.world).transpose())?;
        match message {
            Message::Welcome(welcome) => welcome.plan()?.follow(threads, self),
            other => Err(other.unexpected()),
        }
    }

    /// Ends all ranks at once; the exit code of the run is this one. What rank 0 has appended to the store stays there.
    pub fn abort(&self, code: u8) -> ! {
        self.world.abort(code.into())
    }

    fn followers(&self) -> impl Iterator<Item = i32> + use<> {
        messages::LEADER + 1..self.world.size()
    }
}

/// Waits that grow from ten microseconds to a millisecond while nothing happens.
///
/// The waits of MPI libraries spin: they would take the processors that compute.
#[derive(Default)]
struct Pause {
    microseconds: u64,
}

impl Pause {
    const SHORTEST: u64 = 10;
    const LONGEST: u64 = 1000;

    /// Something happened.
    fn reset(&mut self) {
        self.microseconds = 0;
    }

    fn wait(&mut self) {
        self.microseconds = (2 * self.microseconds).clamp(Self::SHORTEST, Self::LONGEST);
        std::thread::sleep(Duration::from_micros(self.microseconds));
    }

    fn until<T>(&mut self, mut look: impl FnMut() -> Option<T>) -> T {
        loop {
            match look() {
                Some(found) => return found,
                None => self.wait(),
            }
        }
    }
}

/// Ends the process when it is dropped by a panic: a rank that unwinds would wait in MPI for the others, and they for it.
/// The launcher ends the other ranks.
struct EndOnPanic;

impl Drop for EndOnPanic {
    fn drop(&mut self) {
        if std::thread::panicking() {
            std::process::abort();
        }
    }
}
