//! What a tier provides that sums integers with the signs of rows by looking up tables.

use std::fmt::Debug;

/// The order in which such a tier reads rows, and its tables.
///
/// Arranged rows come in blocks of [`SignRows::BLOCK`](super::SignRows::BLOCK); all words of a block lie together.
pub(super) trait SumKernel: Debug + Sync {
    /// Words of so many rows of `words` words once [`arrange`](Self::arrange)d.
    fn arranged_words(&self, rows: usize, words: usize) -> usize;

    /// Writes a block of rows, of `words > 0` words each, in the order in which [`SumTables::sums_arranged`] reads them.
    fn arrange(&self, rows: &[u64], words: usize, out: &mut [u64]);

    /// Prepares integers of at most 21 bits and a sign for sums.
    fn tables(&self, q: &[i32]) -> Box<dyn SumTables>;
}

/// Integers, ready to be summed with the signs of rows.
pub(super) trait SumTables: Debug + Send + Sync {
    /// Sum of every row's signs with the integers, for a block of rows that were arranged.
    fn sums_arranged(&self, arranged: &[u64], out: &mut [i64]);

    /// The same for a block of rows, of `words > 0` words each, that lie one after the other.
    fn sums(&self, rows: &[u64], words: usize, out: &mut [i64]);
}
