//! The committed inputs: seeds from which fuzzing starts, and findings, on which a reader once failed.

use super::Parser;
use std::path::{Path, PathBuf};

/// An input with the name of its file.
pub type Input = (String, Vec<u8>);

/// Where the inputs of all parsers are.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz")
}

/// What fuzzing starts from: every format in every form, by name.
///
/// # Panics
/// If the files cannot be read.
pub fn seeds(parser: &Parser) -> Vec<Input> {
    let own = folder().join("seeds").join(parser.name);
    let more = parser.more_seeds.iter().map(|more| folder().join("..").join(more));
    std::iter::once(own).chain(more).flat_map(|folder| inputs(&folder)).collect()
}

/// What a reader once failed on, by name.
///
/// # Panics
/// If the files cannot be read.
pub fn findings(parser: &Parser) -> Vec<Input> {
    let folder = folder().join("findings").join(parser.name);
    if folder.exists() { inputs(&folder) } else { Vec::new() }
}

fn inputs(folder: &Path) -> Vec<Input> {
    let list = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = list.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.sort();
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), std::fs::read(path).expect("a readable file"))).collect()
}
