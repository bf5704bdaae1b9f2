//! `cargo xtask test-gallery`: the gallery in a real browser.

mod browser;
mod command;
mod probe;
mod server;
mod visit;

pub(crate) use command::TestGallery;
