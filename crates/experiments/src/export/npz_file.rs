//! As NumPy arrays.

use super::cell::{Cell, Kind};
use super::rows::Rows;
use crate::files::Unwritten;
use piccole_core::formats::{Column, write_columns};
use std::fs::File;
use std::io::Write;
use std::path::Path;

pub(super) fn write(rows: &mut Rows, path: &Path) -> Result<usize, Unwritten> {
    let count = rows.count;
    let mut columns: Vec<Column> = rows
        .columns
        .iter()
        .map(|column| match column.kind {
            Kind::Text => Column::Texts(Vec::with_capacity(count)),
            Kind::Boolean if column.present == count => Column::Booleans(Vec::with_capacity(count)),
            Kind::Integer if column.present == count => Column::Integers(Vec::with_capacity(count)),
            Kind::Boolean | Kind::Integer | Kind::Real => Column::Reals(Vec::with_capacity(count)),
        })
        .collect();
    rows.for_each(|cells| -> Result<(), Unwritten> {
        for (column, cell) in columns.iter_mut().zip(cells) {
            push(column, cell.as_ref());
        }
        Ok(())
    })?;
    let names = rows.columns.iter().map(|column| column.name.clone());
    let mut file = File::create_new(path)?;
    file.write_all(&write_columns(names.zip(columns)))?;
    file.sync_all()?;
    Ok(count)
}

fn push(column: &mut Column, cell: Option<&Cell>) {
    match (column, cell) {
        (Column::Booleans(values), Some(Cell::Boolean(value))) => values.push(*value),
        (Column::Integers(values), Some(Cell::Integer(value))) => values.push(*value),
        (Column::Reals(values), cell) => values.push(match cell {
            Some(Cell::Boolean(value)) => f64::from(*value),
            Some(Cell::Integer(value)) => *value as f64,
            Some(Cell::Real(value)) => *value,
            _ => f64::NAN,
        }),
        (Column::Texts(values), cell) => values.push(cell.map(Cell::to_text).unwrap_or_default()),
        (Column::Booleans(_) | Column::Integers(_), _) => unreachable!("the column holds all its values"),
    }
}
