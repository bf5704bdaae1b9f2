//! Everything that is shown of one experiment.

use super::chart::Picture;
use super::render;
use crate::experiment::{Experiment, Undecided, Verdict};
use crate::{Error, files};
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

    /// Draws `NAME.svg` and `NAME.png`.
    pub(crate) fn write(&self, dir: &Path) -> Result<Vec<PathBuf>, Error> {
        let drawing = render::draw(&self.picture).map_err(|reason| Error::Drawing { figure: self.name, reason })?;
        let (svg, png) = (dir.join(format!("{}.svg", self.name)), dir.join(format!("{}.png", self.name)));
        files::write_atomically(&svg, drawing.svg.as_bytes())?;
        files::write_atomically(&png, &drawing.png)?;
        Ok(vec![svg, png])
    }
}
