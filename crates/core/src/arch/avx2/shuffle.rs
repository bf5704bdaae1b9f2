//! Sums of integers with the signs of packed rows, by looking up what four columns contribute.
//!
//! Four neighbouring bits of a row choose one of sixteen sums `±q_0 ± q_1 ± q_2 ± q_3`, of 24 bits once made positive. The
//! sixteen sums are kept as four digits of six bits, each digit in a table of sixteen bytes, so that one byte shuffle looks
//! up a digit for sixteen rows in either half of a vector. Six bits, because the digits of four lookups then add up within
//! a byte, and only every fourth has to be widened to 16 bits.
//!
//! A chunk is 256 columns of sixteen rows. Its bytes are transposed, so that a vector holds byte `c` of the sixteen rows in
//! its lower half and byte `16 + c` in its upper half, and split into nibbles, which are written to first-level cache: what
//! limits the lookups is the number of instructions, and the shuffle can fetch its indices by itself. One digit at a time
//! is then summed for 64 rows, which share the loads of the tables and whose sums fill eight registers.
//! The tables of a tile of columns stay in cache while a block of rows goes by; the rows are asked for one tile ahead.

use std::arch::x86_64::*;

/// Rows of a chunk.
const ROWS: usize = 16;
/// Words of a row in a chunk.
const WORDS: usize = 4;
/// Columns of a chunk.
const COLUMNS: usize = 64 * WORDS;
/// Lookups that add up within a byte: the nibbles of two vectors.
const NIBBLES: usize = 4;
/// Those groups of lookups in a chunk.
const GROUPS: usize = 8;
/// Digits of a sum of four entries.
const DIGITS: usize = 4;
/// Bits of a digit.
const DIGIT: u32 = 6;
/// What makes a sum of four entries positive.
const BIAS: i32 = 1 << 23;
/// Chunks side by side that are summed before their digits are put together: at most four, whose 256 lookups a row add up
/// to less than 2³².
const TILE: usize = 2;
/// Chunks below one another that are summed together.
const STACK: usize = 4;
/// Rows that go by a tile: few enough that the cache lines they were asked for are still there when the next tile comes.
const BLOCK: usize = 256;

/// Tables of one digit for a chunk, in the order in which rows are read.
type DigitTables = [[__m256i; NIBBLES]; GROUPS];
/// Nibbles of a stack of chunks.
type Indices = [[[__m256i; STACK]; NIBBLES]; GROUPS];

/// Tables of the digits of all sums of four neighbouring entries, by chunks of 256 columns.
#[derive(Debug)]
pub struct SignTables(Vec<[DigitTables; DIGITS]>);

/// Makes the tables for entries of at most 21 bits and a sign.
#[target_feature(enable = "avx2")]
pub(super) fn sign_tables(q: &[i32]) -> SignTables {
    let mut tables = Vec::with_capacity(q.len().div_ceil(COLUMNS));
    for q in q.chunks(COLUMNS) {
        let mut columns = [0; COLUMNS];
        columns[..q.len()].copy_from_slice(q);
        let (low, high) = columns.split_at(COLUMNS / 2);
        let mut chunk = [[[_mm256_setzero_si256(); NIBBLES]; GROUPS]; DIGITS];
        for (i, (low, high)) in low.as_chunks().0.iter().zip(high.as_chunks().0).enumerate() {
            for (chunk, digit) in chunk.iter_mut().zip(digit_tables(low, high)) {
                chunk[i / NIBBLES][i % NIBBLES] = digit;
            }
        }
        tables.push(chunk);
    }
    SignTables(tables)
}

/// The digits of the sixteen sums of four entries, those of `low` in the lower half of each vector.
#[inline]
#[target_feature(enable = "avx2")]
fn digit_tables(low: &[i32; 4], high: &[i32; 4]) -> [__m256i; DIGITS] {
    let mut sums = [BIAS; 32];
    for (sums, q) in sums.as_chunks_mut::<16>().0.iter_mut().zip([low, high]) {
        for (j, &q) in q.iter().enumerate() {
            for (e, sum) in sums.iter_mut().enumerate() {
                *sum += if e >> j & 1 == 1 { q } else { -q };
            }
        }
    }
    let mut tables = [_mm256_setzero_si256(); DIGITS];
    for (k, table) in tables.iter_mut().enumerate() {
        let mut digits = [0_u8; 32];
        for (digit, sum) in digits.iter_mut().zip(&sums) {
            *digit = (sum >> (DIGIT * k as u32)) as u8 & ((1 << DIGIT) - 1);
        }
        // SAFETY: the array is valid for reads of 32 bytes, and `loadu` needs no alignment.
        *table = unsafe { _mm256_loadu_si256(digits.as_ptr().cast()) };
    }
    tables
}

