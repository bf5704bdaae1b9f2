//! Gzip with a bound on what it may unfold to.

use super::FormatError;
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use std::io::{ErrorKind, Read, Write};

/// What any compressed data may unfold to.
const ALWAYS_ALLOWED: usize = 1 << 20;

/// How many times their size larger data may unfold to; random signs written `1.0` and `-1.0` compress about thirtyfold.
const RATIO: usize = 100;

/// Bytes that `compressed` bytes may unfold to.
pub(super) fn limit(compressed: usize) -> usize {
    ALWAYS_ALLOWED.max(compressed.saturating_mul(RATIO))
}

/// Unfolds all members of a gzip file.
///
/// # Errors
/// [`FormatError::TruncatedGzip`] and [`FormatError::Gzip`] for a stream that is cut or damaged,
/// [`FormatError::DecompressedSize`] if it unfolds to more than 1 MiB and more than 100 times its size.
pub fn decompress(bytes: &[u8]) -> Result<Vec<u8>, FormatError> {
    let limit = limit(bytes.len());
    let mut out = Vec::new();
    match MultiGzDecoder::new(bytes).take(limit as u64 + 1).read_to_end(&mut out) {
        Ok(read) if read > limit => Err(FormatError::DecompressedSize { compressed: bytes.len(), limit }),
        Ok(_) => Ok(out),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Err(FormatError::TruncatedGzip),
        Err(error) => Err(FormatError::Gzip { reason: error.to_string() }),
    }
}

/// Folds bytes into one gzip member without name or time.
pub(super) fn compress(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("writing to memory does not fail")
}
