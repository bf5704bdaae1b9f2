//! The points of a run store as one flat table, for programs of others.
//!
//! A row a point that was tried, in the order of the points, whatever the order in which they were computed:
//!
//! | column | type | meaning |
//! | --- | --- | --- |
//! | `number` | integer | number of the point in its plan, from 0 |
//! | `point.…` | | what identifies the point, the plan aside: a column for each value, named by the path to it |
//! | `outcome.…` | | what the point gave, likewise; absent where it failed |
//! | `error` | text | why the point failed; only if one has |
//!
//! A column is boolean, integer, real or text, whichever holds all its values; arrays are text, as JSON. An absent value is
//! an empty field in CSV, null in Parquet and SQLite, and in `.npz`, which has no word for it, NaN (of an integer or boolean
//! column that lacks values, which becomes real) or the empty text.

mod cell;
mod csv_file;
mod npz_file;
#[cfg(feature = "parquet")]
mod parquet_file;
mod rows;
#[cfg(feature = "sqlite")]
mod sqlite_file;

use crate::files::Unwritten;
use crate::output::stored_plans;
use crate::plan::Plan;
use crate::{Error, files};
use rows::Rows;
use std::path::Path;

/// How an export is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExportFormat {
    /// Comma-separated values: a header, and numbers as short as they can be without losing a bit.
    Csv,
    /// NumPy arrays, one a column, in a `.npz`.
    Npz,
    /// Parquet, compressed by Snappy.
    #[cfg(feature = "parquet")]
    Parquet,
    /// The table `points` of an SQLite database.
    #[cfg(feature = "sqlite")]
    Sqlite,
}

impl ExportFormat {
    /// The formats of this build, with the extensions they go by.
    pub const ALL: &[(Self, &str)] = &[
        (Self::Csv, "csv"),
        (Self::Npz, "npz"),
        #[cfg(feature = "parquet")]
        (Self::Parquet, "parquet"),
        #[cfg(feature = "sqlite")]
        (Self::Sqlite, "sqlite"),
    ];

    /// The format that the name of a file asks for, if this build has it.
    pub fn of_name(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?;
        Self::ALL.iter().find(|(_, known)| *known == extension).map(|(format, _)| *format)
    }
}

/// Writes the points in a run store below `dir` to `out`; returns the number of rows. `figure` names the store where there
/// are several.
///
/// # Errors
/// [`Error::NothingThere`] if there is no such store, [`Error::Several`] if there are several and none is named, and those of
/// reading and writing.
pub fn export(dir: &Path, figure: Option<&str>, format: ExportFormat, out: &Path) -> Result<usize, Error> {
    let mut plans = stored_plans(dir)?;
    if let Some(figure) = figure {
        plans.retain(|plan| plan.name() == figure);
    }
    let plan = match &plans[..] {
        [plan] => plan,
        [] => return Err(Error::NothingThere { dir: dir.to_owned(), what: "run store of this figure" }),
        several => {
            let names = several.iter().map(Plan::name).collect::<Vec<_>>().join(", ");
            return Err(Error::Several { dir: dir.to_owned(), names });
        }
    };
    plan.export(dir, format, out)
}

/// Writes the rows of an opened store.
pub(crate) fn write(index: crate::store::Index, format: ExportFormat, out: &Path) -> Result<usize, Error> {
    let mut rows = Rows::of(index)?;
    files::atomically(out, |path| -> Result<usize, Unwritten> {
        match format {
            ExportFormat::Csv => csv_file::write(&mut rows, path),
            ExportFormat::Npz => npz_file::write(&mut rows, path),
            #[cfg(feature = "parquet")]
            ExportFormat::Parquet => parquet_file::write(&mut rows, path),
            #[cfg(feature = "sqlite")]
            ExportFormat::Sqlite => sqlite_file::write(&mut rows, path),
        }
    })
}