/// Sum of every row, of `words` words each.
#[target_feature(enable = "avx2")]
pub(super) fn sign_sums(rows: &[u64], words: usize, tables: &SignTables, out: &mut [i64]) {
    if words == 0 {
        return out.fill(0);
    }
    let mut indices = [[[[_mm256_setzero_si256(); STACK]; NIBBLES]; GROUPS]; TILE];
    for (rows, out) in rows.chunks(BLOCK * words).zip(out.chunks_mut(BLOCK)) {
        let mut sums = [0; BLOCK];
        for (tile, tables) in tables.0.chunks(TILE).enumerate() {
            let first = tile * TILE * WORDS;
            for (rows, sums) in rows.chunks(STACK * ROWS * words).zip(sums.as_chunks_mut().0) {
                for (c, indices) in indices.iter_mut().enumerate().take(tables.len()) {
                    for (level, rows) in rows.chunks(ROWS * words).enumerate() {
                        let chunk = load_chunk(rows, words, first + c * WORDS);
                        split_nibbles(&transposed(&chunk), level, indices);
                    }
                }
                let next = rows.as_ptr().wrapping_add(first + 2 * TILE * WORDS - 1);
                add_stack(&indices, tables, sums, Ahead { next, words });
            }
        }
        out.copy_from_slice(&sums[..out.len()]);
    }
}

/// Cache lines to ask for, one a row.
struct Ahead {
    next: *const u64,
    words: usize,
}

impl Ahead {
    /// Asks for the line of the next row.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn fetch(&mut self) {
        // SAFETY: a prefetch is a hint that never faults, whatever the address. (Newer compilers call it safe.)
        #[allow(unused_unsafe)]
        unsafe {
            _mm_prefetch::<_MM_HINT_T1>(self.next.cast());
        };
        self.next = self.next.wrapping_add(self.words);
    }
}

/// The chunk from word `first` of sixteen rows, zero where there is no row or no word. Row `r < 8` comes at place `2r` and
/// row `8 + r` at place `2r + 1`, so that the even and the odd bytes of a transposed vector are eight rows in sequence.
#[inline]
#[target_feature(enable = "avx2")]
fn load_chunk(rows: &[u64], words: usize, first: usize) -> [__m256i; ROWS] {
    let mut vectors = [_mm256_setzero_si256(); ROWS];
    if rows.len() >= ROWS * words && words >= first + WORDS {
        let mut row = rows.as_ptr().wrapping_add(first);
        for vectors in vectors.as_chunks_mut::<2>().0 {
            // SAFETY: `row` is word `first` of a row `r < 8`, and `r + 8 < ROWS`. From either row the `WORDS` words are in
            // the slice, which has at least `ROWS * words` words and `first + WORDS ≤ words`; `loadu` needs no alignment.
            *vectors =
                unsafe { [_mm256_loadu_si256(row.cast()), _mm256_loadu_si256(row.add(ROWS / 2 * words).cast())] };
            row = row.wrapping_add(words);
        }
    } else {
        for (place, vector) in vectors.iter_mut().enumerate() {
            if let Some(row) = rows.chunks_exact(words).nth(row_at(place)) {
                let mut padded = [0; WORDS];
                let present = &row[first..words.min(first + WORDS)];
                padded[..present.len()].copy_from_slice(present);
                // SAFETY: the array is valid for reads of 32 bytes, and `loadu` needs no alignment.
                *vector = unsafe { _mm256_loadu_si256(padded.as_ptr().cast()) };
            }
        }
    }
    vectors
}

/// The row that comes at a place of a chunk.
const fn row_at(place: usize) -> usize {
    place / 2 + place % 2 * (ROWS / 2)
}

