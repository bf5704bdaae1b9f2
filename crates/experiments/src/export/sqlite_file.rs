//! As a table of an SQLite database.

use super::cell::{Cell, Kind};
use super::rows::Rows;
use crate::Error;
use crate::files::Unwritten;
use rusqlite::types::{ToSqlOutput, Value};
use rusqlite::{Connection, ToSql, params_from_iter};
use std::path::Path;

pub(super) fn write(rows: &mut Rows, path: &Path) -> Result<usize, Unwritten> {
    let mut database = Connection::open(path)?;
    // The file is nobody's before it has its final name: a journal would protect nothing.
    database.pragma_update(None, "journal_mode", "OFF")?;
    let columns: Vec<String> = rows.columns.iter().map(|column| declaration(&column.name, column.kind)).collect();
    database.execute(&format!("CREATE TABLE points ({})", columns.join(", ")), [])?;
    let places = vec!["?"; columns.len()].join(", ");
    let all = database.transaction()?;
    {
        let mut insert = all.prepare(&format!("INSERT INTO points VALUES ({places})"))?;
        rows.for_each(|cells| -> Result<(), Unwritten> {
            insert.execute(params_from_iter(cells))?;
            Ok(())
        })?;
    }
    all.commit()?;
    database.close().map_err(|(_, error)| error)?;
    Ok(rows.count)
}

/// Name and type of a column; the number is the key.
fn declaration(name: &str, kind: Kind) -> String {
    let kind = match (name, kind) {
        ("number", _) => "INTEGER PRIMARY KEY",
        (_, Kind::Boolean | Kind::Integer) => "INTEGER",
        (_, Kind::Real) => "REAL",
        (_, Kind::Text) => "TEXT",
    };
    format!("\"{}\" {kind}", name.replace('"', "\"\""))
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Boolean(value) => ToSqlOutput::Owned(Value::Integer(i64::from(*value))),
            Self::Integer(value) => ToSqlOutput::Owned(Value::Integer(*value)),
            Self::Real(value) => ToSqlOutput::Owned(Value::Real(*value)),
            Self::Text(text) => ToSqlOutput::from(text.as_str()),
        })
    }
}

impl From<rusqlite::Error> for Unwritten {
    fn from(error: rusqlite::Error) -> Self {
        Self::Other(Error::Encoding { what: "an SQLite database", reason: error.to_string() })
    }
}
