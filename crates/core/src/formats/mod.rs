//! Patterns and weights as bytes: what other programs write, told apart by content, and our own `.npz`.
//!
//! | [`PatternsFormat`] | form | recognised by | keeps |
//! | --- | --- | --- | --- |
//! | `Fbp` | text: a line a pattern, `N` entries `1.0` or `-1.0` between white space | lines of equal length | gauged inputs |
//! | `FbpGzip` | the same in gzip | bytes `1f 8b` | gauged inputs |
//! | `Rfbp` | text: line 1 has `M` labels, then `M` lines of `N` entries, tab between | line 1 has an entry per further line | inputs, labels |
//! | `RfbpBinary` | int64 `M`, int64 `N`, `M` int64 labels, `M·N` float64; all little-endian | a zero byte among the first 16 | inputs, labels |
//! | `Npz` | NumPy arrays `inputs`, `labels`, `teacher`, `settings` | bytes `PK` | everything |
//!
//! FBP is BinaryCommitteeMachineFBP.jl, rFBP its port to C++. Both hold binary data, so in the first four an entry is ±1 in
//! whatever way a number can be written (`1`, `+1`, `1.0`, `1.000e+00`); anything else is an error that names line, entry
//! and value. There are no comments and no empty lines, except at the end. rFBP writes binary files in the byte order of its
//! machine; only little-endian files are read, a big-endian one is refused for its dimensions.
//!
//! # The members of a `.npz`
//!
//! | array | type | shape | meaning |
//! | --- | --- | --- | --- |
//! | `inputs` | int8 ±1, or float64 | (P, N) | inputs `x^μ_i`, not gauged |
//! | `labels` | int8 ±1 | (P,) | labels `y^μ` |
//! | `teacher` | int8 ±1 | (N,), or (K, N) for K > 1 units | the teacher's weights, where there is a teacher |
//! | `settings` | uint8 | (any,) | UTF-8 text on where the data come from, where there is one ([`write_npz`]) |
//!
//! That is what is written; what is read may also be of any signed integer or float32/float64 type, of either byte order, in C
//! or Fortran order, stored or deflated. Integers must be ±1. Floats may be any finite number as inputs; if all of them are
//! ±1 they are packed ([`Inputs::Signs`](crate::patterns::Inputs)). A member of another name is refused.
//!
//! Columns of any table are a `.npz` of one-dimensional arrays ([`write_columns`]).
//!
//! Weights are `.npy` ([`read_weights`]): int8 of shape (K, N), a row for each hidden unit. Real parameters of networks are
//! `.npy` of shape (P,) ([`read_real_vector`]).
//!
//! # What cannot be told apart
//!
//! `N + 1` lines of `N` entries are FBP text with `P = N + 1` and rFBP text with `M = N`. They are taken for rFBP if the
//! first line is written in integers (as rFBP writes labels) and for FBP if it has a decimal point (as FBP writes inputs).
//! [`read_patterns_as`] leaves nothing to recognition.
//!
//! A text cut off at the end of a line, or inside its only line, is a shorter text; nothing in FBP text tells. rFBP text
//! read as such ([`read_patterns_as`]) is refused wherever it is cut, but when the lines that are left are of equal length
//! (`M = N`, or two lines of `M` entries) it is taken for FBP text. Every other format notices a cut anywhere.
//!
//! # Hostile files
//!
//! Nothing is allocated on the word of a header: sizes are compared with the bytes at hand first. Compressed data may
//! unfold to 1 MiB or to 100 times their size, whichever is more; all-equal patterns, which compress further, have to be
//! unfolded by their owner. Beyond that a reader holds at once less than ten times the bytes that it reads, those of
//! compressed data unfolded, and 192 KiB; weights of units with fewer than five entries take 50 bytes a unit.

mod columns;
mod error;
mod fbp;
mod gzip;
mod npy;
mod npz;
mod patterns_format;
mod real_vector;
mod rfbp_binary;
mod rfbp_text;
mod text;
mod weights;
mod zip;

pub use columns::{Column, write_columns};
pub use error::FormatError;
pub use gzip::decompress;
pub use npz::{read_settings, write_npz};
pub use patterns_format::{PatternsFormat, read_patterns, read_patterns_as, recognize_patterns, write_patterns};
pub use real_vector::{read_real_vector, write_real_vector};
pub use weights::{read_weights, write_weights};

#[cfg(test)]
mod tests;
