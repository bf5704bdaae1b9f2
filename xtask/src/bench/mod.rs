//! Speed: against rivals, against limits, against yesterday, and with growing size.

mod build;
mod ci;
mod growth;
mod limits;
mod peers;

pub(crate) use ci::BenchCi;
pub(crate) use growth::BenchGrowth;
pub(crate) use peers::BenchPeers;
