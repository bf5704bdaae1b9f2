//! The command.

use super::difference::Difference;
use super::pace::{Pace, clock};
use super::plans::{self, Plan};
use crate::built::executable;
use anyhow::{Context, bail};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Instant;
use xshell::{Shell, cmd};

/// Tables of the quick plans, as committed.
const REFERENCES: &str = "data/reference/quick";

/// Figures of trained networks and of regressions. Their matrix products contract multiplications and additions where the
/// processor can, so that the tables are the same bytes only on processors that do.
const DEPEND_ON_INSTRUCTIONS: [&str; 7] =
    ["fig2-path", "fig3-surfaces", "fig4-overfitting", "flatness", "dynamics", "entropic-sgd", "structured-data"];

/// Compute every figure from its plan and build the gallery.
///
/// Builds the program, runs the plans of data/plans/quick one after the other (what a previous, interrupted run has
/// finished is kept), draws the figures, and says where the gallery is.
#[derive(clap::Args)]
pub(crate) struct ReproduceFigures {
    /// Only this figure; repeat for several
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Sizes and samples of the literature (data/plans/full): hours instead of minutes
    #[arg(long, conflicts_with_all = ["check", "bless"])]
    full: bool,
    /// Compute from nothing and compare every table with the committed one, byte for byte (tables of trained networks
    /// only on processors with AVX2 and FMA)
    #[arg(long, conflicts_with = "bless")]
    check: bool,
    /// Compute from nothing and make the tables the committed ones
    #[arg(long)]
    bless: bool,
    /// Folder for run stores, tables and figures [default: target/figures; target/figures-full with --full;
    /// target/figures-check, emptied first, with --check and --bless]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl ReproduceFigures {
    /// Runs the plans.
    pub(crate) fn run(self, sh: &Shell) -> anyhow::Result<()> {
        let root = sh.current_dir();
        let folder = root.join("data/plans").join(if self.full { "full" } else { "quick" });
        let plans = plans::select(plans::in_folder(&folder)?, &self.only)?;
        let out = self.folder_for_results(&root)?;
        let piccole = build(sh)?;

        let mut pace = Pace::of(sh, &plans, !self.full, &piccole, &out)?;
        let (mut times, whole) = (Vec::new(), Instant::now());
        for (number, plan) in plans.iter().enumerate() {
            let Plan { name, path } = plan;
            let (elapsed, left) = (clock(whole.elapsed().as_secs_f64()), pace.left(number));
            println!("figure {} of {}: {name}; {elapsed} elapsed, {left}", number + 1, plans.len());
            let start = Instant::now();
            cmd!(sh, "{piccole} run {path} --out {out}")
                .run()
                .with_context(|| format!("figure {name}; run the same command again to continue where it stopped"))?;
            let seconds = start.elapsed().as_secs_f64();
            pace.took(number, seconds);
            times.push(seconds);
        }
        cmd!(sh, "{piccole} figures {out}").run().context("drawing the figures")?;

        for (plan, seconds) in plans.iter().zip(&times) {
            println!("{:<24}{seconds:>8.1} s", plan.name);
        }
        let gallery = out.join("index.html");
        if !gallery.exists() {
            bail!("the program drew the figures but left no gallery {}", gallery.display());
        }
        println!("gallery: {}", gallery.display());
        let references = root.join(REFERENCES);
        match (self.check, self.bless) {
            (true, _) => check(&plans, &out, &references, self.only.is_empty()),
            (_, true) => bless(&plans, &out, &references),
            _ => Ok(()),
        }
    }

    /// The folder for the results, there and writable; empty where tables have to be computed from nothing.
    fn folder_for_results(&self, root: &Path) -> anyhow::Result<PathBuf> {
        let fresh = self.check || self.bless;
        let out = match &self.out {
            Some(out) => std::path::absolute(out).context("--out")?,
            None if fresh => {
                let out = root.join("target/figures-check");
                remove_folder(&out)?;
                out
            }
            None => root.join(if self.full { "target/figures-full" } else { "target/figures" }),
        };
        let refused = || format!("cannot write into {}; name another folder with --out", out.display());
        fs::create_dir_all(&out).with_context(refused)?;
        if fresh && fs::read_dir(&out).with_context(refused)?.next().is_some() {
            bail!("{} is not empty, but --check and --bless compute from nothing; name an empty folder", out.display());
        }
        // Found out now, not after minutes of compiling.
        let probe = out.join(".writable");
        fs::write(&probe, "").and_then(|()| fs::remove_file(&probe)).with_context(refused)?;
        Ok(out)
    }
}

