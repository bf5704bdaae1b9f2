//! The workspace's own commands, run as `cargo xtask NAME`.

#![forbid(unsafe_code)]

mod bench;
mod built;
mod ci;
mod cluster;
mod doc;
mod examples;
mod figures;
mod fuzz;
mod gallery;
mod math;
mod tidy;

use anyhow::Context;
use clap::Parser;
use std::path::PathBuf;
use std::process::ExitCode;
use xshell::Shell;

/// The workspace's own commands.
#[derive(Parser)]
#[command(name = "xtask", bin_name = "cargo xtask")]
enum Xtask {
    ReproduceFigures(figures::ReproduceFigures),
    TestGallery(gallery::TestGallery),
    Tidy(tidy::Tidy),
    Doc(doc::Doc),
    Examples(examples::Examples),
    Fuzz(fuzz::Fuzz),
    TestCluster(cluster::TestCluster),
    Ci(ci::Ci),
    BenchPeers(bench::BenchPeers),
    BenchCi(bench::BenchCi),
    BenchGrowth(bench::BenchGrowth),
}

fn main() -> ExitCode {
    match run(Xtask::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Xtask) -> anyhow::Result<()> {
    let sh = Shell::new()?;
    sh.change_dir(workspace_root()?);
    match command {
        Xtask::ReproduceFigures(command) => command.run(&sh),
        Xtask::TestGallery(command) => command.run(&sh),
        Xtask::Tidy(command) => command.run(&sh),
        Xtask::Doc(command) => command.run(&sh),
        Xtask::Examples(command) => command.run(&sh),
        Xtask::Fuzz(command) => command.run(&sh),
        Xtask::TestCluster(command) => command.run(&sh),
        Xtask::Ci(command) => command.run(&sh),
        Xtask::BenchPeers(command) => command.run(&sh),
        Xtask::BenchCi(command) => command.run(&sh),
        Xtask::BenchGrowth(command) => command.run(&sh),
    }
}

/// The folder above this package, as cargo names it when it runs the command: right also after the repository moved.
fn workspace_root() -> anyhow::Result<PathBuf> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").context("run this program as `cargo xtask`")?;
    PathBuf::from(package).parent().map(PathBuf::from).context("the package xtask has no folder above it")
}
