//! A program that waits for its turn.

use anyhow::{Context, bail, ensure};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Libraries that would otherwise use all cores.
const THREADS: [&str; 6] = [
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMBA_NUM_THREADS",
];

/// Settings of OpenBLAS that choose kernels for another processor than this one.
const FOREIGN: [&str; 2] = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];

/// A running program. It is stopped when dropped.
pub(super) struct Side {
    name: String,
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Side {
    /// Starts a program on one thread and waits until it is ready.
    pub(super) fn start(name: &str, mut command: Command) -> anyhow::Result<Self> {
        for variable in THREADS {
            command.env(variable, "1");
        }
        for variable in FOREIGN {
            command.env_remove(variable);
        }
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.with_context(|| format!("cannot start {command:?}"))?;
        let (Some(to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
            bail!("{name} has no standard input and output");
        };
        let mut side = Self { name: name.to_owned(), child, to, from: BufReader::new(from) };
        let word = side.line()?;
        ensure!(word == "ready", "{name} said {word:?} instead of that it is ready");
        Ok(side)
    }

    /// CPU seconds of one call, averaged over a number of them.
    pub(super) fn seconds(&mut self, calls: u32) -> anyhow::Result<f64> {
        let line = self.ask(&calls.to_string())?;
        let seconds: f64 = line.parse().with_context(|| format!("{} answered {line:?} for seconds", self.name))?;
        ensure!(seconds > 0.0, "{}: {calls} calls take no time that the clock can tell", self.name);
        Ok(seconds)
    }

    /// The numbers to compare.
    pub(super) fn answer(&mut self) -> anyhow::Result<Vec<f64>> {
        let line = self.ask("answer")?;
        let numbers: Result<_, _> = line.split_whitespace().map(str::parse).collect();
        numbers.with_context(|| format!("{} answered with something that is not a number", self.name))
    }

    fn ask(&mut self, words: &str) -> anyhow::Result<String> {
        writeln!(self.to, "{words}")
            .and_then(|()| self.to.flush())
            .with_context(|| format!("{} is gone", self.name))?;
        self.line()
    }

    fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        let read = self.from.read_line(&mut line).with_context(|| format!("cannot hear {}", self.name))?;
        ensure!(read > 0, "{} ended without an answer; what it says is above", self.name);
        Ok(line.trim().to_owned())
    }
}

impl Drop for Side {
    fn drop(&mut self) {
        // It may have ended by itself, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_side_answers_in_turn_on_one_thread() {
        let script =
            r#"echo ready; read calls; echo 0.5; read word; [ "$word" = answer ] && echo "$OMP_NUM_THREADS 2e-3""#;
        let mut side = Side::start("shell", shell(script)).unwrap();
        assert_eq!(side.seconds(3).unwrap(), 0.5);
        assert_eq!(side.answer().unwrap(), [1.0, 2e-3]);
    }

    #[test]
    fn a_side_that_ends_or_babbles_is_named() {
        let error = Side::start("shell", shell("true")).err().unwrap().to_string();
        assert!(error.starts_with("shell ended without an answer"), "{error}");
        let mut side = Side::start("shell", shell("echo ready; read calls; echo soon")).unwrap();
        assert!(side.seconds(1).unwrap_err().to_string().contains("\"soon\" for seconds"));
    }
}
