//! MPI ranks under Open MPI's `mpirun`.

use super::processes::{Process, child_with, wait_for};
use super::site::{Site, build};
use super::tools;
use anyhow::{Context, ensure};
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use xshell::{Shell, cmd};

const FILES: [&str; 3] = ["/usr/bin/mpirun", "/usr/bin/mpicc", "/usr/bin/clang"];
const PACKAGES: [&str; 4] = ["openmpi-bin", "libopenmpi-dev", "clang", "libclang-dev"];

/// No rank waits for a dead one as long as this.
const END: Duration = Duration::from_secs(60);

pub(super) fn run(sh: &Shell, site: &Site) -> anyhow::Result<Vec<String>> {
    tools::need(sh, &FILES, &PACKAGES)?;
    let piccole = build(sh, &["mpi"], &site.folder.join("bin/piccole-mpi"))?;
    let mut done = Vec::new();
    for ranks in ["1", "2", "4"] {
        let out = site.out(&format!("mpi-{ranks}"));
        let status = mpirun(site, &piccole, ranks, &out).status().context("mpirun")?;
        ensure!(status.success(), "{ranks} ranks: {status}");
        done.push(site.compare(&out, &format!("{ranks} ranks"))?);
    }
    for rank in ["0", "2"] {
        done.push(kill(sh, site, &piccole, rank)?);
    }
    done.push(refuse(site, &piccole)?);
    Ok(done)
}

/// Kills a rank of four in the middle; all have to end soon. Goes on with two ranks.
fn kill(sh: &Shell, site: &Site, piccole: &Path, rank: &str) -> anyhow::Result<String> {
    let out = site.out(&format!("mpi-killed-{rank}"));
    let mut run = Process::spawn(&mut mpirun(site, piccole, "4", &out))?;
    wait_for("some points", END, || {
        ensure!(!run.has_ended()?, "mpirun ended before a rank was killed");
        Ok((site.lines(&out) >= 20).then_some(()))
    })?;
    let id = child_with(run.id(), &format!("OMPI_COMM_WORLD_RANK={rank}")).context("the process of a rank")?;
    let id = id.to_string();
    cmd!(sh, "kill -9 {id}").run()?;
    let status = run.ends_within(END).with_context(|| format!("rank {rank} was killed"))?;
    ensure!(!status.success() && !site.has_table(&out), "the run had ended before rank {rank} was killed");
    let lines = site.lines(&out);
    let status = mpirun(site, piccole, "2", &out).status().context("mpirun")?;
    ensure!(status.success(), "going on with 2 ranks: {status}");
    site.compare(&out, &format!("rank {rank} of 4 killed after {lines} points (all ranks ended), resumed on 2"))
}

/// A folder that cannot be written ends all ranks with one message and the exit code of bad input.
fn refuse(site: &Site, piccole: &Path) -> anyhow::Result<String> {
    let mut run = Process::spawn(&mut mpirun(site, piccole, "4", &site.plan.join("below-a-file")))?;
    let status = run.ends_within(END).context("a rank that fails")?;
    ensure!(status.code() == Some(2), "a rank that fails: {status}, expected exit code 2");
    Ok("a rank that fails ends all with exit code 2".to_owned())
}

fn mpirun(site: &Site, piccole: &Path, ranks: &str, out: &Path) -> Command {
    let mut command = Command::new("mpirun");
    // More ranks than processors, as root, on this machine alone.
    command.env("OMPI_ALLOW_RUN_AS_ROOT", "1").env("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");
    command.args(["--oversubscribe", "--mca", "btl", "self,vader", "--mca", "oob_tcp_if_include", "lo", "-n", ranks]);
    command.arg(piccole).arg("run").arg(&site.plan).arg("--out").arg(out);
    command
}
