//! The command.

use super::comparison::{Effort, Programs, compare};
use super::machine::machine;
use super::questions::{QUESTIONS, Question};
use super::{environment, readme, table};
use crate::bench::build::program;
use crate::bench::limits;
use anyhow::{Context, bail, ensure};
use std::fs;
use std::path::PathBuf;
use std::time::Instant;
use xshell::Shell;

/// Run ours and theirs by turns on the same inputs, one thread each, and compare answers and CPU seconds.
///
/// Makes a Python environment from benches/peers/requirements.txt under target/bench (once). A complete run writes
/// benches/peers.csv and the table in README.md, and ends with the limits of the machine (target/figures/roofline.svg and .csv);
/// every run writes target/bench/peers.csv. Close everything else first: the
/// ratios bear some load, the rates do not.
#[derive(clap::Args)]
pub(crate) struct BenchPeers {
    /// Fewer and shorter rounds: two minutes instead of ten; the committed table stays
    #[arg(long)]
    quick: bool,
    /// Only questions whose name contains this; repeat for several; the committed table stays
    #[arg(long, value_name = "TEXT")]
    only: Vec<String>,
    /// A Python interpreter that has the rivals already
    #[arg(long, value_name = "PROGRAM")]
    python: Option<PathBuf>,
    /// No rivals: only what this machine can do at most, and the share of it that kernels reach
    #[arg(long, conflicts_with_all = ["quick", "only", "python"])]
    limits: bool,
}

const THOROUGH: Effort = Effort { turn: 0.2, rounds: 21, budget: 25.0 };
const QUICK: Effort = Effort { turn: 0.05, rounds: 7, budget: 4.0 };

impl BenchPeers {
    /// Compares.
    pub(crate) fn run(self, sh: &Shell) -> anyhow::Result<()> {
        if self.limits {
            return limits::measure(sh);
        }
        let questions = self.questions()?;
        let root = sh.current_dir();
        let out = root.join("target/bench");
        let folder = out.join("inputs");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let python = match &self.python {
            Some(python) => python.clone(),
            None => environment::python(sh, &out.join("python"))?,
        };
        let programs =
            Programs { ours: program(sh, "peers", &[])?, python, scripts: root.join("benches/peers"), folder };

        let start = Instant::now();
        let effort = if self.quick { QUICK } else { THOROUGH };
        let (mut rows, mut failures) = (Vec::new(), Vec::new());
        for question in &questions {
            println!("{}: {}", question.name, question.words);
            match compare(question, &programs, effort) {
                Ok((compared, failed)) => {
                    compared.iter().for_each(|row| println!("{}", table::line(row)));
                    rows.extend(compared);
                    failures.extend(failed);
                }
                Err(error) => failures.push(error.context(question.name)),
            }
        }
        println!("{} comparisons in {:.0} s", rows.len(), start.elapsed().as_secs_f64());
        fs::remove_dir_all(&programs.folder).with_context(|| format!("cannot empty {}", programs.folder.display()))?;
        table::write(&rows, &out.join("peers.csv"))?;
        if !failures.is_empty() {
            failures.iter().for_each(|failure| eprintln!("{failure:#}"));
            bail!("{} comparisons failed; nothing committed was changed", failures.len());
        }
        if self.quick || !self.only.is_empty() {
            println!("{}: this run; benches/peers.csv and README.md stay", out.join("peers.csv").display());
            return Ok(());
        }
        table::write(&rows, &root.join("benches/peers.csv"))?;
        sh.write_file(
            "README.md",
            readme::with_table(&sh.read_file("README.md")?, &rows, &machine()).context("README.md")?,
        )?;
        println!("benches/peers.csv and the table in README.md are those of this run");
        limits::measure(sh)
    }

    fn questions(&self) -> anyhow::Result<Vec<&'static Question>> {
        let wanted = |question: &&Question| {
            self.only.is_empty() || self.only.iter().any(|text| question.name.contains(text.as_str()))
        };
        let questions: Vec<_> = QUESTIONS.iter().filter(wanted).collect();
        let names: Vec<_> = QUESTIONS.iter().map(|question| question.name).collect();
        ensure!(!questions.is_empty(), "no question is called like that; there are {}", names.join(", "));
        Ok(questions)
    }
}
