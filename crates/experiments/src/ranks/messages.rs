//! What ranks say to one another, as bytes of JSON.

use crate::{Error, Plan};
use mpi::point_to_point::{Destination, MatchedReceiveVec, Source};
use mpi::topology::{Communicator, SimpleCommunicator};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The rank that hands out points.
pub(super) const LEADER: i32 = 0;

/// One message.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Message {
    /// From rank 0, first: what there is to compute.
    Welcome(Welcome),
    /// To rank 0: this rank takes so many points at a time.
    Ready(usize),
    /// From rank 0: compute the point with this number.
    Compute(usize),
    /// To rank 0: a point was computed.
    Computed(Computed),
    /// From rank 0, last: there is nothing more to compute.
    End,
    /// To rank 0, last.
    Bye,
}

/// Program and plan of rank 0.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Welcome {
    version: String,
    plan: String,
}

/// A computed point.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Computed {
    /// Number of the point.
    pub(super) number: usize,
    /// Seconds it took.
    pub(super) seconds: f64,
    /// Its outcome as JSON, or its error.
    pub(super) outcome: Result<String, String>,
}

impl Welcome {
    pub(super) fn to(plan: &Plan) -> Result<Self, Error> {
        Ok(Self { version: env!("CARGO_PKG_VERSION").to_owned(), plan: plan.to_toml()? })
    }

    /// The plan, if this is the same program.
    pub(super) fn plan(&self) -> Result<Plan, Error> {
        let version = env!("CARGO_PKG_VERSION");
        if self.version != version {
            let reason = format!("rank 0 is piccole {}, this rank piccole {version}", self.version);
            return Err(Error::Ranks { reason });
        }
        Plan::parse(&self.plan, Path::new("the plan of rank 0"))
    }
}

impl Message {
    /// The error that this message does not belong here.
    pub(super) fn unexpected(&self) -> Error {
        Error::Ranks { reason: format!("a message out of turn: {self:?}") }
    }
}

/// Sends a message.
pub(super) fn send(world: &SimpleCommunicator, to: i32, message: &Message) -> Result<(), Error> {
    let encoding = |error: serde_json::Error| Error::Encoding { what: "a message", reason: error.to_string() };
    let bytes = serde_json::to_vec(message).map_err(encoding)?;
    world.process_at_rank(to).send(&bytes[..]);
    Ok(())
}

/// A message that has arrived, with the rank that sent it; nothing if none has.
pub(super) fn receive(world: &SimpleCommunicator) -> Result<Option<(i32, Message)>, Error> {
    let Some(message) = world.any_process().immediate_matched_probe() else { return Ok(None) };
    let (bytes, status) = message.matched_receive_vec::<u8>();
    let from = status.source_rank();
    let refused = |error| Error::Ranks { reason: format!("rank {from} sent what is no message: {error}") };
    serde_json::from_slice(&bytes).map(|message| Some((from, message))).map_err(refused)
}
