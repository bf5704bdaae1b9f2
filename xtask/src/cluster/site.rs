//! Where everything happens: a folder of its own, the program, the plan, and the table to compare with.

use crate::figures::Difference;
use anyhow::{Context, bail};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use xshell::{Shell, cmd};

/// Name of the plan's experiment, the stem of its files.
const NAME: &str = "algorithms";

/// A folder below `target`, and what is in it.
pub(super) struct Site {
    /// Folder for everything that is written.
    pub(super) folder: PathBuf,
    /// The plan.
    pub(super) plan: PathBuf,
    /// The pages about clusters with their scripts.
    pub(super) pages: PathBuf,
    /// The program.
    pub(super) piccole: PathBuf,
    /// The table of a run on one thread.
    reference: String,
}

impl Site {
    /// Empties the folder, builds the program and computes the table on one thread.
    pub(super) fn prepare(sh: &Shell) -> anyhow::Result<Self> {
        let root = sh.current_dir();
        let folder = root.join("target/test-cluster");
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("emptying {}", folder.display()))?;
        }
        fs::create_dir_all(folder.join("bin")).with_context(|| format!("creating {}", folder.display()))?;
        let pages = root.join("docs/cluster");
        let plan = pages.join("plan.toml");
        let piccole = build(sh, &[], &folder.join("bin/piccole"))?;
        let mut site = Self { folder, plan, pages, piccole, reference: String::new() };
        println!("== one thread, for comparison");
        let out = site.out("reference");
        let Self { piccole, plan, .. } = &site;
        cmd!(sh, "{piccole} run {plan} --out {out} --threads 1").run()?;
        site.reference = site.table(&out)?;
        Ok(site)
    }

    /// A folder for the results of one run.
    pub(super) fn out(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The search path of programs, ours first.
    pub(super) fn path(&self) -> anyhow::Result<OsString> {
        let old = std::env::var_os("PATH").unwrap_or_default();
        Ok(std::env::join_paths([self.folder.join("bin")].into_iter().chain(std::env::split_paths(&old)))?)
    }

    /// Lines in the store below a folder of results.
    pub(super) fn lines(&self, out: &Path) -> usize {
        let Ok(entries) = fs::read_dir(out.join(format!("{NAME}.store"))) else { return 0 };
        let files = entries.flatten().map(|entry| entry.path());
        let shards = files.filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
        shards.flat_map(fs::read).map(|bytes| bytes.iter().filter(|&&byte| byte == b'\n').count()).sum()
    }

    /// Whether a folder of results holds a table.
    pub(super) fn has_table(&self, out: &Path) -> bool {
        out.join(format!("{NAME}.csv")).exists()
    }

    fn table(&self, out: &Path) -> anyhow::Result<String> {
        let path = out.join(format!("{NAME}.csv"));
        fs::read_to_string(&path).with_context(|| format!("no table {}", path.display()))
    }

    /// Compares the table in a folder of results with that of one thread.
    pub(super) fn compare(&self, out: &Path, what: &str) -> anyhow::Result<String> {
        match Difference::first(&self.reference, &self.table(out)?)? {
            None => Ok(what.to_owned()),
            Some(difference) => bail!("{what}: {difference}"),
        }
    }
}

/// Builds the program with some features and puts a copy where the next build does not replace it.
pub(super) fn build(sh: &Shell, features: &[&str], copy: &Path) -> anyhow::Result<PathBuf> {
    let features = features.join(",");
    let messages = cmd!(
        sh,
        "cargo build --release --package piccole --features={features} --message-format json-render-diagnostics"
    );
    let built = crate::built::executable(&messages.read()?, "piccole")?;
    fs::copy(&built, copy).with_context(|| format!("copying {} to {}", built.display(), copy.display()))?;
    Ok(copy.to_owned())
}
