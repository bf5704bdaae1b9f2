//! The command.

use super::site::Site;
use super::ways::{NotTried, WAYS, Way};
use anyhow::bail;
use std::time::Instant;
use xshell::Shell;

/// Run one small plan on threads, shards, MPI ranks, Slurm, GNU parallel and Dask, and compare the tables byte for byte.
///
/// What is missing is installed with apt-get (by root, on Debian and its kin). Everything runs on this machine alone and is
/// stopped at the end.
#[derive(clap::Args)]
pub(crate) struct TestCluster {
    /// Only this way of running; repeat for several
    #[arg(long, value_name = "NAME", value_parser = WAYS.iter().map(|way| way.name).collect::<Vec<_>>())]
    only: Vec<String>,
    /// Succeed where a way cannot be tried because this machine lacks its programs and they cannot be installed; it is said
    #[arg(long)]
    allow_missing: bool,
}

/// What came of a way of running.
enum Outcome {
    /// What was done, with the same table at the end every time.
    Same(Vec<String>),
    /// The programs are not there.
    NotTried(String),
    /// It failed, or the table is another.
    Failed(String),
}

impl TestCluster {
    /// Tries every way and prints a table of outcomes.
    pub(crate) fn run(self, sh: &Shell) -> anyhow::Result<()> {
        let site = Site::prepare(sh)?;
        let chosen = |way: &&Way| self.only.is_empty() || self.only.iter().any(|name| name == way.name);
        let mut rows = Vec::new();
        for way in WAYS.iter().filter(chosen) {
            println!("== {}", way.name);
            let start = Instant::now();
            let outcome = match (way.run)(sh, &site) {
                Ok(done) => Outcome::Same(done),
                Err(error) => match error.downcast::<NotTried>() {
                    Ok(NotTried(reason)) => Outcome::NotTried(reason),
                    Err(error) => Outcome::Failed(format!("{error:#}")),
                },
            };
            rows.push((way.name, start.elapsed().as_secs_f64(), outcome));
        }

        println!();
        for (name, seconds, outcome) in &rows {
            let lines = match outcome {
                Outcome::Same(done) => done.iter().map(|what| format!("same bytes: {what}")).collect(),
                Outcome::NotTried(reason) => vec![format!("NOT TRIED: {reason}")],
                Outcome::Failed(reason) => vec![format!("FAILED: {reason}")],
            };
            for (row, line) in lines.iter().enumerate() {
                let (name, seconds) = if row == 0 { (*name, format!("{seconds:.1} s")) } else { ("", String::new()) };
                println!("{name:<10}{seconds:>9}  {line}");
            }
        }
        let count = |which: fn(&Outcome) -> bool| rows.iter().filter(|(_, _, outcome)| which(outcome)).count();
        let failed = count(|outcome| matches!(outcome, Outcome::Failed(_)));
        let missing = count(|outcome| matches!(outcome, Outcome::NotTried(_)));
        if missing > 0 {
            eprintln!("warning: {missing} of {} ways of running a plan were NOT TRIED on this machine", rows.len());
        }
        if failed > 0 || (missing > 0 && !self.allow_missing) {
            bail!("{failed} ways of running a plan failed, {missing} were not tried");
        }
        Ok(())
    }
}
