//! Sums of integers with the signs of packed rows, by looking up what four columns contribute.
//!
//! Four neighbouring bits of a row choose one of sixteen sums `±q_0 ± q_1 ± q_2 ± q_3`, of 24 bits once made positive. The
//! sixteen sums are kept as four digits of six bits, each digit in a table of sixteen bytes, so that one byte shuffle looks
//! up a digit for sixteen rows in either half of a vector. Six bits, because the digits of four lookups then add up within
//! a byte, and only every fourth has to be widened to 16 bits.
//!
//! The rows come in the chunks of [`tiles`](super::tiles). What limits the lookups is the number of instructions: the eight
//! sums of the four digits, of the even and of the odd rows, stay in registers throughout a tile, whose tables (16 KB) stay
//! in first-level cache while the rows of a block go by, in the order in which they lie in memory.

use super::tiles::{self, BLOCK, CHUNK, ROWS, WORDS};
use crate::arch::fetch::fetch;
use std::arch::x86_64::*;

/// Columns of a chunk.
const COLUMNS: usize = 64 * WORDS;
/// Lookups that add up within a byte: the nibbles of two vectors.
const NIBBLES: usize = 4;
/// Those groups of lookups in a chunk.
const GROUPS: usize = 8;
/// Words of such a group.
const GROUP: usize = CHUNK / GROUPS;
/// Digits of a sum of four entries.
const DIGITS: usize = 4;
/// Bits of a digit.
const DIGIT: i32 = 6;
/// What makes a sum of four entries positive.
const BIAS: i32 = 1 << 23;
/// Chunks side by side that are summed before their digits are put together: the sums of 1024 columns are below 2³¹ in
/// absolute value, and those of their digits below 2¹⁵.
pub(super) const TILE: usize = 4;
/// Bytes ahead of the present ones that are asked for.
const AHEAD: usize = 2048;
/// Bytes of a cache line.
const LINE: usize = 64;

/// Tables of the digits for a group of lookups, in the order in which they are read.
type Tables = [[__m256i; NIBBLES]; DIGITS];

/// Tables of the digits of all sums of four neighbouring entries, by chunks of 256 columns.
#[derive(Debug)]
pub(super) struct SignTables(Vec<[Tables; GROUPS]>);

/// Makes the tables for entries of at most 21 bits and a sign.
#[target_feature(enable = "avx2")]
pub(super) fn sign_tables(q: &[i32]) -> SignTables {
    let mut tables = Vec::new();
    tables.resize_with(q.len().div_ceil(COLUMNS), || [[[_mm256_setzero_si256(); NIBBLES]; DIGITS]; GROUPS]);
    for (q, chunk) in q.chunks(COLUMNS).zip(&mut tables) {
        let mut columns = [0; COLUMNS];
        columns[..q.len()].copy_from_slice(q);
        let (low, high) = columns.split_at(COLUMNS / 2);
        for (i, (low, high)) in low.as_chunks().0.iter().zip(high.as_chunks().0).enumerate() {
            for (tables, digit) in chunk[i / NIBBLES].iter_mut().zip(digit_tables(low, high)) {
                tables[i % NIBBLES] = digit;
            }
        }
    }
    SignTables(tables)
}

/// The digits of the sixteen sums of four entries, those of `low` in the lower half of each vector.
#[inline]
#[target_feature(enable = "avx2")]
fn digit_tables(low: &[i32; 4], high: &[i32; 4]) -> [__m256i; DIGITS] {
    // Dword `d` of either half: digit `d` of four sums in sequence.
    let order = _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15));
    let [a, b, c, d] = sums_of_four(low, high).map(|sums| _mm256_shuffle_epi8(spread_digits(sums), order));
    let first = [_mm256_unpacklo_epi32(a, b), _mm256_unpackhi_epi32(a, b)];
    let last = [_mm256_unpacklo_epi32(c, d), _mm256_unpackhi_epi32(c, d)];
    [
        _mm256_unpacklo_epi64(first[0], last[0]),
        _mm256_unpackhi_epi64(first[0], last[0]),
        _mm256_unpacklo_epi64(first[1], last[1]),
        _mm256_unpackhi_epi64(first[1], last[1]),
    ]
}