fn remove_folder(folder: &Path) -> anyhow::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot empty {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Builds the program and returns where cargo put it.
pub(crate) fn build(sh: &Shell) -> anyhow::Result<PathBuf> {
    let messages =
        cmd!(sh, "cargo build --release --package piccole --message-format json-render-diagnostics").read()?;
    executable(&messages, "piccole")
}

/// Compares the tables with the references and names the first difference of each.
fn check(plans: &[Plan], out: &Path, references: &Path, complete: bool) -> anyhow::Result<()> {
    let mut failures = 0;
    for Plan { name, .. } in plans {
        let reference = table(references, name);
        if DEPEND_ON_INSTRUCTIONS.contains(&name.as_str()) && !has_reference_instructions() {
            println!("{}: not compared on a processor with other instructions; see the verdicts", reference.display());
            continue;
        }
        let verdict = match fs::read_to_string(&reference) {
            Ok(text) => Difference::first(&text, &computed(out, name)?)?.map(|difference| difference.to_string()),
            Err(error) => Some(format!("no reference: {error}")),
        };
        failures += usize::from(verdict.is_some());
        println!("{}: {}", reference.display(), verdict.as_deref().unwrap_or("same bytes"));
    }
    if complete && references.is_dir() {
        for name in plans::stems(references, "csv")?.iter().filter(|&name| plans.iter().all(|p| p.name != *name)) {
            failures += 1;
            println!("{}: a reference without a plan", table(references, name).display());
        }
    }
    if failures > 0 {
        bail!(
            "{failures} of the committed tables differ from what was computed; if the change is meant, run \
             `cargo xtask reproduce-figures --bless` and write down which results changed, and why, in CHANGELOG.md"
        );
    }
    Ok(())
}

/// Whether this processor contracts multiplications and additions, as those do that made the references. (Wider vectors than theirs
/// change nothing.)
fn has_reference_instructions() -> bool {
    #[cfg(target_arch = "x86_64")]
    return is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
    #[cfg(not(target_arch = "x86_64"))]
    false
}

/// Makes the computed tables the references, and says what changed.
fn bless(plans: &[Plan], out: &Path, references: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(references).with_context(|| format!("cannot create {}", references.display()))?;
    for Plan { name, .. } in plans {
        let (reference, text) = (table(references, name), computed(out, name)?);
        let change = match fs::read_to_string(&reference) {
            Ok(old) => Difference::first(&old, &text)?.map_or("unchanged".to_owned(), |d| format!("changed; {d}")),
            Err(_) => "new".to_owned(),
        };
        fs::write(&reference, text).with_context(|| format!("cannot write {}", reference.display()))?;
        println!("{}: {change}", reference.display());
    }
    Ok(())
}

fn table(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.csv"))
}

fn computed(out: &Path, name: &str) -> anyhow::Result<String> {
    let path = table(out, name);
    fs::read_to_string(&path).with_context(|| format!("no table {}; a plan has the name of its figure", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "alpha,entropy\n0.3,0.48\n";

    /// Folders of computed tables and of references, and the plans `entropy` and `algorithms` with their computed tables.
    fn gallery() -> (tempfile::TempDir, PathBuf, PathBuf, Vec<Plan>) {
        let folder = tempfile::tempdir().unwrap();
        let (out, references) = (folder.path().join("out"), folder.path().join("references"));
        fs::create_dir_all(&out).unwrap();
        let plans = ["algorithms", "entropy"].map(|name| {
            fs::write(table(&out, name), TABLE).unwrap();
            Plan { name: name.to_owned(), path: PathBuf::new() }
        });
        (folder, out, references, plans.to_vec())
    }

    #[test]
    fn blessed_tables_pass_the_check() {
        let (_folder, out, references, plans) = gallery();
        bless(&plans, &out, &references).unwrap();
        check(&plans, &out, &references, true).unwrap();
    }

    #[test]
    fn a_changed_a_missing_and_an_orphaned_reference_fail_the_check() {
        let (_folder, out, references, plans) = gallery();
        bless(&plans, &out, &references).unwrap();
        fs::write(table(&references, "entropy"), TABLE.replace("0.48", "0.49")).unwrap();
        assert!(check(&plans, &out, &references, true).unwrap_err().to_string().starts_with("1 of the"));
        fs::remove_file(table(&references, "algorithms")).unwrap();
        assert!(check(&plans, &out, &references, true).unwrap_err().to_string().starts_with("2 of the"));
        fs::write(table(&references, "orphan"), TABLE).unwrap();
        assert!(check(&plans, &out, &references, true).unwrap_err().to_string().starts_with("3 of the"));
    }

    #[test]
    fn a_selection_of_figures_leaves_other_references_alone() {
        let (_folder, out, references, plans) = gallery();
        bless(&plans, &out, &references).unwrap();
        check(&plans[..1], &out, &references, false).unwrap();
        assert!(check(&plans[..1], &out, &references, true).is_err());
    }

    #[test]
    fn a_plan_without_its_table_is_an_error_that_names_the_file() {
        let (_folder, out, references, plans) = gallery();
        fs::remove_file(table(&out, "entropy")).unwrap();
        let error = bless(&plans, &out, &references).unwrap_err().to_string();
        assert!(error.contains("entropy.csv; a plan has the name of its figure"), "{error}");
    }

    /// The command with an output folder.
    fn into(out: PathBuf, check: bool) -> ReproduceFigures {
        ReproduceFigures { only: Vec::new(), full: false, check, bless: false, out: Some(out) }
    }

    #[test]
    fn a_check_refuses_a_folder_with_results_and_deletes_nothing() {
        let (folder, out, ..) = gallery();
        let error = into(out.clone(), true).folder_for_results(folder.path()).unwrap_err().to_string();
        assert!(error.contains("is not empty"), "{error}");
        assert!(table(&out, "entropy").exists());
        assert_eq!(into(out.clone(), false).folder_for_results(folder.path()).unwrap(), out);
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_refused_by_name() {
        let (folder, out, ..) = gallery();
        let error = into(table(&out, "entropy"), false).folder_for_results(folder.path()).unwrap_err().to_string();
        assert!(error.starts_with("cannot write into ") && error.contains("entropy.csv; name another"), "{error}");
    }
}
