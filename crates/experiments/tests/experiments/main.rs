//! Plans and runs through the public interface.

mod common;
mod plans;
mod run_store;
