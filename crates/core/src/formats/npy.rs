//! NumPy's `.npy`: a header in Python's words, then the elements.
//!
//! The header is `\x93NUMPY`, two bytes of version, the length of a Python dictionary (two bytes, from version 2 on four) and
//! the dictionary with the keys `descr`, `fortran_order` and `shape`. Its text is searched for the three, not evaluated:
//! NumPy writes nothing else, and nothing nested can then exhaust the stack. The reader is our own because `npyz` reserves
//! what a header promises and multiplies its shape without a check before a caller sees either.

use super::FormatError;
use crate::BitVector;

const MAGIC: &[u8] = b"\x93NUMPY";

/// Header and data start at multiples of this, so that files can be mapped into memory.
const ALIGNMENT: usize = 64;

/// An array as it lies in the file.
#[derive(Debug)]
pub(super) struct Array<'a> {
    name: &'static str,
    descr: &'a str,
    shape: Vec<usize>,
    fortran_order: bool,
    data: &'a [u8],
}

/// How the bytes of an element make a number.
type Decode = fn(&[u8]) -> f64;

impl<'a> Array<'a> {
    /// Reads the header; `name` is what errors call the array.
    pub(super) fn parse(name: &'static str, bytes: &'a [u8]) -> Result<Self, FormatError> {
        let (header, data) = split_header(bytes).map_err(|reason| FormatError::Npy { array: name, reason })?;
        let missing = |reason| FormatError::Npy { array: name, reason };
        let descr = descr(header).ok_or(missing("no element type in its header, or a structured one"))?;
        let fortran_order = fortran_order(header).ok_or(missing("no fortran_order in its header"))?;
        let shape = shape(header).ok_or(missing("no shape in its header, or one that cannot be counted"))?;
        Ok(Self { name, descr, shape, fortran_order, data })
    }

    /// Rows and columns.
    pub(super) fn dimensions(&self, expected: &str) -> Result<[usize; 2], FormatError> {
        self.shape.as_slice().try_into().map_err(|_| self.wrong_shape(expected))
    }

    /// The number of elements of an array of one axis.
    pub(super) fn length(&self, expected: &str) -> Result<usize, FormatError> {
        match self.shape[..] {
            [length] => Ok(length),
            _ => Err(self.wrong_shape(expected)),
        }
    }

    /// Number of axes.
    pub(super) fn axes(&self) -> usize {
        self.shape.len()
    }

    /// The error that the shape is not `expected`.
    pub(super) fn wrong_shape(&self, expected: &str) -> FormatError {
        FormatError::Shape { array: self.name, got: self.shape.clone(), expected: expected.to_owned() }
    }

    /// Elements of type uint8.
    pub(super) fn bytes(&self) -> Result<&'a [u8], FormatError> {
        match self.descr {
            "|u1" | "<u1" | ">u1" => self.data_of(1),
            _ => Err(self.wrong_type("uint8")),
        }
    }

    /// Whether the elements are integers; an error if they are no numbers that can be read.
    pub(super) fn is_integer(&self) -> Result<bool, FormatError> {
        self.decoder().map(|_| self.descr.as_bytes()[1] == b'i')
    }

    /// All elements in C order.
    pub(super) fn numbers(&self) -> Result<impl ExactSizeIterator<Item = f64>, FormatError> {
        let (size, decode) = self.decoder()?;
        let data = self.data_of(size)?;
        let stored_at = |index: usize| match self.shape[..] {
            [rows, cols] if self.fortran_order => index % cols * rows + index / cols,
            _ => index,
        };
        Ok((0..data.len() / size).map(move |index| decode(&data[stored_at(index) * size..][..size])))
    }

    /// Whether each element is +1, in C order; all must be ±1. Errors take them for rows of `cols` entries.
    pub(super) fn signs(&self, cols: usize) -> Result<Vec<bool>, FormatError> {
        let sign = |(index, value): (usize, f64)| match value {
            1.0 => Ok(true),
            -1.0 => Ok(false),
            _ => Err(self.entry_error(index, cols, value, "1 or -1")),
        };
        self.numbers()?.enumerate().map(sign).collect()
    }

    /// The elements as vectors of `n` entries ±1.
    pub(super) fn vectors(&self, n: usize) -> Result<Vec<BitVector>, FormatError> {
        Ok(self.signs(n)?.chunks_exact(n).map(|signs| BitVector::from_fn(n, |i| signs[i])).collect())
    }

    /// The error about element `index` (in C order) of rows of `cols` entries.
    pub(super) fn entry_error(&self, index: usize, cols: usize, value: f64, expected: &'static str) -> FormatError {
        FormatError::ArrayEntry { array: self.name, row: index / cols, column: index % cols, value, expected }
    }

    /// The data, once they are known to be as many as the shape promises for elements of `size` bytes.
    fn data_of(&self, size: usize) -> Result<&'a [u8], FormatError> {
        let promised = self.shape.iter().try_fold(size as u128, |bytes, &axis| bytes.checked_mul(axis as u128));
        match promised.unwrap_or(u128::MAX) {
            promised if promised == self.data.len() as u128 => Ok(self.data),
            promised => Err(FormatError::Length { part: self.name, promised, got: self.data.len() as u64 }),
        }
    }

    /// Bytes of an element, and how they make a number.
    fn decoder(&self) -> Result<(usize, Decode), FormatError> {
        macro_rules! number {
            ($type:ty, $from:ident) => {
                (size_of::<$type>(), |bytes| <$type>::$from(*bytes.first_chunk().expect("of this size")) as f64)
            };
        }
        Ok(match self.descr {
            "|i1" | "<i1" | ">i1" => number!(i8, from_le_bytes),
            "<i2" => number!(i16, from_le_bytes),
            ">i2" => number!(i16, from_be_bytes),
            "<i4" => number!(i32, from_le_bytes),
            ">i4" => number!(i32, from_be_bytes),
            "<i8" => number!(i64, from_le_bytes),
            ">i8" => number!(i64, from_be_bytes),
            "<f4" => number!(f32, from_le_bytes),
            ">f4" => number!(f32, from_be_bytes),
            "<f8" => number!(f64, from_le_bytes),
            ">f8" => number!(f64, from_be_bytes),
            _ => return Err(self.wrong_type("int8, int16, int32, int64, float32 or float64")),
        })
    }

    fn wrong_type(&self, expected: &'static str) -> FormatError {
        FormatError::ElementType { array: self.name, got: self.descr.to_owned(), expected }
    }
}

