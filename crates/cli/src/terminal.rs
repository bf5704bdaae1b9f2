//! What a person at a terminal sees besides rows: notes, unless nobody wants them, and colours where they can be seen.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};

static QUIET: AtomicBool = AtomicBool::new(false);

/// From now on no notes and no progress; complaints are heard all the same.
pub(crate) fn silence() {
    QUIET.store(true, Ordering::Relaxed);
}

/// Whether notes and progress are unwanted.
pub(crate) fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// Prints a note to standard error, unless nobody wants it.
macro_rules! note {
    ($($words:tt)*) => {
        if !$crate::terminal::is_quiet() {
            eprintln!($($words)*);
        }
    };
}
pub(crate) use note;

/// A colour of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    /// What is wrong.
    Red,
    /// What is right.
    Green,
    /// What stands back.
    Faint,
}

impl Ink {
    /// The text in this colour, for a stream that shows it.
    pub(crate) fn paint(self, text: &str) -> String {
        let code = match self {
            Self::Red => "31",
            Self::Green => "32",
            Self::Faint => "2",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// Whether a stream shows colours: a terminal, unless the user asks for none (`NO_COLOR`, `TERM=dumb`).
pub(crate) fn shows_colours(stream: &impl IsTerminal) -> bool {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    stream.is_terminal() && set("NO_COLOR").is_none() && set("TERM").is_none_or(|value| value != "dumb")
}
