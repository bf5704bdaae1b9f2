//! The command.

use super::outcome::Outcome;
use super::tools;
use anyhow::{Context, bail};
use std::fs;
use std::path::Path;
use xshell::{Shell, cmd};

/// The targets, each with the folders of its seeds beside its own in [`SEEDS`]. Those of a target with few executions a
/// second come last.
const TARGETS: [(&str, &[&str]); 7] = [
    ("arrays", &[]),
    ("idx", &[]),
    ("csv", &[]),
    ("patterns", &[]),
    ("checkpoint", &[]),
    ("store", &[]),
    ("plan", &["data/plans/quick", "data/plans/full"]),
];

/// Folders, relative to the root: what fuzzing starts from, what it found to reach new code, what failed.
const SEEDS: &str = "fuzz/seeds";
const CORPUS: &str = "fuzz/corpus";
const CRASHES: &str = "fuzz/artifacts";

/// Longest input, in bytes: more than every seed has.
const MAX_LENGTH: usize = 8192;
/// Seconds after which a reader counts as hanging.
const TIMEOUT: usize = 10;
/// Memory of the whole program, in MB: a last resort, for what a reader holds is counted (`tests/src/parsers/heap.rs`).
const MEMORY: usize = 1024;

/// Run the parsers on inputs made by libFuzzer, from the committed seeds.
///
/// Prints a line a target. Fails on the first panic, on a reader that takes 10 s, that holds ten times its input, or that reads
/// something else from what was written of what it read; the input that did it is in fuzz/artifacts. Needs a nightly compiler;
/// installs cargo-fuzz below target/tools if it is missing. No sanitizer: the parsers have no unsafe code, and memory is counted.
#[derive(clap::Args)]
pub(crate) struct Fuzz {
    /// Only these targets
    #[arg(long, value_name = "TARGET", value_delimiter = ',', value_parser = TARGETS.map(|(name, _)| name))]
    only: Vec<String>,
    /// Executions of each target
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    executions: u64,
}

impl Fuzz {
    /// Builds the targets and runs them one after the other.
    pub(crate) fn run(self, sh: &Shell) -> anyhow::Result<()> {
        let cargo_fuzz = tools::cargo_fuzz(sh)?;
        let _environment = tools::nightly(sh)?;
        let chosen = |name: &str| self.only.is_empty() || self.only.iter().any(|only| only == name);
        // The versions of everything that are tested are those of the workspace.
        sh.copy_file("Cargo.lock", "fuzz/Cargo.lock")?;
        cmd!(sh, "{cargo_fuzz} build --sanitizer none").run().context("the fuzz targets do not build")?;
        println!("{}", Outcome::HEADER);
        for (name, more_seeds) in TARGETS.into_iter().filter(|(name, _)| chosen(name)) {
            let (corpus, crashes) = (format!("{CORPUS}/{name}"), format!("{CRASHES}/{name}"));
            for folder in [&corpus, &crashes] {
                fs::create_dir_all(folder).with_context(|| format!("cannot make {folder}"))?;
            }
            let (executions, seeds) = (self.executions.to_string(), format!("{SEEDS}/{name}"));
            let limits = [("timeout", TIMEOUT), ("rss_limit_mb", MEMORY), ("max_len", MAX_LENGTH)];
            let limits = limits.map(|(name, value)| format!("-{name}={value}"));
            let output = cmd!(
                sh,
                "{cargo_fuzz} run --sanitizer none {name} {corpus} {seeds} {more_seeds...} --
                 -runs={executions} {limits...} -artifact_prefix={crashes}/ -print_final_stats=1"
            )
            .quiet()
            .ignore_status()
            .output()?;
            let log = String::from_utf8_lossy(&output.stderr);
            let outcome = Outcome::of(&log, output.status.success());
            println!("{}", outcome.line(name));
            if !output.status.success() {
                bail!("{}", failure(name, &log, &outcome));
            }
        }
        Ok(())
    }
}

/// What to do about a failure.
fn failure(name: &str, log: &str, outcome: &Outcome) -> String {
    let Some(input) = &outcome.input else {
        return format!("{name} ended without an input to blame; its log:\n{log}");
    };
    let file = Path::new(input).file_name().unwrap_or_default().to_string_lossy();
    format!(
        "{name}: {}\nthe input is {input}; to see it again, now and in every test to come:\n  \
         mkdir -p fuzz/findings/{name} && cp {input} fuzz/findings/{name}/{file}\n  \
         cargo test --package piccole-tests --test parsers --test parsers_memory",
        outcome.reason.as_deref().unwrap_or("no reason given")
    )
}
