//! The command.

use super::baseline::{Baseline, Change, Line, TOLERANCE};
use super::{counts, cpu, tools};
use crate::bench::build::program;
use anyhow::{Context, bail};
use std::fs;
use std::time::Instant;
use xshell::{Shell, cmd};

/// What is compared with, relative to the root.
const BASELINE: &str = "benches/baseline.json";
/// What to do about counts that are meant.
const BLESS: &str =
    "if that is meant, run `cargo xtask bench-ci --bless`, commit benches/baseline.json, and say why in the message";
/// The counts for actions that keep a history, relative to the root.
const HISTORY: &str = "target/bench/instructions.json";

/// Count the instructions of every kernel and solver, and compare with the committed counts.
///
/// Fails if one grew by more than 2 %, and if a bench has no committed count or a count has no bench. Another compiler, or a CPU
/// with other instruction sets, gives other counts for the same sources: what changed is then shown and does not fail. Needs
/// valgrind, and installs it and the runner where they are missing. target/bench/instructions.json has the counts for actions that
/// keep a history of benches.
#[derive(clap::Args)]
pub(crate) struct BenchCi {
    /// Make the new counts the committed ones
    #[arg(long)]
    bless: bool,
}

impl BenchCi {
    /// Counts and compares.
    pub(crate) fn run(self, sh: &Shell) -> anyhow::Result<()> {
        tools::valgrind(sh)?;
        let runner = tools::runner(sh)?;
        let start = Instant::now();
        let program = program(sh, "instructions", &["--features=piccole-benches/instruction-counts"])?;
        let built = start.elapsed().as_secs_f64();
        // The bench looks for the runner on the path, and takes --bench from cargo.
        let path = std::env::var("PATH").unwrap_or_default();
        let output = cmd!(sh, "{program} --output-format=json --callgrind-args=--cache-sim=no --parallel=auto --bench")
            .env("PATH", format!("{}:{path}", runner.display()))
            .read()
            .context("a bench failed; its message is above")?;
        let mut new = Baseline {
            rustc: cmd!(sh, "rustc --version").quiet().read()?,
            cpu: cpu::instruction_sets(),
            instructions: counts::read(&output)?,
        };
        for tier in cpu::absent_tiers() {
            let gone = new.take_tier(tier);
            println!("this CPU has no {tier}: {gone} benches of this tier are neither counted nor compared");
        }
        let counted = start.elapsed().as_secs_f64() - built;
        println!("{} counts in {counted:.0} s, after {built:.0} s of building", new.instructions.len());
        fs::create_dir_all("target/bench").context("cannot make target/bench")?;
        sh.write_file(HISTORY, counts::history(&new.instructions)?)?;

        let old = if sh.path_exists(BASELINE) { Some(Baseline::read(&sh.read_file(BASELINE)?)?) } else { None };
        if self.bless {
            if let Some(old) = &old {
                report(&old.lines(&new), |line| line.old != line.new);
            }
            sh.write_file(BASELINE, new.text()?)?;
            println!("{BASELINE}: the counts of this run");
            return Ok(());
        }
        let mut old = old.with_context(|| format!("no {BASELINE}; make it with cargo xtask bench-ci --bless"))?;
        for tier in cpu::absent_tiers() {
            old.take_tier(tier);
        }
        judge(&old, &new)
    }
}

/// Fails where a count grew, or where benches and counts are not the same.
fn judge(old: &Baseline, new: &Baseline) -> anyhow::Result<()> {
    let lines = old.lines(new);
    report(&lines, |line| line.change() != Change::Same);
    let count = |which: &[Change]| lines.iter().filter(|line| which.contains(&line.change())).count();
    let (slower, unknown) = (count(&[Change::Slower]), count(&[Change::New, Change::Gone]));
    if unknown > 0 {
        bail!("{unknown} benches are new or gone; {BLESS}");
    }
    let percent = 100.0 * TOLERANCE;
    match old.incomparable(new) {
        Some(reason) => println!("NOT JUDGED, {slower} benches take over {percent:.0} % more: {reason}; {BLESS}"),
        None if slower > 0 => bail!("{slower} benches take over {percent:.0} % more instructions; {BLESS}"),
        None => println!("no bench takes over {percent:.0} % more instructions than committed"),
    }
    Ok(())
}

/// Prints old and new of some lines.
fn report(lines: &[Line<'_>], shown: impl Fn(&Line<'_>) -> bool) {
    let number = |count: Option<u64>| count.map_or("none".to_owned(), |count| count.to_string());
    for line in lines.iter().filter(|line| shown(line)) {
        let growth = line.growth().map_or(String::new(), |growth| format!(" ({:+.2} %)", 100.0 * growth));
        println!("{}: {} → {}{growth}, {:?}", line.name, number(line.old), number(line.new), line.change());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn baseline(counts: &[(&str, u64)]) -> Baseline {
        let instructions = counts.iter().map(|&(name, count)| (name.to_owned(), count)).collect();
        Baseline { rustc: "rustc 1".to_owned(), cpu: "avx2".to_owned(), instructions }
    }

    #[test]
    fn a_bench_that_grew_fails_and_the_way_to_bless_is_named() {
        let old = baseline(&[("a", 1000)]);
        judge(&old, &baseline(&[("a", 1010)])).unwrap();
        judge(&old, &baseline(&[("a", 500)])).unwrap();
        let error = judge(&old, &baseline(&[("a", 1050)])).unwrap_err().to_string();
        assert!(error.starts_with("1 benches take over 2 % more instructions") && error.contains("--bless"), "{error}");
    }

    #[test]
    fn counts_of_another_compiler_pass_if_the_benches_are_the_same() {
        let old = baseline(&[("a", 1000)]);
        let other = |counts| Baseline { rustc: "rustc 2".to_owned(), ..baseline(counts) };
        judge(&old, &other(&[("a", 2000)])).unwrap();
        assert!(judge(&old, &other(&[("b", 1000)])).is_err());
    }
}
