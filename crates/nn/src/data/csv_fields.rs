//! The fields of a table one after the other.

use csv_core::{ReadFieldResult, Reader};

/// A reader that holds one field at a time: a record with a place for each of many short fields would take a multiple of the
/// bytes.
pub(super) struct Fields<'a> {
    reader: Reader,
    bytes: &'a [u8],
    /// Bytes read.
    position: usize,
    /// Room for a field.
    room: Vec<u8>,
}

/// A field.
pub(super) struct Field<'f> {
    /// Its text without white space around it; none if it is no UTF-8.
    pub(super) text: Option<&'f str>,
    /// Whether it is the last of its record.
    pub(super) is_last: bool,
}

impl<'a> Fields<'a> {
    /// All fields of a table.
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self { reader: Reader::new(), bytes, position: 0, room: vec![0; 64] }
    }

    /// Where the next field begins, or the empty lines before it.
    pub(super) fn position(&self) -> usize {
        self.position
    }

    /// The next field.
    pub(super) fn next(&mut self) -> Option<Field<'_>> {
        let mut length = 0;
        loop {
            let (result, read, written) =
                self.reader.read_field(&self.bytes[self.position..], &mut self.room[length..]);
            self.position += read;
            length += written;
            match result {
                // Without input the next call ends the last field.
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::OutputFull => self.room.resize(2 * self.room.len(), 0),
                ReadFieldResult::Field { record_end: is_last } => {
                    let text = std::str::from_utf8(&self.room[..length]).ok().map(str::trim);
                    return Some(Field { text, is_last });
                }
                ReadFieldResult::End => return None,
            }
        }
    }
}
