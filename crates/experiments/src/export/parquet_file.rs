//! As Parquet.

use super::cell::{Cell, Kind};
use super::rows::{Column, Rows};
use crate::Error;
use crate::files::Unwritten;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// Rows that are held in memory at a time.
const GROUP: usize = 1 << 16;

pub(super) fn write(rows: &mut Rows, path: &Path) -> Result<usize, Unwritten> {
    let fields = rows.columns.iter().map(|column| field(column).map(Arc::new)).collect::<Result<_, _>>()?;
    let schema = Type::group_type_builder("points").with_fields(fields).build()?;
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = SerializedFileWriter::new(File::create_new(path)?, Arc::new(schema), Arc::new(properties))?;
    let kinds: Vec<Kind> = rows.columns.iter().map(|column| column.kind).collect();
    let mut group: Vec<Vec<Option<Cell>>> = Vec::with_capacity(GROUP);
    let mut flush = |group: &mut Vec<Vec<Option<Cell>>>| -> Result<(), Unwritten> {
        let mut columns = writer.next_row_group()?;
        for (place, &kind) in kinds.iter().enumerate() {
            let cells = group.iter().map(|row| row[place].as_ref());
            match kind {
                Kind::Boolean => write_column::<BoolType>(&mut columns, cells, |cell| match cell {
                    Cell::Boolean(value) => Some(*value),
                    _ => None,
                }),
                Kind::Integer => write_column::<Int64Type>(&mut columns, cells, |cell| match cell {
                    Cell::Integer(value) => Some(*value),
                    _ => None,
                }),
                Kind::Real => write_column::<DoubleType>(&mut columns, cells, |cell| match cell {
                    Cell::Real(value) => Some(*value),
                    _ => None,
                }),
                Kind::Text => write_column::<ByteArrayType>(&mut columns, cells, |cell| {
                    Some(ByteArray::from(cell.to_text().into_bytes()))
                }),
            }?;
        }
        columns.close()?;
        group.clear();
        Ok(())
    };
    rows.for_each(|cells| {
        group.push(cells.to_vec());
        if group.len() == GROUP { flush(&mut group) } else { Ok(()) }
    })?;
    flush(&mut group)?;
    writer.close()?;
    Ok(rows.count)
}

/// A column whose values may be absent.
fn field(column: &Column) -> Result<Type, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::Boolean => (Physical::BOOLEAN, None),
        Kind::Integer => (Physical::INT64, None),
        Kind::Real => (Physical::DOUBLE, None),
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
    };
    Type::primitive_type_builder(&column.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()
}

/// Writes the cells of a column: a level for each tells whether it is there, the values follow without gaps.
fn write_column<'c, T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, File>,
    cells: impl Iterator<Item = Option<&'c Cell>>,
    value: impl Fn(&Cell) -> Option<T::T>,
) -> Result<(), ParquetError> {
    let values: Vec<Option<T::T>> = cells.map(|cell| cell.and_then(&value)).collect();
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let values: Vec<T::T> = values.into_iter().flatten().collect();
    let mut column = group.next_column()?.expect("as many columns as the schema has");
    column.typed::<T>().write_batch(&values, Some(&levels), None)?;
    column.close()
}

impl From<ParquetError> for Unwritten {
    fn from(error: ParquetError) -> Self {
        Self::Other(Error::Encoding { what: "a Parquet file", reason: error.to_string() })
    }
}
