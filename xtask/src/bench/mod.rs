//! Speed: against rivals, against limits, against yesterday, and with growing size.

mod build;
mod peers;

pub(crate) use peers::BenchPeers;
