//! Plans and runs through the public interface.

mod common;
mod generalization;
mod local_entropy;
mod overfitting;
mod plans;
mod run_store;
mod teacher_student;
