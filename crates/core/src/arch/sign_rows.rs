//! Sums of integers with the signs of packed rows, in the tiers that have a kernel for them.

use super::sum_kernel::SumTables;
use super::{Tier, scalar};
#[cfg(feature = "rayon")]
use rayon::prelude::*;
use std::borrow::Cow;

/// Rows of signs, in blocks that are summed together.
///
/// Tiers that look up tables may keep them in the order in which their kernel reads them, as one stream, and have then nothing to
/// transpose.
#[derive(Debug)]
pub(crate) struct SignRows<'a> {
    tier: Tier,
    rows: usize,
    /// Words of a row.
    words: usize,
    bits: Cow<'a, [u64]>,
    /// Whether the bits are in the order of the tier.
    arranged: bool,
}

/// Rows that are written together while rows are arranged.
const BAND: usize = 2 * SignRows::BLOCK;

impl<'a> SignRows<'a> {
    /// Rows of a block.
    pub(crate) const BLOCK: usize = 256;

    /// Rows of `words` words that lie one after the other, as in a [`BitMatrix`](crate::BitMatrix). What the padding bits
    /// hold does not matter.
    pub(crate) fn in_place(tier: Tier, bits: &'a [u64], rows: usize, words: usize) -> Self {
        assert_eq!(bits.len(), words * rows, "{} words are not {rows} rows of {words}", bits.len());
        Self { tier, rows, words, bits: Cow::Borrowed(bits), arranged: false }
    }

    /// The same copied into the order of the tier, where that is another one.
    pub(crate) fn copied(tier: Tier, bits: &'a [u64], rows: usize, words: usize) -> Self {
        match tier.sum_kernel() {
            Some(_) => Self::arranged(tier, rows, words, |first, out| {
                out.copy_from_slice(&bits[first * words..][..out.len()]);
            }),
            None => Self::in_place(tier, bits, rows, words),
        }
    }

    /// Rows of `words` words in the order of the tier. `write` fills in the rows from a number that it is given.
    pub(crate) fn arranged(tier: Tier, rows: usize, words: usize, write: impl Fn(usize, &mut [u64]) + Sync) -> Self {
        if let Some(kernel) = tier.sum_kernel() {
            let mut bits = vec![0; kernel.arranged_words(rows, words)];
            for_each_band(&mut bits, kernel.arranged_words(BAND, words), |band, out| {
                let first = band * BAND;
                let mut plain = vec![0; BAND.min(rows - first) * words];
                write(first, &mut plain);
                let blocks = out.chunks_mut(kernel.arranged_words(Self::BLOCK, words));
                for (rows, out) in plain.chunks(Self::BLOCK * words).zip(blocks) {
                    kernel.arrange(rows, words, out);
                }
            });
            return Self { tier, rows, words, bits: bits.into(), arranged: true };
        }
        let mut bits = vec![0; rows * words];
        for_each_band(&mut bits, BAND * words, |band, out| write(band * BAND, out));
        Self { tier, rows, words, bits: bits.into(), arranged: false }
    }

    /// Number of rows.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// Words of all blocks before the one of a row.
    fn words_before(&self, row: usize) -> usize {
        match self.tier.sum_kernel() {
            Some(kernel) if self.arranged => kernel.arranged_words(row, self.words),
            _ => row * self.words,
        }
    }

    /// Prepares integers `q_i`, one for each of the signs of a row.
    ///
    /// # Panics
    /// If their number does not fit the rows, or one exceeds [`SignSums::LARGEST`] in absolute value.
    pub(crate) fn prepare<'q>(&'q self, entries: &'q [i32]) -> SignSums<'q> {
        assert_eq!(
            entries.len().div_ceil(64),
            self.words,
            "{} entries for rows of {} words",
            entries.len(),
            self.words
        );
        let fits = entries.iter().fold(true, |fits, q| fits & (-SignSums::LARGEST..=SignSums::LARGEST).contains(q));
        assert!(fits, "an entry exceeds {} in absolute value", SignSums::LARGEST);
        SignSums { rows: self, entries, tables: self.tier.sum_kernel().map(|kernel| kernel.tables(entries)) }
    }
}

fn for_each_band(words: &mut [u64], band: usize, work: impl Fn(usize, &mut [u64]) + Sync) {
    let band = band.max(1);
    #[cfg(feature = "rayon")]
    words.par_chunks_mut(band).enumerate().for_each(|(b, out)| work(b, out));
    #[cfg(not(feature = "rayon"))]
    words.chunks_mut(band).enumerate().for_each(|(b, out)| work(b, out));
}

/// Integers `q_i`, ready to be summed with the signs of rows: `Σ_i ξ_i q_i`.
///
/// The sums are exact, so that every tier gives the same. The AVX2 tier makes tables of sixteen bytes an entry, the AVX-512 tier of
/// twelve; the other tiers add entry by entry.
#[derive(Debug)]
pub(crate) struct SignSums<'q> {
    rows: &'q SignRows<'q>,
    entries: &'q [i32],
    tables: Option<Box<dyn SumTables>>,
}

impl SignSums<'_> {
    /// Largest absolute value of an entry: four of them, with any signs, are told apart by 24 bits.
    pub(crate) const LARGEST: i32 = (1 << 21) - 1;

    /// Sum of every row of a block: `out[r] = Σ_i ξ^r_i q_i`.
    ///
    /// # Panics
    /// If the block does not have as many rows.
    pub(crate) fn block_into(&self, block: usize, out: &mut [i64]) {
        let SignRows { rows, words, ref bits, .. } = *self.rows;
        let first = block * SignRows::BLOCK;
        assert_eq!(out.len(), SignRows::BLOCK.min(rows - first), "sums and rows of block {block} differ in number");
        if words == 0 {
            return out.fill(0);
        }
        let bits = &bits[self.rows.words_before(first)..];
        match &self.tables {
            Some(tables) if self.rows.arranged => tables.sums_arranged(bits, out),
            Some(tables) => tables.sums(&bits[..out.len() * words], words, out),
            None => scalar::sign_sums(&bits[..out.len() * words], self.entries, out),
        }
    }
}