/// The sixteen sums of four entries made positive, four to a vector, those of `low` in its lower half: bit `j` of a sum's number is
/// the sign of entry `j`.
#[inline]
#[target_feature(enable = "avx2")]
fn sums_of_four(low: &[i32; 4], high: &[i32; 4]) -> [__m256i; 4] {
    let q = _mm256_setr_epi32(low[0], low[1], low[2], low[3], high[0], high[1], high[2], high[3]);
    let twice = _mm256_slli_epi32::<1>(q);
    let pairs = _mm256_add_epi32(q, _mm256_shuffle_epi32::<0b10_11_00_01>(q));
    let total = _mm256_add_epi32(pairs, _mm256_shuffle_epi32::<0b01_00_11_10>(pairs));
    let minus = _mm256_sub_epi32(_mm256_set1_epi32(BIAS), total);
    let bits = [_mm256_setr_epi32(0, -1, 0, -1, 0, -1, 0, -1), _mm256_setr_epi32(0, 0, -1, -1, 0, 0, -1, -1)];
    let first = _mm256_and_si256(bits[0], _mm256_shuffle_epi32::<0b00_00_00_00>(twice));
    let second = _mm256_and_si256(bits[1], _mm256_shuffle_epi32::<0b01_01_01_01>(twice));
    let third = _mm256_shuffle_epi32::<0b10_10_10_10>(twice);
    let fourth = _mm256_shuffle_epi32::<0b11_11_11_11>(twice);
    let sums = _mm256_add_epi32(minus, _mm256_add_epi32(first, second));
    let more = _mm256_add_epi32(sums, third);
    [sums, more, _mm256_add_epi32(sums, fourth), _mm256_add_epi32(more, fourth)]
}

/// The four digits of every sum, a byte each.
#[inline]
#[target_feature(enable = "avx2")]
fn spread_digits(sums: __m256i) -> __m256i {
    let digit = |byte: i32| _mm256_set1_epi32(((1 << DIGIT) - 1) << (8 * byte));
    let low = _mm256_or_si256(
        _mm256_and_si256(sums, digit(0)),
        _mm256_and_si256(_mm256_slli_epi32::<{ 8 - DIGIT }>(sums), digit(1)),
    );
    let high = _mm256_or_si256(
        _mm256_and_si256(_mm256_slli_epi32::<{ 2 * (8 - DIGIT) }>(sums), digit(2)),
        _mm256_and_si256(_mm256_slli_epi32::<{ 3 * (8 - DIGIT) }>(sums), digit(3)),
    );
    _mm256_or_si256(low, high)
}

/// Sum of every row of a block that lies in tiles.
#[target_feature(enable = "avx2")]
pub(super) fn sums_of_tiles(tiles: &[u64], tables: &SignTables, out: &mut [i64]) {
    let mut chunks = tiles.as_chunks::<CHUNK>().0;
    let mut sums = [[0; ROWS]; BLOCK / ROWS];
    for tables in tables.0.chunks(TILE) {
        for sums in &mut sums[..out.len().div_ceil(ROWS)] {
            let (tile, rest) = chunks.split_at(tables.len());
            add_tile(tile, tables, sums);
            chunks = rest;
        }
    }
    out.copy_from_slice(&sums.as_flattened()[..out.len()]);
}

/// Sum of every row of a block that lies row by row, `words` words each.
#[target_feature(enable = "avx2")]
pub(super) fn sums_of_rows(rows: &[u64], words: usize, tables: &SignTables, out: &mut [i64]) {
    let mut tile = [[0; CHUNK]; TILE];
    let mut sums = [[0; ROWS]; BLOCK / ROWS];
    for (t, tables) in tables.0.chunks(TILE).enumerate() {
        let first = t * TILE * WORDS;
        for (rows, sums) in rows.chunks(ROWS * words).zip(&mut sums) {
            for row in 0..ROWS {
                // The same row's words in the next tile, whose turn comes when the block has gone by.
                let next = rows.as_ptr().wrapping_add(row * words + first + TILE * WORDS);
                fetch(next);
                fetch(next.wrapping_byte_add(LINE));
            }
            for (c, chunk) in tile.iter_mut().enumerate().take(tables.len()) {
                tiles::write_chunk(rows, words, first + c * WORDS, chunk);
            }
            add_tile(&tile[..tables.len()], tables, sums);
        }
    }
    out.copy_from_slice(&sums.as_flattened()[..out.len()]);
}

