//! `cargo xtask bench-growth`: does every algorithm cost what it should as its size grows?

use super::build::program;
use super::limits::FIGURES;
use anyhow::Context;
use xshell::{Shell, cmd};

/// Measure time and memory against size for every algorithm and solver, and fit the exponents.
///
/// Fails where an exponent is not the expected one. Draws time against size with lines of the expected slopes, target/figures/growth.svg,
/// with the table beside it. Times are CPU seconds on one thread, the least of several calls, and of that the
/// median of several processes.
#[derive(clap::Args)]
pub(crate) struct BenchGrowth {
    /// Only subjects whose name contains this; repeat for several
    #[arg(long, value_name = "TEXT")]
    only: Vec<String>,
}

impl BenchGrowth {
    /// Measures.
    pub(crate) fn run(self, sh: &Shell) -> anyhow::Result<()> {
        let (program, names) = (program(sh, "growth", &[])?, &self.only);
        cmd!(sh, "{program} {FIGURES} {names...}").run().context("the growth is not the expected one; see above")?;
        Ok(())
    }
}
