//! As comma-separated values.

use super::cell::Cell;
use super::rows::Rows;
use crate::files::Unwritten;
use std::fs::File;
use std::io;
use std::path::Path;

pub(super) fn write(rows: &mut Rows, path: &Path) -> Result<usize, Unwritten> {
    let mut writer = csv::Writer::from_writer(File::create_new(path)?);
    writer.write_record(rows.columns.iter().map(|column| &column.name)).map_err(io::Error::from)?;
    rows.for_each(|cells| -> Result<(), Unwritten> {
        let fields = cells.iter().map(|cell| cell.as_ref().map(Cell::to_text).unwrap_or_default());
        Ok(writer.write_record(fields).map_err(io::Error::from)?)
    })?;
    let file = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(rows.count)
}
