//! `cargo xtask examples`: the scripts of `examples/`, run in an environment of their own.

use crate::figures::build;
use anyhow::Context;
use std::path::{Path, PathBuf};
use xshell::{Shell, cmd};

/// Folder of the environment, of what the scripts read and of what they write.
const FOLDER: &str = "target/examples";

/// Run the Python scripts of examples/ on files that piccole writes for them.
///
/// Makes a virtual environment below target/examples with the packages of examples/requirements.txt, has piccole write
/// patterns and weights, and runs every script; a script fails if it finds other numbers than piccole.
#[derive(clap::Args)]
pub(crate) struct Examples {
    /// The Python that makes the environment, 3.11 or newer
    #[arg(long, value_name = "PROGRAM", default_value = "python3")]
    python: PathBuf,
    /// The piccole to run [default: built from this repository]
    #[arg(long, value_name = "PROGRAM")]
    piccole: Option<PathBuf>,
}

impl Examples {
    /// Makes the environment and runs the scripts.
    pub(crate) fn run(self, sh: &Shell) -> anyhow::Result<()> {
        let root = sh.current_dir();
        let piccole = self.piccole.as_ref().map_or_else(|| build(sh), |program| Ok(root.join(program)))?;
        let folder = root.join(FOLDER);
        sh.create_dir(&folder)?;
        let python = environment(sh, &self.python, &root)?;
        sh.change_dir(&folder);

        for line in [
            "generate storage --n 101 --alpha 0.5 --seed 7 --out storage.npz",
            "generate teacher-student --n 501 --alpha 0.8 --seed 2 --out teacher.npz",
            "solve --algorithm reinforced-bp --patterns teacher.npz --weights-out weights.npy",
            &format!("run {} --out run", root.join("docs/cluster/plan.toml").display()),
            "export run --out points.npz",
            "export run --out points.csv",
        ] {
            let words = line.split(' ');
            cmd!(sh, "{piccole} {words...}").run()?;
        }
        let scripts = root.join("examples");
        for line in [
            "figure6.py --out figure6.png",
            "weights.py teacher.npz weights.npy",
            "streams.py storage.npz",
            "streams.py teacher.npz",
            "points.py points.npz points.csv",
        ] {
            let mut words = line.split(' ');
            let script = scripts.join(words.next().unwrap_or_default());
            cmd!(sh, "{python} {script} {words...}").run()?;
        }
        println!("examples: {}", folder.display());
        Ok(())
    }
}

/// The Python of an environment with the packages that the scripts need; made if it is not there yet.
fn environment(sh: &Shell, python: &Path, root: &Path) -> anyhow::Result<PathBuf> {
    let environment = root.join(FOLDER).join("environment");
    let own = environment.join("bin/python");
    if !own.exists() {
        cmd!(sh, "{python} -m venv {environment}")
            .run()
            .context("no virtual environment; install Python 3.11 with its module venv, or name one with --python")?;
    }
    let requirements = root.join("examples/requirements.txt");
    cmd!(sh, "{own} -m pip install --quiet --disable-pip-version-check --requirement {requirements}").run()?;
    Ok(own)
}
