//! Images of grey pixels, and the pooling of them.

use super::DataError;
use nalgebra::DMatrix;

/// Images of one size, pixel after pixel, row after row, image after image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Images {
    count: usize,
    rows: usize,
    columns: usize,
    pixels: Vec<u8>,
}

impl Images {
    /// Takes `count · rows · columns` pixels.
    ///
    /// # Errors
    /// [`DataError::Empty`] without images or pixels.
    ///
    /// # Panics
    /// If there is another number of pixels.
    pub fn new(count: usize, rows: usize, columns: usize, pixels: Vec<u8>) -> Result<Self, DataError> {
        // In 128 bits, since three sizes of 32 bits do not fit 64.
        let needed = count as u128 * rows as u128 * columns as u128;
        assert_eq!(pixels.len() as u128, needed, "pixels of {count} images of {rows} x {columns}");
        if pixels.is_empty() {
            return Err(DataError::Empty { examples: count, dimension: rows.saturating_mul(columns) });
        }
        Ok(Self { count, rows, columns, pixels })
    }

    /// Number of images.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Rows of an image.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Columns of an image.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// All pixels.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The images as inputs in `[0, 1]`, a column each: every pixel over 255, averaged over squares of `factor` pixels a
    /// side. With the factor 1 every pixel remains; 2 and 4 make 14 × 14 and 7 × 7 of 28 × 28.
    ///
    /// The sums of a square are whole numbers, so that every entry is rounded once.
    ///
    /// # Errors
    /// [`DataError::Pooling`] unless the factor divides rows and columns.
    pub fn pooled(&self, factor: usize) -> Result<DMatrix<f64>, DataError> {
        let Self { count, rows, columns, .. } = *self;
        if factor == 0 || rows % factor != 0 || columns % factor != 0 {
            return Err(DataError::Pooling { rows, columns, factor, dimension: rows * columns });
        }
        let (squares_down, squares_across) = (rows / factor, columns / factor);
        let mut inputs = DMatrix::zeros(squares_down * squares_across, count);
        let scale = 255.0 * (factor * factor) as f64;
        let images = self.pixels.chunks_exact(rows * columns);
        for (image, input) in images.zip(inputs.as_mut_slice().chunks_exact_mut(squares_down * squares_across)) {
            for (square, entry) in input.iter_mut().enumerate() {
                let corner = square / squares_across * factor * columns + square % squares_across * factor;
                let lines = (0..factor).map(|row| &image[corner + row * columns..][..factor]);
                let sum: u64 = lines.flatten().map(|&pixel| u64::from(pixel)).sum();
                *entry = sum as f64 / scale;
            }
        }
        Ok(inputs)
    }
}
