//! What this machine can do at most, and which share of it the kernels reach.

use super::build::native_program;
use xshell::{Shell, cmd};

/// Where table and figure go, relative to the root: beside the figures of the gallery.
pub(super) const FIGURES: &str = "target/figures";

/// Measures the limits and draws the rooflines.
pub(super) fn measure(sh: &Shell) -> anyhow::Result<()> {
    let program = native_program(sh, "limits")?;
    cmd!(sh, "{program} {FIGURES}").run()?;
    Ok(())
}
