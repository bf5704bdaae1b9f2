//! The command.

use super::baseline::{Baseline, Change, Line, TOLERANCE};
use super::{counts, tools};
use anyhow::{Context, bail};
use std::fs;
use std::time::Instant;
use xshell::{Shell, cmd};

/// What is compared with, relative to the root.
const BASELINE: &str = "benches/baseline.json";
/// The counts for actions that keep a history, relative to the root.
const HISTORY: &str = "target/bench/instructions.json";

/// Count the instructions of every kernel and solver, and compare with the committed counts.
///
/// Fails if one grew by more than 2 %, and if a bench has no committed count or a count has no bench. Counts made by another
/// compiler, or on a CPU with other instruction sets, are shown and not compared. Needs valgrind, and installs it and the runner
/// where they are missing. target/bench/instructions.json has the counts for actions that keep a history of benches.
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
        let output = cmd!(
            sh,
            "cargo bench --profile release --package piccole-benches --features instruction-counts
             --bench instructions -- --output-format=json --callgrind-args=--cache-sim=no"
        )
        .env("GUNGRAUN_RUNNER", runner)
        .read()
        .context("a bench failed; its message is above")?;
        let new = Baseline {
            rustc: cmd!(sh, "rustc --version").quiet().read()?,
            cpu: instruction_sets().to_owned(),
            instructions: counts::read(&output)?,
        };
        println!("{} counts in {:.0} s, with the build", new.instructions.len(), start.elapsed().as_secs_f64());
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
        let old = old.with_context(|| format!("no {BASELINE}; make it with cargo xtask bench-ci --bless"))?;
        judge(&old, &new)
    }
}

/// Fails where a count grew, or where benches and counts are not the same.
fn judge(old: &Baseline, new: &Baseline) -> anyhow::Result<()> {
    let lines = old.lines(new);
    let unknown = |line: &Line<'_>| matches!(line.change(), Change::New | Change::Gone);
    if let Some(reason) = old.incomparable(new) {
        println!("NOT COMPARED: {reason}; bless the counts of this one with cargo xtask bench-ci --bless");
        report(&lines, unknown);
        if lines.iter().any(unknown) {
            bail!("benches and committed counts are not the same; cargo xtask bench-ci --bless makes them so");
        }
        return Ok(());
    }
    report(&lines, |line| line.change() != Change::Same);
    let failures = lines.iter().filter(|line| line.change() == Change::Slower || unknown(line)).count();
    if failures > 0 {
        bail!(
            "{failures} benches take over {:.0} % more instructions, are new or gone; if that is meant, run \
             `cargo xtask bench-ci --bless`, commit {BASELINE}, and say why",
            100.0 * TOLERANCE
        );
    }
    println!("no bench takes over {:.0} % more instructions than committed", 100.0 * TOLERANCE);
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

/// What this CPU has of the instruction sets that valgrind knows and code chooses among when it runs.
fn instruction_sets() -> &'static str {
    #[cfg(target_arch = "x86_64")]
    return match (is_x86_feature_detected!("avx2"), is_x86_feature_detected!("fma")) {
        (true, true) => "x86_64 with AVX2 and FMA",
        (true, false) => "x86_64 with AVX2",
        _ => "x86_64",
    };
    #[cfg(not(target_arch = "x86_64"))]
    std::env::consts::ARCH
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
        assert!(error.starts_with("1 benches take over 2 %") && error.contains("--bless"), "{error}");
    }

    #[test]
    fn counts_of_another_compiler_pass_if_the_benches_are_the_same() {
        let old = baseline(&[("a", 1000)]);
        let other = |counts| Baseline { rustc: "rustc 2".to_owned(), ..baseline(counts) };
        judge(&old, &other(&[("a", 2000)])).unwrap();
        assert!(judge(&old, &other(&[("b", 1000)])).is_err());
    }
}
