//! Every reader of bytes from outside, in the form that fuzz targets, tests and the maker of the seeds share.
//!
//! A [`Parser`] reads the same bytes in every way they could be meant. Whatever they are, it must not panic, must end soon
//! and must hold at once less than ten times the [size](Parser::size) of its input and [`ALLOWANCE`] ([`heap`]); and what it
//! accepts must read back equal after it was written again.
//!
//! Where bytes are guarded by a hash, the parser writes the hash itself: the guard would otherwise be all that is tested.

mod arrays;
pub mod checkpoint;
mod csv;
pub mod heap;
mod idx;
mod patterns;
mod plan;
pub mod seeds;
mod size;
pub mod store;

/// A reader under test.
#[derive(Clone, Copy, Debug)]
pub struct Parser {
    /// Name of the fuzz target, and of the folders of its seeds and findings.
    pub name: &'static str,
    /// Other folders with inputs to start from, below the root of the repository.
    pub more_seeds: &'static [&'static str],
    /// Reads the bytes in every way; whether one of them was accepted.
    pub read: fn(&[u8]) -> bool,
    /// Panics if what is read, written and read again is something else.
    pub check_round_trip: fn(&[u8]),
    /// What ten times of may be held at once.
    pub size: fn(&[u8]) -> usize,
    /// What may be held beside.
    pub allowance: usize,
}

impl Parser {
    /// The parser after it has read nothing: what it sets up once, such as folders, is there and will not be counted.
    #[must_use]
    pub fn prepared(self) -> Self {
        (self.read)(&[]);
        self
    }
}

/// What any parser may hold beside: buffer, window and tables of a decompressor (140 kB), buffers of readers (8 kB each),
/// messages of errors.
pub const ALLOWANCE: usize = 192 << 10;

/// All parsers.
pub const PARSERS: [Parser; 7] =
    [patterns::PARSER, arrays::PARSER, idx::PARSER, csv::PARSER, plan::PARSER, store::PARSER, checkpoint::PARSER];

/// The parser of this name.
///
/// # Panics
/// If there is none.
pub fn parser(name: &str) -> Parser {
    PARSERS.into_iter().find(|parser| parser.name == name).unwrap_or_else(|| panic!("no parser {name:?}"))
}
