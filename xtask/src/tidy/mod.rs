//! `cargo xtask tidy`: the rules of the workspace that no compiler checks.
//!
//! A rule is a function from texts to [`Finding`]s; only the command itself reads files and asks cargo and git.

mod command;
mod finding;
mod formulas;
mod layers;
mod links;
mod manifest;
mod portability;
mod rust_code;
mod rust_text;

pub(crate) use command::Tidy;
use finding::{Finding, Hit, hits};

/// A text file of the repository, its path relative to the root with forward slashes.
#[derive(Clone, Debug)]
struct TextFile {
    path: String,
    text: String,
}
