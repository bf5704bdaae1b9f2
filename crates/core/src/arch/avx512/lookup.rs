//! Sums of integers with the signs of packed rows, by looking up what four columns contribute.
//!
//! Four neighbouring bits of a row choose one of sixteen sums `±q_0 ± q_1 ± q_2 ± q_3`, of 24 bits once made positive, which are kept
//! as three digits of eight bits. `vpermb` looks up a digit in 64 bytes: those of four groups of columns, which the four bytes of a row
//! choose by two more bits. `vpdpbusd` then adds the four digits of a row at once, to a sum of 32 bits that has room for all columns of
//! a tile. That is six lookups and six sums for 32 columns of sixteen rows, with next to nothing besides.

use super::tables::{BIAS, COLUMNS, DIGITS, SignTables, Tables};
use super::tiles::{Pair, ROWS, TILE, pair_of};
use crate::arch::SignRows;
use crate::arch::fetch::fetch;
use std::arch::x86_64::*;

/// How far ahead of the arithmetic data are asked for, in bytes: on a matrix beyond the second-level cache it is several times as
/// fast as what the processor fetches by itself.
const FETCH_AHEAD: usize = 1536;

/// Vectors of a tile.
const VECTORS: usize = 2 * TILE;

/// Sum of every row of a block that lies in tiles.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vnni")]
pub(super) fn sums_of_tiles(tiles: &[u64], tables: &SignTables, out: &mut [i64]) {
    let mut vectors = tiles.as_chunks().0;
    let mut sums = [[0; ROWS]; SignRows::BLOCK / ROWS];
    for tables in tables.0.chunks(VECTORS) {
        for sums in &mut sums[..out.len().div_ceil(ROWS)] {
            let (tile, rest) = vectors.split_at(tables.len());
            add_tile(tile, tables, sums);
            vectors = rest;
        }
    }
    out.copy_from_slice(&sums.as_flattened()[..out.len()]);
}

/// Sum of every row of a block that lies row by row, `words` words each.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vnni")]
pub(super) fn sums_of_rows(rows: &[u64], words: usize, tables: &SignTables, out: &mut [i64]) {
    let mut tile: [Pair; TILE] = [[[0; ROWS / 2]; 2]; TILE];
    let mut sums = [[0; ROWS]; SignRows::BLOCK / ROWS];
    for (t, tables) in tables.0.chunks(VECTORS).enumerate() {
        for (rows, sums) in rows.chunks(ROWS * words).zip(&mut sums) {
            for (word, pair) in (t * TILE..words).zip(&mut tile) {
                *pair = pair_of(rows, words, word);
            }
            add_tile(&tile.as_flattened()[..tables.len()], tables, sums);
        }
    }
    out.copy_from_slice(&sums.as_flattened()[..out.len()]);
}

/// Adds the sums over a tile of columns to those of sixteen rows.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vnni")]
fn add_tile(tile: &[[u64; ROWS / 2]], tables: &[Tables], sums: &mut [i64; ROWS]) {
    let (low_half, one) = (_mm512_set1_epi8(0x0f), _mm512_set1_epi8(1));
    // Which sixteen of the 64 bytes of a table belong to a byte of a row.
    let place = _mm512_set1_epi32(0x3020_1000);
    let mut digits = [[_mm512_setzero_si512(); DIGITS]; 2];
    for (vector, tables) in tile.iter().zip(tables) {
        fetch(vector.as_ptr().wrapping_byte_add(FETCH_AHEAD));
        // SAFETY: the array is valid for reads of 64 bytes, and `loadu` needs no alignment.
        let x = unsafe { _mm512_loadu_si512(vector.as_ptr().cast()) };
        for (half, x) in [x, _mm512_srli_epi16::<4>(x)].into_iter().enumerate() {
            // (x and low_half) or place
            let nibbles = _mm512_ternarylogic_epi32::<0xea>(x, low_half, place);
            for (digit, table) in digits[half].iter_mut().zip(&tables[half]) {
                *digit = _mm512_dpbusd_epi32(*digit, _mm512_permutexvar_epi8(nibbles, *table), one);
            }
        }
    }
    // Digits put together and the bias taken off, wrapping around: the sum over a tile has 31 bits and a sign.
    let [[a, b, c], high] = digits;
    let (a, b, c) = (_mm512_add_epi32(a, high[0]), _mm512_add_epi32(b, high[1]), _mm512_add_epi32(c, high[2]));
    let total = _mm512_add_epi32(a, _mm512_add_epi32(_mm512_slli_epi32::<8>(b), _mm512_slli_epi32::<16>(c)));
    let bias = _mm512_set1_epi32(BIAS.wrapping_mul((tables.len() * COLUMNS / 4) as i32));
    let total = _mm512_sub_epi32(total, bias);
    let mut of_tile = [0_i32; ROWS];
    // SAFETY: the array is valid for writes of 64 bytes, and `storeu` needs no alignment.
    unsafe { _mm512_storeu_si512(of_tile.as_mut_ptr().cast(), total) }
    for (sum, tile) in sums.iter_mut().zip(of_tile) {
        *sum += i64::from(tile);
    }
}
