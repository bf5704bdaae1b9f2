//! Sessions with the `piccole` command, as a user has them.

mod bad_input;
#[cfg(target_os = "linux")]
mod checkpoints;
mod committees;
mod conventions;
mod dynamics;
#[cfg(target_os = "linux")]
mod faults;
mod instances;
mod landscape;
mod runs;
mod theory;
#[cfg(target_os = "linux")]
mod training;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A fresh folder in which commands run.
struct Session(tempfile::TempDir);

impl Session {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_piccole"));
        command.args(line.split_whitespace()).current_dir(self.0.path());
        command
    }

    /// Runs a command line (words separated by spaces).
    fn run(&self, line: &str) -> Ran {
        Ran { line: line.to_owned(), output: self.command(line).output().expect("the command starts") }
    }

    /// Names of the files in the folder, sorted.
    fn files(&self) -> Vec<String> {
        names(self.0.path())
    }
}

fn names(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).expect("a folder");
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A command that has run.
struct Ran {
    line: String,
    output: Output,
}

impl Ran {
    /// Asserts the exit code and returns standard output.
    #[track_caller]
    fn exits(&self, code: i32) -> String {
        let stderr = self.stderr();
        assert_eq!(self.output.status.code(), Some(code), "`{}`: {stderr}", self.line);
        assert!(!stderr.contains("panicked"), "`{}`: {stderr}", self.line);
        String::from_utf8(self.output.stdout.clone()).expect("text")
    }

    fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.output.stderr).into_owned()
    }

    /// Asserts the exit code and reads standard output as JSON rows.
    #[track_caller]
    fn rows(&self, code: i32) -> Vec<serde_json::Map<String, serde_json::Value>> {
        serde_json::from_str(&self.exits(code)).expect("one JSON array of objects")
    }

    /// Asserts that the input was refused with a message that holds all the words, and that nothing went to output.
    #[track_caller]
    fn refused_with(&self, words: &[&str]) {
        assert_eq!(self.exits(2), "", "`{}` printed rows", self.line);
        for word in words {
            assert!(self.stderr().contains(word), "`{}`: no {word:?} in {:?}", self.line, self.stderr());
        }
    }
}

/// Column names of CSV text.
fn header(csv: &str) -> Vec<&str> {
    csv.lines().next().unwrap_or_default().split(',').collect()
}
