//! The IDX format of MNIST and the sets that follow it.

use super::{DataError, Images};
use piccole_core::formats::decompress;
use std::borrow::Cow;

/// Reads images: an IDX file of unsigned bytes with three dimensions, plain or in gzip (told apart by its first bytes).
///
/// An IDX file has two zero bytes, a byte for the type of the elements, a byte for the number of dimensions, the dimensions
/// as big-endian 32-bit numbers, and the elements. Types other than unsigned bytes are refused by name: no image set uses
/// them. The header is compared with the length of the file before anything is allocated.
///
/// ```
/// use piccole_nn::data::read_images;
/// let bytes = [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 17, 255];
/// let images = read_images(&bytes)?;
/// assert_eq!((images.count(), images.rows(), images.columns(), images.pixels()), (1, 1, 2, &[17, 255][..]));
/// # Ok::<(), piccole_nn::data::DataError>(())
/// ```
///
/// # Errors
/// [`DataError`] names what is wrong: no IDX file, labels instead of images, other elements, a file that is cut or has bytes
/// left over, no image.
pub fn read_images(bytes: &[u8]) -> Result<Images, DataError> {
    let bytes = unfolded(bytes)?;
    let ([count, rows, columns], pixels) = elements(&bytes, "3, a file of images")?;
    Images::new(count, rows, columns, pixels.to_vec())
}

/// Reads labels: an IDX file of unsigned bytes with one dimension, plain or in gzip.
///
/// # Errors
/// As [`read_images`].
pub fn read_labels(bytes: &[u8]) -> Result<Vec<u8>, DataError> {
    let bytes = unfolded(bytes)?;
    let ([_], labels) = elements(&bytes, "1, a file of labels")?;
    Ok(labels.to_vec())
}

/// The bytes themselves, or what they unfold to.
fn unfolded(bytes: &[u8]) -> Result<Cow<'_, [u8]>, DataError> {
    if bytes.starts_with(&[0x1f, 0x8b]) { Ok(decompress(bytes)?.into()) } else { Ok(bytes.into()) }
}

/// Dimensions and elements of a file with `D` dimensions.
fn elements<'b, const D: usize>(bytes: &'b [u8], expected: &'static str) -> Result<([usize; D], &'b [u8]), DataError> {
    let &[0, 0, code, dimensions, ref rest @ ..] = bytes else {
        return Err(DataError::Magic { found: bytes.iter().copied().take(4).collect() });
    };
    let found = match code {
        0x08 => "unsigned bytes",
        0x09 => "signed bytes",
        0x0b => "16-bit integers",
        0x0c => "32-bit integers",
        0x0d => "32-bit floating-point numbers",
        0x0e => "64-bit floating-point numbers",
        _ => return Err(DataError::Magic { found: bytes[..4].to_vec() }),
    };
    if code != 0x08 {
        return Err(DataError::ElementType { code, found });
    }
    if usize::from(dimensions) != D {
        return Err(DataError::DimensionCount { found: dimensions, expected });
    }
    if rest.len() < 4 * D {
        return Err(DataError::TruncatedHeader { needed: 4 + 4 * D, got: bytes.len() });
    }
    let (sizes, elements) = rest.split_at(4 * D);
    let size = |d: usize| u32::from_be_bytes([sizes[4 * d], sizes[4 * d + 1], sizes[4 * d + 2], sizes[4 * d + 3]]);
    let sizes: [u32; D] = std::array::from_fn(size);
    let promised = sizes.iter().map(|&size| u128::from(size)).product();
    if elements.len() as u128 != promised {
        let shape = sizes.map(|size| size.to_string()).join(" x ");
        return Err(DataError::Length { shape, promised, got: elements.len() as u64 });
    }
    Ok((sizes.map(|size| size as usize), elements))
}
