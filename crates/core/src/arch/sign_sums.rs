//! Sums of integers with the signs of packed rows, in the tiers that have a kernel for them.

#[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
use super::avx2;
use super::{Tier, scalar};

/// Integers `q_i`, ready to be summed with the signs of packed rows: `Σ_i ξ_i q_i`.
///
/// The sums are exact integers, so that every tier gives the same. The AVX2 tier, of which see
/// [`avx2::SignTables`], makes tables of about 20 bytes an entry and then reads the rows once; the
/// other tiers add entry by entry.
///
/// ```
/// use piccole_core::arch::SignSums;
/// let sums = SignSums::new(&[5, 7, -2]);
/// let mut out = [0; 2];
/// sums.rows_into(&[0b011, 0b100], &mut out); // + + − and − − +
/// assert_eq!(out, [14, -14]);
/// ```
#[derive(Debug)]
pub struct SignSums<'q> {
    entries: &'q [i32],
    #[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
    tables: Option<(avx2::Kernel, avx2::SignTables)>,
}

impl<'q> SignSums<'q> {
    /// Largest absolute value of an entry: four of them, with any signs, are told apart by 24 bits.
    pub const LARGEST: i32 = (1 << 21) - 1;

    /// Prepares entries for the fastest tier of this CPU.
    ///
    /// # Panics
    /// If an entry exceeds [`LARGEST`](Self::LARGEST) in absolute value.
    pub fn new(entries: &'q [i32]) -> Self {
        Self::in_tier(Tier::best(), entries)
    }

    /// Prepares entries for one tier.
    ///
    /// # Panics
    /// If an entry exceeds [`LARGEST`](Self::LARGEST) in absolute value.
    pub fn in_tier(tier: Tier, entries: &'q [i32]) -> Self {
        let fits = entries.iter().fold(true, |fits, q| fits & (-Self::LARGEST..=Self::LARGEST).contains(q));
        assert!(fits, "an entry exceeds {} in absolute value", Self::LARGEST);
        #[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
        return Self {
            entries,
            tables: match tier {
                Tier::Avx2(kernel) => Some((kernel, kernel.sign_tables(entries))),
                Tier::Scalar | Tier::Popcnt(_) => None,
            },
        };
        #[cfg(not(all(target_arch = "x86_64", not(feature = "force-scalar"))))]
        match tier {
            Tier::Scalar => Self { entries },
        }
    }

    /// Sum of every row: `out[r] = Σ_i ξ^r_i q_i` for `out.len()` rows, one after the other, each starting at a word of
    /// its own, as in a [`BitMatrix`](crate::BitMatrix). What the padding bits hold does not matter.
    ///
    /// # Panics
    /// If `rows` has not `out.len()` rows of as many words as the entries need.
    pub fn rows_into(&self, rows: &[u64], out: &mut [i64]) {
        let words = self.entries.len().div_ceil(64);
        assert_eq!(rows.len(), words * out.len(), "{} words are not {} rows of {words}", rows.len(), out.len());
        #[cfg(all(target_arch = "x86_64", not(feature = "force-scalar")))]
        if let Some((kernel, tables)) = &self.tables {
            return kernel.sign_sums(rows, tables, out);
        }
        scalar::sign_sums(rows, self.entries, out);
    }
}
