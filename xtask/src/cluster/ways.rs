//! The ways of running a plan. Each runs it, compares the tables, and says what it did.

use super::processes::{Process, wait_for};
use super::site::Site;
use super::{mpi, slurm, spreaders};
use anyhow::ensure;
use std::process::Command;
use std::time::Duration;
use xshell::{Shell, cmd};

/// A way of running a plan.
pub(super) struct Way {
    pub(super) name: &'static str,
    pub(super) run: fn(&Shell, &Site) -> anyhow::Result<Vec<String>>,
}

/// All of them.
pub(super) const WAYS: &[Way] = &[
    Way { name: "threads", run: threads },
    Way { name: "shards", run: shards },
    Way { name: "kill", run: kill },
    Way { name: "mpi", run: mpi::run },
    Way { name: "slurm", run: slurm::run },
    Way { name: "parallel", run: spreaders::parallel },
    Way { name: "dask", run: spreaders::dask },
    Way { name: "hyperqueue", run: spreaders::hyperqueue },
];

/// This machine lacks the programs, and they cannot be installed.
#[derive(Debug)]
pub(super) struct NotTried(pub(super) String);

impl std::fmt::Display for NotTried {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotTried {}

fn threads(sh: &Shell, site: &Site) -> anyhow::Result<Vec<String>> {
    let (Site { piccole, plan, .. }, out) = (site, site.out("threads"));
    cmd!(sh, "{piccole} run {plan} --out {out} --threads 2").run()?;
    Ok(vec![site.compare(&out, "2 threads")?])
}

fn shards(sh: &Shell, site: &Site) -> anyhow::Result<Vec<String>> {
    let (Site { piccole, plan, .. }, out) = (site, site.out("shards"));
    for shard in ["0/3", "1/3", "2/3"] {
        ensure!(!site.has_table(&out), "a table before the last shard has run");
        cmd!(sh, "{piccole} run {plan} --out {out} --threads 1 --shard {shard}").run()?;
    }
    cmd!(sh, "{piccole} merge {out}").run()?;
    Ok(vec![site.compare(&out, "3 shards one after the other, merged")?])
}

/// SIGKILL in the middle, then the same command again.
fn kill(sh: &Shell, site: &Site) -> anyhow::Result<Vec<String>> {
    let (Site { piccole, plan, .. }, out) = (site, site.out("kill"));
    let mut run = Process::spawn(Command::new(piccole).arg("run").arg(plan).arg("--out").arg(&out))?;
    wait_for("some points", Duration::from_secs(60), || Ok((site.lines(&out) >= 20).then_some(())))?;
    run.kill()?;
    let lines = site.lines(&out);
    ensure!(!site.has_table(&out), "the run had ended before it was killed");
    cmd!(sh, "{piccole} run {plan} --out {out}").run()?;
    Ok(vec![site.compare(&out, &format!("killed after {lines} points, resumed"))?])
}
