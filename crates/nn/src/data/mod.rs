//! Data: readers that take bytes, transformations, and generators with a known law.
//!
//! A [`Dataset`] is a matrix of inputs with a column for each example, and classes or real targets. It comes
//!
//! - from files: [`read_images`] and [`read_labels`] read IDX, the format of MNIST and its kin, plain or in gzip;
//!   [`read_csv_classes`] and [`read_csv_real`] read a table with a header;
//! - from a teacher: [`Dataset::labelled_by`] with any function, or with a [`CommitteeTeacher`] drawn at random;
//! - from a [`HiddenManifold`], structured inputs that lie on a low-dimensional manifold and have labels that depend on the
//!   place on it; [`FieldMoments`] measures the fields of students and teachers there.
//!
//! The readers open no file. A number that is not finite, a label without class, counts that differ: each is an error that
//! names the place. Nothing is allocated on the word of a header. Generated data are the same bits on every machine.

mod committee;
mod csv_fields;
mod csv_table;
mod dataset;
mod error;
mod field_moments;
mod hidden_manifold;
mod idx;
mod images;
mod standardisation;

pub use committee::CommitteeTeacher;
pub use csv_table::{read_csv_classes, read_csv_real};
pub use dataset::{Dataset, Targets};
pub use error::DataError;
pub use field_moments::FieldMoments;
pub use hidden_manifold::{FieldCovariances, HiddenManifold, gaussian_inputs};
pub use idx::{read_images, read_labels};
pub use images::Images;
pub use standardisation::Standardisation;

#[cfg(test)]
mod tests;
