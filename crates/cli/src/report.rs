//! How a failure is told: in words, or to programs that asked for JSON as one line of it.

use crate::failure::{Failure, Place};
use crate::terminal::{Ink, shows_colours};
use clap::error::{ContextKind, ContextValue};
use serde::Serialize;
use std::ffi::OsString;
use std::process::ExitCode;

/// The object on standard error with `--format json`.
#[derive(Serialize)]
struct Report {
    /// `usage` (no such command or option), `bad-input` or `work-failed`.
    kind: &'static str,
    message: String,
    place: Place,
    exit_code: u8,
}

impl Report {
    fn tell(&self) -> ExitCode {
        eprintln!("{}", serde_json::to_string(self).unwrap_or_else(|error| error.to_string()));
        ExitCode::from(self.exit_code)
    }
}

/// Whether a command line asks for JSON, understood before it is parsed: that it cannot be is told in JSON too.
pub(crate) fn wants_json(words: impl Iterator<Item = OsString>) -> bool {
    let words: Vec<OsString> = words.take_while(|word| word != "--").collect();
    words.iter().any(|word| word == "--format=json")
        || words.windows(2).any(|pair| pair[0] == "--format" && pair[1] == "json")
}

/// Tells why a command failed.
pub(crate) fn failure(failure: &Failure, json: bool) -> ExitCode {
    if json {
        let (kind, exit_code) = (failure.kind(), failure.exit_code());
        return Report { kind, message: failure.to_string(), place: failure.place(), exit_code }.tell();
    }
    let name = if shows_colours(&std::io::stderr()) { Ink::Red.paint("piccole:") } else { "piccole:".to_owned() };
    eprintln!("{name} {failure}");
    ExitCode::from(failure.exit_code())
}

/// Tells why a command line was not understood, or gives the help that was asked for.
pub(crate) fn usage(error: &clap::Error, json: bool) -> ExitCode {
    if json && error.use_stderr() {
        let text = error.to_string();
        let message = text.split("\n\nUsage:").next().unwrap_or_default().trim_start_matches("error: ").trim();
        let option = match error.get(ContextKind::InvalidArg) {
            Some(ContextValue::String(option)) => Some(option.clone()),
            Some(ContextValue::Strings(options)) => Some(options.join(", ")),
            _ => None,
        };
        let place = Place { option, ..Place::default() };
        return Report { kind: "usage", message: message.to_owned(), place, exit_code: 2 }.tell();
    }
    // A reader that has seen enough of the help (`| head`) is no error.
    _ = error.print();
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_asked_for_by_the_option_alone() {
        let wants = |line: &str| wants_json(line.split(' ').map(OsString::from));
        assert!(wants("piccole doctor --format json") && wants("piccole doctor --format=json"));
        assert!(
            !wants("piccole doctor --format csv") && !wants("piccole x json") && !wants("piccole -- --format json")
        );
    }
}
