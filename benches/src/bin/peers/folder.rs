//! Inputs on their way to the rivals.

use piccole_core::BitMatrix;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// Where the rivals look for their inputs: arrays without a header, little-endian, in the order of rows.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(path: &str) -> Self {
        Self(path.into())
    }

    /// Numbers, each as its bytes.
    pub(crate) fn write<const B: usize>(&self, name: &str, numbers: impl Iterator<Item = [u8; B]>) -> io::Result<()> {
        let mut file = BufWriter::new(File::create(self.0.join(name))?);
        for bytes in numbers {
            file.write_all(&bytes)?;
        }
        file.flush()
    }

    /// 64-bit words, the least significant bit first and rows padded to words; a set bit is +1.
    pub(crate) fn write_words(&self, name: &str, words: &[u64]) -> io::Result<()> {
        self.write(name, words.iter().map(|word| word.to_le_bytes()))
    }

    /// Entries ±1, a byte each.
    pub(crate) fn write_signs(&self, name: &str, matrix: &BitMatrix) -> io::Result<()> {
        self.write(
            name,
            (0..matrix.rows()).flat_map(|row| (0..matrix.cols()).map(move |col| [matrix.sign(row, col) as u8])),
        )
    }

    /// Double precision.
    pub(crate) fn write_reals(&self, name: &str, reals: &[f64]) -> io::Result<()> {
        self.write(name, reals.iter().map(|real| real.to_le_bytes()))
    }
}
