//! The catalogue of algorithms: every solver by its name, with its parameters by theirs.
//!
//! Plans and the command line read it, so that an algorithm and a parameter have one name, one default and one description.

mod parameters;
mod suggest;
mod table;

pub use table::{Configured, Described, Entry, table};

/// The entry of a name.
///
/// # Errors
/// A sentence with the name that may have been meant, or all there are.
pub fn named(name: &str) -> Result<Box<dyn Entry>, String> {
    let table = table();
    let names: Vec<&str> = table.iter().map(|entry| entry.name()).collect();
    let refused = suggest::unknown(name, &names);
    table.into_iter().find(|entry| entry.name() == name).ok_or(refused)
}
