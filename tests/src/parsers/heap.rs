//! How much a parser holds at once.

use super::Parser;
pub use peak_alloc::PeakAlloc;

/// How many times its input a parser may hold.
pub const RATIO: usize = 10;

/// The most bytes that a parser held while it read, by the allocator of the program; what was there before does not count.
///
/// A vector that grows holds its old and its new memory at once.
pub fn peak(allocator: PeakAlloc, parser: &Parser, bytes: &[u8]) -> usize {
    let before = allocator.current_usage();
    allocator.reset_peak_usage();
    (parser.read)(bytes);
    allocator.peak_usage() - before
}

/// What a parser may hold for an input.
pub fn bound(parser: &Parser, bytes: &[u8]) -> usize {
    RATIO * (parser.size)(bytes) + parser.allowance
}

/// Reads, and panics if too much was held.
pub fn check(allocator: PeakAlloc, parser: &Parser, bytes: &[u8]) {
    let (peak, bound) = (peak(allocator, parser, bytes), bound(parser, bytes));
    let name = parser.name;
    assert!(peak < bound, "{name}: {} bytes of input, {peak} held at once, at most {bound} allowed", bytes.len());
}
