//! Programs that run a command for every shard: GNU parallel, Dask, HyperQueue.

use super::site::Site;
use super::tools;
use super::ways::NotTried;
use std::path::PathBuf;
use xshell::{Shell, cmd};

pub(super) fn parallel(sh: &Shell, site: &Site) -> anyhow::Result<Vec<String>> {
    tools::need(sh, &["/usr/bin/parallel"], &["parallel"])?;
    let (Site { piccole, plan, .. }, out) = (site, site.out("parallel"));
    let shards = ["0/3", "1/3", "2/3"];
    cmd!(sh, "parallel {piccole} run {plan} --out {out} --threads 1 --shard ::: {shards...}").run()?;
    cmd!(sh, "{piccole} merge {out}").run()?;
    Ok(vec![site.compare(&out, "3 shards by GNU parallel, merged")?])
}

pub(super) fn dask(sh: &Shell, site: &Site) -> anyhow::Result<Vec<String>> {
    script(sh, site, "distributed", "dask_shards.py", "dask")?;
    Ok(vec![site.compare(&site.out("dask"), "3 shards by Dask's LocalCluster, merged")?])
}

pub(super) fn hyperqueue(sh: &Shell, site: &Site) -> anyhow::Result<Vec<String>> {
    script(sh, site, "hyperqueue", "hyperqueue_shards.py", "hyperqueue")?;
    Ok(vec![site.compare(&site.out("hyperqueue"), "3 shards by HyperQueue's LocalCluster, merged")?])
}

/// Runs a script of the documentation with three shards.
fn script(sh: &Shell, site: &Site, package: &str, script: &str, out: &str) -> anyhow::Result<()> {
    let python = environment(sh, site, package)?;
    let (Site { plan, pages, .. }, out) = (site, site.out(out));
    cmd!(sh, "{python} {pages}/{script} {plan} {out} 3").env("PATH", site.path()?).run()?;
    Ok(())
}

/// A Python with a package, in a virtual environment of the site.
fn environment(sh: &Shell, site: &Site, package: &str) -> anyhow::Result<PathBuf> {
    tools::need(sh, &["/usr/bin/python3"], &["python3", "python3-venv"])?;
    let folder = site.folder.join(format!("python-{package}"));
    let install = || -> anyhow::Result<()> {
        cmd!(sh, "/usr/bin/python3 -m venv {folder}").run()?;
        Ok(cmd!(sh, "{folder}/bin/pip install --quiet --disable-pip-version-check {package}").run()?)
    };
    install().map_err(|error| NotTried(format!("no Python environment with {package}: {error}")))?;
    Ok(folder.join("bin/python"))
}
