//! The zip archives that NumPy writes, with zip64 where they reach 4 GiB.
//!
//! What is written is a function of names and contents alone: every member is stored, dated 1 January 1980 (the first day
//! that the format has) and has the same permissions on every system.

use super::{FormatError, gzip};
use std::io::{Cursor, Read, Write};
use zip::read::{ArchiveOffset, Config};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZIP64_BYTES_THR, ZipArchive, ZipWriter};

/// First bytes and size of the record at the end of an archive.
const END: &[u8] = b"PK\x05\x06";
const END_SIZE: usize = 22;

/// More members than any `.npz` of patterns has.
const MOST_MEMBERS: u16 = 64;

/// Size from which NumPy writes a second record at the end, with numbers of 64 bits.
const ZIP64_BYTES: usize = 1 << 31;

/// A member's name and contents.
pub(super) type Member = (String, Vec<u8>);

/// Reads all members by the directory at the end of the archive, and checks size and CRC of each.
///
/// Refused is also what a lenient reader lets pass: bytes before or after the archive, two members of one name, members
/// that overlap or that the directory leaves out, and local headers that contradict the directory.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Member>, FormatError> {
    check_end(bytes).map_err(|reason| FormatError::Zip { reason: reason.to_owned() })?;
    let from_the_first_byte = Config { archive_offset: ArchiveOffset::Known(0) };
    let mut archive = ZipArchive::with_config(from_the_first_byte, Cursor::new(bytes)).map_err(damaged)?;
    archive.validate_header_consistency().map_err(damaged)?;
    check_sizes(&archive, bytes.len())?;
    (0..archive.len()).map(|index| member(&mut archive, index)).collect()
}

/// Checks the record at the end of an archive, by which the reader allocates a directory: it has no comment, the directory is
/// all that stands between the place that it names and itself, and the members are few.
fn check_end(bytes: &[u8]) -> Result<(), &'static str> {
    let start = bytes.len().checked_sub(END_SIZE).ok_or("truncated")?;
    let record = bytes[start..].strip_prefix(END).ok_or("truncated, or something else follows its end")?;
    if bytes.len() >= ZIP64_BYTES {
        return Ok(());
    }
    let half = |at: usize| u16::from_le_bytes([record[at], record[at + 1]]);
    let word = |at: usize| u64::from(half(at)) | u64::from(half(at + 2)) << 16;
    let (disk, directory_disk, members_here, members) = (half(0), half(2), half(4), half(6));
    let (directory_size, directory_start, comment_size) = (word(8), word(12), half(16));
    if (disk, directory_disk, comment_size) != (0, 0, 0) || members_here != members {
        return Err("several parts, or a comment");
    }
    if directory_start + directory_size != start as u64 {
        return Err("its directory is not where its end says");
    }
    if members > MOST_MEMBERS { Err("more than 64 members") } else { Ok(()) }
}

/// Refuses an archive that promises to unfold to too much. What a member promises is the most that is read of it.
fn check_sizes(archive: &ZipArchive<Cursor<&[u8]>>, compressed: usize) -> Result<(), FormatError> {
    let limit = gzip::limit(compressed);
    let mut promised = 0_u64;
    for index in 0..archive.len() {
        promised = promised.saturating_add(archive.by_index_data(index).map_err(damaged)?.size());
    }
    if promised > limit as u64 { Err(FormatError::DecompressedSize { compressed, limit }) } else { Ok(()) }
}

fn member(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize) -> Result<Member, FormatError> {
    let mut member = archive.by_index(index).map_err(damaged)?;
    let name = member.name().map_err(damaged)?.into_owned();
    let mut contents = Vec::new();
    let wrong = |reason: String| FormatError::Zip { reason: format!("member {name:?}: {reason}") };
    member.read_to_end(&mut contents).map_err(|error| wrong(error.to_string()))?;
    if contents.len() as u64 != member.size() {
        return Err(wrong(format!("{} bytes, the directory says {}", contents.len(), member.size())));
    }
    Ok((name, contents))
}

fn damaged(error: ZipError) -> FormatError {
    FormatError::Zip { reason: error.to_string() }
}

/// Writes an archive of stored members, whose names must differ.
pub(super) fn write(members: &[(impl AsRef<str>, Vec<u8>)]) -> Vec<u8> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::DEFAULT)
        .system(System::Unix)
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in members {
        let large = contents.len() as u64 >= ZIP64_BYTES_THR;
        archive.start_file(name.as_ref(), options.large_file(large)).expect("names differ and are short");
        archive.write_all(contents).expect("writing to memory does not fail");
    }
    archive.finish().expect("writing to memory does not fail").into_inner()
}