/// Adds the sums over a tile of columns to those of sixteen rows.
#[inline]
#[target_feature(enable = "avx2")]
fn add_tile(tile: &[[u64; CHUNK]], tables: &[[Tables; GROUPS]], sums: &mut [i64; ROWS]) {
    let zero = _mm256_setzero_si256();
    // Words are summed with both of their bytes, wrapping around, and once more with the odd byte only.
    let (mut full, mut odd) = ([zero; DIGITS], [zero; DIGITS]);
    for (chunk, tables) in tile.iter().zip(tables) {
        for (words, tables) in chunk.as_chunks::<GROUP>().0.iter().zip(tables) {
            fetch(words.as_ptr().wrapping_byte_add(AHEAD));
            let nibbles = load_nibbles(words);
            for k in 0..DIGITS {
                let look_up = |nibble: usize| _mm256_shuffle_epi8(tables[k][nibble], nibbles[nibble]);
                let bytes =
                    _mm256_add_epi8(_mm256_add_epi8(look_up(0), look_up(1)), _mm256_add_epi8(look_up(2), look_up(3)));
                full[k] = _mm256_add_epi16(full[k], bytes);
                odd[k] = _mm256_add_epi16(odd[k], _mm256_srli_epi16::<8>(bytes));
            }
        }
    }
    let mut digits = [[_mm_setzero_si128(); 2]; DIGITS];
    for (digits, (full, odd)) in digits.iter_mut().zip(full.into_iter().zip(odd)) {
        let even = _mm256_sub_epi16(full, _mm256_slli_epi16::<8>(odd));
        *digits = [add_halves(even), add_halves(odd)];
    }
    for (sum, tile) in sums.iter_mut().zip(join_digits(&digits, tables.len())) {
        *sum += i64::from(tile);
    }
}

/// The nibbles of two vectors, a byte each.
#[inline]
#[target_feature(enable = "avx2")]
fn load_nibbles(words: &[u64; GROUP]) -> [__m256i; NIBBLES] {
    let low_half = _mm256_set1_epi8(0x0f);
    let mut nibbles = [_mm256_setzero_si256(); NIBBLES];
    for (nibbles, words) in nibbles.as_chunks_mut::<2>().0.iter_mut().zip(words.as_chunks::<WORDS>().0) {
        // SAFETY: the array is valid for reads of 32 bytes, and `loadu` needs no alignment.
        let x = unsafe { _mm256_loadu_si256(words.as_ptr().cast()) };
        *nibbles = [_mm256_and_si256(x, low_half), _mm256_and_si256(_mm256_srli_epi16::<4>(x), low_half)];
    }
    nibbles
}

#[inline]
#[target_feature(enable = "avx2")]
fn add_halves(x: __m256i) -> __m128i {
    _mm_add_epi16(_mm256_castsi256_si128(x), _mm256_extracti128_si256::<1>(x))
}

/// The sums of sixteen rows from those of their digits over a number of chunks.
#[inline]
#[target_feature(enable = "avx2")]
fn join_digits(digits: &[[__m128i; 2]; DIGITS], chunks: usize) -> [i32; ROWS] {
    let radix = _mm_set1_epi32(1 | 1 << (16 + DIGIT));
    let bias = _mm_set1_epi32(BIAS.wrapping_mul((chunks * COLUMNS / 4) as i32));
    let mut sums = [0; ROWS];
    for (half, sums) in sums.as_chunks_mut::<8>().0.iter_mut().enumerate() {
        let [a, b, c, d] = [digits[0][half], digits[1][half], digits[2][half], digits[3][half]];
        let low = [_mm_unpacklo_epi16(a, b), _mm_unpackhi_epi16(a, b)];
        let high = [_mm_unpacklo_epi16(c, d), _mm_unpackhi_epi16(c, d)];
        for (i, sums) in sums.as_chunks_mut::<4>().0.iter_mut().enumerate() {
            let high = _mm_slli_epi32::<{ 2 * DIGIT }>(_mm_madd_epi16(high[i], radix));
            let sum = _mm_sub_epi32(_mm_add_epi32(high, _mm_madd_epi16(low[i], radix)), bias);
            // SAFETY: the array is valid for writes of 16 bytes, and `storeu` needs no alignment.
            unsafe { _mm_storeu_si128(sums.as_mut_ptr().cast(), sum) }
        }
    }
    sums
}
