//! Everything that is shown of one experiment.

use super::chart::Picture;
use super::render;
use crate::Error;
use crate::experiment::{Experiment, Undecided, Verdict};
use crate::files::write_atomically;
use std::path::{Path, PathBuf};

/// A figure with its words and verdicts, all from the table.
pub(crate) struct Page {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) caption: &'static str,
    pub(crate) picture: Picture,
    pub(crate) verdicts: Vec<Verdict>,
    pub(crate) undecided: Vec<Undecided>,
}

impl Page {
    /// Reads the table of an experiment.
    ///
    /// # Errors
    /// [`Error::Table`] names line and field of what is not a row of this table.
    pub(crate) fn of_table<E: Experiment>(path: &Path) -> Result<Self, Error> {
        let bytes = std::fs::read(path).map_err(Error::file("read the table", path))?;
        let rows: Result<Vec<E::Row>, csv::Error> = csv::Reader::from_reader(bytes.as_slice()).deserialize().collect();
        let rows = rows.map_err(|source| Error::Table { path: path.to_owned(), source })?;
        Ok(Self {
            name: E::NAME,
            title: E::TITLE,
            caption: E::CAPTION,
            picture: E::picture(&rows),
            verdicts: E::verdicts(&rows),
            undecided: E::undecided(&rows),
        })
    }

    /// Draws `NAME.svg`, `NAME.png` and `NAME.pdf`.
    pub(crate) fn write(&self, dir: &Path) -> Result<Vec<PathBuf>, Error> {
        write(&self.picture, self.name, dir)
    }
}

/// Draws `NAME.svg`, `NAME.png` and `NAME.pdf` of a picture into a folder, and says where.
///
/// # Errors
/// [`Error::Drawing`] for what cannot be drawn, [`Error::File`] for what cannot be written.
pub fn write(picture: &Picture, name: &'static str, dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let drawing = render::draw(picture).map_err(|reason| Error::Drawing { figure: name, reason })?;
    let formats = [("svg", drawing.svg.into_bytes()), ("png", drawing.png), ("pdf", drawing.pdf)];
    let write = |(extension, bytes): (&str, Vec<u8>)| {
        let path = dir.join(format!("{name}.{extension}"));
        write_atomically(&path, &bytes)?;
        Ok(path)
    };
    formats.into_iter().map(write).collect()
}
