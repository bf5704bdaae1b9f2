//! One small plan on every kind of machine there is a page for in `docs/cluster`: is the table always the same?

mod command;
mod mpi;
mod processes;
mod site;
mod slurm;
mod spreaders;
mod tools;
mod ways;

pub(crate) use command::TestCluster;
