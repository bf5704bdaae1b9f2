#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod averages;
pub mod capacity;
pub mod covariates;
pub mod dense_region;
mod error;
pub mod franz_parisi;
pub mod isolation;
pub mod nonlinearity;
pub mod pairs;
pub mod random_features;
pub mod replica;
pub mod saddle;
mod status;
pub mod storage;
pub mod teacher_student;
pub mod thresholds;
mod tolerance;

pub use error::TheoryError;
pub use status::Status;
pub use tolerance::Tolerance;
