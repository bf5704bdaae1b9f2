//! `cargo xtask ci`: what continuous integration runs.

use anyhow::bail;
use std::time::Instant;
use xshell::{Shell, cmd};

/// Run every check that continuous integration runs, and stop at the first that fails.
///
/// Ends with the seconds each step took. Every step is one command that can be run alone.
#[derive(clap::Args)]
pub(crate) struct Ci {}

/// One check.
struct Step {
    name: &'static str,
    /// Words separated by spaces.
    command: &'static str,
}

/// The steps in order: quick verdicts first.
const STEPS: &[Step] = &[
    step("format", "cargo fmt --all --check"),
    step("lints", "cargo clippy --workspace --all-targets -- -D warnings"),
    step("tidy", "cargo xtask tidy"),
    step("tests", "cargo test --workspace"),
    step(
        "scalar kernels",
        "cargo test --package piccole-core --package piccole-msg-passing --features piccole-core/force-scalar",
    ),
    step("exports", "cargo test --workspace --features piccole-experiments/sqlite --test experiments export"),
    step("core alone", "cargo check --package piccole-core --no-default-features"),
    step("nn alone", "cargo check --package piccole-nn --no-default-features"),
    step("msg-passing alone", "cargo check --package piccole-msg-passing --no-default-features"),
    step("theory alone", "cargo check --package piccole-theory --no-default-features"),
    step("experiments alone", "cargo check --package piccole-experiments --no-default-features"),
    step("documentation", "cargo xtask doc"),
    step("figures", "cargo xtask reproduce-figures --check"),
    step("gallery", "cargo xtask test-gallery target/figures-check"),
    step("examples", "cargo xtask examples"),
    step("ranks", "cargo xtask test-cluster --only mpi"),
    // After the figures, whose build it shares.
    step("instruction counts", "cargo xtask bench-ci"),
];

const fn step(name: &'static str, command: &'static str) -> Step {
    Step { name, command }
}

impl Ci {
    /// Runs the steps.
    pub(crate) fn run(self, sh: &Shell) -> anyhow::Result<()> {
        let mut times = Vec::new();
        for (number, step) in STEPS.iter().enumerate() {
            println!("\n== {} of {}: {}", number + 1, STEPS.len(), step.name);
            let start = Instant::now();
            let outcome = step.run(sh);
            times.push((step.name, start.elapsed().as_secs_f64()));
            if let Err(error) = outcome {
                eprintln!("{error}\n{}", summary(&times));
                bail!("step {:?} failed; to see it alone: {}", step.name, step.command);
            }
        }
        println!("\n{}", summary(&times));
        Ok(())
    }
}

impl Step {
    fn run(&self, sh: &Shell) -> xshell::Result<()> {
        let mut words = self.command.split_whitespace();
        let program = words.next().unwrap_or_default();
        cmd!(sh, "{program} {words...}").run()
    }
}

/// A table of steps and seconds.
fn summary(times: &[(&str, f64)]) -> String {
    let total: f64 = times.iter().map(|(_, seconds)| seconds).sum();
    let rows = times.iter().copied().chain([("total", total)]);
    let lines: Vec<String> = rows.map(|(name, seconds)| format!("{name:<20}{seconds:>8.1} s")).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_ends_with_the_total() {
        let lines = summary(&[("format", 1.25), ("tests", 100.0)]);
        assert!(lines.ends_with("tests                  100.0 s\ntotal                  101.2 s"), "{lines}");
    }
}