/// Transposes the sixteen times sixteen bytes in either half of the vectors: interleaving the bytes of the vectors `r` and
/// `8 + r` rotates the eight bits of a byte's place by one, and four times that exchanges its row and its column.
#[inline]
#[target_feature(enable = "avx2")]
fn transposed(rows: &[__m256i; ROWS]) -> [__m256i; ROWS] {
    let mut bytes = *rows;
    for _ in 0..4 {
        let (first, last) = bytes.split_at(ROWS / 2);
        let mut mixed = [_mm256_setzero_si256(); ROWS];
        for (mixed, (a, b)) in mixed.as_chunks_mut::<2>().0.iter_mut().zip(first.iter().zip(last)) {
            *mixed = [_mm256_unpacklo_epi8(*a, *b), _mm256_unpackhi_epi8(*a, *b)];
        }
        bytes = mixed;
    }
    bytes
}

/// Writes the nibbles of a transposed chunk to its level of the stack.
#[inline]
#[target_feature(enable = "avx2")]
fn split_nibbles(chunk: &[__m256i; ROWS], level: usize, indices: &mut Indices) {
    let low_half = _mm256_set1_epi8(0x0f);
    for (indices, pair) in indices.iter_mut().zip(chunk.as_chunks::<2>().0) {
        for (indices, x) in indices.as_chunks_mut::<2>().0.iter_mut().zip(pair) {
            indices[0][level] = _mm256_and_si256(*x, low_half);
            indices[1][level] = _mm256_and_si256(_mm256_srli_epi16::<4>(*x), low_half);
        }
    }
}

/// Adds the sums over a tile of columns to those of up to 64 rows.
#[inline]
#[target_feature(enable = "avx2")]
fn add_stack(
    indices: &[Indices; TILE],
    tables: &[[DigitTables; DIGITS]],
    sums: &mut [i64; STACK * ROWS],
    mut ahead: Ahead,
) {
    let mut digits = [[[_mm_setzero_si128(); 2]; DIGITS]; STACK];
    for k in 0..DIGITS {
        // Words are summed with both of their bytes, wrapping around, and once more with the odd byte only.
        let zero = _mm256_setzero_si256();
        let (mut full, mut odd) = ([zero; STACK], [zero; STACK]);
        for (indices, tables) in indices.iter().zip(tables) {
            for (indices, tables) in indices.iter().zip(&tables[k]) {
                ahead.fetch();
                for level in 0..STACK {
                    let look_up = |nibble: usize| (tables[nibble], indices[nibble][level]);
                    let [a, b, c, d] = [look_up(0), look_up(1), look_up(2), look_up(3)];
                    let ab = _mm256_add_epi8(_mm256_shuffle_epi8(a.0, a.1), _mm256_shuffle_epi8(b.0, b.1));
                    let cd = _mm256_add_epi8(_mm256_shuffle_epi8(c.0, c.1), _mm256_shuffle_epi8(d.0, d.1));
                    let bytes = _mm256_add_epi8(ab, cd);
                    full[level] = _mm256_add_epi16(full[level], bytes);
                    odd[level] = _mm256_add_epi16(odd[level], _mm256_srli_epi16::<8>(bytes));
                }
            }
        }
        for level in 0..STACK {
            let even = _mm256_sub_epi16(full[level], _mm256_slli_epi16::<8>(odd[level]));
            digits[level][k] = [add_halves(even), add_halves(odd[level])];
        }
    }
    for (sums, digits) in sums.as_chunks_mut::<ROWS>().0.iter_mut().zip(&digits) {
        for (sum, tile) in sums.iter_mut().zip(join_digits(digits, tables.len())) {
            *sum += i64::from(tile);
        }
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn add_halves(x: __m256i) -> __m128i {
    _mm_add_epi16(_mm256_castsi256_si128(x), _mm256_extracti128_si256::<1>(x))
}

/// The sums of sixteen rows from those of their digits, each less than 2¹⁴, over a number of chunks.
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
            let high = _mm_slli_epi32::<{ 2 * DIGIT as i32 }>(_mm_madd_epi16(high[i], radix));
            let sum = _mm_sub_epi32(_mm_add_epi32(high, _mm_madd_epi16(low[i], radix)), bias);
            // SAFETY: the array is valid for writes of 16 bytes, and `storeu` needs no alignment.
            unsafe { _mm_storeu_si128(sums.as_mut_ptr().cast(), sum) }
        }
    }
    sums
}
