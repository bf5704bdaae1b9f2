//! What counts as the size of an input.

use flate2::read::MultiGzDecoder;
use piccole_core::formats::read_weights;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// How many times its size, and to how many bytes at least, anything is unfolded (`piccole_core::formats`).
const LIMIT: usize = 100;
const LEAST_LIMIT: usize = 1 << 20;

/// Bytes of the input, or those of its gzip data or zip members unfolded, if they are more.
///
/// Random signs in text compress thirtyfold, so that no bound on the compressed size could hold; how far anything may
/// unfold is bounded by the readers themselves.
pub(super) fn unfolded(bytes: &[u8]) -> usize {
    let unfolded = if bytes.starts_with(&[0x1f, 0x8b]) { gzip(bytes) } else { zip(bytes) };
    bytes.len().max(unfolded.min(LEAST_LIMIT.max(LIMIT * bytes.len())))
}

/// Bytes of JSON in which a number, however few digits it has, counts as the eight bytes that it stands for.
pub(super) fn of_json(bytes: &[u8]) -> usize {
    const NUMBER: usize = 8;
    bytes.len().max(NUMBER * bytes.iter().filter(|&&byte| byte == b',').count())
}

/// Bytes of weights of which each unit, however short, counts as five: a vector of its own takes four times as much beside
/// its bits.
pub(super) fn of_units(bytes: &[u8]) -> usize {
    const UNIT: usize = 5;
    bytes.len().max(UNIT * read_weights(bytes).map_or(0, |units| units.len()))
}

/// Bytes that come out before the end or the first damage.
fn gzip(bytes: &[u8]) -> usize {
    let (mut decoder, mut block, mut total) = (MultiGzDecoder::new(bytes), [0; 1 << 12], 0);
    while let Ok(read @ 1..) = decoder.read(&mut block) {
        total += read;
    }
    total
}

/// Sum of the sizes that the directory of an archive promises, which is the most that is read.
fn zip(bytes: &[u8]) -> usize {
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else { return 0 };
    let sizes = (0..archive.len()).filter_map(|index| Some(archive.by_index_data(index).ok()?.size() as usize));
    sizes.fold(0, usize::saturating_add)
}
