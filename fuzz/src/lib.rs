//! What every fuzz target does with an input.

#![forbid(unsafe_code)]

use piccole_tests::parsers::heap::{self, PeakAlloc};

pub use piccole_tests::parsers::{Parser, parser};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Reads the input and panics if a reader held too much memory at once, or gives something else after a round trip.
pub fn check(parser: &Parser, bytes: &[u8]) {
    heap::check(ALLOCATOR, parser, bytes);
    (parser.check_round_trip)(bytes);
}

/// Defines the fuzz target of a parser.
#[macro_export]
macro_rules! target {
    ($name:literal) => {
        static PARSER: std::sync::LazyLock<$crate::Parser> =
            std::sync::LazyLock::new(|| $crate::parser($name).prepared());
        libfuzzer_sys::fuzz_target!(|bytes: &[u8]| $crate::check(&PARSER, bytes));
    };
}
