//! Plans and runs through the public interface.

mod algorithms;
mod common;
mod connected_minima;
mod dynamics;
mod entropic_sgd;
mod export;
mod flatness;
mod generalization;
mod local_entropy;
mod overfitting;
mod plans;
mod run_store;
mod schema;
mod surfaces;
mod teacher_student;
