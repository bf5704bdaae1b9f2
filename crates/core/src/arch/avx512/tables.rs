//! Tables of what four columns contribute to a sum.

use std::arch::x86_64::*;

/// Columns of a vector of [`tiles`](super::tiles).
pub(super) const COLUMNS: usize = 32;
/// Digits of a sum of four entries, of eight bits each.
pub(super) const DIGITS: usize = 3;
/// What makes a sum of four entries positive.
pub(super) const BIAS: i32 = 1 << 23;

/// Digits of all sums of 32 entries by fours: by the lower and the upper nibbles of the four bytes of a row, then by digits. The four
/// times sixteen bytes of a vector are the sums of the four nibbles.
pub(super) type Tables = [[__m512i; DIGITS]; 2];

/// The tables of a row, a vector of columns after the other.
#[derive(Debug)]
pub(super) struct SignTables(pub(super) Vec<Tables>);

/// Makes the tables for entries of at most 21 bits and a sign.
#[target_feature(enable = "avx512f")]
pub(super) fn sign_tables(q: &[i32]) -> SignTables {
    // A word of a row is two vectors.
    let mut tables = Vec::with_capacity(2 * q.len().div_ceil(2 * COLUMNS));
    for q in q.chunks(2 * COLUMNS) {
        let mut columns = [0; 2 * COLUMNS];
        columns[..q.len()].copy_from_slice(q);
        for columns in columns.as_chunks().0 {
            tables.push(tables_of(columns));
        }
    }
    SignTables(tables)
}

#[inline]
#[target_feature(enable = "avx512f")]
fn tables_of(columns: &[i32; COLUMNS]) -> Tables {
    let mut bytes = [[[0_u8; 64]; DIGITS]; 2];
    for (i, q) in columns.as_chunks().0.iter().enumerate() {
        let sums = sums_of_four(q);
        let digits = [sums, _mm512_srli_epi32::<8>(sums), _mm512_srli_epi32::<16>(sums)];
        for (bytes, digit) in bytes[i % 2].iter_mut().zip(digits) {
            let table = &mut bytes.as_chunks_mut::<16>().0[i / 2];
            // SAFETY: the array is valid for writes of 16 bytes, and `storeu` needs no alignment.
            unsafe { _mm_storeu_si128(table.as_mut_ptr().cast(), _mm512_cvtepi32_epi8(digit)) }
        }
    }
    let mut tables = [[_mm512_setzero_si512(); DIGITS]; 2];
    for (table, bytes) in tables.as_flattened_mut().iter_mut().zip(bytes.as_flattened()) {
        // SAFETY: the array is valid for reads of 64 bytes, and `loadu` needs no alignment.
        *table = unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) };
    }
    tables
}

/// The sixteen sums of four entries made positive: bit `j` of a sum's number is the sign of entry `j`.
#[inline]
#[target_feature(enable = "avx512f")]
fn sums_of_four(q: &[i32; 4]) -> __m512i {
    const BITS: [u16; 4] = [0xaaaa, 0xcccc, 0xf0f0, 0xff00];
    let mut sums = _mm512_set1_epi32(BIAS - (q[0] + q[1] + q[2] + q[3]));
    for (bits, q) in BITS.into_iter().zip(q) {
        sums = _mm512_mask_add_epi32(sums, bits, sums, _mm512_set1_epi32(2 * q));
    }
    sums
}