/// Text of the header and what follows it.
fn split_header(bytes: &[u8]) -> Result<(&str, &[u8]), &'static str> {
    let truncated = "its header is truncated";
    let rest = bytes.strip_prefix(MAGIC).ok_or("it does not begin with \\x93NUMPY")?;
    let (&[major, _minor], rest) = rest.split_first_chunk().ok_or(truncated)?;
    let (length, rest) = match major {
        1 => rest.split_first_chunk().map(|(length, rest)| (usize::from(u16::from_le_bytes(*length)), rest)),
        2 | 3 => rest.split_first_chunk().map(|(length, rest)| (u32::from_le_bytes(*length) as usize, rest)),
        _ => return Err("its version is none of 1, 2 and 3"),
    }
    .ok_or(truncated)?;
    let (header, data) = rest.split_at_checked(length).ok_or(truncated)?;
    Ok((std::str::from_utf8(header).map_err(|_| "its header is not UTF-8")?, data))
}

/// What stands after a key of the dictionary.
fn value<'a>(header: &'a str, key: &str) -> Option<&'a str> {
    Some(header.split_once(key)?.1.trim_start().strip_prefix(':')?.trim_start())
}

/// The element type, if it is a plain one.
fn descr(header: &str) -> Option<&str> {
    Some(value(header, "'descr'")?.strip_prefix('\'')?.split_once('\'')?.0)
}

fn fortran_order(header: &str) -> Option<bool> {
    let value = value(header, "'fortran_order'")?;
    if value.starts_with("True") { Some(true) } else { value.starts_with("False").then_some(false) }
}

/// The shape: `()`, `(3,)`, `(3, 5)`.
fn shape(header: &str) -> Option<Vec<usize>> {
    let axes = value(header, "'shape'")?.strip_prefix('(')?.split_once(')')?.0.trim();
    let axes = axes.strip_suffix(',').unwrap_or(axes);
    if axes.is_empty() {
        return Some(Vec::new());
    }
    axes.split(',').map(|axis| axis.trim().parse().ok()).collect()
}

/// Puts a header of version 1 before elements in C order.
pub(super) fn write(descr: &str, shape: &[usize], data: impl IntoIterator<Item = u8>) -> Vec<u8> {
    let axes: String = shape.iter().map(|axis| format!("{axis},")).collect();
    let dictionary = format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': ({axes}), }}");
    let length = (MAGIC.len() + 4 + dictionary.len() + 1).next_multiple_of(ALIGNMENT) - MAGIC.len() - 4;
    let mut bytes = MAGIC.to_vec();
    bytes.extend_from_slice(&[1, 0]);
    bytes.extend_from_slice(&u16::try_from(length).expect("two axes take two lines").to_le_bytes());
    bytes.extend_from_slice(format!("{dictionary:<width$}\n", width = length - 1).as_bytes());
    bytes.extend(data);
    bytes
}

/// An int8 array of signs.
pub(super) fn write_signs(shape: &[usize], signs: impl Iterator<Item = i8>) -> Vec<u8> {
    write("|i1", shape, signs.flat_map(i8::to_le_bytes))
}
