//! The lines of a store as rows of a table.

use super::cell::{Cell, Kind};
use crate::Error;
use crate::store::Index;
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;

/// A column.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
    /// How many rows have a value in it.
    pub(super) present: usize,
}

/// Rows of a table whose columns are known.
pub(super) struct Rows {
    index: Index,
    pub(super) columns: Vec<Column>,
    /// How many there are.
    pub(super) count: usize,
}

/// What a row takes from a line.
#[derive(Deserialize)]
struct Line {
    point: Value,
    outcome: Option<Value>,
    error: Option<String>,
}

impl Rows {
    /// Looks through all lines for the columns, in the order in which they first appear; the error comes last.
    pub(super) fn of(mut index: Index) -> Result<Self, Error> {
        let mut columns = vec![Column { name: NUMBER.to_owned(), kind: Kind::Integer, present: 0 }];
        let mut error = Column { name: ERROR.to_owned(), kind: Kind::Text, present: 0 };
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut count = 0;
        index.for_each(|_, line| -> Result<(), Error> {
            let line = parse(line)?;
            count += 1;
            columns[0].present += 1;
            error.present += usize::from(line.error.is_some());
            line.for_each(|path, value| {
                let Some(kind) = Kind::of(value) else { return };
                match places.get(path) {
                    Some(&place) => {
                        columns[place].kind = columns[place].kind.or(kind);
                        columns[place].present += 1;
                    }
                    None => {
                        places.insert(path.to_owned(), columns.len());
                        columns.push(Column { name: path.to_owned(), kind, present: 1 });
                    }
                }
            });
            Ok(())
        })?;
        columns.extend((error.present > 0).then_some(error));
        Ok(Self { index, columns, count })
    }

    /// Hands out every row, a cell a column.
    pub(super) fn for_each<E: From<Error>>(
        &mut self,
        mut take: impl FnMut(&[Option<Cell>]) -> Result<(), E>,
    ) -> Result<(), E> {
        let columns = &self.columns;
        let places: HashMap<&str, usize> =
            columns.iter().enumerate().map(|(place, column)| (column.name.as_str(), place)).collect();
        let mut cells = vec![None; columns.len()];
        self.index.for_each(|number, line| {
            let line = parse(line)?;
            cells.fill(None);
            cells[0] = Some(Cell::Integer(number as i64));
            line.for_each(|path, value| {
                if let Some(&place) = places.get(path) {
                    cells[place] = Cell::of(value, columns[place].kind);
                }
            });
            if let (Some(error), Some(&place)) = (line.error, places.get(ERROR)) {
                cells[place] = Some(Cell::Text(error));
            }
            take(&cells)
        })
    }
}

const NUMBER: &str = "number";
const ERROR: &str = "error";

/// A line whose checksum was found to fit.
fn parse(line: &[u8]) -> Result<Line, Error> {
    serde_json::from_slice(line).map_err(|error| Error::Encoding { what: "a point", reason: error.to_string() })
}

impl Line {
    /// Hands out every value with the path to it.
    fn for_each(&self, mut take: impl FnMut(&str, &Value)) {
        let mut path = String::from("point");
        leaves(&mut path, &self.point, &mut take);
        if let Some(outcome) = &self.outcome {
            path.replace_range(.., "outcome");
            leaves(&mut path, outcome, &mut take);
        }
    }
}

/// Hands out the values that are no objects.
fn leaves(path: &mut String, value: &Value, take: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(members) => {
            let length = path.len();
            for (name, member) in members {
                path.push('.');
                path.push_str(name);
                leaves(path, member, take);
                path.truncate(length);
            }
        }
        leaf => take(path, leaf),
    }
}
